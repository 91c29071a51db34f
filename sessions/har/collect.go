package har

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

// mostRequests bounds a collection.
const mostRequests = 10_000

// Is tells whether a file's content is an archive, from the members at its top.
func Is(data []byte) bool {
	dec := jsontext.NewDecoder(bytes.NewBuffer(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))),
		jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	s := scanner{dec: dec}
	found := false
	err := s.members(func(name string) error {
		if name != "log" || dec.PeekKind() != '{' {
			return dec.SkipValue()
		}
		return s.members(func(name string) error {
			if found = name == "entries" && dec.PeekKind() == '['; found {
				return io.EOF // the rest does not matter
			}
			return dec.SkipValue()
		})
	})
	return found && errors.Is(err, io.EOF)
}

// Collection reads the requests of an archive of size bytes, each different
// one once, in folders by their hosts where there are several. Fields that
// every client sets for itself are left out.
func Collection(ctx context.Context, file io.ReaderAt, size int64) (*collection.Collection, error) {
	found, broken := scan(file, size)
	if found == nil {
		return nil, broken
	}
	slices.SortStableFunc(found.places, func(a, b place) int { return a.start.Compare(b.start) })
	c := &collection.Collection{}
	seen := map[string]bool{}
	var lost tally
	for _, p := range found.places {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, err := p.read(file)
		if err != nil {
			return nil, fmt.Errorf("read an entry of the HAR file: %w", err)
		}
		r, ok := e.asRequest(&lost)
		key := fmt.Sprintf("%q", []any{r.Method, r.URL, r.Body})
		switch {
		case !ok || seen[key]:
		case len(c.Requests) >= mostRequests:
			lost.add("there are too many requests, it is left out")
		default:
			seen[key] = true
			c.Requests = append(c.Requests, r)
		}
	}
	folders(c.Requests)
	c.Losses = lost.losses()
	if broken != nil {
		c.Losses = append(c.Losses, collection.Loss{What: fmt.Sprintf("the file breaks off behind entry %d: %v", len(found.places), broken)})
	}
	return c, nil
}

// folders puts requests to several hosts in a folder for each.
func folders(requests []collection.Request) {
	hosts := make([]string, len(requests))
	several := false
	for i, r := range requests {
		if u, err := url.Parse(r.URL); err == nil {
			hosts[i] = u.Host
		}
		several = several || hosts[i] != hosts[0]
	}
	for i := range requests {
		if several {
			requests[i].Folder = []string{hosts[i]}
		}
	}
}

// asRequest is the entry's request as a person would keep it.
func (e *entry) asRequest(lost *tally) (collection.Request, bool) {
	address, ok := e.target(lost)
	if !ok {
		return collection.Request{}, false
	}
	r := collection.Request{Method: e.method(), URL: strings.ReplaceAll(address, "{{", "%7B%7B"), Hint: e.mime()}
	for _, p := range e.Request.Headers {
		if strings.Contains(p.Value, "{{") {
			lost.add("a header holds {{ }}, which names a variable here")
		}
		if name := textproto.CanonicalMIMEHeaderKey(p.Name); !automatic(name) {
			r.Header = append(r.Header, collection.Field{Name: name, Value: strings.NewReplacer("\r", "", "\n", ", ").Replace(p.Value)})
		}
	}
	if body, _, sends := e.sent(lost); sends {
		r.Body = []collection.Piece{{Text: string(body), Literal: true}}
	}
	return r, true
}

// automatic names the fields that a client sets by itself.
func automatic(name string) bool {
	if name == "" || name[0] == ':' {
		return true
	}
	switch name {
	case "Host", "Content-Length", "Connection", "Accept-Encoding", "Transfer-Encoding", "Keep-Alive", "Proxy-Connection", "Upgrade",
		"Te", "Priority", "Sec-Websocket-Key", "Sec-Websocket-Version", "Sec-Websocket-Extensions":
		return true
	}
	return false
}
