package dialogs

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Size implements Dialog.
func (p *Picker) Size(w, h int) (int, int) {
	notes := make([]string, 0, len(p.rows))
	for _, r := range p.rows {
		notes = append(notes, r.Note)
	}
	want := max(widest(p.texts)+widest(notes)+10, widest([]string{p.title})+8, widest([]string{p.hint})+6, 36)
	if p.field != nil {
		want = max(want, 56)
	}
	rows := max(len(p.rows), 1) + p.head() + 1
	if p.hint != "" {
		rows += 2
	}
	return min(want, w, 96), min(rows, h, 26)
}

// Lines implements Dialog.
func (p *Picker) Lines(w, h int, look Look) []string {
	in := max(1, w-4)
	var lines []string
	if p.field != nil {
		lines = append(lines, look.Key("› ")+p.field.View(in-2, true), look.Border(strings.Repeat("─", in)))
	}
	foot := 0
	if p.hint != "" {
		foot = 2
	}
	p.window = max(1, h-1-p.head()-foot)
	p.top = max(0, min(p.top, p.at, len(p.shown)-1))
	p.top = max(p.top, p.at-p.window+1)
	for i := p.top; i < min(p.top+p.window, len(p.shown)); i++ {
		lines = append(lines, p.line(i, in, look))
	}
	if len(p.shown) == 0 {
		lines = append(lines, look.Muted(p.nothing()))
	}
	if p.hint != "" {
		for len(lines) < h-3 {
			lines = append(lines, "")
		}
		lines = append(lines, look.Muted(cut(p.hint, in)))
	}
	return box(p.title, lines, w, h, look)
}

func (p *Picker) nothing() string {
	if p.field == nil || p.field.Value() == "" {
		return "there is nothing here yet"
	}
	return "nothing matches, delete some letters"
}

// line draws row i of those shown.
func (p *Picker) line(i, w int, look Look) string {
	m := p.shown[i]
	r := p.rows[m.row]
	lead := ""
	if p.field == nil && r.Key != "" {
		lead = r.Key + "  "
	}
	note := r.Note
	if r.Off != "" {
		note = r.Off
	}
	if i == p.at {
		return look.Selected(between("▸ "+lead+r.Text, note, w))
	}
	text := marked(r.Text, m.hit, look)
	if r.Off != "" {
		text = look.Muted(r.Text)
	}
	return between("  "+look.Key(lead)+text, look.Muted(note), w)
}

// marked paints the letters of a text that matched.
func marked(text string, hit []int, look Look) string {
	if len(hit) == 0 {
		return look.Text(text)
	}
	var b strings.Builder
	start, lit := 0, slices.Contains(hit, 0)
	flush := func(end int) {
		if part := text[start:end]; part != "" && lit {
			b.WriteString(look.Match(part))
		} else if part != "" {
			b.WriteString(look.Text(part))
		}
		start = end
	}
	for i := 0; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		if now := slices.Contains(hit, i); now != lit {
			flush(i)
			lit = now
		}
		i += n
	}
	flush(len(text))
	return b.String()
}
