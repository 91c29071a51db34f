package config

import "strconv"

// Source is where a value comes from.
type Source struct {
	File string // path; empty for the environment
	Line int    // from 1; 0 where there is none
	Name string // of the variable, such as WEIR_RATE; empty for a file
}

// String writes a source as editors read it: "weir.toml:3", "WEIR_RATE".
func (s Source) String() string {
	switch {
	case s.Name != "":
		return s.Name
	case s.Line > 0:
		return s.File + ":" + strconv.Itoa(s.Line)
	}
	return s.File
}

// Error says which value is wrong, where it stands, and what would be right.
type Error struct {
	Source Source
	Key    string // dotted; empty where the file itself is wrong
	Err    error
}

func (e *Error) Error() string {
	if e.Key == "" {
		return e.Source.String() + ": " + e.Err.Error()
	}
	return e.Source.String() + ": " + e.Key + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }
