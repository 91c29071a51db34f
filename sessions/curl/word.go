package curl

import (
	"strings"

	"weir/sessions/collection"
)

// part is a stretch of a word: text as the shell hands it over, or the name of
// a variable.
type part struct{ text, name string }

// word is one argument of a command.
type word []part

// plain builds a word of plain text.
func plain(text string) word { return word{{text: text}} }

// String writes the word with its variables as {{name}}.
func (w word) String() string {
	var b strings.Builder
	for _, p := range w {
		if p.name != "" {
			b.WriteString("{{" + p.name + "}}")
			continue
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// open says whether the word holds variables.
func (w word) open() bool {
	for _, p := range w {
		if p.name != "" {
			return true
		}
	}
	return false
}

// lead returns the text that the word begins with.
func (w word) lead() string {
	if len(w) > 0 {
		return w[0].text
	}
	return ""
}

// from returns the word behind its first n bytes, which must be text.
func (w word) from(n int) word {
	if n == 0 || len(w) == 0 {
		return w
	}
	return append(word{{text: w[0].text[n:]}}, w[1:]...)
}

// cut splits the word at the first of some bytes that stands in its text.
func (w word) cut(set string) (before, after word, found bool) {
	for i, p := range w {
		at := strings.IndexAny(p.text, set)
		if at < 0 {
			continue
		}
		before = append(append(word{}, w[:i]...), part{text: p.text[:at]})
		after = append(word{{text: p.text[at+1:]}}, w[i+1:]...)
		return before, after, true
	}
	return w, nil, false
}

// pieces is the word as a part of a body.
func (w word) pieces() []collection.Piece {
	var out []collection.Piece
	for _, p := range w {
		switch {
		case p.name != "":
			out = append(out, collection.Piece{Text: "{{" + p.name + "}}"})
		case p.text != "":
			out = append(out, collection.Piece{Text: p.text, Literal: strings.Contains(p.text, "{{")})
		}
	}
	return out
}

// merged makes texts of one kind that follow each other one piece.
func merged(pieces []collection.Piece) []collection.Piece {
	var out []collection.Piece
	for len(pieces) > 0 {
		p, n := pieces[0], 1
		if p.File == "" {
			var text strings.Builder
			text.WriteString(p.Text)
			for n < len(pieces) && pieces[n].File == "" && pieces[n].Literal == p.Literal {
				text.WriteString(pieces[n].Text)
				n++
			}
			p.Text = text.String()
		}
		out = append(out, p)
		pieces = pieces[n:]
	}
	return out
}

// builder puts a word together, in time that grows with its length alone.
type builder struct {
	done word
	text []byte
}

func (b *builder) add(text string) { b.text = append(b.text, text...) }

func (b *builder) variable(name string) {
	b.flush()
	b.done = append(b.done, part{name: name})
}

func (b *builder) all(w word) {
	for _, p := range w {
		if p.name != "" {
			b.variable(p.name)
		}
		b.add(p.text)
	}
}

func (b *builder) flush() {
	if len(b.text) > 0 {
		b.done = append(b.done, part{text: string(b.text)})
		b.text = b.text[:0]
	}
}

// word returns the word and begins another one.
func (b *builder) word() word {
	b.flush()
	w := b.done
	b.done = nil
	return w
}
