package graphql

import "fmt"

// Operation is one query.
type Operation struct {
	Name      string // "" if it has none
	Variables []Variable
	Fields    []Field
}

// Variable is a declared variable.
type Variable struct {
	Name     string
	Type     string // without the mark of the non-null type
	Required bool   // its type is non-null
	Default  *Value // nil if it has none
}

// Field is a selected field.
type Field struct {
	Alias     string // the key of the answer; Name if the query gives none
	Name      string
	Arguments []Argument
	Fields    []Field // nil for a leaf
	At        Place
}

// Argument is a named value given to a field.
type Argument struct {
	Name  string
	Value Value
}

// Kind tells values apart.
type Kind int

// The kinds of values.
const (
	Null Kind = iota
	Int
	String
	Boolean
	Reference // to a variable, whose name is in Text
)

// Value is a scalar, or the name of a variable.
type Value struct {
	Kind Kind
	Int  int
	Text string // of String and Reference
	True bool   // of Boolean
}

// Place is a position in the query, counted from 1.
type Place struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// Error says what is wrong with a query, and where.
type Error struct {
	At      Place
	Message string
}

// Error gives the message with its place.
func (e *Error) Error() string {
	return fmt.Sprintf("%s (line %d, column %d)", e.Message, e.At.Line, e.At.Column)
}
