package graphql

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// token is a word of a query.
type token struct {
	kind tokenKind
	text string
	at   Place
}

type tokenKind int

const (
	endToken tokenKind = iota
	nameToken
	intToken
	stringToken
	markToken // punctuation; text holds it
)

// lexer cuts a query into tokens.
type lexer struct {
	text string
	at   Place
}

// next gives the next token. At the end it gives endToken for ever.
func (l *lexer) next() (token, error) {
	l.skip()
	t := token{at: l.at}
	if l.text == "" {
		return t, nil
	}
	switch c := l.text[0]; {
	case isNameStart(c):
		t.kind, t.text = nameToken, l.take(nameLength(l.text))
	case c == '-' || isDigit(c):
		return l.number(t)
	case c == '"':
		return l.quoted(t)
	case strings.HasPrefix(l.text, "..."):
		return t, l.fail("fragments are no part of this small GraphQL; select the fields themselves")
	case strings.IndexByte("{}()[]:!$=@", c) >= 0:
		t.kind, t.text = markToken, l.take(1)
	default:
		r, _ := utf8.DecodeRuneInString(l.text)
		return t, l.fail(fmt.Sprintf("the character %q has no meaning here", r))
	}
	return t, nil
}

func (l *lexer) fail(message string) error { return &Error{l.at, message} }

// skip passes over spaces, commas and comments, which mean nothing.
func (l *lexer) skip() {
	for l.text != "" {
		switch l.text[0] {
		case '\n':
			l.text = l.text[1:]
			l.at = Place{l.at.Line + 1, 1}
		case ' ', '\t', '\r', ',':
			l.take(1)
		case '#':
			end := strings.IndexByte(l.text, '\n')
			if end < 0 {
				end = len(l.text)
			}
			l.take(end)
		default:
			bom, found := strings.CutPrefix(l.text, "\ufeff")
			if !found {
				return
			}
			l.text = bom
		}
	}
}

// take consumes n bytes of one line.
func (l *lexer) take(n int) string {
	taken := l.text[:n]
	l.text = l.text[n:]
	l.at.Column += utf8.RuneCountInString(taken)
	return taken
}

func (l *lexer) number(t token) (token, error) {
	n := 1
	for n < len(l.text) && isDigit(l.text[n]) {
		n++
	}
	if n < len(l.text) && (l.text[n] == '.' || isNameStart(l.text[n])) {
		return t, l.fail("only whole numbers are known here")
	}
	t.kind, t.text = intToken, l.take(n)
	return t, nil
}

// quoted reads a string, whose escapes are those of JSON.
func (l *lexer) quoted(t token) (token, error) {
	if strings.HasPrefix(l.text, `"""`) {
		return t, l.fail("block strings are no part of this small GraphQL; write \"…\"")
	}
	n := 1
	for ; n < len(l.text) && l.text[n] != '"'; n++ {
		if l.text[n] == '\n' {
			break
		}
		if l.text[n] == '\\' {
			n++
		}
	}
	if n >= len(l.text) || l.text[n] != '"' {
		return t, l.fail("the string has no end on its line")
	}
	if err := json.Unmarshal([]byte(l.text[:n+1]), &t.text); err != nil {
		return t, l.fail("the string holds an escape that is not known")
	}
	t.kind = stringToken
	l.take(n + 1)
	return t, nil
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNameStart(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func nameLength(text string) int {
	n := 0
	for n < len(text) && (isNameStart(text[n]) || isDigit(text[n])) {
		n++
	}
	return n
}
