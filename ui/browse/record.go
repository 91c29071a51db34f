package browse

import (
	"bytes"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	maxItemBytes   = 64 << 10 // of an item that are read for its row
	maxItemMembers = 1 << 10
	maxColumns     = 256
	maxCellBytes   = 256 // of a text that are kept for its cell
)

// cell is one value of a row; its kind is KindInvalid where the item has none.
type cell struct {
	kind jsontext.Kind
	text string
}

// record is an item as a row: its cells by number of column.
type record struct {
	first *byte // of the item, to see that it is still the same
	size  int
	cells []cell
	drawn bool // its widths are known to the columns
}

// of says whether the record was made of these bytes.
func (r *record) of(item []byte) bool {
	return len(item) == r.size && (r.size == 0 || &item[0] == r.first)
}

// set puts a value into a column.
func (r *record) set(column int, c cell) {
	if column < 0 {
		return
	}
	for len(r.cells) <= column {
		r.cells = append(r.cells, cell{})
	}
	r.cells[column] = c
}

// at returns the cell of a column.
func (r *record) at(column int) cell {
	if column >= len(r.cells) {
		return cell{}
	}
	return r.cells[column]
}

// read makes a record of an item, and a column of every name in it that is new.
// Of a broken item it keeps what came before the fault.
func (s *schema) read(item []byte) *record {
	r := &record{size: len(item), cells: make([]cell, 0, len(s.columns))}
	if len(item) > 0 {
		r.first = &item[0]
	}
	body := item[:min(len(item), maxItemBytes)]
	p := parser{body: body, dec: s.decoder(body)}
	switch p.dec.PeekKind() {
	case '{':
		p.members(s, r)
	case '[':
		p.elements(s, r)
	default:
		if c, ok := p.value(); ok {
			r.set(s.column("", c.kind), c)
		}
	}
	return r
}

// known returns the column of a quoted name, if it has one and needs no reading.
func (s *schema) known(quoted []byte) (column int, ok bool) {
	if bytes.IndexByte(quoted, '\\') >= 0 {
		return 0, false
	}
	column, ok = s.byName[string(quoted[1:len(quoted)-1])]
	return column, ok
}

// decoder returns the schema's decoder, set to the start of an item.
func (s *schema) decoder(body []byte) *jsontext.Decoder {
	if s.dec == nil {
		s.dec = newDecoder(body)
	} else {
		resetDecoder(s.dec, body)
	}
	return s.dec
}

// parser reads the top of one item.
type parser struct {
	body []byte
	dec  *jsontext.Decoder
}

func (p *parser) members(s *schema, r *record) {
	_, _ = p.dec.ReadToken()
	for range maxItemMembers {
		if k := p.dec.PeekKind(); k != '"' {
			return
		}
		name, err := p.dec.ReadValue()
		if err != nil {
			return
		}
		column, known := s.known(name)
		text := ""
		if !known {
			text, _ = unquoted(name, maxCellBytes)
		}
		c, ok := p.value()
		if !ok {
			return
		}
		if !known {
			column = s.column(text, c.kind)
		}
		r.set(column, c)
	}
}

func (p *parser) elements(s *schema, r *record) {
	_, _ = p.dec.ReadToken()
	for i := range maxItemMembers {
		if k := p.dec.PeekKind(); k == ']' || k == jsontext.KindInvalid {
			return
		}
		c, ok := p.value()
		if !ok {
			return
		}
		r.set(s.column("["+strconv.Itoa(i)+"]", c.kind), c)
	}
}

// value reads the next value as a cell.
func (p *parser) value() (cell, bool) {
	switch k := p.dec.PeekKind(); k {
	case jsontext.KindInvalid, ']', '}':
		return cell{}, false
	case '{', '[':
		n, ok := p.count()
		if !ok { // it is larger than what is read
			return cell{kind: k, text: counted(k, n)[:1] + "…"}, true
		}
		return cell{kind: k, text: counted(k, n)}, true
	case '"':
		value, err := p.dec.ReadValue()
		if err != nil {
			return p.cut()
		}
		text, cut := unquoted(value, maxCellBytes)
		if cut {
			text += "…"
		}
		return cell{kind: k, text: text}, true
	default:
		value, err := p.dec.ReadValue()
		if err != nil {
			return cell{}, false
		}
		return cell{kind: k, text: string(value[:min(len(value), maxCellBytes)])}, true
	}
}

// cut reads a string that does not end within what is read.
func (p *parser) cut() (cell, bool) {
	at := next(p.body, int(p.dec.InputOffset()))
	if len(p.body) < maxItemBytes || at >= len(p.body) {
		return cell{}, false
	}
	text, _ := unquoted(p.body[at:], maxCellBytes)
	return cell{kind: '"', text: text + "…"}, true
}

// count reads a container and returns how many members or elements it has; ok
// is false where it is broken.
func (p *parser) count() (n int, ok bool) {
	if _, err := p.dec.ReadToken(); err != nil {
		return 0, false
	}
	for {
		switch k := p.dec.PeekKind(); k {
		case '}', ']':
			kind, length := p.dec.StackIndex(p.dec.StackDepth())
			if kind == '{' {
				length /= 2
			}
			_, err := p.dec.ReadToken()
			return int(length), err == nil
		case jsontext.KindInvalid:
			return 0, false
		default:
			if p.dec.SkipValue() != nil {
				return 0, false
			}
		}
	}
}
