package ui

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"weir/sessions"
	"weir/ui/dialogs"
	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// leastWhy is the width from which on the why-line keeps an offer beside it.
const leastWhy = 70

// headLead is where method and URL begin in the header.
const headLead = 8

// header draws what is asked, and what is recorded or replayed.
func (m *Model) header(w int) string {
	st := m.theme.st
	l := st.LineOn(w, styles.Surface).Text(styles.LitAccent, " weir ").Space(headLead - 6)
	if m.line.editing {
		m.line.field.Draw(l, st, w-headLead-1)
		return l.End()
	}
	right := m.standing()
	if m.insecure() {
		l.Text(styles.LitOpen, " certificates are not checked ").Space(1)
		w -= st.Width(" certificates are not checked  ")
	}
	outer := l.Fit(max(10, w-headLead-st.Width(right)-3))
	method, target := m.shownRequest()
	switch {
	case method != "":
		l.Text(styles.Strong, method).Space(1).Text(styles.Text, target)
	case m.replay != nil:
		l.Text(styles.Text, filepath.Base(m.replay.session.Path()))
	case len(m.requests.rows) > 0:
		l.Text(styles.Muted, m.folds())
	default:
		l.Text(styles.Muted, m.writes())
	}
	l.Unfit(outer)
	return l.Space(1).Right(m.standingInk(), right+" ").End()
}

// insecure reports whether what is shown was or would be sent to whoever
// answers, with any certificate.
func (m *Model) insecure() bool {
	if r := m.state.Focus(); r != nil {
		return r.Policy.Insecure
	}
	return m.opts.Policy.Transport.Insecure && m.replay == nil
}

// shownRequest is the request that the screen is about: the one that runs,
// else the one that enter would send.
func (m *Model) shownRequest() (method, target string) {
	if r := m.state.Focus(); r != nil && (m.replay != nil || m.place.focus != layout.Requests || r.Finished == nil) {
		return r.Method, r.URL
	}
	if n, ok := m.requests.selected(); ok && m.replay == nil {
		return methodOf(n), m.shownURL(n)
	}
	return "", ""
}

// standing says whether the session is recorded or replayed, and its size.
func (m *Model) standing() string {
	c := &m.state.Counters
	count := sessions.Count(c.Exchanges) + " exchanges"
	if c.Exchanges == 1 {
		count = "1 exchange"
	}
	switch {
	case m.replay != nil:
		return "◂◂ replay · " + count
	case m.opts.Session != nil && m.steps.saved:
		return "● saved · " + count
	case m.opts.Session != nil && m.opts.Session.Recording():
		return "● rec · " + count
	}
	return count
}

func (m *Model) standingInk() styles.Ink {
	if m.replay != nil {
		return styles.Warning
	}
	return styles.Muted
}

// why draws the answer to "why is it waiting?", and what can be done about it.
func (m *Model) why(w int) string {
	st := m.theme.st
	l := st.LineOn(w, styles.Surface).Space(1)
	if one, older, ok := m.notices.newest(); ok && (m.frame.Keys.Empty() || one.trouble) {
		return m.notice(l, one, older)
	}
	y := m.state.Why(m.moment)
	text := y.Text
	if text == "" {
		text = m.welcome()
	}
	offers := m.offers(y)
	if m.replay.atEnd() {
		text, offers, y.Reason = "the end of the recording: space plays it again, p goes to the last mark", nil, ""
	}
	// The first offer stays, for what can be done is worth the end of a sentence.
	for n := len(offers); n > 0 && l.Room()-m.width(offers)-2 < st.Width(text) && (n > 1 || l.Room() < leastWhy); n-- {
		offers = offers[:n-1]
	}
	room := l.Room() - m.width(offers) - 2
	l.Field(whyInk(y.Reason), firstUpper(text), room)
	l.Space(2)
	m.drawHints(l, offers)
	return l.End()
}

func (m *Model) welcome() string {
	switch {
	case m.line.editing:
		return "enter sends it, esc leaves it as it was"
	case m.replay != nil && !m.replay.loaded:
		return "the recording is being read"
	case m.replay != nil:
		return "space plays, → steps, n goes to the next mark, m chooses which"
	case len(m.requests.rows) == 0:
		return m.writes()
	}
	return m.sends("")
}

func whyInk(reason string) styles.Ink {
	switch reason {
	case "breaker-open":
		return styles.Open
	case "backoff", "retry-after", "limiter", "slot", "pool", "paused":
		return styles.Warning
	case sessions.WhyServer:
		return styles.Info
	}
	return styles.Text
}

// hint is a key and what it does.
type hint struct{ key, text string }

// offers are the keys for what can be done about a wait.
func (m *Model) offers(y sessions.Why) []hint {
	if m.replay != nil || m.dialogs.Open() || m.line.editing {
		return nil // keys mean other things
	}
	var out []hint
	for _, a := range y.Actions {
		i, text := offer(a)
		if key := m.keyNow(i); key != "" && i != keys.None && m.usable(i) {
			out = append(out, hint{key, text})
		}
		if len(out) == 2 {
			break
		}
	}
	return out
}

// offer is the intent that stands for an action, and its short name.
func offer(a sessions.Action) (keys.Intent, string) {
	switch a {
	case sessions.ActionSkip:
		return keys.SkipWait, "hurry"
	case sessions.ActionGiveUp:
		return keys.GiveUp, "give up"
	case sessions.ActionReset:
		return keys.TripBreaker, "reset"
	case sessions.ActionResume:
		return keys.Pause, "resume"
	case sessions.ActionMore:
		return keys.NextPage, "next page"
	case sessions.ActionRate:
		return keys.Rate, "rate"
	case sessions.ActionSlots:
		return keys.Concurrency, "slots"
	case sessions.ActionCancel:
		return keys.Cancel, "cancel"
	case sessions.ActionRetry:
		return keys.RetryPage, "fetch again"
	case sessions.ActionSend:
		return keys.Send, "send again"
	case sessions.ActionContinue:
	}
	return keys.None, ""
}

// hints draws the keys for where the focus is, or what was said in passing.
func (m *Model) hints(w int) string {
	l := m.theme.st.LineOn(w, styles.Surface).Space(1)
	if one, older, ok := m.notices.newest(); ok && !one.trouble {
		return m.notice(l, one, older)
	}
	if m.place.jumping {
		m.drawHints(l, m.jumpHints())
		return l.End()
	}
	here, always := m.hintsHere()
	outer := l.Fit(max(0, l.Room()-m.width(always)-1))
	m.drawHints(l, here)
	l.Unfit(outer)
	m.drawHints(l.Space(1), always)
	return l.End()
}

// hintsHere are the keys that do something as things stand: those of the place
// where keys go to, and those that hold everywhere.
func (m *Model) hintsHere() (here, always []hint) {
	if top := m.dialogs.Top(); top != nil {
		return m.hintsOf(top), nil
	}
	var replaying []hint
	for _, b := range m.keys.Hints(m.chain()) {
		h := hint{keys.Show(b.Keys[0]), m.offered(b)}
		switch {
		case h.text == "":
		case b.Scope == keys.Global:
			always = append(always, h)
		case b.Scope == keys.Replaying:
			replaying = append(replaying, h)
		default:
			here = append(here, h)
		}
	}
	return append(replaying, here...), always // a replay is first of all played
}

// hintsOf are the keys of a dialog.
func (m *Model) hintsOf(d dialogs.Dialog) []hint {
	var out []hint
	for _, b := range m.keys.Hints(d.Chain()) {
		text := b.Short
		if b.Intent == keys.Accept {
			switch d.(type) {
			case *dialogs.Help, *dialogs.Report, *dialogs.Note:
				continue // there is nothing to choose
			case *dialogs.Prompt, *dialogs.Form:
				text = "accept"
			}
		}
		out = append(out, hint{keys.Show(b.Keys[0]), text})
	}
	return out
}

// notice draws a sentence for the person in place of a line.
func (m *Model) notice(l *styles.Line, one notice, older int) string {
	ink, lead := styles.Info, "i "
	right := ""
	if one.trouble {
		ink, lead, right = styles.Danger, "! ", keys.Show(m.keys.KeyOf(keys.ClearNotices, m.chain()))+" dismiss "
		if older > 0 {
			right = "+" + strconv.Itoa(older) + " more · " + right
		}
	}
	outer := l.Fit(l.Room() - m.theme.st.Width(right) - 1)
	l.Text(ink, lead+one.text).Unfit(outer)
	return l.Right(styles.Muted, right).End()
}

// drawHints draws as many hints as fit.
func (m *Model) drawHints(l *styles.Line, all []hint) {
	for _, h := range all {
		if l.Room() < m.width([]hint{h}) {
			return
		}
		l.Text(styles.Key, h.key).Space(1).Text(styles.Muted, h.text).Space(2)
	}
}

// width is how many cells hints take.
func (m *Model) width(all []hint) int {
	n := 0
	for _, h := range all {
		n += m.theme.st.Width(h.key) + m.theme.st.Width(h.text) + 3
	}
	return n
}

// pathOf is the path of a URL, without what might be secret.
func pathOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(u.Host + u.EscapedPath())
}
