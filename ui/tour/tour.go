package tour

import (
	"time"

	"weir/sessions"
	"weir/ui/keys"
)

// Seen is what a lesson judges by.
type Seen struct {
	State *sessions.State
	// Began is when the lesson began, Last the newest run of then, and Before
	// what the runs had come to by then: what was there before counts for
	// nothing.
	Began  time.Time
	Last   uint64
	Before map[uint64]tally
	Page   int  // the highest page that was looked at since
	Saved  bool // the session has a name
	Replay bool // a recording was opened since
	Asked  bool // something was explained since
}

// tally is what a run has come to.
type tally struct{ pages, retries int }

func tallyOf(r *sessions.Run) tally {
	t := tally{retries: r.Retries}
	if r.Walk != nil {
		t.pages = r.Walk.Fetched
	}
	return t
}

// Task is one thing to do.
type Task struct {
	Intent keys.Intent // by which it is done; None where it is watched
	Text   string      // in a few words
	Done   func(Seen) bool
}

// Lesson is one thing to learn.
type Lesson struct {
	Title   string
	Text    string // what it is about, in two or three sentences
	Request string // of the practice API, selected when the lesson begins; empty keeps what is selected
	Tasks   []Task
}

// Tour is where a person is. The zero Tour has not begun.
type Tour struct {
	at    int // lesson, from 1; 0 before the first
	seen  Seen
	ticks []bool // tasks that were done once stay done
}

// On says whether the tour is under way.
func (t *Tour) On() bool { return t.at > 0 }

// Number returns the lesson's number from 1, and how many there are.
func (t *Tour) Number() (at, of int) { return t.at, len(lessons()) }

// Lesson returns the present lesson; false where the tour is not under way.
func (t *Tour) Lesson() (Lesson, bool) {
	if !t.On() {
		return Lesson{}, false
	}
	return lessons()[t.at-1], true
}

// Go moves by so many lessons and begins the one it comes to. Beyond either
// end the tour is over.
func (t *Tour) Go(by int, s *sessions.State, now time.Time) {
	at := t.at + by
	if at < 1 || at > len(lessons()) {
		t.End()
		return
	}
	*t = Tour{at: at, seen: Seen{Began: now, Before: make(map[uint64]tally)}}
	for _, r := range s.Runs() {
		t.seen.Last, t.seen.Before[r.ID] = r.ID, tallyOf(r)
	}
	t.ticks = make([]bool, len(lessons()[at-1].Tasks))
}

// End ends the tour.
func (t *Tour) End() { *t = Tour{} }

// Look takes in what there is to see, and ticks what was done.
func (t *Tour) Look(now Seen) {
	l, ok := t.Lesson()
	if !ok {
		return
	}
	t.seen.State = now.State
	t.seen.Page = max(t.seen.Page, now.Page)
	t.seen.Saved = t.seen.Saved || now.Saved
	t.seen.Replay = t.seen.Replay || now.Replay
	t.seen.Asked = t.seen.Asked || now.Asked
	for i, task := range l.Tasks {
		t.ticks[i] = t.ticks[i] || task.Done(t.seen)
	}
}

// Ticked says whether task i of the lesson was done.
func (t *Tour) Ticked(i int) bool { return i < len(t.ticks) && t.ticks[i] }

// Learnt says whether all tasks of the lesson were done.
func (t *Tour) Learnt() bool {
	for _, done := range t.ticks {
		if !done {
			return false
		}
	}
	return t.On()
}
