package book

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions/collection"
)

// Sending is what is sent for a request, and how.
type Sending struct {
	Request engine.Request
	// Policy and Walk are those of Options with what the request says of them.
	Policy engine.Policy
	Walk   engine.Walk
	// Settings are those that the request brings, without those that
	// Options.Over replaces.
	Settings []collection.Setting
}

// Prepare resolves a request and reads the files of its body. Errors name the
// place, and are *collection.UnknownVariableError where a variable is missing.
func (b *Book) Prepare(r collection.Request) (Sending, error) {
	r, lookup, err := b.filled(r)
	if err != nil {
		return Sending{}, err
	}
	resolved, err := r.Resolve(lookup, b.files)
	if err != nil {
		return Sending{}, err
	}
	s := Sending{Walk: engine.Walk{Spec: page.Spec{Dialect: page.Auto}, Parallel: 1}}
	s.Request = engine.Request{Name: r.Label(), Method: resolved.Method, URL: resolved.URL, Header: http.Header{}}
	for _, f := range resolved.Header {
		s.Request.Header.Add(f.Name, credentials(f))
	}
	for _, p := range resolved.Body {
		s.Request.Body = append(s.Request.Body, p.Text...)
	}
	joinForm(&s.Request)
	s.Request.URL = completed(resolved.URL, s.Request.Header.Get("Host"))
	if _, err := engine.OriginOf(s.Request.URL); err != nil {
		return Sending{}, fmt.Errorf("%s: %w", r.Place, err)
	}
	if s.Policy = engine.DefaultPolicy(); b.opts.Policy != nil {
		s.Policy = b.opts.Policy(s.Request.URL)
	}
	if err := b.settle(&s, r); err != nil {
		return Sending{}, err
	}
	return s, nil
}

// settle puts the settings of the request, and those that count more, into the
// policy and the walk.
func (b *Book) settle(s *Sending, r collection.Request) error {
	for _, set := range inOrder(r.Settings) {
		if slices.ContainsFunc(b.opts.Over, func(over collection.Setting) bool { return over.Name == set.Name }) {
			continue
		}
		if err := s.set(set); err != nil {
			return fmt.Errorf("%s: @%w", set.Place, err)
		}
		s.Settings = append(s.Settings, set)
	}
	for _, set := range inOrder(b.opts.Over) {
		if err := s.set(set); err != nil {
			return fmt.Errorf("--%w", err)
		}
	}
	if err := s.Policy.Validate(); err != nil {
		return fmt.Errorf("%s: %w", r.Place, err)
	}
	return nil
}

func (s *Sending) set(set collection.Setting) error {
	if slices.Contains(engine.WalkSettings(), set.Name) {
		return s.Walk.Set(set.Name, set.Value)
	}
	return s.Policy.Set(set.Name, set.Value)
}

// inOrder returns settings in the order in which a policy is set.
func inOrder(settings []collection.Setting) []collection.Setting {
	names := engine.PolicySettings()
	sorted := slices.Clone(settings)
	slices.SortStableFunc(sorted, func(a, b collection.Setting) int {
		return slices.Index(names, a.Name) - slices.Index(names, b.Name)
	})
	return sorted
}

// credentials encodes "Basic user password" and "Basic user:password", as the
// files of others write it (RFC 7617, 2).
func credentials(f collection.Field) string {
	scheme, rest, _ := strings.Cut(f.Value, " ")
	rest = strings.TrimSpace(rest)
	if !strings.EqualFold(f.Name, "Authorization") || !strings.EqualFold(scheme, "Basic") || !strings.ContainsAny(rest, " :") {
		return f.Value
	}
	user, password, ok := strings.Cut(rest, ":")
	if !ok {
		user, password, _ = strings.Cut(rest, " ")
	}
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+strings.TrimSpace(password)))
}

// joinForm joins the lines that a form is written in.
func joinForm(r *engine.Request) {
	if !strings.HasPrefix(strings.ToLower(r.Header.Get("Content-Type")), "application/x-www-form-urlencoded") {
		return
	}
	text := string(r.Body)
	if !strings.Contains(text, "\n") {
		return
	}
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimSpace(line))
	}
	r.Body = []byte(strings.Join(lines, ""))
}

// completed is a URL as it is sent: with a scheme, the host of the field where
// it has none, and no blanks.
func completed(url, host string) string {
	switch {
	case strings.HasPrefix(url, "/") && host != "":
		url = "http://" + host + url
	case !strings.Contains(url, "://") && !strings.HasPrefix(url, "/") && url != "":
		url = "http://" + url
	}
	return strings.ReplaceAll(url, " ", "%20")
}

// Walks reports whether the request is one to be walked page by page: a read,
// or one that says how it is paged.
func (s *Sending) Walks() bool {
	if s.Request.Method == http.MethodGet || s.Request.Method == "QUERY" {
		return true
	}
	return slices.ContainsFunc(s.Settings, func(set collection.Setting) bool {
		return slices.Contains(engine.WalkSettings(), set.Name)
	})
}
