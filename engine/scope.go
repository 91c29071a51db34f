package engine

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// ScopeOf returns the scope that a text names: an origin such as
// "https://api.example.com", or the paths of one, such as
// "https://api.example.com/search/*". The scope is written as OriginOf writes
// the origin, with the pattern behind it; its breaker, bucket, concurrency and
// budget are its own. In a pattern * stands for anything within a part of the
// path, and at its end for anything at all. The error says what is wrong.
func ScopeOf(text string) (string, error) {
	origin, err := OriginOf(text)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return "", err
	case u.User != nil:
		return "", &PlanError{What: "read the scope", Err: errors.New("a policy is for everyone at an origin: leave the user out")}
	case u.RawQuery != "" || u.Fragment != "":
		return "", &PlanError{What: "read the scope", Err: fmt.Errorf("%q has a query or a fragment: a policy goes by origin and path", text)}
	}
	if path := u.EscapedPath(); path != "" && path != "/" {
		return origin + path, nil
	}
	return origin, nil
}

// IsOrigin says whether a scope is a whole origin.
func IsOrigin(scope string) bool { return strings.Count(scope, "/") == 2 }

// scopes are the patterns of paths that have a policy of their own, by origin,
// the most particular first.
type scopes map[string][]string

func scopesOf(policies map[string]Policy) scopes {
	found := scopes{}
	for scope := range policies {
		if IsOrigin(scope) {
			continue
		}
		slash := strings.Index(scope, "://") + 3
		at := slash + strings.IndexByte(scope[slash:], '/')
		found[scope[:at]] = append(found[scope[:at]], scope[at:])
	}
	for _, patterns := range found {
		slices.SortFunc(patterns, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	}
	return found
}

// of returns the scope that a URL of an origin falls under: the origin itself
// where no pattern matches.
func (s scopes) of(origin, rawURL string) string {
	patterns := s[origin]
	if len(patterns) == 0 {
		return origin
	}
	u, err := url.Parse(rawURL)
	if err != nil {
		return origin
	}
	path := cmp.Or(u.EscapedPath(), "/")
	for _, pattern := range patterns {
		if matchPath(pattern, path) {
			return origin + pattern
		}
	}
	return origin
}

// PolicyOf returns the policy that a request to a URL begins under: that of the
// most particular of Origins that it falls under, else Policy.
func (c *Config) PolicyOf(rawURL string) Policy {
	origin, err := OriginOf(rawURL)
	if err != nil {
		return c.Policy
	}
	if p, ok := c.Origins[scopesOf(c.Origins).of(origin, rawURL)]; ok {
		return p
	}
	return c.Policy
}

// matchPath says whether a path matches a pattern, in time that grows with the
// length of both: it follows all ways to match at once.
func matchPath(pattern, path string) bool {
	first, rest, star := strings.Cut(pattern, "*")
	if !star || !strings.HasPrefix(path, first) {
		return pattern == path
	}
	ends := make([]bool, len(path)+1) // where what was matched so far may end
	ends[len(first)] = true
	for {
		if rest == "" {
			return true
		}
		var piece string
		piece, rest, star = strings.Cut(rest, "*")
		next, some := stepOver(path, ends, piece)
		if !star {
			return next[len(path)]
		}
		if !some {
			return false
		}
		ends = next
	}
}

// stepOver returns where a piece may end that begins behind a star, which stands
// for anything up to the next slash.
func stepOver(path string, ends []bool, piece string) (next []bool, some bool) {
	next = make([]bool, len(path)+1)
	within := false // the star reaches here
	for i := range ends {
		within = within || ends[i]
		if within && strings.HasPrefix(path[i:], piece) {
			next[i+len(piece)], some = true, true
		}
		if i < len(path) && path[i] == '/' {
			within = false
		}
	}
	return next, some
}
