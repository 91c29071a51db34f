package book

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"weir/sessions/collection"
	"weir/sessions/har"
	"weir/sessions/openapi"
	"weir/sessions/postman"
)

// Format is the form of a file of requests.
type Format string

// The formats.
const (
	Unknown Format = ""
	HTTP    Format = "http"
	OpenAPI Format = "openapi"
	Postman Format = "postman"
	HAR     Format = "har"
)

// known names what can be opened, for people.
func known() string { return "a .http file, OpenAPI 3, Swagger 2, a Postman collection or a HAR file" }

// Recognise tells the format of a file by its content, and by its name where
// the content could be anything.
func Recognise(path string, src []byte) Format {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".http", ".rest":
		return HTTP
	}
	switch {
	case openapi.Is(src):
		return OpenAPI
	case postman.Is(src):
		return Postman
	case har.Is(src):
		return HAR
	}
	for line := range bytes.Lines(src) {
		if bytes.HasPrefix(line, []byte("###")) {
			return HTTP
		}
	}
	return Unknown
}

// parse reads the content of a file that is not written back.
func parse(format Format, path string, src []byte) (*collection.Collection, error) {
	switch format {
	case OpenAPI:
		return openapi.Read(src, path)
	case Postman:
		return postman.Read(src, path)
	case HAR:
		c, err := har.Collection(context.Background(), bytes.NewReader(src), int64(len(src)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return c, nil
	case Unknown, HTTP: // which is read with its places, to be written back
	}
	return nil, fmt.Errorf("read %s: the format %q cannot be read", path, format)
}
