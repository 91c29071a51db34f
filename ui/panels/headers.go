package panels

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// Headers draws the header fields of the selected attempt: those of the reply,
// then those that were sent.
type Headers struct {
	at int
}

// field is one row of the panel.
type field struct {
	name, value string
	head        bool // it names what follows
}

// Title implements Panel.
func (p *Headers) Title(Frame) Title { return Title{Segments: named("Headers")} }

// View implements Panel.
func (p *Headers) View(f Frame) []string {
	out := make([]string, 0, max(0, f.Height))
	l := f.Styles.Line(f.Width)
	all := fieldsOf(f)
	if len(all) == 0 {
		return empty(f, l, out, "no headers yet: send a request, or its reply has not begun")
	}
	at := min(p.at, len(all)-1)
	top := window0(at, len(all), f.Height)
	width := nameWidth(f, all)
	for i := top; i < min(top+f.Height, len(all)); i++ {
		on := f.Focused && i == at
		if on {
			l.On(styles.Selection)
		}
		cursor(l, on)
		fieldRow(l, all[i], width)
		out = append(out, l.End())
	}
	for len(out) < f.Height {
		out = append(out, l.End())
	}
	return out
}

// Move implements Panel.
func (p *Headers) Move(f Frame, by int) {
	n := len(fieldsOf(f))
	p.at = max(0, min(min(p.at, n-1)+by, n-1))
}

// Find selects the next field whose name or value holds a text, or the one
// before, going on at the other end. Case does not matter. It returns which of
// the finds that is, counted from 1, and how many there are; 0 of 0 for none.
func (p *Headers) Find(f Frame, text string, forward bool) (at, of int) {
	all := fieldsOf(f)
	var hits []int
	wanted := strings.ToLower(text)
	for i, one := range all {
		if text != "" && !one.head && strings.Contains(strings.ToLower(one.name+": "+one.value), wanted) {
			hits = append(hits, i)
		}
	}
	n := len(hits)
	if n == 0 {
		return 0, 0
	}
	i := sort.SearchInts(hits, p.at+1) % n
	if !forward {
		i = (sort.SearchInts(hits, p.at) - 1 + n) % n
	}
	p.at = hits[i]
	return i + 1, n
}

// Selected implements Panel: the attempt whose fields they are.
func (p *Headers) Selected(f Frame) (Target, bool) {
	if f.State == nil {
		return Target{}, false
	}
	a, id := selectedAttempt(f)
	if a == nil {
		return Target{}, false
	}
	return Target{Exchange: id, Attempt: a.N}, true
}

// Field returns the name and the value that are selected, for copying.
func (p *Headers) Field(f Frame) (name, value string, ok bool) {
	all := fieldsOf(f)
	if len(all) == 0 {
		return "", "", false
	}
	one := all[min(p.at, len(all)-1)]
	return one.name, one.value, !one.head
}

func fieldsOf(f Frame) []field {
	if f.State == nil {
		return nil
	}
	a, _ := selectedAttempt(f)
	if a == nil {
		return nil
	}
	var out []field
	if !a.Ended.IsZero() {
		out = append(out, field{name: a.Proto + " " + answer(a.Status, a.Err), head: true})
		out = appendFields(out, a.Fields)
		if len(a.Trailer) > 0 {
			out = appendFields(append(out, field{name: "trailers", head: true}), a.Trailer)
		}
	}
	out = append(out, field{name: a.Method + " " + sent(a), head: true})
	return appendFields(out, a.RequestFields)
}

func sent(a *sessions.Attempt) string {
	text := pathOf(a.URL)
	if a.N > 1 {
		text += " (attempt " + strconv.Itoa(a.N) + ")"
	}
	return text
}

// appendFields appends fields by name; several of a name keep their order.
func appendFields(out []field, lines engine.FieldLines) []field {
	if lines == nil {
		return append(out, field{name: "", value: "kept in the session's file"})
	}
	names := make([]string, 0, len(lines))
	for name := range lines {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range lines[name] {
			out = append(out, field{name: name, value: value})
		}
	}
	return out
}

func nameWidth(f Frame, all []field) int {
	widest := 0
	for _, one := range all {
		if !one.head {
			widest = max(widest, f.Styles.Width(one.name))
		}
	}
	return min(widest, max(8, f.Width/3))
}

func fieldRow(l *styles.Line, one field, width int) {
	if one.head {
		l.Text(styles.Title, strings.TrimSpace(one.name))
		return
	}
	l.Space(1).Field(styles.JSONKey, one.name, width).Space(2).Text(styles.Text, one.value)
}
