package panels

import (
	"sort"
	"strings"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// Log draws the events in words, the newest at the bottom. It follows them
// until an older one is selected.
type Log struct {
	filter filter
	seq    uint64 // of the selected event; 0 follows the newest
	top    uint64 // of the first event drawn when it was moved last
	found  found
	sought string // what was looked for last
	finds  found
}

// Filter shows only events that hold all words of the text; a word that begins
// with ! must not occur. Case does not matter. A word may also be a kind, such
// as retry.scheduled, or an exchange, such as #83. An empty text shows all.
func (p *Log) Filter(text string) {
	next := filterOf(text)
	if next.text == p.filter.text {
		return
	}
	p.filter = next
	p.found, p.finds = found{}, found{}
}

// Filtered returns the text of the filter.
func (p *Log) Filtered() string { return p.filter.text }

// Follow selects the newest event, and those that come after it.
func (p *Log) Follow() { p.seq, p.top = 0, 0 }

// Title implements Panel.
func (p *Log) Title(f Frame) Title {
	t := Title{Segments: named("Log")}
	if f.State == nil {
		return t
	}
	count := several(f.State.Logged(), "event", "events")
	if kept := int64(f.State.LogLen()); kept < f.State.Logged() {
		count = "the last " + sessions.Count(kept) + " of " + count
	}
	if p.filter.text != "" {
		count = sessions.Count(int64(p.shown(f).Len())) + " of " + count + " · " + p.filter.text
	}
	t.Tail = []styles.Segment{{Ink: styles.Muted, Text: count}}
	return t
}

// View implements Panel.
func (p *Log) View(f Frame) []string {
	out := make([]string, 0, max(0, f.Height))
	l := f.Styles.Line(f.Width)
	if f.State == nil || f.State.LogLen() == 0 {
		return empty(f, l, out, "no events yet: everything the engine does is told here")
	}
	v := p.shown(f)
	if v.Len() == 0 {
		return empty(f, l, out, "no event matches "+p.filter.text)
	}
	at := p.at(v)
	top := p.first(v, at, f.Height)
	for i := top; i < min(top+f.Height, v.Len()); i++ {
		on := f.Focused && i == at
		if on {
			l.On(styles.Selection)
		}
		cursor(l, on)
		eventRow(l, v.At(i), f)
		out = append(out, l.End())
	}
	for len(out) < f.Height {
		out = append(out, l.End())
	}
	return out
}

func empty(f Frame, l *styles.Line, out []string, text string) []string {
	for i := range f.Height {
		if i == 0 {
			l.Space(1).Text(styles.Muted, text)
		}
		out = append(out, l.End())
	}
	return out
}

// Move implements Panel. At its end the log follows the newest event again.
func (p *Log) Move(f Frame, by int) {
	v := p.shown(f)
	if v.Len() == 0 {
		return
	}
	at := p.at(v)
	top := p.first(v, at, f.Height)
	to := min(max(at+by, 0), v.Len()-1)
	if to == v.Len()-1 && by > 0 {
		p.Follow()
		return
	}
	p.seq = v.At(to).Head().Seq
	top = min(max(top, to-f.Height+1), to)
	p.top = v.At(max(0, top)).Head().Seq
}

// Selected implements Panel: the event, and what it speaks of.
func (p *Log) Selected(f Frame) (Target, bool) {
	if f.State == nil {
		return Target{}, false
	}
	v := p.shown(f)
	if v.Len() == 0 {
		return Target{}, false
	}
	e := v.At(p.at(v))
	h := e.Head()
	t := Target{Event: h.Seq, Exchange: h.Exchange, Attempt: h.Attempt}
	switch e := e.(type) {
	case engine.PageFetched:
		t.Page = e.Number
	case engine.PageFailed:
		t.Page = e.Number
	}
	return t, true
}

// at returns the place of the selected event among those that are shown.
func (p *Log) at(v events) int {
	if p.seq == 0 {
		return v.Len() - 1
	}
	return max(0, v.find(p.seq+1)-1)
}

// first returns the place of the first event that is drawn: where it was when
// the selection was moved last, as far as that still shows it.
func (p *Log) first(v events, at, rows int) int {
	last := max(0, v.Len()-rows)
	if p.seq == 0 || rows <= 0 {
		return last
	}
	top := v.find(p.top)
	top = min(max(top, at-rows+1), at)
	return max(0, min(top, last))
}

// events are the events of a log that are shown.
type events struct {
	state *sessions.State
	hits  []int // their places in the log; nil for all
	all   bool
}

// Len returns how many there are.
func (v events) Len() int {
	if v.all {
		return v.state.LogLen()
	}
	return len(v.hits)
}

// At returns event i.
func (v events) At(i int) engine.Event {
	if v.all {
		return v.state.LogAt(i)
	}
	return v.state.LogAt(v.hits[i])
}

// find returns the place of the first event with that number or a higher one.
func (v events) find(seq uint64) int {
	return sort.Search(v.Len(), func(i int) bool { return v.At(i).Head().Seq >= seq })
}

// found remembers which events a filter let through, so that only new ones are
// looked at. It is a memory of what could be found anew, and changes nothing
// that is drawn.
type found struct {
	places []int64 // counted from the first event that was ever logged
	next   int64   // the first that was not looked at
	last   uint64  // the number of the last that was
	hits   []int
}

// shown returns the events that the filter lets through.
func (p *Log) shown(f Frame) events {
	s := f.State
	if p.filter.text == "" {
		return events{state: s, all: true}
	}
	return p.found.through(s, p.filter.lets)
}

// through returns the events that a question lets through.
func (m *found) through(s *sessions.State, lets func(engine.Event) bool) events {
	gone := s.Logged() - int64(s.LogLen())
	if !m.fits(s, gone) {
		*m = found{next: gone}
	}
	for m.next = max(m.next, gone); m.next < s.Logged(); m.next++ {
		e := s.LogAt(int(m.next - gone))
		m.last = e.Head().Seq
		if lets(e) {
			m.places = append(m.places, m.next)
		}
	}
	drop := sort.Search(len(m.places), func(i int) bool { return m.places[i] >= gone })
	m.places = m.places[drop:]
	m.hits = m.hits[:0]
	for _, place := range m.places {
		m.hits = append(m.hits, int(place-gone))
	}
	return events{state: s, hits: m.hits}
}

// fits says whether what is remembered is of this log and not of another
// moment of a replay.
func (m *found) fits(s *sessions.State, gone int64) bool {
	if m.next == 0 || m.next > s.Logged() || m.next <= gone {
		return false
	}
	return s.LogAt(int(m.next-gone)-1).Head().Seq == m.last
}

// filter is a filter's words.
type filter struct {
	text      string
	with, not []string
}

func filterOf(text string) filter {
	f := filter{text: strings.TrimSpace(text)}
	for word := range strings.FieldsSeq(strings.ToLower(f.text)) {
		switch rest, not := strings.CutPrefix(word, "!"); {
		case not && rest != "":
			f.not = append(f.not, rest)
		case !not:
			f.with = append(f.with, word)
		}
	}
	return f
}

func (f filter) lets(e engine.Event) bool {
	text := strings.ToLower(wordsOf(e))
	for _, word := range f.with {
		if !strings.Contains(text, word) {
			return false
		}
	}
	for _, word := range f.not {
		if strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func eventRow(l *styles.Line, e engine.Event, f Frame) {
	h := e.Head()
	ink, symbol := eventLook(e)
	if l.Room() >= 56 {
		l.Text(styles.Faint, clock(h.At, f.Now)+" ")
	} else {
		l.Text(styles.Faint, h.At.In(f.Now.Location()).Format("04:05.0")+" ")
	}
	l.Text(ink, symbol+" ").Text(wordsInk(ink), sessions.Words(e))
}

// wordsInk draws what matters in its own colour and the rest as text.
func wordsInk(symbol styles.Ink) styles.Ink {
	switch symbol {
	case styles.Danger, styles.Open, styles.HalfOpen, styles.Forced:
		return symbol
	case styles.Faint:
		return styles.Muted
	default:
		return styles.Text
	}
}

// eventLook is how an event is told from others at a glance.
func eventLook(e engine.Event) (styles.Ink, string) {
	switch e := e.(type) {
	case engine.RunStarted:
		return styles.Accent, "┌"
	case engine.RunFinished:
		return styles.Accent, "└"
	case engine.AttemptFinished:
		return attemptLook(e)
	case engine.ExchangeFinished:
		return endLook(e)
	case engine.AttemptStarted:
		return styles.Info, "→"
	case engine.WaitStarted, engine.WaitChanged:
		return styles.Warning, "◌"
	case engine.RetryScheduled:
		return styles.Warning, "↑"
	case engine.RetryRefused:
		return styles.Danger, "✗"
	case engine.BreakerRejected:
		return styles.Danger, "●"
	case engine.BreakerChanged:
		ink, symbol := stateLook(e.To)
		return ink, symbol
	case engine.PageFetched:
		return styles.Accent, "■"
	case engine.PageFailed:
		return styles.Danger, "✗"
	case engine.WalkStopped:
		return walkLook(e)
	case engine.QuotaSeen, engine.BucketChanged, engine.ConcurrencyChanged, engine.PolicyChanged, engine.PaginationDetected:
		return styles.Info, "i"
	}
	return styles.Faint, "·"
}

func attemptLook(e engine.AttemptFinished) (styles.Ink, string) {
	switch {
	case e.Error != nil || e.Status >= 500:
		return styles.Danger, "✗"
	case e.Status >= 400:
		return styles.Warning, "!"
	}
	return styles.Success, "←"
}

func endLook(e engine.ExchangeFinished) (styles.Ink, string) {
	switch e.Outcome {
	case engine.ExchangeAnswered:
		return styles.Success, "✓"
	case engine.ExchangeCancelled:
		return styles.Muted, "-"
	case engine.ExchangeRefused, engine.ExchangeFailed, engine.ExchangeRejected:
	}
	return styles.Danger, "✗"
}

func walkLook(e engine.WalkStopped) (styles.Ink, string) {
	if e.Safety {
		return styles.Danger, "!"
	}
	return styles.Success, "✓"
}
