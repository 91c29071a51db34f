package engine

import (
	"container/heap"
	"time"
)

// alarm is a moment at which something about an exchange is due.
type alarm struct {
	at    time.Time
	x     *exchange
	fire  func(x *exchange, now time.Time)
	index int // in the heap, from 1; 0 while it is not set
}

// alarms is a heap of alarms, the earliest first.
type alarms []*alarm

func (a alarms) Len() int           { return len(a) }
func (a alarms) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a alarms) Swap(i, j int) {
	a[i], a[j] = a[j], a[i]
	a[i].index, a[j].index = i+1, j+1
}

// Push implements heap.Interface.
func (a *alarms) Push(v any) {
	al := v.(*alarm)
	*a = append(*a, al)
	al.index = len(*a)
}

// Pop implements heap.Interface.
func (a *alarms) Pop() any {
	old := *a
	al := old[len(old)-1]
	old[len(old)-1] = nil
	*a = old[:len(old)-1]
	al.index = 0
	return al
}

// set arranges for an alarm, in place of what it was set to.
func (e *Engine) set(al *alarm, at time.Time) {
	al.at = at
	if al.index > 0 {
		heap.Fix(&e.alarms, al.index-1)
	} else {
		heap.Push(&e.alarms, al)
	}
	e.due(at)
}

// unset takes an alarm back; it is no error if it is not set.
func (e *Engine) unset(al *alarm) {
	if al.index > 0 {
		heap.Remove(&e.alarms, al.index-1)
	}
}

// due makes sure that the clock looks no later than at.
func (e *Engine) due(at time.Time) {
	if e.armed.IsZero() || at.Before(e.armed) {
		e.armed, e.rearm = at, true
	}
}

// dueOf makes sure that the clock looks when the origin has something to do.
func (e *Engine) dueOf(o *origin) {
	if at, ok := o.next(); ok {
		e.due(at)
	}
}

// keepTime is the one owner of timers: it sleeps until something is due, does
// it, and sleeps again. With nothing due it does not wake at all.
func (e *Engine) keepTime() {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		next, ok := e.tick()
		if ok {
			timer.Reset(time.Until(e.start.Add(next.Sub(e.born))))
		} else {
			timer.Stop()
		}
		select {
		case <-timer.C:
		case <-e.wake:
		case <-e.quit:
			return
		}
	}
}

// tick does what is due and returns when to look again.
func (e *Engine) tick() (time.Time, bool) {
	e.mu.Lock()
	defer e.unlock()
	now := e.now()
	for _, o := range e.order {
		e.advanceOrigin(o, now)
	}
	for len(e.alarms) > 0 && !e.alarms[0].at.After(now) {
		al := heap.Pop(&e.alarms).(*alarm)
		al.fire(al.x, now)
	}
	e.armed, e.rearm = e.earliest(), false
	return e.armed, !e.armed.IsZero()
}

// earliest is when something is due next; zero if nothing is.
func (e *Engine) earliest() time.Time {
	var at time.Time
	if len(e.alarms) > 0 {
		at = e.alarms[0].at
	}
	for _, o := range e.order {
		if due, ok := o.next(); ok && (at.IsZero() || due.Before(at)) {
			at = due
		}
	}
	return at
}
