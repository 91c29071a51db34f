package collection

import (
	"net/url"
	"slices"
	"strings"
)

// Where a parameter stands.
const (
	InPath   = "path"
	InQuery  = "query"
	InHeader = "header"
	InCookie = "cookie"
)

// Parameter is a place of a request that has a name of its own, as descriptions
// of APIs give them.
type Parameter struct {
	Name     string
	In       string   // InPath, InQuery, InHeader or InCookie
	Variable string   // that stands in its place; empty for none
	Sent     []string // the pairs of the query or the cookie that the request has for it
	List     bool     // each part of its value between commas is sent in a pair of its own
}

// With returns the request with a value for a parameter, encoded for where it
// stands, instead of what is sent for it. The value of one in the path is that
// of its variable: the request then stays as it is.
func (r Request) With(p Parameter, value string) Request {
	switch p.In {
	case InHeader:
		r.Header = withField(r.Header, p.Name, func(string) string { return value })
	case InCookie:
		r.Header = withField(r.Header, "Cookie", func(was string) string { return withPairs(was, "; ", p, value) })
	case InQuery:
		base, query, _ := strings.Cut(r.URL, "?")
		r.URL = base + "?" + withPairs(query, "&", p, value)
	}
	return r
}

// withField returns the header with another value of one field.
func withField(header []Field, name string, change func(was string) string) []Field {
	header = slices.Clone(header)
	for i, f := range header {
		if strings.EqualFold(f.Name, name) {
			header[i].Value = change(f.Value)
			return header
		}
	}
	return append(header, Field{Name: name, Value: change("")})
}

// withPairs puts a parameter's value where its pairs stood, else at the end.
func withPairs(text, separator string, p Parameter, value string) string {
	var pairs []string
	if text != "" {
		pairs = strings.Split(text, separator)
	}
	at := slices.IndexFunc(pairs, func(pair string) bool { return slices.Contains(p.Sent, pair) })
	pairs = slices.DeleteFunc(pairs, func(pair string) bool { return slices.Contains(p.Sent, pair) })
	if at < 0 {
		if len(p.Sent) > 0 {
			return text // someone wrote another in its place
		}
		at = len(pairs)
	}
	return strings.Join(slices.Insert(pairs, at, p.pairs(value)...), separator)
}

func (p Parameter) pairs(value string) []string {
	parts := []string{value}
	if p.List {
		parts = strings.Split(value, ",")
	}
	for i, part := range parts {
		parts[i] = url.QueryEscape(p.Name) + "=" + url.QueryEscape(part)
	}
	return parts
}

// Segment encodes a text as one segment of a path (RFC 3986, 3.3). The dots of
// "." and ".." are encoded too: as they are they would lead to another path.
func Segment(text string) string {
	if text == "." || text == ".." {
		return strings.ReplaceAll(text, ".", "%2E")
	}
	return url.PathEscape(text)
}
