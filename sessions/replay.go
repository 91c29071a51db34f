package sessions

import (
	"context"
	"errors"
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
	// holds where the file has no checkpoints: as many are read and applied at
	// most to reach any moment.
	stretchLen = 512
	// logStretches is how many stretches before a state its log begins.
	logStretches = 1
	// heldStretches is how many stretches of events are kept in memory.
	heldStretches = 8
)

// Replay shows a session at any of its moments. It is built by Load, and then
// reaches every event in the time it takes to read some thousands at most,
// however many there are. It reads the file and sends nothing.
//
// Its states are those of the live session but for two things that the file
// gives: after a jump the log begins some hundreds of events before, and
// exchanges that had ended by then hold no header fields (Session.Exchange).
//
// A Replay is not safe for concurrent use.
type Replay struct {
	s         *Session
	shelf     *shelf
	parts     []stretch
	length    int       // events that are loaded
	next      uint64    // the least number of an event that is not
	first     time.Time // of the first event
	landmarks []Landmark
	builder   *State // at the end of what is loaded
	events    map[int][]engine.Event
	recent    []int // stretches whose events are held, the newest last
	damages   []error

	at    int // events that are applied to state
	state *State
}

// stretch is a part of the events, up to the next.
type stretch struct {
	begin int       // events before it
	from  uint64    // the least number of its events
	at    time.Time // when the last event before it was
	check *checked  // the state before it is there; nil where the replay holds it
	state *State    // before it; nil where it is in the file
}

// NewReplay returns a replay of what a session holds so far, at its beginning.
// Load has to be called before it moves.
func NewReplay(s *Session) *Replay {
	r := &Replay{s: s, shelf: newShelf(s.pieceAt), state: NewState()}
	r.clear()
	return r
}

// clear forgets all that is loaded.
func (r *Replay) clear() {
	r.builder = NewState()
	r.builder.lean = true
	r.parts, r.length, r.next, r.first = nil, 0, 0, time.Time{}
	r.landmarks, r.events, r.recent = nil, map[int][]engine.Event{}, nil
}

// Load reads the session and tells progress how many events were read so far;
// progress may be nil. Where the file has checkpoints it takes them as they
// are, and reads what comes behind the last. It may be called again to take in
// what a session that is being recorded has committed since. What is damaged
// is left out, see Damages. The error is the context's.
func (r *Replay) Load(ctx context.Context, progress func(events int)) error {
	if r.length == 0 {
		r.takeChecked(ctx)
	}
	return r.read(ctx, progress)
}

// read reads and reduces the events that are not loaded.
func (r *Replay) read(ctx context.Context, progress func(events int)) error {
	for stretch := range r.s.parsed(ctx, r.next) {
		for _, e := range stretch.events {
			r.take(e)
		}
		r.damages = lastOf(append(r.damages, stretch.damages...), keptChanges)
		if progress != nil {
			progress(r.length)
		}
	}
	return ctx.Err()
}

// takeChecked loads what the file's checkpoints tell, if all of it makes sense.
func (r *Replay) takeChecked(ctx context.Context) {
	list := r.s.checkedList(ctx)
	if len(list) == 0 {
		return
	}
	last := list[len(list)-1]
	state := r.s.stateAt(ctx, r.shelf, last)
	if state == nil {
		return
	}
	r.builder, r.length, r.next, r.first = state, last.events, last.seq+1, state.started
	begin := NewState()
	begin.lean = true
	r.parts = append(r.parts, stretch{at: r.first, state: begin})
	for i := range list {
		c := &list[i]
		r.landmarks = append(r.landmarks, c.marks...)
		r.parts = append(r.parts, stretch{begin: c.events, from: c.seq + 1, at: c.at, check: c})
	}
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
	if r.length == 0 {
		r.first = h.At
	}
	if n := len(r.parts); n == 0 || r.length-r.parts[n-1].begin >= stretchLen {
		r.parts = append(r.parts, stretch{begin: r.length, from: h.Seq, at: r.builder.at, state: r.builder.Clone()})
	}
	if sign, ok := signOf(r.builder, e); ok {
		r.landmarks = append(r.landmarks, Landmark{Index: r.length, Sign: sign, At: h.At})
	}
	r.length++
	r.next = h.Seq + 1
	r.builder.Apply(e)
}

// Len returns how many events are loaded.
func (r *Replay) Len() int { return r.length }

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
	if r.length == 0 {
		return 0
	}
	return max(0, r.builder.at.Sub(r.first))
}

// TimeOf returns the moment of the event, from 0 to Len-1. Of one that cannot
// be read it is that of an event before it.
func (r *Replay) TimeOf(index int) time.Time {
	switch index {
	case 0:
		return r.first
	case r.length - 1:
		return r.builder.at
	}
	n := r.partOf(index)
	events, err := r.stretch(context.Background(), n)
	if err != nil {
		return r.parts[n].at
	}
	return events[index-r.parts[n].begin].Head().At
}

// Next returns the moment of the first event that is not applied; ok is false
// at the end.
func (r *Replay) Next() (at time.Time, ok bool) {
	if r.at >= r.length {
		return time.Time{}, false
	}
	return r.TimeOf(r.at), true
}

// PositionAt returns how many events had happened at the moment t.
func (r *Replay) PositionAt(t time.Time) int {
	n := sort.Search(len(r.parts), func(i int) bool { return i > 0 && r.parts[i].at.After(t) }) - 1
	if n < 0 {
		return 0
	}
	events, err := r.stretch(context.Background(), n)
	if err != nil {
		return r.parts[n].begin
	}
	return r.parts[n].begin + sort.Search(len(events), func(i int) bool { return events[i].Head().At.After(t) })
}

// partOf returns the stretch that the event of that index is in.
func (r *Replay) partOf(index int) int {
	return max(0, sort.Search(len(r.parts), func(i int) bool { return r.parts[i].begin > index })-1)
}

// endOf returns how many events there are up to the end of a stretch.
func (r *Replay) endOf(n int) int {
	if n+1 < len(r.parts) {
		return r.parts[n+1].begin
	}
	return r.length
}

// SeekTo moves to what had happened at the moment t.
func (r *Replay) SeekTo(ctx context.Context, t time.Time) error { return r.Seek(ctx, r.PositionAt(t)) }

// Step moves by n events, back where n is negative.
func (r *Replay) Step(ctx context.Context, n int) error { return r.Seek(ctx, r.at+n) }

// Seek moves to where the first position events are applied; it is brought
// into the range 0 to Len. On an error the position stays as it was, or where
// it had come to.
//
// Where checkpoints say of the events what is not so, it reads them all once,
// and Len and Landmarks are then what the events say.
func (r *Replay) Seek(ctx context.Context, position int) error {
	err := r.seek(ctx, position)
	var damaged *DamagedError
	if !errors.As(err, &damaged) || !r.isChecked() {
		return err
	}
	r.clear()
	r.at, r.state = 0, NewState()
	if err := r.read(ctx, nil); err != nil {
		return err
	}
	return r.seek(ctx, position)
}

func (r *Replay) isChecked() bool { return len(r.parts) > 1 && r.parts[1].check != nil }

func (r *Replay) seek(ctx context.Context, position int) error {
	position = min(max(0, position), r.length)
	if position == r.at {
		return nil
	}
	at, state := r.at, r.state
	if start := r.partOf(max(0, position-1)); position < at || start > r.partOf(at) {
		var err error
		if state, at, err = r.begin(ctx, start); err != nil {
			return err
		}
	}
	for at < position {
		n := r.partOf(at)
		events, err := r.stretch(ctx, n)
		if err != nil {
			// A state that was moved in part is no longer that of r.at.
			r.at, r.state = at, state
			return err
		}
		first := at - r.parts[n].begin
		last := min(len(events), first+position-at)
		for _, e := range events[first:last] {
			state.Apply(e)
		}
		at += last - first
	}
	r.at, r.state = at, state
	return nil
}

// begin returns the state before a stretch, or the nearest before that which
// makes sense, with the log of the stretches before it, and how many events
// are in it.
func (r *Replay) begin(ctx context.Context, n int) (state *State, at int, err error) {
	for ; state == nil; n-- {
		if p := r.parts[n]; p.state != nil {
			state, at = p.state.Clone(), p.begin
		} else if state = r.s.stateAt(ctx, r.shelf, *p.check); state != nil {
			at = p.begin
		}
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
	}
	state.lean = false
	for i := max(0, n+1-logStretches); i <= n; i++ {
		events, err := r.stretch(ctx, i)
		if err != nil {
			return nil, 0, err
		}
		for _, e := range events {
			state.remember(e)
		}
	}
	return state, at, nil
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
	want := r.endOf(n) - r.parts[n].begin
	if events := r.events[n]; len(events) >= want {
		return events[:want], nil
	}
	events, err := r.readStretch(ctx, n, want)
	if err != nil {
		return nil, err
	}
	r.events[n] = events
	r.recent = append(slices.DeleteFunc(r.recent, func(i int) bool { return i == n }), n)
	if len(r.recent) > heldStretches {
		delete(r.events, r.recent[0])
		r.recent = slices.Delete(r.recent, 0, 1)
	}
	return events, nil
}

// readStretch reads the events of a stretch, which must be as many as want.
func (r *Replay) readStretch(ctx context.Context, n, want int) ([]engine.Event, error) {
	to := r.next - 1
	if n+1 < len(r.parts) {
		to = r.parts[n+1].from - 1
	}
	var events []engine.Event
	for e, err := range r.s.Events(ctx, r.parts[n].from, to) {
		if err == nil && len(events) <= want {
			events = append(events, e)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if len(events) != want {
		return nil, &DamagedError{Path: r.s.Path(), What: fmt.Sprintf("events from %d on", r.parts[n].from), Err: errShort}
	}
	return events, nil
}

// Runs returns the runs of all that is loaded, each as it stands at the end,
// the last 256 at most. Loading more does not change what it returned.
func (r *Replay) Runs() []*Run { return r.builder.Clone().Runs() }
