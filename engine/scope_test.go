package engine

import (
	"strings"
	"testing"
	"time"

	"weir/engine/bucket"
)

func TestScopeOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want, err string }{
		{"https://API.example.com", "https://api.example.com:443", ""},
		{"http://h:81/", "http://h:81", ""},
		{"http://h/search/*", "http://h:80/search/*", ""},
		{"http://[::1]/a", "http://[::1]:80/a", ""},
		{"h/search", "", "scheme"},
		{"http://u:p@h/a", "", "leave the user out"},
		{"http://h/a?x=1", "", "query"},
	} {
		got, err := ScopeOf(c.text)
		if got != c.want || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
			t.Errorf("%q: got %q, %v", c.text, got, err)
		}
	}
}

func TestMatchPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"/search", "/search", true},
		{"/search", "/search/a", false},
		{"/search/*", "/search/a/b", true},
		{"/search/*", "/search", false},
		{"/users/*/posts", "/users/7/posts", true},
		{"/users/*/posts", "/users/7/8/posts", false},
		{"/users/*/posts/*", "/users/7/posts/9/x", true},
		{"/v*/x", "/v10/x", true},
		{"/v*/x", "/w1/x", false},
		{"*", "/anything", true},
		{"/a*b*c", "/aXbYc", true},
		{"/a*b*c", "/aXcYb", false},
		{"/a*/c", "/a/c", true},
		{"/*a", "/aa", true},
		{"/*a*", "/b/a", false},
		{"/**", "/", true},
		{"/" + strings.Repeat("a*", 30) + "b", "/" + strings.Repeat("a", 60), false}, // at once
	} {
		if got := matchPath(c.pattern, c.path); got != c.want {
			t.Errorf("%s against %s: %v", c.pattern, c.path, got)
		}
	}
}

// A path with a policy of its own has a bucket of its own; the most particular
// pattern decides.
func TestScopes(t *testing.T) {
	t.Parallel()
	slow := DefaultPolicy()
	slow.Limit = bucket.Limit{Rate: 1, Burst: 1}
	s := scopesOf(map[string]Policy{
		"http://h:80": DefaultPolicy(), "http://h:80/search/*": slow, "http://h:80/search/fast/*": DefaultPolicy(), "http://g:80/*": slow,
	})
	for url, want := range map[string]string{
		"http://h/":               "http://h:80",
		"http://h/search/x?a=/b":  "http://h:80/search/*",
		"http://h/search/fast/x":  "http://h:80/search/fast/*",
		"http://h/searches":       "http://h:80",
		"http://h/%73earch/x":     "http://h:80",
		"http://h":                "http://h:80",
		"http://h/search/fast":    "http://h:80/search/*",
		"http://h/search/fast%2F": "http://h:80/search/*",
	} {
		if got := s.of("http://h:80", url); got != want {
			t.Errorf("%s falls under %s, want %s", url, got, want)
		}
	}
}

func TestPolicyOf(t *testing.T) {
	t.Parallel()
	attempts := func(n int) Policy {
		p := DefaultPolicy()
		p.Retry.Attempts = n
		return p
	}
	c := Config{Policy: attempts(1), Origins: map[string]Policy{"http://h:80": attempts(2), "http://h:80/a/*": attempts(3), "http://g:80/a/*": attempts(4)}}
	for url, want := range map[string]int{"http://h/": 2, "http://h/a/b": 3, "http://g/a/": 4, "http://g/": 1, "http://i": 1, "no URL": 1} {
		if got := c.PolicyOf(url).Retry.Attempts; got != want {
			t.Errorf("%s: %d attempts, want %d", url, got, want)
		}
	}
}

// The engine keeps the states of scopes apart, and events name them.
func TestScopesInTheEngine(t *testing.T) {
	t.Parallel()
	policy := DefaultPolicy()
	own := DefaultPolicy()
	own.Retry.Attempts = 1
	own.Limit = bucket.Limit{Rate: 1000, Burst: 7}
	e, err := New(Config{Policy: policy, Origins: map[string]Policy{"http://h.test:80/search/*": own}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	now := time.Now()
	e.mu.Lock()
	scope := e.scopes.of("http://h.test:80", "http://h.test/search/a")
	o := e.originFor(scope, now)
	e.mu.Unlock()
	if o.name != "http://h.test:80/search/*" || o.policy.Limit.Burst != 7 || o.policy.Retry.Attempts != 1 {
		t.Errorf("the scope is %s with %+v", o.name, o.policy.Limit)
	}
	if _, err := New(Config{Policy: policy, Origins: map[string]Policy{"http://h.test/search": own}}); err == nil {
		t.Error("a scope that is not written as ScopeOf does was taken")
	}
}
