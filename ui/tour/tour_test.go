package tour_test

import (
	"testing"
	"time"

	"weir/engine"
	"weir/sessions"
	"weir/ui/tour"
)

const origin = "http://127.0.0.1:1"

// teller states events, one a second.
type teller struct {
	s   *sessions.State
	seq uint64
	now time.Time
}

func newTeller() *teller {
	return &teller{s: sessions.NewState(), now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
}

func (t *teller) head(run, exchange uint64) engine.Header {
	t.seq++
	t.now = t.now.Add(time.Second)
	return engine.Header{Seq: t.seq, At: t.now, Run: run, Exchange: exchange, Origin: origin}
}

// Each lesson is on the way once, and the tour ends behind the last.
func TestAllTheWay(t *testing.T) {
	t.Parallel()
	tell := newTeller()
	var tr tour.Tour
	_, of := tr.Number()
	for i := 1; i <= of; i++ {
		tr.Go(1, tell.s, tell.now)
		l, ok := tr.Lesson()
		if !ok || l.Title == "" || l.Text == "" || len(l.Tasks) == 0 {
			t.Fatalf("lesson %d is %+v", i, l)
		}
		tr.Look(tour.Seen{State: tell.s})
		if tr.Learnt() {
			t.Errorf("%q is learnt before anything was done", l.Title)
		}
	}
	if tr.Go(1, tell.s, tell.now); tr.On() {
		t.Error("the tour does not end")
	}
}

// A task stays done, and what was before the lesson does not count.
func TestBreakerLesson(t *testing.T) {
	t.Parallel()
	tell := newTeller()
	change := func(from, to string) {
		tell.s.Apply(engine.BreakerChanged{Header: tell.head(0, 0), From: from, To: to, Rule: "by hand"})
	}
	change("closed", "forced-open")
	change("forced-open", "closed")
	var tr tour.Tour
	for l, _ := tr.Lesson(); l.Title != "The breaker by hand"; l, _ = tr.Lesson() {
		tr.Go(1, tell.s, tell.now.Add(time.Millisecond))
	}
	look := func() (done string) {
		tr.Look(tour.Seen{State: tell.s})
		l, _ := tr.Lesson()
		for i := range l.Tasks {
			done += map[bool]string{true: "✓", false: "·"}[tr.Ticked(i)]
		}
		return done
	}
	if got := look(); got != "··" {
		t.Errorf("at first %s", got)
	}
	change("closed", "forced-open")
	if got := look(); got != "✓·" {
		t.Errorf("tripped %s", got)
	}
	change("forced-open", "closed")
	if got := look(); got != "✓✓" || !tr.Learnt() {
		t.Errorf("reset %s", got)
	}
}

func TestSendingLesson(t *testing.T) {
	t.Parallel()
	tell := newTeller()
	var tr tour.Tour
	tr.Go(1, tell.s, tell.now)
	tell.s.Apply(engine.RunStarted{Header: tell.head(1, 0), Mode: engine.ModeSingle, Name: "link header", Method: "GET", URL: origin})
	tell.s.Apply(engine.ExchangeStarted{Header: tell.head(1, 1), Method: "GET", URL: origin})
	tr.Look(tour.Seen{State: tell.s, Asked: true})
	tr.Look(tour.Seen{State: tell.s})
	if !tr.Learnt() {
		t.Error("what was done is not ticked")
	}
}

// A lesson counts only what happened since it was opened, and only with the
// request that it is about.
func TestOnlyWhatIsDoneHereCounts(t *testing.T) {
	t.Parallel()
	tell := newTeller()
	start := func(run uint64, name string) {
		tell.s.Apply(engine.RunStarted{Header: tell.head(run, 0), Mode: engine.ModeWalk, Name: name, Method: "GET", URL: origin})
		tell.s.Apply(engine.ExchangeStarted{Header: tell.head(run, run*1000), Method: "GET", URL: origin, Page: 1})
	}
	page := 0
	fetch := func(run uint64, pages int) {
		for range pages {
			page++
			tell.s.Apply(engine.PageFetched{Header: tell.head(run, run*1000), Number: page, Items: 20})
		}
	}
	start(1, "limited API")
	fetch(1, 30)
	var tr tour.Tour
	for l, _ := tr.Lesson(); l.Request != "limited API"; l, _ = tr.Lesson() {
		tr.Go(1, tell.s, tell.now)
	}
	ticked := func(want string) {
		t.Helper()
		tr.Look(tour.Seen{State: tell.s})
		got := ""
		for i := range 2 {
			got += map[bool]string{true: "✓", false: "·"}[tr.Ticked(i)]
		}
		if got != want {
			t.Errorf("ticked are %s, want %s", got, want)
		}
	}
	ticked("··")
	start(2, "outage")
	fetch(2, 30)
	ticked("··")
	start(3, "limited API")
	ticked("✓·")
	fetch(3, 9)
	ticked("✓·")
	fetch(3, 1)
	ticked("✓✓")
}
