package sessions

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sort"
	"sync"
	"time"

	"weir/engine"
)

const (
	// stretchLen is how many events stand between two states that a replay
	// holds: as many are read and applied at most to reach any moment.
	stretchLen = 512
	// logStretches is how many stretches before a state its log begins.
	logStretches = 1
	// heldStretches is how many stretches of events are kept in memory.
	heldStretches = 8
)

// Replay shows a session at any of its moments. It is built by Load, and then
// reaches every event in the time it takes to read some hundreds, however many
// there are. It reads the file and sends nothing.
//
// Its states are those of the live session but for two things that the file
// gives: after a jump the log begins some hundreds of events before, and
// exchanges that had ended by then hold no header fields (Session.Exchange).
//
// A Replay is not safe for concurrent use.
type Replay struct {
	s         *Session
	before    []*State    // before each stretch
	times     []time.Time // of each event
	seqs      []uint64    // the first of each stretch, and one behind the last
	landmarks []Landmark
	builder   *State
	stretches map[int][]engine.Event
	recent    []int // stretches, the newest last
	damages   []error

	at    int // events that are applied to state
	state *State
}

// NewReplay returns a replay of what a session holds so far, at its beginning.
// Load has to be called before it moves.
func NewReplay(s *Session) *Replay {
	builder := NewState()
	builder.lean = true
	return &Replay{s: s, builder: builder, state: NewState(), stretches: map[int][]engine.Event{}}
}

// Load reads the session, once, and tells progress how many events were read
// so far; progress may be nil. It may be called again to take in what a
// session that is being recorded has committed since. What is damaged is left
// out, see Damages. The error is the context's.
func (r *Replay) Load(ctx context.Context, progress func(events int)) error {
	from := uint64(0)
	if n := len(r.seqs); n > 0 {
		from = r.seqs[n-1]
	}
	for stretch := range r.s.parsed(ctx, from) {
		for _, e := range stretch.events {
			r.take(e)
		}
		r.damages = lastOf(append(r.damages, stretch.damages...), keptChanges)
		if progress != nil {
			progress(len(r.times))
		}
	}
	return ctx.Err()
}

// parsed is a stretch of events, and what of it could not be read.
type parsed struct {
	events  []engine.Event
	damages []error
}

// parsed yields the events from a number on. They are read by one goroutine
// and parsed by as many as there are processors; all have ended when it returns.
func (s *Session) parsed(ctx context.Context, from uint64) iter.Seq[parsed] {
	return func(yield func(parsed) bool) {
		ctx, cancel := context.WithCancel(ctx)
		work := make(chan chan parsed, runtime.GOMAXPROCS(0))
		var group sync.WaitGroup
		group.Go(func() {
			defer close(work)
			for rows, err := range s.stretches(ctx, from, 1<<63-1) {
				one := make(chan parsed, 1)
				select {
				case work <- one:
				case <-ctx.Done():
					return
				}
				group.Go(func() { one <- s.parseAll(rows, err) })
			}
		})
		defer group.Wait()
		defer cancel()
		for one := range work {
			if !yield(<-one) {
				return
			}
		}
	}
}

func (s *Session) parseAll(rows []row, damage error) parsed {
	p := parsed{events: make([]engine.Event, 0, len(rows))}
	for _, r := range rows {
		e, err := s.parse(r)
		if err != nil {
			p.damages = append(p.damages, err)
			continue
		}
		p.events = append(p.events, e)
	}
	if damage != nil {
		p.damages = append(p.damages, damage)
	}
	return p
}

// take builds the states before each stretch.
func (r *Replay) take(e engine.Event) {
	h := e.Head()
	if len(r.times)%stretchLen == 0 {
		r.before = append(r.before, r.builder.Clone())
		if n := len(r.seqs); n > 0 {
			r.seqs[n-1] = h.Seq
			r.seqs = append(r.seqs, 0)
		} else {
			r.seqs = append(r.seqs, h.Seq, 0)
		}
	}
	if sign, ok := signOf(r.builder, e); ok {
		r.landmarks = append(r.landmarks, Landmark{Index: len(r.times), Sign: sign, At: h.At})
	}
	r.times = append(r.times, h.At)
	r.seqs[len(r.seqs)-1] = h.Seq + 1
	r.builder.Apply(e)
}

// Len returns how many events are loaded.
func (r *Replay) Len() int { return len(r.times) }

// Position returns how many events are applied, 0 to Len.
func (r *Replay) Position() int { return r.at }

// State returns the state at the present position. It changes with the next
// move, and must not be changed by others.
func (r *Replay) State() *State { return r.state }

// Damages returns what of the file could not be read, the last 64 of it.
func (r *Replay) Damages() []error { return r.damages }

// Landmarks returns the events worth jumping to, in their order. What it
// returned before stays as it is when more is loaded.
func (r *Replay) Landmarks() []Landmark { return r.landmarks }

// Duration returns the time from the first event to the last.
func (r *Replay) Duration() time.Duration {
	if len(r.times) == 0 {
		return 0
	}
	return max(0, r.times[len(r.times)-1].Sub(r.times[0]))
}

// TimeOf returns the moment of the event, from 0 to Len-1.
func (r *Replay) TimeOf(index int) time.Time { return r.times[index] }

// Next returns the moment of the first event that is not applied; ok is false
// at the end.
func (r *Replay) Next() (at time.Time, ok bool) {
	if r.at >= len(r.times) {
		return time.Time{}, false
	}
	return r.times[r.at], true
}

// PositionAt returns how many events had happened at the moment t.
func (r *Replay) PositionAt(t time.Time) int {
	return sort.Search(len(r.times), func(i int) bool { return r.times[i].After(t) })
}

// SeekTo moves to what had happened at the moment t.
func (r *Replay) SeekTo(ctx context.Context, t time.Time) error { return r.Seek(ctx, r.PositionAt(t)) }

// Step moves by n events, back where n is negative.
func (r *Replay) Step(ctx context.Context, n int) error { return r.Seek(ctx, r.at+n) }

// Seek moves to where the first position events are applied; it is brought
// into the range 0 to Len. On an error the position stays as it was.
func (r *Replay) Seek(ctx context.Context, position int) error {
	position = min(max(0, position), len(r.times))
	if position == r.at {
		return nil
	}
	at, state := r.at, r.state
	if start := max(0, position-1) / stretchLen; position < at || start > at/stretchLen {
		var err error
		if state, err = r.begin(ctx, start); err != nil {
			return err
		}
		at = start * stretchLen
	}
	for at < position {
		events, err := r.stretch(ctx, at/stretchLen)
		if err != nil {
			// A state that was moved in part is no longer that of r.at.
			r.at, r.state = at, state
			return err
		}
		first := at % stretchLen
		last := min(len(events), first+position-at)
		for _, e := range events[first:last] {
			state.Apply(e)
		}
		at += last - first
	}
	r.at, r.state = at, state
	return nil
}

// begin returns the state before a stretch, with the log of those before it.
func (r *Replay) begin(ctx context.Context, n int) (*State, error) {
	state := r.before[n].Clone()
	state.lean = false
	for i := max(0, n-logStretches); i < n; i++ {
		events, err := r.stretch(ctx, i)
		if err != nil {
			return nil, err
		}
		for _, e := range events {
			state.remember(e)
		}
	}
	return state, nil
}

// SeekMark moves to just behind the next landmark that one of the signs names,
// any where none is named, or the one before if back is set. ok is
// false where there is none; then it does not move.
func (r *Replay) SeekMark(ctx context.Context, back bool, wanted ...Sign) (ok bool, err error) {
	fits := func(m Landmark) bool { return len(wanted) == 0 || slices.Contains(wanted, m.Sign) }
	i := sort.Search(len(r.landmarks), func(i int) bool { return r.landmarks[i].Index >= r.at })
	step := 1
	if back {
		i, step = sort.Search(len(r.landmarks), func(i int) bool { return r.landmarks[i].Index+1 >= r.at })-1, -1
	}
	for ; i >= 0 && i < len(r.landmarks); i += step {
		if fits(r.landmarks[i]) {
			return true, r.Seek(ctx, r.landmarks[i].Index+1)
		}
	}
	return false, nil
}

// stretch returns the events of a stretch, from memory if they were read last.
func (r *Replay) stretch(ctx context.Context, n int) ([]engine.Event, error) {
	want := min(stretchLen, len(r.times)-n*stretchLen)
	if events := r.stretches[n]; len(events) >= want {
		return events[:want], nil
	}
	events := make([]engine.Event, 0, want)
	for e, err := range r.s.Events(ctx, r.seqs[n], r.seqs[n+1]-1) {
		if err == nil && len(events) < want {
			events = append(events, e)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(events) < want {
		return nil, &DamagedError{Path: r.s.Path(), What: fmt.Sprintf("events from %d on", r.seqs[n]), Err: errShort}
	}
	r.stretches[n] = events
	r.recent = append(slices.DeleteFunc(r.recent, func(i int) bool { return i == n }), n)
	if len(r.recent) > heldStretches {
		delete(r.stretches, r.recent[0])
		r.recent = slices.Delete(r.recent, 0, 1)
	}
	return events, nil
}

// Runs returns the runs of all that is loaded, each as it stands at the end,
// the last 256 at most. Loading more does not change what it returned.
func (r *Replay) Runs() []*Run { return r.builder.Clone().Runs() }
