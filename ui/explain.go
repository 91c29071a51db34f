package ui

import (
	"weir/engine"
	"weir/sessions"
	"weir/sessions/explain"
	"weir/ui/dialogs"
	"weir/ui/layout"
	"weir/ui/styles"
)

// explain tells in plain words of the event that the place with the focus is
// about.
func (m *Model) explain() {
	e := m.telling()
	if e == nil {
		m.notices.say("There is nothing to explain yet: send a request first.")
		return
	}
	m.steps.asked = true
	m.dialogs.Push(dialogs.NewNote("What happened", passages(explain.Of(e))))
}

// passages lays an explanation out.
func passages(x explain.Explanation) []dialogs.Passage {
	out := []dialogs.Passage{{Ink: styles.Strong, Text: firstUpper(styles.Safe(x.What)) + "."}}
	for _, text := range x.Why {
		out = append(out, dialogs.Passage{}, dialogs.Passage{Ink: styles.Text, Text: text})
	}
	if len(x.Knobs) == 0 {
		return out
	}
	out = append(out, dialogs.Passage{}, dialogs.Passage{Ink: styles.Title, Text: "What would change it"})
	last := ""
	for _, k := range x.Knobs {
		label := k.Flag
		if label == last {
			label = " " // one flag with several parts
		}
		out = append(out, dialogs.Passage{Ink: styles.Muted, Label: label, Text: k.Text})
		last = k.Flag
	}
	return out
}

// telling is the event that says most about what is looked at; nil where
// there is none: the selected one of the log, else the newest of what the
// panel shows, else what the run waits for, else the newest of all.
func (m *Model) telling() engine.Event {
	if m.place.focus == layout.Main && m.place.tab == tabLog {
		r := m.frame.Rect(layout.Main).Inner()
		if t, ok := m.widgets.log.Selected(m.panelFrame(layout.Main, r.W, r.H)); ok {
			return newest(m.state, func(e engine.Event) bool { return e.Head().Seq == t.Event })
		}
	}
	if e := newest(m.state, m.toldBy()); e != nil {
		return e
	}
	if m.replay != nil {
		return newest(m.state, tells) // where the replay stands
	}
	if why := m.state.Why(m.moment); why.Exchange != 0 {
		if e := newest(m.state, func(e engine.Event) bool { return e.Head().Exchange == why.Exchange && tells(e) }); e != nil {
			return e
		}
	}
	return newest(m.state, tells)
}

// toldBy says which events the panel with the focus is about.
func (m *Model) toldBy() func(engine.Event) bool {
	x := m.exchange()
	switch m.place.focus {
	case layout.Breaker:
		return kinds(engine.KindBreakerChanged, engine.KindBreakerRejected)
	case layout.Bucket:
		return kinds(engine.KindBucketChanged, engine.KindQuotaSeen, engine.KindConcurrencyChanged)
	case layout.Retries:
		return kinds(engine.KindRetryScheduled, engine.KindRetryRefused)
	case layout.Pages:
		return kinds(engine.KindWalkStopped, engine.KindPageFailed, engine.KindPaginationDetected)
	case layout.Connections:
		return kinds(engine.KindConnectionOpened, engine.KindConnectionClosed)
	case layout.Main:
		if x != nil && m.replay == nil && (m.place.tab == tabHeaders || m.place.tab == tabTiming) {
			return func(e engine.Event) bool {
				return e.Head().Exchange == x.ID && e.Kind() == engine.KindAttemptFinished
			}
		}
	default:
	}
	return func(engine.Event) bool { return false }
}

func kinds(wanted ...engine.Kind) func(engine.Event) bool {
	return func(e engine.Event) bool {
		for _, k := range wanted {
			if e.Kind() == k {
				return true
			}
		}
		return false
	}
}

// tells says whether an event is worth explaining where none was chosen:
// progress and phases are not.
func tells(e engine.Event) bool {
	switch e.Kind() {
	case engine.KindBodyProgress, engine.KindPhaseReached, engine.KindWaitEnded, engine.KindConnectionOpened, engine.KindConnectionClosed:
		return false
	default:
		return true
	}
}

// newest is the last event of the log that is wanted; nil for none.
func newest(s *sessions.State, wanted func(engine.Event) bool) engine.Event {
	for i := s.LogLen() - 1; i >= 0; i-- {
		if e := s.LogAt(i); wanted(e) {
			return e
		}
	}
	return nil
}
