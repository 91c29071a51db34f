package export_test

import (
	"slices"
	"strings"
	"testing"

	"weir/sessions/collection"
	"weir/sessions/export"
	"weir/sessions/httpfile"
)

// TestStruckOutValuesAreVariables: a file of requests asks for what a recording
// does not hold, by one name where it is one value.
func TestStruckOutValuesAreVariables(t *testing.T) {
	t.Parallel()
	requests := []collection.Request{
		{
			Method: "POST", URL: "http://h.test/a?api_key=‹redacted:eda67051›",
			Header: []collection.Field{{Name: "Authorization", Value: "Bearer ‹redacted:5faf4dcb›"}, {Name: "Content-Type", Value: "application/json"}},
			Body:   []collection.Piece{{Text: `{"password":"‹redacted:01234567›","text":"{{kept}}"}`, Literal: true}},
		},
		{Method: "GET", URL: "http://h.test/b", Header: []collection.Field{{Name: "Authorization", Value: "Bearer ‹redacted:5faf4dcb›"}}},
		{Method: "GET", URL: "http://h.test/c", Header: []collection.Field{{Name: "Authorization", Value: "Bearer ‹redacted:ffffffff›"}}},
	}
	var out strings.Builder
	losses, err := export.Requests(&out, requests, export.HTTP)
	if err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if strings.Contains(text, "redacted") {
		t.Errorf("marks are left:\n%s", text)
	}
	for _, want := range []string{"api_key={{API_KEY}}", `"password":"{{PASSWORD}}"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in\n%s", want, text)
		}
	}
	if n := strings.Count(text, "Bearer {{TOKEN}}"); n != 2 {
		t.Errorf("one value has its name %d times, want 2:\n%s", n, text)
	}
	if len(losses) < 4 || !strings.Contains(losses[0].What, "set API_KEY") {
		t.Errorf("the losses are %v", losses)
	}
	if !slices.ContainsFunc(losses, func(l collection.Loss) bool { return strings.Contains(l.What, "holds {{ }}") }) {
		t.Errorf("that {{kept}} names a variable now is not told: %v", losses)
	}
	if requests[0].Header[0].Value != "Bearer ‹redacted:5faf4dcb›" {
		t.Error("the caller's requests were changed")
	}
	back, err := httpfile.Parse("out.http", []byte(text))
	if err != nil || len(back.Collection().Requests) != 3 {
		t.Errorf("it reads back as %v, %v", back, err)
	}
}
