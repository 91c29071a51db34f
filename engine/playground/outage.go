package playground

import (
	"fmt"
	"net/http"
	"time"
)

// preset of the outages of /v1/outage, and the longest cycle.
const (
	presetDown  = 6 * time.Second
	presetEvery = 15 * time.Second
	mostEvery   = 24 * time.Hour
)

// outageList is cursorList on a station that is down for the last `down` of
// every `every`, counted from the server's start: with the presets it is well
// for 9 s, then down for 6 s, and so on.
func (p *Playground) outageList(c *call) error {
	every, err := c.duration("every", presetEvery, mostEvery)
	if err != nil {
		return err
	}
	down, err := c.duration("down", min(presetDown, every), every)
	if err != nil {
		return err
	}
	if left := outageLeft(p.now().Sub(p.start), down, every); left > 0 {
		return outage(left)
	}
	return p.cursorList(c)
}

// outageLeft is how long an outage still lasts at a time since the start, or 0
// while all is well.
func outageLeft(since, down, every time.Duration) time.Duration {
	if every <= 0 {
		return 0
	}
	if phase := since % every; phase >= every-down {
		return every - phase
	}
	return 0
}

// outage is the 503 of a station that is down. As in a real outage nobody
// promises when it ends: there is no Retry-After.
func outage(left time.Duration) *problem {
	return &problem{
		status: http.StatusServiceUnavailable, code: "outage",
		message: fmt.Sprintf("the station is down; by its schedule it is back in %s", left.Round(time.Millisecond)),
	}
}
