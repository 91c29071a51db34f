package serve

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"weir/sessions"
)

// asked is a request as it is looked up.
type asked struct {
	origin, method string
	path, query    string
	header         http.Header
	kind           string // the body's media type
	body           []byte
}

// place is what secret parameters are known for.
type place struct{ origin, method, path string }

func (a asked) place() place { return place{a.origin, a.method, a.path} }

// split returns path and query of a recorded URL, which may hold marks of
// struck-out secrets where url.Parse takes none.
func split(raw string) (path, query string) {
	rest, _, _ := strings.Cut(raw, "#")
	rest, query, _ = strings.Cut(rest, "?")
	if _, after, ok := strings.Cut(rest, "://"); ok {
		if i := strings.IndexByte(after, '/'); i >= 0 {
			path = after[i:]
		}
	}
	return orRoot(path), query
}

func orRoot(path string) string {
	if path == "" {
		return "/"
	}
	return path
}

// keys makes the keys that requests are matched by.
type keys struct {
	seed    maphash.Seed
	mark    *regexp.Regexp
	redact  *sessions.Redactor
	headers []string // that tell requests apart
	secret  map[place]map[string]bool
}

func newKeys() *keys {
	return &keys{
		seed: maphash.MakeSeed(), mark: regexp.MustCompile(`‹redacted:[0-9a-f]{8}›`), redact: sessions.NewRedactor(),
		headers: []string{"Range"}, secret: map[place]map[string]bool{},
	}
}

// learn notes which parameters of a recorded request are struck out.
func (k *keys) learn(a asked) {
	for name, values := range params(a.query) {
		if slices.ContainsFunc(values, k.marked) {
			at := a.place()
			if k.secret[at] == nil {
				k.secret[at] = map[string]bool{}
			}
			k.secret[at][name] = true
		}
	}
}

func (k *keys) marked(text string) bool { return k.mark.MatchString(text) }

// exact is the key of all that the request holds.
func (k *keys) exact(a asked) uint64 {
	return k.sum(a, params(a.query).Encode(), string(plainBody(a.body)))
}

// loose is the key without what may be secret. It is to be asked after every
// recorded request was learned.
func (k *keys) loose(a asked) uint64 {
	values := params(a.query)
	for name := range k.secret[a.place()] {
		delete(values, name)
	}
	return k.sum(a, values.Encode(), k.mark.ReplaceAllString(k.clean(a), "‹redacted›"))
}

// clean strikes the secrets of a body out as a recording does.
func (k *keys) clean(a asked) string {
	body := string(plainBody(a.body))
	if strings.HasPrefix(a.kind, "application/x-www-form-urlencoded") {
		return strings.TrimPrefix(k.redact.URL("?"+body), "?")
	}
	return k.redact.JSON(body)
}

func (k *keys) sum(a asked, query, body string) uint64 {
	var h maphash.Hash
	h.SetSeed(k.seed)
	parts := []string{a.origin, a.method, a.path, query, body}
	for _, name := range k.headers {
		parts = append(parts, strings.Join(a.header.Values(name), ","))
	}
	for _, part := range parts {
		_, _ = h.WriteString(part)
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// params reads a query; one that cannot be read is a parameter of its own.
func params(query string) url.Values {
	values, err := url.ParseQuery(query)
	if err != nil {
		return url.Values{"": {query}}
	}
	return values
}

// plainBody brings JSON into one form; other bodies stay as they are.
func plainBody(body []byte) []byte {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var v any
	if len(body) == 0 || dec.Decode(&v) != nil || dec.More() {
		return body
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return body
	}
	return bytes.TrimSpace(out.Bytes())
}
