package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
	"weir/ui/tour"
)

// hideSteps ends the tour, or shows or hides the first steps.
func (m *Model) hideSteps() {
	if m.steps.tour.On() {
		m.steps.tour.End()
		return
	}
	m.steps.shown = !m.steps.shown
}

// stepRows is how many rows the first steps take; 0 while they are not shown.
func (m *Model) stepRows() int {
	if !m.steps.shown || m.replay != nil || m.steps.tour.On() {
		return 0
	}
	return len(m.steps.list(m.state))
}

// stepKey is the key for a step: the one that means it where the focus is, else
// where it can be taken.
func (m *Model) stepKey(i keys.Intent) string {
	if key := m.keyNow(i); key != "" {
		return key
	}
	return keys.Show(m.keys.KeyOf(i, keys.Chain{keys.Live, keys.Bucket, keys.Global}))
}

// turnLesson goes to another lesson and selects what it is about.
func (m *Model) turnLesson(by int) tea.Cmd {
	t := &m.steps.tour
	if m.opts.Playground == nil {
		m.notices.say("The tour is taken on the practice API: start weir without a target.")
		return nil
	}
	was := t.On()
	if !was && by < 0 {
		return nil
	}
	t.Go(by, m.live(), m.moment)
	m.steps.read, m.steps.asked = 0, false
	l, ok := t.Lesson()
	switch {
	case !ok && was:
		m.notices.say("The tour is over. ? shows the keys for where you are, E explains what you see.")
	case l.Request != "" && m.replay == nil:
		m.requests.name(l.Request)
		m.place.goTo(layout.Requests)
		return m.endOther(l.Request)
	}
	return nil
}

// endOther ends what runs, where it is another request than that of the lesson
// which begins: it would make the panels tell of the lesson before.
func (m *Model) endOther(request string) tea.Cmd {
	r := m.running()
	if r == nil || m.state.Focus().Name == request {
		return nil
	}
	return func() tea.Msg {
		r.Cancel()
		return nil
	}
}

// lookAtTour ticks what was done.
func (m *Model) lookAtTour() {
	m.steps.tour.Look(tour.Seen{
		State: m.live(), Page: m.steps.read, Saved: m.steps.saved, Replay: m.replay != nil, Asked: m.steps.asked,
	})
}

// tourRows is how many rows the present lesson takes.
func (m *Model) tourRows() int {
	l, ok := m.steps.tour.Lesson()
	if !ok {
		return 0
	}
	return 2 + len(wrapWords(l.Text, m.place.width-4))
}

// tourLines draws the lesson: its title in the border, its text, its tasks.
func (m *Model) tourLines(w, h int) []string {
	l, ok := m.steps.tour.Lesson()
	if !ok {
		return nil
	}
	at, of := m.steps.tour.Number()
	b := styles.Box{
		Width: w, Height: h, Open: true,
		Title: []styles.Segment{{Ink: styles.Title, Text: "Tour " + strconv.Itoa(at) + " of " + strconv.Itoa(of) + " · " + l.Title}},
		Tail:  []styles.Segment{{Ink: styles.Muted, Text: m.tourWay()}},
	}
	inner, _ := b.InnerSize()
	var lines []string
	for _, text := range wrapWords(l.Text, inner-2) {
		lines = append(lines, m.theme.st.Line(inner).Space(1).Text(styles.Text, text).End())
	}
	return m.theme.st.Box(b, append(lines, m.taskLine(l, inner)))
}

// tourWay says how to go on.
func (m *Model) tourWay() string {
	key := m.keyNow
	next := key(keys.NextLesson) + " next"
	if m.steps.tour.Learnt() {
		next = "✓ done: " + next
	}
	next += " · " + key(keys.PrevLesson) + " back"
	if end := key(keys.HideSteps); end != "" {
		next += " · " + end + " ends"
	}
	return next
}

// taskLine draws what is to be done, with its keys, and what was done.
func (m *Model) taskLine(l tour.Lesson, w int) string {
	line := m.theme.st.Line(w).Space(1)
	for i, task := range l.Tasks {
		if i > 0 {
			line.Space(3)
		}
		if m.steps.tour.Ticked(i) {
			line.Text(styles.Success, "✓ ").Text(styles.Muted, task.Text)
			continue
		}
		line.Text(styles.Faint, "· ")
		if key := m.stepKey(task.Intent); key != "" {
			line.Text(styles.Key, key).Space(1)
		}
		line.Text(styles.Text, task.Text)
	}
	return line.End()
}
