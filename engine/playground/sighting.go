package playground

import (
	"net/http"
	"strconv"
	"sync"
)

// sighting is a level that a person reports.
type sighting struct {
	Number int     `json:"number"`
	Gauge  string  `json:"gauge"`
	Level  float64 `json:"level"`
}

// mostSightings bounds the reports that are remembered.
const mostSightings = 1000

// mostKey bounds the length of an Idempotency-Key.
const mostKey = 255

// sightings are the reports that were taken. Safe for concurrent use.
type sightings struct {
	mu    sync.Mutex
	taken int // in all, also those forgotten
	byKey *shelf[string, sighting]
}

func newSightings() *sightings {
	return &sightings{byKey: newShelf[string, sighting](mostSightings)}
}

// postSighting takes a report. A POST that comes again with the same
// Idempotency-Key is answered as before and not taken twice.
func (p *Playground) postSighting(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	var s sighting
	if err := strictly(body, &s); err != nil || s.Number != 0 {
		return badRequest("bad_sighting", `the body is not a report; write {"gauge":"g-000451","level":1.92}`)
	}
	if _, ok := gaugeIndex(s.Gauge); !ok {
		return badRequest("bad_sighting", "there is no gauge %s; ids look like g-000451", excerpt(s.Gauge))
	}
	key := c.r.Header.Get("Idempotency-Key")
	if len(key) > mostKey {
		return badRequest("bad_key", "the Idempotency-Key is over %d characters long", mostKey)
	}
	kept, replayed := p.sightings.take(s, key)
	if kept.Gauge != s.Gauge || kept.Level != s.Level {
		return &problem{
			status: http.StatusUnprocessableEntity, code: "key_reused",
			message: "this Idempotency-Key came with another report before; use a new key for each report",
		}
	}
	if replayed {
		c.w.Header().Set("Idempotent-Replayed", "true")
	}
	c.w.Header().Set("Location", "/v1/sightings")
	out, err := encode(kept)
	if err != nil {
		return err
	}
	c.send(http.StatusCreated, "application/json; charset=utf-8", out)
	return nil
}

// take keeps a report, or finds the one that came before with the same key.
func (s *sightings) take(report sighting, key string) (kept sighting, replayed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	report.Number = s.taken + 1
	if key == "" {
		key = "#" + strconv.Itoa(report.Number)
	} else {
		key = "key " + key
	}
	kept = s.byKey.find(key, func() sighting { return report })
	if kept.Number != report.Number {
		return kept, true
	}
	s.taken++
	return kept, false
}

// countSightings tells how many reports were taken.
func (p *Playground) countSightings(c *call) error {
	p.sightings.mu.Lock()
	taken := p.sightings.taken
	p.sightings.mu.Unlock()
	var o object
	return c.json(o.integer("taken", taken).bytes())
}
