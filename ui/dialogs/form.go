package dialogs

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
)

// Filled says that a form was taken. Values holds what each of its sections
// has, in their order, without empty ones.
type Filled struct {
	Kind   Kind
	ID     string
	Values [][]string
}

func (Filled) action() {}

// Section is a part of a form: a field, a list of them, or a text of lines.
type Section struct {
	Label  string
	Hint   string   // shown in a field that is empty
	Values []string // at first
	Many   bool     // as many fields as one likes
	Lines  bool     // a text of many lines
	// Check refuses a value with an error that says what would be right; nil takes
	// all. Note says more of a value as it stands, and whether that is trouble; it
	// is shown below the field where it is not empty, and may be nil.
	Check func(string) error
	Note  func(string) (text string, trouble bool)
}

// Form is a dialog of several fields. It is left without a question only where
// nothing was typed.
type Form struct {
	kind     Kind
	id       string
	title    string
	sections []Section
	rows     []formRow
	at       int
	leaving  bool // it was asked whether what was typed may go
	err      error
	top      int
	w, h     int
	lines    []formLine // as they were fitted
}

// formRow is a field of a section, or its text.
type formRow struct {
	section int
	field   Field
	area    *Area // nil for a field
}

func (r *formRow) value() string {
	if r.area != nil {
		return r.area.Value()
	}
	return r.field.Value()
}

// NewForm returns a form; id comes back with what was taken.
func NewForm(kind Kind, id, title string, sections []Section) *Form {
	f := &Form{kind: kind, id: id, title: title, sections: sections}
	for i, s := range sections {
		switch {
		case s.Lines:
			f.rows = append(f.rows, formRow{section: i, area: NewArea(strings.Join(s.Values, "\n"), s.Hint)})
		case s.Many:
			for _, v := range append(slices.Clone(s.Values), "") {
				f.rows = append(f.rows, formRow{section: i, field: NewField(v, s.Hint)})
			}
		default:
			f.rows = append(f.rows, formRow{section: i, field: NewField(strings.Join(s.Values, ""), s.Hint)})
		}
	}
	return f
}

// Focus moves to the first field of a section.
func (f *Form) Focus(section int) *Form {
	f.at = max(0, slices.IndexFunc(f.rows, func(r formRow) bool { return r.section == section }))
	return f
}

// Chain implements Dialog.
func (f *Form) Chain() keys.Chain { return keys.Chain{keys.Form, keys.Dialog, keys.Text} }

// Do implements Dialog.
func (f *Form) Do(i keys.Intent) Action {
	f.err = nil
	if f.leaving {
		f.leaving = false
		return nil
	}
	row := &f.rows[f.at]
	switch i {
	case keys.Accept:
		if row.area != nil {
			row.area.Break()
			return nil
		}
		return f.take()
	case keys.Leave:
		if !f.dirty() {
			return Closed{f.kind}
		}
		f.leaving = true
	default:
		f.move(i)
	}
	return nil
}

// move moves within a text, and from field to field.
func (f *Form) move(i keys.Intent) {
	area := f.rows[f.at].area
	switch i {
	case keys.Up:
		if area == nil || !area.Up() {
			f.step(-1)
		}
	case keys.Down:
		if area == nil || !area.Down() {
			f.step(1)
		}
	case keys.FocusPrev:
		f.step(-1)
	case keys.FocusNext:
		f.step(1)
	case keys.Home, keys.PageUp:
		f.at = 0
	case keys.End, keys.PageDown:
		f.at = len(f.rows) - 1
	default:
	}
}

func (f *Form) step(by int) { f.at = (f.at + by + len(f.rows)) % len(f.rows) }

// values is what the sections hold now.
func (f *Form) values() [][]string {
	out := make([][]string, len(f.sections))
	for i := range f.rows {
		if v := f.rows[i].value(); v != "" {
			out[f.rows[i].section] = append(out[f.rows[i].section], v)
		}
	}
	return out
}

// dirty says whether something differs from how it began.
func (f *Form) dirty() bool {
	for i, now := range f.values() {
		if strings.Join(now, "\n") != strings.Join(f.sections[i].Values, "\n") {
			return true
		}
	}
	return false
}

// take gives what was filled in, or goes to what is wrong.
func (f *Form) take() Action {
	for i := range f.rows {
		check := f.sections[f.rows[i].section].Check
		if check == nil || f.rows[i].value() == "" && f.sections[f.rows[i].section].Many {
			continue
		}
		if err := check(f.rows[i].value()); err != nil {
			f.at, f.err = i, err
			return nil
		}
	}
	return Filled{f.kind, f.id, f.values()}
}

// Type implements Dialog.
func (f *Form) Type(msg tea.Msg) Action {
	if f.leaving {
		if press, ok := msg.(tea.KeyPressMsg); ok && strings.EqualFold(press.Text, "y") {
			return Closed{f.kind}
		}
		f.leaving = false
		return nil
	}
	f.err = nil
	row := &f.rows[f.at]
	if row.area != nil {
		row.area.Type(msg)
		return nil
	}
	row.field.Type(msg)
	f.grow()
	return nil
}

// grow keeps one empty field at the end of a list.
func (f *Form) grow() {
	row := f.rows[f.at]
	s := f.sections[row.section]
	last := f.at+1 == len(f.rows) || f.rows[f.at+1].section != row.section
	if s.Many && last && row.value() != "" {
		f.rows = slices.Insert(f.rows, f.at+1, formRow{section: row.section, field: NewField("", s.Hint)})
	}
}

// Click implements Dialog: it moves to the field.
func (f *Form) Click(_, y int) Action {
	if i := f.top + y - 1; i >= 0 && i < len(f.lines) && f.lines[i].row >= 0 {
		f.at = f.lines[i].row
	}
	return nil
}

// Wheel implements Dialog.
func (f *Form) Wheel(lines int) Action {
	f.at = max(0, min(f.at+lines, len(f.rows)-1))
	return nil
}
