package httpfile

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weir/sessions/collection"
)

// UnwritableError says that a request cannot be written in this form.
type UnwritableError struct {
	Request string // its label
	Text    string
}

func (e *UnwritableError) Error() string {
	return fmt.Sprintf("%q cannot be written to a .http file: %s", e.Request, e.Text)
}

// change replaces the bytes of a span.
type change struct {
	span
	text string
}

// changed returns the file with its bytes changed, read again.
func (f *File) changed(changes []change) (*File, error) {
	slices.SortStableFunc(changes, func(a, b change) int {
		return cmp.Or(a.from-b.from, a.to-b.to) // what is put in before what is replaced
	})
	var out bytes.Buffer
	at := 0
	for _, c := range changes {
		out.Write(f.src[at:c.from])
		out.WriteString(c.text)
		at = c.to
	}
	out.Write(f.src[at:])
	return Parse(f.path, out.Bytes())
}

// Replace returns the file with request i, from 0, as r. Only the bytes of what
// differs are changed. An error says what of r this form cannot hold.
func (f *File) Replace(i int, r collection.Request) (*File, error) {
	old, b := f.requests[i], f.blocks[i]
	changes := slices.Concat(
		f.rename(b, old, r), f.reline(b, old, r), f.refield(b, old, r), f.reset(b, old, r), f.rebody(b, old, r),
	)
	next, err := f.changed(changes)
	if err != nil {
		return nil, &UnwritableError{r.Label(), err.Error()}
	}
	if len(next.requests) != len(f.requests) {
		return nil, &UnwritableError{r.Label(), "a line of it would be read as the beginning of another request"}
	}
	return next, same(next.requests[i], r)
}

// Insert returns the file with a request before request i, or at its end for the
// number of requests.
func (f *File) Insert(i int, r collection.Request) (*File, error) {
	at := len(f.src)
	if i < len(f.blocks) && !f.blocks[i].separator.empty() {
		at = f.blocks[i].all.from
	} else {
		i = len(f.blocks)
	}
	text := f.block(r)
	if at == len(f.src) {
		text = f.gap() + text
	} else {
		text += f.eol
	}
	next, err := f.changed([]change{{span{at, at}, text}})
	if err != nil {
		return nil, &UnwritableError{r.Label(), err.Error()}
	}
	if len(next.requests) != len(f.requests)+1 {
		return nil, &UnwritableError{r.Label(), "a line of it would be read as the beginning of another request"}
	}
	return next, same(next.requests[i], r)
}

// gap is what stands between the file's end and a new request.
func (f *File) gap() string {
	switch src := string(f.src); {
	case strings.TrimSpace(src) == "" || strings.HasSuffix(src, f.eol+f.eol):
		return ""
	case strings.HasSuffix(src, "\n"):
		return f.eol
	}
	return f.eol + f.eol
}

// Delete returns the file without request i. Variables of the file that stand
// with it stay.
func (f *File) Delete(i int) (*File, error) {
	b := f.blocks[i]
	from := b.all.from
	if b.separator.empty() {
		from = b.line.from
		for _, s := range append(slices.Clone(b.settings), b.nameLine) {
			if !s.empty() {
				from = min(from, s.from)
			}
		}
	}
	var changes []change
	at := from
	for at < b.line.from {
		end := min(b.line.from, at+1+max(0, bytes.IndexByte(f.src[at:], '\n')))
		if f.src[at] != '@' {
			changes = append(changes, change{span{at, end}, ""})
		}
		at = end
	}
	return f.changed(append(changes, change{span{b.line.from, b.all.to}, ""}))
}

// same returns an error where what was written would be read as something else.
func same(got, want collection.Request) error {
	text := ""
	switch {
	case got.Name != want.Name:
		text = "its name"
	case got.Method != want.Method || got.URL != want.URL:
		text = "its method or URL"
	case !slices.Equal(got.Header, want.Header):
		text = "a header field"
	case !slices.EqualFunc(got.Settings, want.Settings, sameSetting):
		text = "a setting"
	case !slices.Equal(tidy(got.Body), tidy(want.Body)):
		text = "its body"
	default:
		return nil
	}
	return &UnwritableError{want.Label(), text + " would be read as something else"}
}

func sameSetting(a, b collection.Setting) bool { return a.Name == b.Name && a.Value == b.Value }

// tidy joins pieces of text that follow each other.
func tidy(body []collection.Piece) []collection.Piece {
	var out []collection.Piece
	for _, p := range body {
		if p.File == "" && p.Text == "" {
			continue
		}
		if n := len(out); n > 0 && p.File == "" && out[n-1].File == "" && out[n-1].Literal == p.Literal {
			out[n-1].Text += p.Text
			continue
		}
		out = append(out, p)
	}
	return out
}

// rename changes the name where it stands.
func (f *File) rename(b block, old, r collection.Request) []change {
	switch {
	case old.Name == r.Name:
		return nil
	case !b.name.empty() && r.Name == "":
		return []change{{b.nameLine, ""}, {b.title, ""}}
	case !b.name.empty():
		return []change{{b.name, r.Name}}
	case b.separator.empty():
		return []change{{span{b.line.from, b.line.from}, "# @name " + r.Name + f.eol}}
	case b.title.empty() && b.separator.to == b.title.from && f.src[b.title.from-1] == '#':
		return []change{{b.title, " " + r.Name}}
	}
	return []change{{b.title, r.Name}}
}

// reline changes the request's line.
func (f *File) reline(b block, old, r collection.Request) []change {
	if old.Method == r.Method && old.URL == r.URL {
		return nil
	}
	text := r.Method + " " + r.URL
	if b.bare && r.Method == "GET" {
		text = r.URL
	}
	if b.version != "" {
		text += " " + b.version
	}
	return []change{{b.line, text}}
}

// refield changes the fields of the header that differ: those before and after
// stay.
func (f *File) refield(b block, old, r collection.Request) []change {
	from, oldTo, newTo := differing(old.Header, r.Header, func(a, b collection.Field) bool { return a == b })
	return f.relist(b.fields, b.head, from, oldTo, newTo, func(i int) string {
		return strings.TrimRight(r.Header[i].Name+": "+r.Header[i].Value, " ")
	})
}

// reset changes the settings that differ.
func (f *File) reset(b block, old, r collection.Request) []change {
	from, oldTo, newTo := differing(old.Settings, r.Settings, sameSetting)
	return f.relist(b.settings, b.line.from, from, oldTo, newTo, func(i int) string {
		return strings.TrimSpace("# @" + r.Settings[i].Name + " " + r.Settings[i].Value)
	})
}

// differing returns the part of two lists between what they begin and end with
// alike: [from, oldTo) of the first, [from, newTo) of the second.
func differing[T any](old, next []T, same func(a, b T) bool) (from, oldTo, newTo int) {
	for from < min(len(old), len(next)) && same(old[from], next[from]) {
		from++
	}
	oldTo, newTo = len(old), len(next)
	for oldTo > from && newTo > from && same(old[oldTo-1], next[newTo-1]) {
		oldTo, newTo = oldTo-1, newTo-1
	}
	return from, oldTo, newTo
}

// relist changes whole lines of a list: those in [from, oldTo) become lines
// [from, newTo). Where there is none before, they go to end.
func (f *File) relist(lines []span, end, from, oldTo, newTo int, text func(int) string) []change {
	var changes []change
	at := end
	switch {
	case from < len(lines):
		at = lines[from].from
	case from > 0:
		at = lines[from-1].to
	}
	added := ""
	for i := from; i < newTo; i++ {
		added += text(i) + f.eol
	}
	if added != "" && at == len(f.src) && !bytes.HasSuffix(f.src, []byte("\n")) {
		added = f.eol + strings.TrimSuffix(added, f.eol)
	}
	if added != "" {
		changes = append(changes, change{span{at, at}, added})
	}
	for _, s := range lines[from:oldTo] {
		changes = append(changes, change{s, ""})
	}
	return changes
}

// rebody changes the body.
func (f *File) rebody(b block, old, r collection.Request) []change {
	if slices.Equal(tidy(old.Body), tidy(r.Body)) && joinFor(old.Header) == joinFor(r.Header) {
		return nil
	}
	text := f.bodyText(r)
	switch {
	case len(old.Body) > 0 && text != "":
		return []change{{b.body, text}}
	case len(old.Body) > 0:
		return []change{{span{b.head, b.body.to}, ""}}
	case b.head == len(f.src) && !bytes.HasSuffix(f.src, []byte("\n")):
		text = f.eol + text
	}
	rest := f.eol
	if b.head < len(f.src) && f.src[b.head] != '\n' && f.src[b.head] != '\r' {
		rest += f.eol // a separator or a handler follows at once
	}
	return []change{{span{b.head, b.head}, f.eol + text + rest}}
}
