package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"weir/engine"
	"weir/sessions"
)

const (
	// originPath is where every origin is served, besides the first at the root.
	originPath = "/.origin/"
	// largestRequest is how much of a request's body is read to match it.
	largestRequest = 32 << 20
	// mostNearest is how many recorded requests a 404 names.
	mostNearest = 5
)

// Options say how a recording is served.
type Options struct {
	// Origin is served at the root; empty takes the one that was asked first.
	Origin string
	// Delay is the part of the recorded time that an answer takes: 0 for none, 1
	// for as long as it took.
	Delay float64
	// EveryAttempt gives also the replies that were tried again, such as a 503
	// before a 200, and not only the last of each exchange.
	EveryAttempt bool
	// AsRecorded leaves links as they were recorded.
	AsRecorded bool
	// Log is told in a line of what cannot be answered; nil tells nobody. It may
	// be called by several goroutines.
	Log func(line string)
}

// Handler answers from a recording. It is safe for concurrent use.
type Handler struct {
	session *sessions.Session
	opts    Options

	mu    sync.Mutex // for index
	index *index
}

// New reads a session, which has to stay open while it is served. Errors are
// those of the file, and of an Origin that was never asked.
func New(ctx context.Context, s *sessions.Session, o Options) (*Handler, error) {
	i, err := newIndex(ctx, s, o.EveryAttempt)
	if err != nil {
		return nil, err
	}
	if len(i.origins) == 0 {
		return nil, errors.New("the session holds no requests")
	}
	if o.Origin == "" {
		o.Origin = i.origins[0]
	}
	if !slices.Contains(i.origins, o.Origin) {
		return nil, fmt.Errorf("the session holds nothing of %s, but of %s", o.Origin, strings.Join(i.origins, ", "))
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	return &Handler{session: s, opts: o, index: i}, nil
}

// Origins lists the recorded origins, in the order in which they were first asked.
func (h *Handler) Origins() []string { return slices.Clone(h.index.origins) }

// Root returns the origin that is served at the root.
func (h *Handler) Root() string { return h.opts.Origin }

// Damages says what of the file could not be read.
func (h *Handler) Damages() []error { return h.index.damages }

// Path returns where an origin is served, such as "" or "/.origin/https/h:443".
func (h *Handler) Path(origin string) string {
	if origin == h.opts.Origin {
		return ""
	}
	scheme, host, _ := strings.Cut(origin, "://")
	return originPath + scheme + "/" + host
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !local(r) {
		h.problem(w, r, http.StatusMisdirectedRequest, "the request is for another host",
			fmt.Sprintf("the recording is served on this machine alone, and %q is not its name: ask 127.0.0.1 or localhost", r.Host), nil)
		return
	}
	base := "http://" + r.Host
	a, err := h.asked(r, base)
	if err != nil {
		h.problem(w, r, http.StatusRequestEntityTooLarge, "the request cannot be read", err.Error(), nil)
		return
	}
	h.mu.Lock()
	found, ok := h.index.find(a)
	h.mu.Unlock()
	if !ok {
		near := h.index.nearest(a, mostNearest)
		h.problem(w, r, http.StatusNotFound, "never recorded",
			fmt.Sprintf("the session holds no %s %s of %s", a.method, target(a), a.origin), near)
		return
	}
	h.answer(w, r, found, base)
}

// asked reads what a request asks for, in the words of the recording.
func (h *Handler) asked(r *http.Request, base string) (asked, error) {
	origin, path := h.opts.Origin, r.URL.EscapedPath()
	for _, o := range h.index.origins {
		if rest, ok := strings.CutPrefix(path, h.Path(o)); ok && o != h.opts.Origin && (rest == "" || rest[0] == '/') {
			origin, path = o, rest
			break
		}
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, largestRequest+1))
	if err != nil {
		return asked{}, err
	}
	if len(body) > largestRequest {
		return asked{}, fmt.Errorf("its body is larger than %s", sessions.Size(largestRequest))
	}
	query, kind := r.URL.RawQuery, r.Header.Get("Content-Type")
	if !h.opts.AsRecorded { // a link that was rewritten may come back in a request
		for _, o := range h.byPath() {
			query = backQuery(query, base+h.Path(o), shortOf(o))
			body = bytes.ReplaceAll(body, []byte(base+h.Path(o)+"/"), []byte(shortOf(o)+"/"))
		}
	}
	return asked{
		origin: origin, method: r.Method, path: orRoot(path), query: query, header: r.Header, kind: kind, body: body,
	}, nil
}

// byPath lists the origins, that of the root last: its path starts all others.
func (h *Handler) byPath() []string {
	others := slices.DeleteFunc(h.Origins(), func(o string) bool { return o == h.opts.Origin })
	return append(others, h.opts.Origin)
}

// backQuery turns links in the values of a query back into those recorded.
func backQuery(query, served, recorded string) string {
	values := params(query)
	changed := false
	for _, of := range values {
		for i, v := range of {
			if rest, ok := strings.CutPrefix(v, served); ok && (rest == "" || rest[0] == '/') {
				of[i], changed = recorded+rest, true
			}
		}
	}
	if !changed {
		return query
	}
	return values.Encode()
}

// shortOf writes an origin without its scheme's own port.
func shortOf(origin string) string {
	all := spellings(origin)
	return all[len(all)-1]
}

func target(a asked) string {
	if a.query == "" {
		return a.path
	}
	return a.path + "?" + a.query
}

// links are the origins and where they are served.
func (h *Handler) links(base string) links {
	if h.opts.AsRecorded {
		return nil
	}
	to := map[string]string{}
	for _, o := range h.index.origins {
		to[o] = base + h.Path(o)
	}
	return linksOf(to)
}

// answer gives a recorded answer.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, found answer, base string) {
	x, err := h.session.Exchange(r.Context(), found.exchange)
	if err != nil {
		h.problem(w, r, http.StatusInternalServerError, "the recording cannot be read", err.Error(), nil)
		return
	}
	a := x.Attempt(found.attempt)
	if a == nil {
		why := "it had no answer"
		if x.Err != nil {
			why = x.Err.Text
		}
		h.problem(w, r, http.StatusBadGateway, "recorded as a failure", why, nil)
		return
	}
	if a.Status < 200 || a.Status > 999 { // net/http would break down over what a damaged file may hold
		h.problem(w, r, http.StatusBadGateway, "the recording cannot be read", fmt.Sprintf("%d is no status of a final reply", a.Status), nil)
		return
	}
	if !h.wait(r.Context(), a.Timing.Total-a.Timing.Pool-a.Timing.Body) {
		return
	}
	to := h.links(base)
	copyFields(w.Header(), a.Fields, to)
	w.Header().Set("Weir-Exchange", fmt.Sprintf("%d", found.exchange))
	h.body(w, r, found, a, to)
}

// body gives a recorded body. One that was not kept whole ends the connection,
// so that nobody takes it for one.
func (h *Handler) body(w http.ResponseWriter, r *http.Request, found answer, a *sessions.Attempt, to links) {
	ctx := r.Context()
	out := io.Writer(w)
	if !isText(a.Fields) {
		to = nil
	}
	relink := &relinker{to: out, links: to}
	w.WriteHeader(a.Status)
	if r.Method == http.MethodHead {
		return
	}
	if !h.wait(ctx, a.Timing.Body) {
		return
	}
	facts, err := h.session.WriteBody(ctx, relink, found.exchange, found.attempt, engine.ResponseBody)
	if err == nil {
		err = relink.flush()
	}
	switch {
	case errors.Is(err, sessions.ErrNoBody) && a.Decoded == 0:
		return
	case err == nil && facts.Complete && !a.Cut:
		return
	case err == nil:
		h.opts.Log(fmt.Sprintf("%s %s: the recorded body is not whole, so the connection is ended after %s", r.Method, r.URL.EscapedPath(), sessions.Size(facts.Size)))
	case ctx.Err() == nil:
		h.opts.Log(fmt.Sprintf("%s %s: the recorded body cannot be read: %v", r.Method, r.URL.EscapedPath(), err))
	}
	panic(http.ErrAbortHandler) // net/http's own way to end a connection
}

// wait waits for the recorded time, as much as is asked for of it; false means
// that the client has gone.
func (h *Handler) wait(ctx context.Context, d time.Duration) bool {
	d = time.Duration(float64(d) * h.opts.Delay)
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// copyFields gives the recorded header fields, but those of the connection and
// of the body's coding: bodies are kept decoded.
func copyFields(to http.Header, fields engine.FieldLines, l links) {
	to["Content-Type"] = nil // net/http is not to guess one
	dropped := []string{
		"Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Te", "Trailer", "Transfer-Encoding",
		"Upgrade", "Content-Encoding", "Content-Length", "Alt-Svc", "Strict-Transport-Security",
	}
	for name := range strings.SplitSeq(strings.Join(fields["Connection"], ","), ",") {
		dropped = append(dropped, http.CanonicalHeaderKey(strings.TrimSpace(name)))
	}
	for name, values := range fields {
		if slices.Contains(dropped, http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, v := range values {
			to.Add(name, l.text(v))
		}
	}
}

// isText says whether a body may hold links to be read by a person or program.
func isText(fields engine.FieldLines) bool {
	kind := strings.ToLower(http.Header(fields).Get("Content-Type"))
	for _, part := range []string{"json", "xml", "text/", "javascript", "yaml", "graphql", "x-www-form-urlencoded"} {
		if strings.Contains(kind, part) {
			return true
		}
	}
	return kind == ""
}

// problemDoc is a problem document (RFC 9457).
type problemDoc struct {
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Status  int      `json:"status"`
	Detail  string   `json:"detail"`
	Nearest []string `json:"nearest,omitempty"`
}

// problem says why there is no recorded answer, to the client and to the log.
func (h *Handler) problem(w http.ResponseWriter, r *http.Request, status int, title, detail string, nearest []string) {
	line := fmt.Sprintf("%s %s: %s", r.Method, r.URL.RequestURI(), title)
	if len(nearest) > 0 {
		line += "; nearest is " + nearest[0]
	}
	h.opts.Log(line)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(problemDoc{"about:blank", title, status, detail, nearest}) // a client that went away is none of our business
}
