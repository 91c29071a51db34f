package collection

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// graphQL is the method that stands for a GraphQL query sent by POST, and
// graphQLField the header field that says the same.
const (
	graphQL      = "GRAPHQL"
	graphQLField = "X-Request-Type"
)

// graphQL turns a resolved request whose body is a GraphQL query, with its
// variables as JSON behind an empty line or not, into what is sent.
func (r Request) graphQL() (Request, error) {
	typed := slices.IndexFunc(r.Header, func(f Field) bool {
		return strings.EqualFold(f.Name, graphQLField) && strings.EqualFold(f.Value, "GraphQL")
	})
	if r.Method != graphQL && typed < 0 {
		return r, nil
	}
	if typed >= 0 {
		r.Header = slices.Delete(slices.Clone(r.Header), typed, typed+1)
	}
	query := ""
	if len(r.Body) > 0 {
		query = r.Body[0].Text
	}
	body := struct {
		Query     string          `json:"query"`
		Variables json.RawMessage `json:"variables,omitempty"`
	}{Query: strings.TrimSpace(query)}
	if i := strings.LastIndex(strings.ReplaceAll(query, "\r\n", "\n"), "\n\n{"); i >= 0 {
		query = strings.ReplaceAll(query, "\r\n", "\n")
		body.Query, body.Variables = strings.TrimSpace(query[:i]), json.RawMessage(strings.TrimSpace(query[i:]))
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		return Request{}, fmt.Errorf("%s: the variables of the GraphQL query are no JSON: %w", r.Place, err)
	}
	r.Method, r.Body = "POST", []Piece{{Text: strings.TrimSpace(out.String()), Literal: true}}
	if !slices.ContainsFunc(r.Header, func(f Field) bool { return strings.EqualFold(f.Name, "Content-Type") }) {
		r.Header = append(r.Header, Field{"Content-Type", "application/json"})
	}
	return r, nil
}
