package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// gateKey names a gate: one for each form and time.
type gateKey struct {
	form  string
	after time.Duration
}

// gate is when the server takes the next request; zero if it has not been shut.
type gate struct {
	opens    time.Time
	admitted bool // the request that just came
}

// mostGates bounds the gates that are kept apart.
const mostGates = 256

// bounds of the time a gate stays shut.
const (
	presetGate = 2 * time.Second
	mostGate   = 24 * time.Hour
	longGate   = time.Hour
)

// retryAfter is a gate that shuts at the first request and says, in the form
// asked for, when it opens. Earlier requests are refused as well, with the time
// that is left; the first one after it is answered, and the next shuts it again.
func (p *Playground) retryAfter(c *call) error {
	form := c.q.Get("form")
	preset := presetGate
	switch form {
	case "":
		form = "seconds"
	case "fraction":
		preset = 1500 * time.Millisecond
	case "long":
		preset = longGate
	case "seconds", "date", "skewed":
	default:
		return badRequest("bad_form", "form=%s is not seconds, fraction, date, skewed or long", excerpt(form))
	}
	after, err := c.duration("after", preset, mostGate)
	if err != nil {
		return err
	}
	status, err := c.number(http.StatusServiceUnavailable, 400, 599, "status")
	if err != nil {
		return err
	}
	now := p.now()
	g := p.gates.change(gateKey{form, after}, func(g gate) gate { return g.pass(now, after) })
	if g.admitted {
		var o object
		return c.json(o.boolean("patient", true).text("form", form).bytes())
	}
	return shut(c, form, status, now, g.opens)
}

// pass lets a request come to the gate.
func (g gate) pass(now time.Time, after time.Duration) gate {
	if g.opens.IsZero() {
		return gate{opens: now.Add(after)}
	}
	if now.Before(g.opens) {
		return gate{opens: g.opens}
	}
	return gate{admitted: true}
}

// shut refuses a request until a moment. The forms date and skewed round it up
// to a second; skewed is told by a clock that is an hour ahead, whose Date field
// says so.
func shut(c *call, form string, status int, now, opens time.Time) error {
	const skew = time.Hour
	left := opens.Sub(now)
	value := strconv.Itoa(wholeSeconds(left))
	switch form {
	case "fraction":
		value = decimal(left)
	case "date":
		value = opens.Add(time.Second - 1).UTC().Format(http.TimeFormat)
	case "skewed":
		c.w.Header().Set("Date", now.Add(skew).UTC().Format(http.TimeFormat))
		value = opens.Add(skew).Add(time.Second - 1).UTC().Format(http.TimeFormat)
	}
	c.w.Header().Set("Retry-After", value)
	return &problem{
		status: status, code: "not_yet",
		message: fmt.Sprintf("come again in %s; Retry-After says so in the form %q", left.Round(time.Millisecond), form),
	}
}
