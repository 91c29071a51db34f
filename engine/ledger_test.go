package engine_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"weir/engine"
)

// ledger holds every event of an engine to what the package promises.
type ledger struct {
	tb        testing.TB
	events    []engine.Event
	runs      map[uint64]int // 1 started, 2 finished
	exchanges map[uint64]int
	attempts  map[[2]uint64]int
	waits     map[uint64]engine.WaitReason
	breakers  map[string]string
	done      chan struct{}
}

// audit follows an engine from its start. What it returns is complete after
// close.
func audit(tb testing.TB, e *engine.Engine) *ledger {
	tb.Helper()
	l := &ledger{
		tb: tb, runs: map[uint64]int{}, exchanges: map[uint64]int{}, attempts: map[[2]uint64]int{},
		waits: map[uint64]engine.WaitReason{}, breakers: map[string]string{}, done: make(chan struct{}),
	}
	feed := e.Follow(1 << 20)
	go func() {
		defer close(l.done)
		var buf []engine.Event
		for {
			var err error
			buf, err = feed.Next(context.Background(), buf)
			for _, ev := range buf {
				l.enter(ev)
			}
			if errors.Is(err, io.EOF) {
				return
			}
		}
	}()
	return l
}

// close ends the engine and checks that nothing is left open.
func (l *ledger) close(e *engine.Engine) {
	l.tb.Helper()
	if err := e.Close(); err != nil {
		l.tb.Error(err)
	}
	<-l.done
	for id, state := range l.runs {
		if state != 2 {
			l.tb.Errorf("run %d has no end", id)
		}
	}
	for id, state := range l.exchanges {
		if state != 2 {
			l.tb.Errorf("exchange %d has no end", id)
		}
	}
	for id, state := range l.attempts {
		if state != 2 {
			l.tb.Errorf("attempt %v has no end", id)
		}
	}
	for id, reason := range l.waits {
		l.tb.Errorf("exchange %d still waits: %s", id, reason)
	}
}

func (l *ledger) enter(ev engine.Event) {
	h := ev.Head()
	if want := uint64(len(l.events) + 1); h.Seq != want {
		l.tb.Errorf("event %s has number %d, want %d", ev.Kind(), h.Seq, want)
	}
	if n := len(l.events); n > 0 && h.At.Before(l.events[n-1].Head().At) {
		l.tb.Errorf("event %d is before event %d", h.Seq, n)
	}
	l.events = append(l.events, ev)
	if h.Run > 0 && l.runs[h.Run] == 2 {
		l.tb.Errorf("%s of run %d after its end", ev.Kind(), h.Run)
	}
	if h.Exchange > 0 && l.exchanges[h.Exchange] == 2 && !afterwards(ev) {
		l.tb.Errorf("%s of exchange %d after its end", ev.Kind(), h.Exchange)
	}
	l.file(ev, h)
}

// afterwards reports whether an event tells what a run made of an exchange
// that has ended.
func afterwards(ev engine.Event) bool {
	switch ev.(type) {
	case engine.PageFetched, engine.PageFailed, engine.PaginationDetected, engine.WalkStopped:
		return true
	}
	return false
}

func (l *ledger) file(ev engine.Event, h engine.Header) {
	attempt := [2]uint64{h.Exchange, uint64(h.Attempt)}
	switch ev := ev.(type) {
	case engine.RunStarted:
		l.move(l.runs[h.Run], 0, ev)
		l.runs[h.Run] = 1
	case engine.RunFinished:
		l.move(l.runs[h.Run], 1, ev)
		l.runs[h.Run] = 2
	case engine.ExchangeStarted:
		l.move(l.exchanges[h.Exchange], 0, ev)
		l.exchanges[h.Exchange] = 1
	case engine.ExchangeFinished:
		l.move(l.exchanges[h.Exchange], 1, ev)
		l.exchanges[h.Exchange] = 2
	case engine.AttemptStarted:
		l.move(l.attempts[attempt], 0, ev)
		l.attempts[attempt] = 1
		if s := l.breakers[h.Origin]; s == "open" || s == "forced-open" {
			l.tb.Errorf("attempt %v started while the breaker was %s", attempt, s)
		}
	case engine.AttemptFinished:
		l.move(l.attempts[attempt], 1, ev)
		l.attempts[attempt] = 2
	case engine.WaitStarted:
		if r := l.waits[h.Exchange]; r != "" {
			l.tb.Errorf("exchange %d waits for %s while it waits for %s", h.Exchange, ev.Reason, r)
		}
		l.waits[h.Exchange] = ev.Reason
	case engine.WaitEnded:
		if r := l.waits[h.Exchange]; r != ev.Reason {
			l.tb.Errorf("exchange %d ends a wait for %s, it waits for %q", h.Exchange, ev.Reason, r)
		}
		delete(l.waits, h.Exchange)
	case engine.BreakerChanged:
		if s := l.breakers[h.Origin]; s != "" && s != ev.From {
			l.tb.Errorf("the breaker goes from %s, it was %s", ev.From, s)
		}
		if ev.From == "closed" && ev.To == "half-open" {
			l.tb.Error("the breaker went from closed to half-open")
		}
		l.breakers[h.Origin] = ev.To
	}
}

func (l *ledger) move(is, want int, ev engine.Event) {
	if is != want {
		l.tb.Errorf("%s of %+v comes in state %d", ev.Kind(), ev.Head(), is)
	}
}

// all returns the events of one type, in order.
func all[E engine.Event](l *ledger) []E {
	var found []E
	for _, ev := range l.events {
		if e, ok := ev.(E); ok {
			found = append(found, e)
		}
	}
	return found
}

// times returns when events of one type happened, since the first event.
func times[E engine.Event](l *ledger) []time.Duration {
	var at []time.Duration
	for _, e := range all[E](l) {
		at = append(at, e.Head().At.Sub(l.events[0].Head().At))
	}
	return at
}
