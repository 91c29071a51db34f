package themes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Error is one thing wrong in a theme's file. Parse returns several joined; reach
// the first with errors.As.
type Error struct {
	// Theme is the name given to Parse.
	Theme string
	// Line and Column count from 1, the column in bytes; both are 0 where the
	// file as a whole is meant.
	Line, Column int
	// Text says what is wrong and what would be right.
	Text string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("theme %s: %s", e.Theme, e.Text)
	}
	return fmt.Sprintf("theme %s, line %d, column %d: %s", e.Theme, e.Line, e.Column, e.Text)
}

// faults gathers what is wrong in one file.
type faults struct {
	theme string
	// places holds the line and column of every key.
	places map[string]place
	list   []*Error
}

type place struct{ line, column int }

// add states a fault at a key, or of the file if it has no such key.
func (f *faults) add(key, format string, args ...any) {
	at, ok := f.places[key]
	if !ok {
		// The decoder leaves the table's name out for keys of an inline table.
		_, inline, _ := strings.Cut(key, ".")
		at = f.places[inline]
	}
	f.list = append(f.list, &Error{f.theme, at.line, at.column, fmt.Sprintf(format, args...)})
}

// err joins the faults in the order of the file; nil if there are none.
func (f *faults) err() error {
	slices.SortStableFunc(f.list, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	var joined []error
	for _, e := range f.list {
		joined = append(joined, e)
	}
	return errors.Join(joined...)
}

// malformed states an error of the decoder.
func (f *faults) malformed(err error) {
	var at *toml.DecodeError
	if errors.As(err, &at) {
		line, column := at.Position()
		f.list = append(f.list, &Error{f.theme, line, column, at.Error()})
		return
	}
	f.list = append(f.list, &Error{Theme: f.theme, Text: err.Error()})
}
