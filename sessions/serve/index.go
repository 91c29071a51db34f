package serve

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions"
)

// answer is a recorded reply; without an attempt, the exchange had none.
type answer struct {
	exchange uint64
	attempt  int
}

// group holds the answers of one request, in their order.
type group struct {
	answers []answer
	next    int
}

// mostLabels is how many different requests are named as the nearest ones.
const mostLabels = 10_000

// label is a recorded request as it is shown.
type label struct{ origin, method, path, query string }

// index finds answers.
type index struct {
	keys    *keys
	exact   map[uint64]*group
	loose   map[uint64]*group
	origins []string
	labels  []label
	seen    map[label]bool
	damages []error
}

// pending is an exchange whose end is still to come.
type pending struct {
	asked   asked
	answers []answer
}

// builder reads a session into an index.
type builder struct {
	*index
	session *sessions.Session
	every   bool
	live    map[uint64]*pending
}

// newIndex reads a session. The error is the context's.
func newIndex(ctx context.Context, s *sessions.Session, every bool) (*index, error) {
	b := &builder{
		index:   &index{keys: newKeys(), exact: map[uint64]*group{}, loose: map[uint64]*group{}, seen: map[label]bool{}},
		session: s, every: every, live: map[uint64]*pending{},
	}
	if err := b.learn(ctx); err != nil {
		return nil, err
	}
	for e, err := range s.Events(ctx, 0, 1<<63-1) {
		if err != nil {
			b.damages = append(b.damages[:min(len(b.damages), 10)], err)
			continue
		}
		b.take(ctx, e)
	}
	for _, id := range slices.SortedFunc(maps.Keys(b.live), cmp.Compare[uint64]) {
		if p := b.live[id]; len(p.answers) > 0 {
			b.put(p)
		}
	}
	return b.index, ctx.Err()
}

// learn reads first what the keys of all requests depend on: which parameters
// are secret, and which header fields turn pages.
func (b *builder) learn(ctx context.Context) error {
	for from := uint64(0); ; {
		found, err := b.session.Find(ctx, sessions.Filter{FromID: from, Limit: 10_000})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return nil
		}
		for _, x := range found {
			path, query := split(x.URL)
			b.keys.learn(asked{origin: x.Origin, method: x.Method, path: path, query: query})
			if !slices.Contains(b.origins, x.Origin) {
				b.origins = append(b.origins, x.Origin)
			}
		}
		from = found[len(found)-1].ID
	}
}

func (b *builder) take(ctx context.Context, e engine.Event) {
	p := b.live[e.Head().Exchange]
	switch e := e.(type) {
	case engine.RunStarted:
		b.pageFields(e.Paginate)
	case engine.ExchangeStarted:
		path, query := split(e.URL)
		b.live[e.Exchange] = &pending{asked: asked{
			origin: e.Origin, method: cmp.Or(e.Method, http.MethodGet), path: path, query: query, header: http.Header{},
		}}
	case engine.AttemptStarted:
		if p != nil {
			b.sent(ctx, p, e)
		}
	case engine.AttemptFinished:
		if p != nil && e.Status != 0 && e.Error == nil {
			if !b.every {
				p.answers = p.answers[:0]
			}
			p.answers = append(p.answers, answer{e.Exchange, e.Attempt})
		}
	case engine.ExchangeFinished:
		if p == nil {
			return
		}
		delete(b.live, e.Exchange)
		if len(p.answers) == 0 && e.Outcome == engine.ExchangeFailed {
			p.answers = []answer{{exchange: e.Exchange}}
		}
		b.put(p)
	}
}

// pageFields notes the header fields in which a walk sent its tokens.
func (b *builder) pageFields(paginate string) {
	spec, err := page.ParseSpec(paginate)
	if err != nil || spec.Params["in"] != "header" {
		return
	}
	for name := range strings.SplitSeq(spec.Params["param"], "+") {
		if !slices.Contains(b.keys.headers, name) {
			b.keys.headers = append(b.keys.headers, name)
		}
	}
}

// sent takes in what a request sent.
func (b *builder) sent(ctx context.Context, p *pending, e engine.AttemptStarted) {
	for _, name := range b.keys.headers {
		if values := http.Header(e.Fields).Values(name); len(values) > 0 {
			p.asked.header[http.CanonicalHeaderKey(name)] = values
		}
	}
	p.asked.kind = http.Header(e.Fields).Get("Content-Type")
	if e.BodySize != 0 && e.Attempt == 1 {
		p.asked.body, _, _ = b.session.Body(ctx, e.Exchange, e.Attempt, engine.RequestBody) // without one it matches no body
	}
}

// put makes answers findable.
func (b *builder) put(p *pending) {
	if len(p.answers) == 0 {
		return
	}
	for _, to := range []struct {
		in  map[uint64]*group
		key uint64
	}{{b.exact, b.keys.exact(p.asked)}, {b.loose, b.keys.loose(p.asked)}} {
		g := to.in[to.key]
		if g == nil {
			g = &group{}
			to.in[to.key] = g
		}
		g.answers = append(g.answers, p.answers...)
	}
	l := label{p.asked.origin, p.asked.method, p.asked.path, p.asked.query}
	if len(b.labels) < mostLabels && !b.seen[l] {
		b.seen[l] = true
		b.labels = append(b.labels, l)
	}
}

// find returns the next answer of a request; a caller holds a lock.
func (i *index) find(a asked) (answer, bool) {
	for _, method := range []string{a.method, headAsGet(a.method)} {
		a.method = method
		g := i.exact[i.keys.exact(a)]
		if g == nil {
			g = i.loose[i.keys.loose(a)]
		}
		if g == nil {
			continue
		}
		at := min(g.next, len(g.answers)-1)
		g.next++
		return g.answers[at], true
	}
	return answer{}, false
}

// headAsGet lets a HEAD be answered with what a GET brought.
func headAsGet(method string) string {
	if method == http.MethodHead {
		return http.MethodGet
	}
	return method
}
