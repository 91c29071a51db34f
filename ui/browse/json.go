package browse

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// newDecoder reads JSON as servers send it: with names that come twice and with
// broken UTF-8. It never writes to the body.
func newDecoder(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(body),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// resetDecoder makes a decoder of newDecoder read another body.
func resetDecoder(dec *jsontext.Decoder, body []byte) {
	dec.Reset(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// next returns where the next token stands after offset at, or the end of body.
func next(body []byte, at int) int {
	for at < len(body) {
		switch body[at] {
		case ' ', '\t', '\r', '\n', ',', ':':
			at++
		default:
			return at
		}
	}
	return at
}

// unquoted returns what stands within a quoted JSON string; only its first
// limit bytes are read, cut tells whether more follow.
func unquoted(quoted []byte, limit int) (text string, cut bool) {
	if cut = len(quoted) > limit+2; cut {
		quoted = quoted[:limit+1]
	}
	if inner := bytes.TrimSuffix(quoted[min(1, len(quoted)):], []byte{'"'}); bytes.IndexByte(inner, '\\') < 0 {
		return whole(string(inner), cut), cut
	}
	b, _ := jsontext.AppendUnquote(nil, quoted) // what stands before the cut is appended
	return whole(string(b), cut), cut
}

// whole leaves out the first bytes of a character that was cut.
func whole(text string, cut bool) string {
	if !cut {
		return text
	}
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if utf8.RuneStart(text[len(text)-n]) {
			if !utf8.FullRuneInString(text[len(text)-n:]) {
				return text[:len(text)-n]
			}
			break
		}
	}
	return text
}

// counted is how a container is shown that is not opened: {3} or [2].
func counted(kind jsontext.Kind, count int) string {
	if kind == '[' {
		return "[" + strconv.Itoa(count) + "]"
	}
	return "{" + strconv.Itoa(count) + "}"
}

// flat puts the start of a JSON value into one line.
func flat(value []byte, limit int) string {
	cut := len(value) > limit
	text := string(value[:min(len(value), limit)])
	if strings.ContainsAny(text, "\n\r\t") {
		text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
			return r == '\n' || r == '\r' || r == '\t' || r == ' '
		}), " ")
	}
	return whole(text, cut)
}

// member returns the JSON of an item's value in the column of that name, see
// [Column]; nil where it has none. Of a name that comes twice the last counts,
// as in the table.
func member(item []byte, name string) []byte {
	dec := newDecoder(item)
	kind := dec.PeekKind()
	if kind != '{' && kind != '[' {
		if value, err := dec.ReadValue(); err == nil && name == "" {
			return value
		}
		return nil
	}
	_, _ = dec.ReadToken()
	var found []byte
	for i := 0; dec.PeekKind() != '}' && dec.PeekKind() != ']'; i++ {
		column := "[" + strconv.Itoa(i) + "]"
		if kind == '{' {
			quoted, err := dec.ReadValue()
			if err != nil {
				break
			}
			column, _ = unquoted(quoted, len(quoted))
		}
		value, err := dec.ReadValue()
		if err != nil {
			break
		}
		if column == name {
			found = slices.Clone(value) // the decoder's own bytes do not last
		}
	}
	return found
}
