package curl

import (
	"strings"

	"weir/sessions/collection"
)

// token is a word or an operator of the shell.
type token struct {
	op   string // such as "|" or "\n"; empty for a word
	word word
	bare bool // a word without quotes
	line int
	here []collection.Piece // what a here-document holds
}

// lexer splits a text into the words and operators of a shell. It knows what a
// single command is written with and refuses what would compute or run
// something. It does not nest, so no text can exhaust the stack.
type lexer struct {
	text   string
	at     int
	tokens []token
	built  builder // the word that is read
	// lines are the line ends before counted.
	lines, counted int
	// docs are the here-documents whose lines follow the present one, by
	// their token's place.
	docs []heredoc
}

type heredoc struct {
	token int
	end   string
	plain bool // quoted: no variables in it
	tabs  bool // leading tabs go
}

// scan splits a text into tokens.
func scan(text string) ([]token, error) {
	l := &lexer{text: text}
	for {
		l.blanks()
		if l.at >= len(l.text) {
			return l.tokens, nil
		}
		if l.operator() {
			if len(l.tokens) > mostWords {
				return nil, l.fail("the text has more words than any command")
			}
			continue
		}
		if err := l.word(); err != nil {
			return nil, err
		}
	}
}

// line returns the present line, from 1. It counts on from where it was asked last.
func (l *lexer) line() int {
	l.lines += strings.Count(l.text[l.counted:l.at], "\n")
	l.counted = l.at
	return 1 + l.lines
}

func (l *lexer) rest() string { return l.text[l.at:] }

func (l *lexer) fail(why string) error {
	return &collection.SyntaxError{Place: collection.Place{File: "curl", Line: l.line()}, Text: why}
}

// blanks skips spaces, continued lines and comments.
func (l *lexer) blanks() {
	for l.at < len(l.text) {
		switch rest := l.rest(); {
		case rest[0] == ' ', rest[0] == '\t', rest[0] == '\r':
			l.at++
		case strings.HasPrefix(rest, "\\\n"), strings.HasPrefix(rest, "`\n"): // as in sh, as in PowerShell
			l.at += 2
		case strings.HasPrefix(rest, "\\\r\n"), strings.HasPrefix(rest, "`\r\n"):
			l.at += 3
		case rest[0] == '#':
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest)
			}
			l.at += end
		default:
			return
		}
	}
}

// operator takes the operator that the text goes on with.
func (l *lexer) operator() bool {
	rest := l.rest()
	number := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	for _, op := range []string{"<<<", "<<-", "<<", "&>>", "&>", ">>", ">&", ">|", "||", "&&", ";", "|", "&", "<", ">", "(", ")", "\n"} {
		redirects := strings.ContainsAny(op, "<>") && op[0] != '&'
		if strings.HasPrefix(rest, op) || redirects && number > 0 && strings.HasPrefix(rest[number:], op) {
			if !redirects {
				number = 0
			}
			l.tokens = append(l.tokens, token{op: op, line: l.line()})
			l.at += number + len(op)
			switch op {
			case "\n":
				l.documents()
			case "<<", "<<-":
				l.document(op == "<<-")
			}
			return true
		}
	}
	return false
}

// document reads the word that ends a here-document.
func (l *lexer) document(tabs bool) {
	l.blanks()
	place, start := len(l.tokens)-1, l.at
	if l.at >= len(l.text) || l.word() != nil || len(l.tokens) == place+1 {
		return
	}
	w := l.tokens[place+1]
	l.tokens = l.tokens[:place+1]
	raw := l.text[start:l.at]
	l.docs = append(l.docs, heredoc{token: place, end: w.word.String(), plain: strings.ContainsAny(raw, `'"\`), tabs: tabs})
}

// documents reads the lines of the here-documents that begin behind this one.
func (l *lexer) documents() {
	for _, d := range l.docs {
		var text strings.Builder
		for l.at < len(l.text) {
			line, _, more := strings.Cut(l.rest(), "\n")
			l.at = min(l.at+len(line)+1, len(l.text))
			if d.tabs {
				line = strings.TrimLeft(line, "\t")
			}
			if strings.TrimSuffix(line, "\r") == d.end {
				break
			}
			text.WriteString(line)
			if more {
				text.WriteByte('\n')
			}
		}
		l.tokens[d.token].here = d.content(text.String())
	}
	l.docs = nil
}

func (d heredoc) content(text string) []collection.Piece {
	if d.plain {
		return plain(text).pieces()
	}
	inner := &lexer{text: text}
	if inner.double(false) != nil {
		return plain(text).pieces()
	}
	return inner.built.word().pieces()
}

// word reads one word.
func (l *lexer) word() error {
	bare, line := true, l.line()
	for l.at < len(l.text) {
		rest := l.rest()
		var err error
		switch c := rest[0]; {
		case strings.IndexByte(" \t\r\n;|&<>()", c) >= 0:
			return l.push(token{word: l.built.word(), bare: bare, line: line})
		case c == '\'':
			bare = false
			err = l.single()
		case c == '"':
			bare = false
			l.at++
			err = l.double(true)
		case strings.HasPrefix(rest, "$'"):
			bare = false
			err = l.dollar()
		default:
			err = l.open()
		}
		if err != nil {
			return err
		}
	}
	return l.push(token{word: l.built.word(), bare: bare, line: line})
}

// mostWords bounds how many words a text may have.
const mostWords = 20_000

func (l *lexer) push(t token) error {
	if len(l.tokens) >= mostWords {
		return l.fail("the text has more words than any command")
	}
	l.tokens = append(l.tokens, t)
	return nil
}

// open reads what stands in no quotes.
func (l *lexer) open() error {
	rest := l.rest()
	switch {
	case rest[0] == '\\' && len(rest) > 1:
		l.at += 2
		if rest[1] != '\n' {
			l.built.add(rest[1:2])
		}
	case rest[0] == '$' || rest[0] == '`':
		return l.variable()
	default:
		l.plain(" \t\r\n;|&<>()'\"\\$`")
	}
	return nil
}

// plain takes a character and those behind it up to one of some.
func (l *lexer) plain(until string) {
	rest := l.rest()
	end := 1 + strings.IndexAny(rest[1:], until)
	if end == 0 {
		end = len(rest)
	}
	l.at += end
	l.built.add(rest[:end])
}

// single reads '…'.
func (l *lexer) single() error {
	text, _, ok := strings.Cut(l.rest()[1:], "'")
	if !ok {
		return l.fail("a ' has no other one that ends it")
	}
	l.at += len(text) + 2
	l.built.add(text)
	return nil
}

// dollar reads $'…'.
func (l *lexer) dollar() error {
	rest := l.rest()
	for i := 2; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
		case '\'':
			l.at += i + 1
			l.built.add(ansiC(rest[2:i]))
			return nil
		}
	}
	return l.fail("a $' has no ' that ends it")
}

// double reads the inside of "…" and its end, or a text that none ends.
func (l *lexer) double(ends bool) error {
	for l.at < len(l.text) {
		rest := l.rest()
		switch c := rest[0]; {
		case c == '"' && ends:
			l.at++
			return nil
		case c == '\\' && len(rest) > 1 && strings.IndexByte("$`\"\\\n", rest[1]) >= 0:
			l.at += 2
			if rest[1] != '\n' {
				l.built.add(rest[1:2])
			}
		case c == '$' || c == '`':
			if err := l.variable(); err != nil {
				return err
			}
		default:
			l.plain("\"\\$`")
		}
	}
	if ends {
		return l.fail("a \" has no other one that ends it")
	}
	return nil
}

// variable reads $NAME or ${NAME}; a $ before anything else is text.
func (l *lexer) variable() error {
	rest := l.rest()
	if rest[0] == '`' || strings.HasPrefix(rest, "$(") {
		return l.fail("it would run another command inside this one, and weir runs nothing: write its result there instead")
	}
	if name := nameAt(rest[1:]); name != "" {
		l.at += 1 + len(name)
		l.built.variable(name)
		return nil
	}
	const unknown = "only variables such as $NAME are known: write the value there instead"
	if inner, ok := strings.CutPrefix(rest, "${"); ok {
		name := nameAt(inner)
		if name == "" || !strings.HasPrefix(inner[len(name):], "}") {
			return l.fail(unknown)
		}
		l.at += len(name) + 3
		l.built.variable(name)
		return nil
	}
	if len(rest) > 1 && strings.IndexByte("0123456789?!@*#$-", rest[1]) >= 0 {
		return l.fail(unknown)
	}
	l.at++
	l.built.add("$")
	return nil
}

// nameAt returns the variable's name that a text begins with.
func nameAt(text string) string {
	end := 0
	for end < len(text) && (text[end] == '_' || lower(text[end]) >= 'a' && lower(text[end]) <= 'z' ||
		end > 0 && text[end] >= '0' && text[end] <= '9') {
		end++
	}
	return text[:end]
}
