package curl

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"weir/sessions/collection"
)

// command is a curl command as the shell would start it.
type command struct {
	args  []word
	stdin []collection.Piece // what it is given to read; nil for nothing
}

// script finds the curl command in what was pasted, with what is piped to it.
type script struct {
	set    map[string]word    // variables that the text sets itself
	out    []collection.Piece // what the commands before a pipe write
	piped  bool               // the next command reads out
	depth  int                // of { … }
	words  []token
	stdin  []collection.Piece
	found  *command
	losses []collection.Loss
	filled int // bytes that variables of the text have become
}

// find returns the first curl command of a text.
func find(text string) (*command, []collection.Loss, error) {
	tokens, err := scan(text)
	if err != nil {
		return nil, nil, err
	}
	s := &script{set: map[string]word{}}
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		switch {
		case t.op == "":
			s.words = append(s.words, t)
		case strings.ContainsAny(t.op, "<>"):
			i += s.redirect(t, tokens[i+1:])
		default:
			if err := s.end(t.op); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := s.end("\n"); err != nil {
		return nil, nil, err
	}
	if s.found == nil {
		return nil, nil, errors.New("there is no curl command here: it begins with the word curl")
	}
	return s.found, s.losses, nil
}

// redirect takes in where a command reads from; where it writes to is its own
// output. It returns how many tokens it used.
func (s *script) redirect(t token, next []token) int {
	if t.op == "<<" || t.op == "<<-" {
		s.stdin = t.here
		return 0
	}
	if len(next) == 0 || next[0].op != "" {
		return 0
	}
	switch t.op {
	case "<":
		s.stdin = []collection.Piece{{File: next[0].word.String(), Literal: true}}
	case "<<<":
		s.stdin = append(s.fill(next[0].word).pieces(), collection.Piece{Text: "\n"})
	}
	return 1
}

// end ends the command that the words make.
func (s *script) end(op string) error {
	words := s.opened()
	if len(words) > 0 && words[0].is("}") {
		s.depth--
	} else if err := s.simple(words); err != nil {
		return err
	}
	if op == "&" && s.found != nil && len(words) > 0 {
		s.lose("the command ends at a & outside quotes: put the URL in quotes if it goes on there")
	}
	if op == "\n" && len(words) == 0 {
		return nil // an empty line, such as behind a pipe
	}
	s.piped = op == "|"
	if !s.piped && s.depth == 0 {
		s.out = nil
	}
	s.stdin = nil
	return nil
}

// opened returns the command's words behind prompts and braces.
func (s *script) opened() []token {
	words := s.words
	s.words = nil
	for len(words) > 0 {
		switch {
		case words[0].is("{"):
			s.depth++
		case words[0].is("$"), words[0].is("%"):
		default:
			return words
		}
		words = words[1:]
	}
	return words
}

// is says whether the token is that word, without quotes.
func (t token) is(word string) bool { return t.bare && t.word.String() == word }

func (s *script) lose(format string, args ...any) {
	s.losses = append(s.losses, collection.Loss{What: fmt.Sprintf(format, args...)})
}

// simple takes in one command.
func (s *script) simple(words []token) error {
	words = s.assign(words)
	if len(words) == 0 {
		return nil
	}
	name := path.Base(strings.ReplaceAll(words[0].word.String(), `\`, "/"))
	args := make([]word, 0, len(words))
	for _, t := range words[1:] {
		args = append(args, s.fill(t.word))
	}
	switch {
	case name == "curl" || strings.EqualFold(name, "curl.exe"):
		if s.found != nil {
			s.lose("another curl command follows: only the first one is read")
			return nil
		}
		stdin := s.stdin
		if s.piped {
			stdin = s.out
		}
		s.found = &command{args: args, stdin: stdin}
	case strings.HasPrefix(strings.ToLower(name), "invoke-"):
		return errors.New("this is a command for PowerShell: copy it as cURL (bash) or cURL (cmd) instead")
	case s.found != nil:
		s.lose("the command %s is left out", quoted(name))
	case !s.prints(name, args):
		s.lose("the command %s before curl is left out", quoted(name))
	}
	return nil
}

// assign takes the words off that set variables.
func (s *script) assign(words []token) []token {
	if len(words) > 0 && words[0].is("export") {
		words = words[1:]
	}
	rest := words
	for len(rest) > 0 {
		name := nameAt(rest[0].word.lead())
		if name == "" || !strings.HasPrefix(rest[0].word.lead()[len(name):], "=") {
			break
		}
		rest = rest[1:]
	}
	if len(rest) > 0 {
		return rest // they count for that command alone, after its words were read
	}
	for _, t := range words {
		name := nameAt(t.word.lead())
		s.set[name] = s.fill(t.word.from(len(name) + 1))
	}
	return nil
}

// fill puts in the variables that the text sets itself.
func (s *script) fill(w word) word {
	var out builder
	for _, p := range w {
		switch value, ok := s.set[p.name]; {
		case p.name == "":
			out.add(p.text)
		case ok && s.filled < most: // a text that doubles itself ends there
			s.filled += len(value.String())
			out.all(value)
		default:
			out.variable(p.name)
		}
	}
	return out.word()
}

// prints takes in what printf, echo and cat write to a pipe.
func (s *script) prints(name string, args []word) bool {
	switch {
	case name == "printf":
		return s.printf(args)
	case name == "cat" && len(args) == 0 && s.stdin != nil:
		s.out = append(s.out, s.stdin...)
	case name == "cat" && len(args) == 1:
		s.out = append(s.out, collection.Piece{File: args[0].String(), Literal: true})
	case name == "echo" && (len(args) == 0 || args[0].lead() != "-e"):
		s.out = append(s.out, echo(args).pieces()...)
	default:
		return false
	}
	return true
}

// printf takes in printf '%s' TEXT and printf TEXT.
func (s *script) printf(args []word) bool {
	switch {
	case len(args) == 2 && args[0].String() == "%s":
		s.out = append(s.out, args[1].pieces()...)
	case len(args) == 1 && !args[0].open() && !strings.Contains(args[0].String(), "%"):
		s.out = append(s.out, plain(ansiC(args[0].String())).pieces()...)
	default:
		return false
	}
	return true
}

// echo is what echo writes.
func echo(args []word) word {
	newline := "\n"
	if len(args) > 0 && args[0].String() == "-n" {
		newline, args = "", args[1:]
	}
	var out builder
	for i, a := range args {
		if i > 0 {
			out.add(" ")
		}
		out.all(a)
	}
	out.add(newline)
	return out.word()
}
