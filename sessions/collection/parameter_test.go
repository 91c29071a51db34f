package collection_test

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/sessions/collection"
)

func TestWith(t *testing.T) {
	t.Parallel()
	r := collection.Request{
		URL:    "{{base}}/a?ids=1&near={{near}}&ids=2",
		Header: []collection.Field{{Name: "X-Trace", Value: "on"}, {Name: "Cookie", Value: "a=1; s={{s}}"}},
	}
	for _, c := range []struct {
		p           collection.Parameter
		value, want string
	}{
		{collection.Parameter{Name: "limit", In: collection.InQuery}, "5", "ids=1&near={{near}}&ids=2&limit=5 on a=1; s={{s}}"},
		{collection.Parameter{Name: "near", In: collection.InQuery, Sent: []string{"near={{near}}"}}, "a b&c={{d}}", "ids=1&near=a+b%26c%3D%7B%7Bd%7D%7D&ids=2 on a=1; s={{s}}"},
		{collection.Parameter{Name: "ids", In: collection.InQuery, Sent: []string{"ids=1", "ids=2"}}, "7,8", "ids=7%2C8&near={{near}} on a=1; s={{s}}"},
		{collection.Parameter{Name: "ids", In: collection.InQuery, Sent: []string{"ids=1", "ids=2"}, List: true}, "7,8", "ids=7&ids=8&near={{near}} on a=1; s={{s}}"},
		{collection.Parameter{Name: "x-trace", In: collection.InHeader}, "off, no", "ids=1&near={{near}}&ids=2 off, no a=1; s={{s}}"},
		{collection.Parameter{Name: "s", In: collection.InCookie, Sent: []string{"s={{s}}"}}, "x;y", "ids=1&near={{near}}&ids=2 on a=1; s=x%3By"},
		{collection.Parameter{Name: "id", In: collection.InPath, Variable: "id"}, "x", "ids=1&near={{near}}&ids=2 on a=1; s={{s}}"},
	} {
		got := r.With(c.p, c.value)
		if text := strings.TrimPrefix(got.URL, "{{base}}/a?") + " " + got.Header[0].Value + " " + got.Header[1].Value; text != c.want {
			t.Errorf("%s: got  %s\nwant %s", c.p.Name, text, c.want)
		}
	}
	if got := (collection.Request{URL: "/a"}).With(collection.Parameter{Name: "q", In: collection.InQuery}, "1"); got.URL != "/a?q=1" {
		t.Errorf("got %s", got.URL)
	}
}

// A segment stays one segment of a URL, whatever stands in it, and no variable.
func TestSegment(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.SampledFrom([]string{".", "..", "a/b", "a?x=1", "../status/418", "a#b", "50%", "{{x}}"}), rapid.String()).Draw(t, "text")
		u, err := url.Parse("http://h/items/" + collection.Segment(text) + "/end")
		if err != nil || u.Path != "/items/"+text+"/end" || u.RawQuery != "" || u.Fragment != "" {
			t.Fatalf("%q came to %v (%v)", text, u, err)
		}
		sent := u.EscapedPath()
		if cleaned := u.JoinPath().EscapedPath(); strings.Count(sent, "/") != 3 || text != "" && cleaned != sent || strings.Contains(sent, "{") {
			t.Fatalf("%q is sent as %s", text, sent)
		}
	})
}
