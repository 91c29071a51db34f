package book

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"

	"weir/sessions/collection"
)

// Format is the form of a file of requests.
type Format string

// The formats.
const (
	Unknown Format = ""
	HTTP    Format = "http"
)

// known names what can be opened, for people.
func known() string { return "a .http file" }

// Recognise tells the format of a file by its content, and by its name where
// the content could be anything.
func Recognise(path string, src []byte) Format {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".http", ".rest":
		return HTTP
	}
	for line := range bytes.Lines(src) {
		if bytes.HasPrefix(line, []byte("###")) {
			return HTTP
		}
	}
	return Unknown
}

// read reads a file that is not written back.
func read(format Format, path string, _ []byte) (*collection.Collection, error) {
	return nil, fmt.Errorf("read %s: the format %q cannot be read", path, format)
}
