package dialogs

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"weir/ui/keys"
)

// Row is something to choose.
type Row struct {
	ID   string
	Text string // what it is
	Note string // at the right: its key, its age
	Key  string // a letter that chooses it at once, where the picker has no field
	Off  string // why it cannot be chosen now; empty where it can
	// Of a table's rows: what stands in its columns, in the margin where the row
	// is not reached, and below the table where it is.
	Cells []string
	Mark  string
	Below string
}

// Picker chooses one of several rows, with a field to find them by unless it
// is a menu.
type Picker struct {
	kind    Kind
	title   string
	hint    string
	rows    []Row
	texts   []string // of rows, for the search
	field   *Field   // nil for a menu
	preview bool
	remove  bool
	shown   []match
	at      int // in shown
	top     int // first row of the window
	window  int // rows that are shown at once
	w, h    int // of the box
	columns []Column
	widths  []int      // of columns, as they were fitted
	scope   keys.Scope // of keys that ask for something; empty for none
}

type match struct {
	row int
	hit []int // bytes of the text that matched
}

// NewPalette returns a picker with a field to search in.
func NewPalette(kind Kind, title, placeholder string, rows []Row) *Picker {
	f := NewField("", placeholder)
	p := newPicker(kind, title, rows)
	p.field = &f
	return p
}

// NewMenu returns a picker without a field, whose rows have letters.
func NewMenu(kind Kind, title string, rows []Row) *Picker { return newPicker(kind, title, rows) }

func newPicker(kind Kind, title string, rows []Row) *Picker {
	p := &Picker{kind: kind, title: title, rows: rows, window: 10}
	for _, r := range rows {
		p.texts = append(p.texts, r.Text)
	}
	p.find()
	return p
}

// Previewing makes the picker say which row is reached, and begin at id.
func (p *Picker) Previewing(id string) *Picker {
	p.preview = true
	return p.Selecting(id)
}

// Selecting makes the picker begin at id.
func (p *Picker) Selecting(id string) *Picker {
	for i, m := range p.shown {
		if p.rows[m.row].ID == id {
			p.at = i
		}
	}
	return p
}

// Removing lets rows be deleted with the delete key.
func (p *Picker) Removing(hint string) *Picker {
	p.remove, p.hint = true, hint
	return p
}

// Kind returns what the picker is about.
func (p *Picker) Kind() Kind { return p.kind }

// Chain implements Dialog.
func (p *Picker) Chain() keys.Chain {
	if p.scope != "" {
		return keys.Chain{p.scope, keys.Dialog, keys.Text}
	}
	if p.field != nil {
		return keys.Chain{keys.Dialog, keys.Text}
	}
	return keys.Chain{keys.Dialog, keys.Menu}
}

// find fills shown by what the field holds.
func (p *Picker) find() {
	p.at, p.top, p.shown = 0, 0, p.shown[:0]
	query := ""
	if p.field != nil {
		query = strings.TrimSpace(p.field.Value())
	}
	if query == "" {
		for i := range p.rows {
			p.shown = append(p.shown, match{row: i})
		}
		return
	}
	if p.columns != nil {
		p.findWords(query)
		return
	}
	for _, m := range fuzzy.Find(query, p.texts) {
		p.shown = append(p.shown, match{row: m.Index, hit: m.MatchedIndexes})
	}
}

// Selected returns the row that is reached.
func (p *Picker) Selected() (Row, bool) {
	if p.at >= len(p.shown) {
		return Row{}, false
	}
	return p.rows[p.shown[p.at].row], true
}

// Do implements Dialog.
func (p *Picker) Do(i keys.Intent) Action {
	switch i {
	case keys.Accept:
		return p.take()
	case keys.Leave:
		return Closed{p.kind}
	case keys.Up:
		return p.move(p.at-1, true)
	case keys.Down:
		return p.move(p.at+1, true)
	case keys.PageUp:
		return p.move(p.at-p.window, false)
	case keys.PageDown:
		return p.move(p.at+p.window, false)
	case keys.Home:
		return p.move(0, false)
	case keys.End:
		return p.move(len(p.shown)-1, false)
	default:
		if row, ok := p.Selected(); p.scope != "" && i != keys.None {
			if !ok {
				row.ID = ""
			}
			return Asked{p.kind, row.ID, i}
		}
		return nil
	}
}

func (p *Picker) take() Action {
	row, ok := p.Selected()
	if !ok || row.Off != "" {
		return nil
	}
	return Chosen{p.kind, row.ID}
}

// move selects another row; round lets the ends meet.
func (p *Picker) move(to int, round bool) Action {
	n := len(p.shown)
	if n == 0 {
		return nil
	}
	if round {
		to = (to + n) % n
	}
	p.at = max(0, min(to, n-1))
	return p.reached()
}

func (p *Picker) reached() Action {
	row, ok := p.Selected()
	if !p.preview || !ok {
		return nil
	}
	return Previewed{p.kind, row.ID}
}

// Type implements Dialog.
func (p *Picker) Type(msg tea.Msg) Action {
	press, ok := msg.(tea.KeyPressMsg)
	if ok && press.String() == "delete" && p.remove {
		if row, ok := p.Selected(); ok {
			return Removed{p.kind, row.ID}
		}
		return nil
	}
	if p.field == nil {
		return p.letter(press.String())
	}
	before := p.field.Value()
	p.field.Type(msg)
	if p.field.Value() == before {
		return nil
	}
	p.find()
	return p.reached()
}

// letter takes the row of that letter.
func (p *Picker) letter(key string) Action {
	if key == "" || utf8.RuneCountInString(key) != 1 {
		return nil
	}
	for i, m := range p.shown {
		if p.rows[m.row].Key == key {
			p.at = i
			return p.take()
		}
	}
	return nil
}

// Click implements Dialog: a click on a row takes it.
func (p *Picker) Click(_, y int) Action {
	i := p.top + y - p.head()
	if y < p.head() || y >= p.head()+p.window || i >= len(p.shown) {
		return nil
	}
	p.at = i
	return p.take()
}

// Wheel implements Dialog.
func (p *Picker) Wheel(lines int) Action { return p.move(p.at+lines, false) }
