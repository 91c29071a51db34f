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
	// Theme is the name given to Parse, and File the file that it was read from;
	// empty where it was none.
	Theme, File string
	// Line and Column count from 1, the column in bytes; both are 0 where the
	// file as a whole is meant.
	Line, Column int
	// Text says what is wrong and what would be right.
	Text string
}

// Error names the place as editors read it where there is a file.
func (e *Error) Error() string {
	switch {
	case e.File != "":
		return position(e.File, e.Line, e.Column) + ": " + e.Text
	case e.Line == 0:
		return fmt.Sprintf("theme %s: %s", e.Theme, e.Text)
	}
	return fmt.Sprintf("theme %s, line %d, column %d: %s", e.Theme, e.Line, e.Column, e.Text)
}

// position writes a place in a file: "dusk.toml:3:1".
func position(file string, line, column int) string {
	if line == 0 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, line, column)
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
	f.list = append(f.list, &Error{Theme: f.theme, Line: at.line, Column: at.column, Text: fmt.Sprintf(format, args...)})
}

// sorted returns the faults in the order of the file; nil if there are none.
func (f *faults) sorted() []*Error {
	slices.SortStableFunc(f.list, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return f.list
}

// joined makes one error of faults; nil of none.
func joined(faults []*Error) error {
	var all []error
	for _, e := range faults {
		all = append(all, e)
	}
	return errors.Join(all...)
}

// malformed states an error of the decoder.
func (f *faults) malformed(err error) {
	var at *toml.DecodeError
	if errors.As(err, &at) {
		line, column := at.Position()
		f.list = append(f.list, &Error{Theme: f.theme, Line: line, Column: column, Text: at.Error()})
		return
	}
	f.list = append(f.list, &Error{Theme: f.theme, Text: err.Error()})
}
