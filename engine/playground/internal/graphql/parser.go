package graphql

import (
	"fmt"
	"strconv"
)

// mostDepth bounds the nesting of selections.
const mostDepth = 16

// parser reads tokens with one token of lookahead.
type parser struct {
	lexer lexer
	token token
	err   error
}

// Parse reads a document of one or more queries. Every error is an *Error.
func Parse(text string) ([]Operation, error) {
	p := &parser{lexer: lexer{text: text, at: Place{1, 1}}}
	p.advance()
	var operations []Operation
	for p.err == nil && p.token.kind != endToken {
		operations = append(operations, p.operation())
	}
	if p.err == nil && len(operations) == 0 {
		p.fail("the query is empty; write { gauges(first: 10) { nodes { id name level } } }")
	}
	if p.err != nil {
		return nil, p.err
	}
	return operations, nil
}

// advance reads the next token. After an error there are none.
func (p *parser) advance() {
	if p.err != nil {
		return
	}
	p.token, p.err = p.lexer.next()
	if p.err != nil {
		p.token = token{at: p.token.at}
	}
}

// fail keeps the first error and ends the tokens.
func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = &Error{p.token.at, fmt.Sprintf(format, args...)}
	}
	p.token = token{at: p.token.at}
}

// is reports whether the token is a mark.
func (p *parser) is(mark string) bool {
	return p.token.kind == markToken && p.token.text == mark
}

// accept consumes a mark if it is there.
func (p *parser) accept(mark string) bool {
	if !p.is(mark) {
		return false
	}
	p.advance()
	return true
}

// expect consumes a mark that must be there.
func (p *parser) expect(mark string) {
	if !p.accept(mark) {
		p.fail("expected %q, found %s", mark, p.token.describe())
	}
}

// name consumes a name that must be there.
func (p *parser) name() string {
	if p.token.kind != nameToken {
		p.fail("expected a name, found %s", p.token.describe())
		return ""
	}
	name := p.token.text
	p.advance()
	return name
}

func (t token) describe() string {
	if t.kind == endToken {
		return "the end of the query"
	}
	return strconv.Quote(t.text)
}

// operation reads a query, which may lack everything before its fields.
func (p *parser) operation() Operation {
	var o Operation
	if p.token.kind == nameToken {
		if p.token.text != "query" {
			p.fail("%s is no part of this small GraphQL; only queries are", p.token.describe())
			return o
		}
		p.advance()
		if p.token.kind == nameToken {
			o.Name = p.name()
		}
		o.Variables = p.variables()
	}
	o.Fields = p.selection(0)
	return o
}

// variables reads ($first: Int = 10, $after: String), or nothing.
func (p *parser) variables() []Variable {
	if !p.accept("(") {
		return nil
	}
	var variables []Variable
	for p.err == nil && !p.accept(")") {
		p.expect("$")
		v := Variable{Name: p.name()}
		p.expect(":")
		v.Type = p.name()
		v.Required = p.accept("!")
		if p.accept("=") {
			value := p.value()
			v.Default = &value
		}
		variables = append(variables, v)
	}
	return variables
}

// selection reads { … } at a depth.
func (p *parser) selection(depth int) []Field {
	if depth >= mostDepth {
		p.fail("the query nests over %d levels deep", mostDepth)
		return nil
	}
	p.expect("{")
	fields := []Field{}
	for p.err == nil && !p.accept("}") {
		fields = append(fields, p.field(depth))
	}
	if p.err == nil && len(fields) == 0 {
		p.fail("a selection { } needs at least one field")
	}
	return fields
}

// field reads alias: name(arguments) { … }.
func (p *parser) field(depth int) Field {
	f := Field{At: p.token.at}
	f.Name = p.name()
	f.Alias = f.Name
	if p.accept(":") {
		f.Name = p.name()
	}
	f.Arguments = p.arguments()
	if p.is("@") {
		p.fail("directives are no part of this small GraphQL")
	}
	if p.is("{") {
		f.Fields = p.selection(depth + 1)
	}
	return f
}

// arguments reads (first: 10, after: $cursor), or nothing.
func (p *parser) arguments() []Argument {
	if !p.accept("(") {
		return nil
	}
	var arguments []Argument
	for p.err == nil && !p.accept(")") {
		a := Argument{Name: p.name()}
		p.expect(":")
		a.Value = p.value()
		arguments = append(arguments, a)
	}
	return arguments
}

// value reads a scalar or the name of a variable.
func (p *parser) value() Value {
	switch t := p.token; t.kind {
	case intToken:
		n, err := strconv.Atoi(t.text)
		if err != nil {
			p.fail("%s is no whole number of 64 bits", t.text)
			return Value{}
		}
		p.advance()
		return Value{Kind: Int, Int: n}
	case stringToken:
		p.advance()
		return Value{Kind: String, Text: t.text}
	case nameToken:
		return p.word()
	default:
		if p.accept("$") {
			return Value{Kind: Reference, Text: p.name()}
		}
		p.fail("expected a number, a string, true, false, null or a variable, found %s", t.describe())
		return Value{}
	}
}

// word reads true, false or null.
func (p *parser) word() Value {
	switch name := p.name(); name {
	case "true", "false":
		return Value{Kind: Boolean, True: name == "true"}
	case "null":
		return Value{Kind: Null}
	default:
		p.fail("%s is no value; enums are no part of this small GraphQL", name)
		return Value{}
	}
}
