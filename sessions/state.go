package sessions

import (
	"maps"
	"slices"
	"sort"
	"time"

	"weir/engine"
)

// Bounds of what a state holds in memory. Older parts are in the file.
const (
	// KeptExchanges is how many ended exchanges a state holds at least.
	KeptExchanges = 10_000
	// KeptHeaders is how many ended exchanges keep their header fields.
	KeptHeaders = 1_000
	// KeptEvents is how many events the log holds at most.
	KeptEvents = 2_000
	// KeptPages is how many pages a walk's trail holds at most.
	KeptPages = 1 << 18

	keptRuns     = 256
	keptOrigins  = 1024
	keptLive     = 1 << 16
	keptAttempts = 64
	keptMarks    = 1 << 16
	keptChanges  = 64
	keptConns    = 1024
	keptLatency  = 512
	slack        = 2_048
)

// Counters counts over the whole session.
type Counters struct {
	Events    int64
	Exchanges int64 // started
	Finished  int64 // exchanges
	Failed    int64 // exchanges that ended without an answer below 400
	Attempts  int64
	Retries   int64 // scheduled
	Refused   int64 // retries that were not allowed
	Trips     int64 // of breakers, by rule or by hand
	Rejected  int64 // exchanges that a breaker turned away
	Pages     int64
	Items     int64
	Sent      int64 // bytes of request bodies
	Received  int64 // bytes of reply bodies on the wire
	Bytes     int64 // of reply bodies, decoded
}

// State is what a session shows at one moment: the reduction of its events up
// to there. Only Apply changes it. What its methods return is the state's own
// and holds until the next Apply; it must not be changed.
//
// A State is not safe for concurrent use.
type State struct {
	Counters Counters

	ed          *edition
	seq         uint64
	started, at time.Time
	runs        []*Run // by number
	focus       uint64
	origins     []*Origin // by appearance
	originAt    map[string]int
	rows        strip[*Exchange] // by number, live and ended
	live        []uint64         // numbers of live exchanges, rising
	retrying    []uint64
	withHeaders strip[uint64] // ended exchanges that have header fields
	log         strip[engine.Event]
	logged      int64
	lean        bool // holds no log, and no header fields of ended exchanges
}

// NewState returns the state before the first event.
func NewState() *State {
	return &State{ed: &edition{}, originAt: map[string]int{}}
}

// Started returns the moment of the first event; zero before it.
func (s *State) Started() time.Time { return s.started }

// At returns the moment of the last event; zero before the first.
func (s *State) At() time.Time { return s.at }

// Seq returns the highest number of an event that was applied.
func (s *State) Seq() uint64 { return s.seq }

// Clone returns a copy that goes its own way. It costs little: the two share
// what neither changes. Like Apply it needs the state for itself.
func (s *State) Clone() *State {
	c := *s
	c.ed, s.ed = &edition{}, &edition{}
	c.runs = slices.Clone(s.runs)
	c.origins = slices.Clone(s.origins)
	c.originAt = maps.Clone(s.originAt)
	c.rows = s.rows.clone()
	c.live = slices.Clone(s.live)
	c.retrying = slices.Clone(s.retrying)
	c.withHeaders = s.withHeaders.clone()
	c.log = s.log.clone()
	return &c
}

// Apply takes in the next event. It is amortised O(1), bounded in memory, and
// ignores what makes no sense, such as the end of an exchange that never
// started.
func (s *State) Apply(e engine.Event) {
	if e == nil {
		return
	}
	h := e.Head()
	if s.started.IsZero() {
		s.started = h.At
	}
	s.at = h.At
	s.seq = max(s.seq, h.Seq)
	s.Counters.Events++
	s.applyRun(e)
	s.applyExchange(e)
	s.applyOrigin(e)
	s.applyWalk(e)
	s.record(e)
}

// Runs returns the runs in the order of their start; the last 256 at most.
func (s *State) Runs() []*Run { return s.runs }

// Run returns the run of that number, or nil.
func (s *State) Run(id uint64) *Run {
	if i, ok := s.findRun(id); ok {
		return s.runs[i]
	}
	return nil
}

// Focus returns the newest run, or nil before the first.
func (s *State) Focus() *Run { return s.Run(s.focus) }

// Origins returns the origins in the order of their appearance.
func (s *State) Origins() []*Origin { return s.origins }

// Origin returns the origin of that name, scheme://host:port, or nil.
func (s *State) Origin(name string) *Origin {
	if i, ok := s.originAt[name]; ok {
		return s.origins[i]
	}
	return nil
}

// Len returns how many exchanges the state holds, live and ended.
func (s *State) Len() int { return s.rows.len() }

// Row returns exchange i in the order of their start, from 0 to Len-1.
func (s *State) Row(i int) *Exchange { return s.rows.at(i) }

// Exchange returns the exchange of that number, or nil if it is not held.
func (s *State) Exchange(id uint64) *Exchange {
	if i, ok := s.findRow(id); ok {
		return s.rows.at(i)
	}
	return nil
}

// Live returns the numbers of the exchanges that have not ended, rising.
func (s *State) Live() []uint64 { return s.live }

// Retrying returns the numbers of the live exchanges that were tried again or
// are about to be, in the order in which that began: the ladder.
func (s *State) Retrying() []uint64 { return s.retrying }

func (s *State) findRun(id uint64) (int, bool) {
	return slices.BinarySearchFunc(s.runs, id, func(r *Run, id uint64) int {
		return compare(r.ID, id)
	})
}

func (s *State) findRow(id uint64) (int, bool) {
	i := sort.Search(s.rows.len(), func(i int) bool { return s.rows.at(i).ID >= id })
	return i, i < s.rows.len() && s.rows.at(i).ID == id
}

func compare(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
