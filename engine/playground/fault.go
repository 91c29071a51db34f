package playground

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// mostLatency bounds the delay that a request may ask for.
const mostLatency = time.Minute

// faults are the troubles asked for. A nil field asks for nothing and leaves
// room for a wider setting: the server's, then the path's, then the request's.
type faults struct {
	Fail     *ratio   `json:"fail,omitempty"`     // share of replies that are a 503
	Reset    *ratio   `json:"reset,omitempty"`    // share of connections that are reset
	Truncate *ratio   `json:"truncate,omitempty"` // share of bodies that are cut short
	Latency  *latency `json:"latency,omitempty"`  // delay before the reply
	Seed     *uint64  `json:"seed,omitempty"`     // chooses the draws
}

// ratio is a share from 0 to 1.
type ratio float64

func (r ratio) check(name string) error {
	if math.IsNaN(float64(r)) || r < 0 || r > 1 {
		return badRequest("bad_"+name, "%s=%v is not a share from 0 to 1; 0.3 means three of ten", name, float64(r))
	}
	return nil
}

// latency is a delay, or a range to draw it from.
type latency struct{ least, most time.Duration }

// parseLatency reads 50ms or 50ms..200ms.
func parseLatency(text string) (latency, error) {
	low, high, ranged := strings.Cut(text, "..")
	least, err := time.ParseDuration(low)
	most := least
	if err == nil && ranged {
		most, err = time.ParseDuration(high)
	}
	if err != nil || least < 0 || most < least || most > mostLatency {
		return latency{}, badRequest("bad_latency",
			"latency=%s is not a delay up to %s; write 50ms, or 50ms..200ms for a range", excerpt(text), mostLatency)
	}
	return latency{least, most}, nil
}

func (l latency) String() string {
	if l.least == l.most {
		return l.least.String()
	}
	return l.least.String() + ".." + l.most.String()
}

// MarshalJSON gives the form that parseLatency reads.
func (l latency) MarshalJSON() ([]byte, error) { return json.Marshal(l.String()) }

// UnmarshalJSON reads the form that parseLatency reads.
func (l *latency) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return badRequest("bad_latency", `latency %s is not a text such as "50ms"`, excerpt(string(b)))
	}
	parsed, err := parseLatency(text)
	*l = parsed
	return err
}

// faultsIn reads the faults that a query asks for.
func faultsIn(q url.Values) (faults, error) {
	var f faults
	var err error
	for _, share := range f.shares() {
		if *share.at, err = ratioIn(q, share.name); err != nil {
			return faults{}, err
		}
	}
	if q.Has("latency") {
		l, err := parseLatency(q.Get("latency"))
		if err != nil {
			return faults{}, err
		}
		f.Latency = &l
	}
	f.Seed, err = seedIn(q)
	return f, err
}

// share is one of the ratios of faults with its name.
type share struct {
	name string
	at   **ratio
}

func (f *faults) shares() [3]share {
	return [3]share{{"fail", &f.Fail}, {"reset", &f.Reset}, {"truncate", &f.Truncate}}
}

func ratioIn(q url.Values, name string) (*ratio, error) {
	if !q.Has(name) {
		return nil, nil
	}
	n, err := strconv.ParseFloat(q.Get(name), 64)
	if err != nil {
		return nil, badRequest("bad_"+name, "%s=%s is not a share from 0 to 1; 0.3 means three of ten",
			name, excerpt(q.Get(name)))
	}
	r := ratio(n)
	return &r, r.check(name)
}

func seedIn(q url.Values) (*uint64, error) {
	if !q.Has("seed") {
		return nil, nil
	}
	n, err := strconv.ParseUint(q.Get("seed"), 10, 64)
	if err != nil {
		return nil, badRequest("bad_seed", "seed=%s is not a whole number from 0 to %d",
			excerpt(q.Get("seed")), uint64(math.MaxUint64))
	}
	return &n, nil
}

// check reports the first ratio that is out of range.
func (f faults) check() error {
	for _, share := range f.shares() {
		if *share.at == nil {
			continue
		}
		if err := (*share.at).check(share.name); err != nil {
			return err
		}
	}
	return nil
}

// over lays f on top of wider: what f asks for counts, the rest is wider's.
func (f faults) over(wider faults) faults {
	return faults{
		Fail:     first(f.Fail, wider.Fail),
		Reset:    first(f.Reset, wider.Reset),
		Truncate: first(f.Truncate, wider.Truncate),
		Latency:  first(f.Latency, wider.Latency),
		Seed:     first(f.Seed, wider.Seed),
	}
}

func first[T any](narrow, wide *T) *T {
	if narrow != nil {
		return narrow
	}
	return wide
}

// idle reports whether f never draws anything.
func (f faults) idle() bool {
	return f.Fail == nil && f.Reset == nil && f.Truncate == nil && f.Latency == nil
}

// plan is what shall happen to one arrival.
type plan struct {
	delay   time.Duration
	verdict verdict
	arrival uint64 // number of this arrival, from 1
	seed    uint64
}

// verdict is the fault that an arrival drew.
type verdict int

const (
	verdictNone verdict = iota
	verdictFail
	verdictReset
	verdictTruncate
)

// stratum is how many arrivals in a row share out the draws evenly.
const stratum = 10

// draw decides the fate of arrival number n, from 1, of a series. One draw
// decides among the faults, so each has exactly its own share; where the
// shares add up to more than 1, fail and then reset go first.
//
// The draws are stratified: of ten arrivals in a row, one falls into each tenth
// of the range. So fail=0.2 fails two of every ten, at places that the seed
// chooses, and a share is kept over a short run as well as over a long one.
func (f faults) draw(series, seed, n uint64) plan {
	h := mix(mix(seed^series) + n)
	p := plan{arrival: n, seed: seed}
	if f.Latency != nil {
		p.delay = f.Latency.least + time.Duration(unit(mix(h))*float64(f.Latency.most-f.Latency.least))
	}
	kinds := [3]verdict{verdictFail, verdictReset, verdictTruncate}
	left := (float64(tenth(series, seed, n-1)) + unit(h)) / stratum
	for i, share := range f.shares() {
		if *share.at == nil {
			continue
		}
		if left < float64(**share.at) {
			p.verdict = kinds[i]
			return p
		}
		left -= float64(**share.at)
	}
	return p
}

// tenth returns which tenth of the range draw i falls into, by a shuffle
// (Fisher and Yates) of each ten.
func tenth(series, seed, i uint64) int {
	var order [stratum]int
	h := mix(mix(series^seed) + ^(i / stratum))
	for k := range order {
		h = mix(h)
		j := int(h % uint64(k+1))
		order[k] = order[j]
		order[j] = k
	}
	return order[i%stratum]
}

// unit maps a hash to [0, 1).
func unit(h uint64) float64 { return float64(h>>11) / (1 << 53) }

// failure is the 503 that a request asked for.
func (p plan) failure() *problem {
	return &problem{
		status: http.StatusServiceUnavailable, code: "fault",
		message: fmt.Sprintf("this failure was asked for with fail= (arrival %d at this path, seed %d); "+
			"the next arrival is drawn anew", p.arrival, p.seed),
	}
}
