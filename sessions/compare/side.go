package compare

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"strconv"

	"weir/engine"
	"weir/sessions"
)

// mostRequests is how many different requests are told apart in a session;
// what comes beyond is counted together.
const mostRequests = 10_000

// otherRequests is what they are counted as.
const otherRequests = "(others)"

// side reads one session.
type side struct {
	session  *sessions.Session
	label    func(origin string) string
	counts   Counts
	latency  latencies
	elapsed  latencies
	requests map[requestKey]*request
	order    []requestKey
	walks    map[uint64]list // the list that a run walks
	live     map[uint64]*exchange
	items    *catalogue
	damaged  int
	firstBad error
}

// requestKey tells requests apart: by their origin's label and a text.
type requestKey = list

// request is what came of one.
type request struct {
	exchanges, retries int64
	ends               map[string]int64
	latency            latencies
}

// exchange is one that has not ended.
type exchange struct {
	of      *request
	method  string
	at      addressed
	walked  bool
	attempt int // whose body was kept last; 0 for none
}

func newSide(s *sessions.Session, label func(string) string, seed maphash.Seed) *side {
	return &side{
		session: s, label: label, counts: Counts{Statuses: map[string]int64{}}, requests: map[requestKey]*request{},
		walks: map[uint64]list{}, live: map[uint64]*exchange{}, items: newCatalogue(s, seed),
	}
}

// read takes in the whole session. The error is the context's.
func (s *side) read(ctx context.Context) error {
	for e, err := range s.session.Events(ctx, 0, 1<<63-1) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			s.damaged++
			s.firstBad = cmpOr(s.firstBad, err)
			continue
		}
		s.take(ctx, e)
	}
	for _, x := range s.live {
		s.counts.Unfinished++
		x.of.ends["unfinished"]++
	}
	s.live = nil
	s.counts.Items = int64(len(s.items.items))
	return ctx.Err()
}

func cmpOr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (s *side) take(ctx context.Context, e engine.Event) {
	switch e := e.(type) {
	case engine.RunStarted:
		s.counts.Runs++
		if e.Mode == engine.ModeWalk {
			at := addressOf(s.label(e.Origin), e.URL)
			s.walks[e.Run] = list{origin: at.origin, text: methodOf(e.Method) + " " + at.path}
		}
	case engine.ExchangeStarted:
		s.start(e)
	case engine.ExchangeFinished:
		s.finish(ctx, e)
	case engine.BreakerChanged:
		if e.From != e.To && e.To == "open" {
			s.counts.Trips++
		}
	case engine.PageFetched:
		s.counts.Pages++
		if l, ok := s.walks[e.Run]; ok {
			s.items.add(ctx, l, source{exchange: e.Exchange, attempt: e.Attempt, path: e.ItemsPath, doubles: e.Doubles})
		}
	case engine.PageFailed:
		s.counts.LostPages++
	default:
		s.takeAttempt(e)
	}
}

func (s *side) takeAttempt(e engine.Event) {
	x := s.live[e.Head().Exchange]
	switch e := e.(type) {
	case engine.AttemptStarted:
		s.counts.Attempts++
	case engine.AttemptFinished:
		s.counts.Bytes += max(0, e.Decoded)
		if e.Status != 0 && e.Error == nil {
			s.latency.add(e.Timing.Total)
			if x != nil {
				x.of.latency.add(e.Timing.Total)
			}
		}
		if x != nil && e.HasBody {
			x.attempt = e.Attempt
		}
	case engine.RetryScheduled:
		s.counts.Retries++
		if x != nil {
			x.of.retries++
		}
	case engine.RetryRefused:
		s.counts.NotRetried++
	}
}

func (s *side) start(e engine.ExchangeStarted) {
	s.counts.Exchanges++
	at := addressOf(s.label(e.Origin), e.URL)
	text := e.Name
	if text == "" {
		text = methodOf(e.Method) + " " + at.template()
	}
	r := s.request(requestKey{at.origin, text})
	r.exchanges++
	_, walked := s.walks[e.Run]
	s.live[e.Exchange] = &exchange{of: r, method: methodOf(e.Method), at: at, walked: walked}
}

func methodOf(method string) string {
	if method == "" {
		return "GET"
	}
	return method
}

func (s *side) request(key requestKey) *request {
	if r := s.requests[key]; r != nil {
		return r
	}
	if len(s.order) >= mostRequests {
		key = requestKey{text: otherRequests}
		if r := s.requests[key]; r != nil {
			return r
		}
	}
	r := &request{ends: map[string]int64{}}
	s.requests[key] = r
	s.order = append(s.order, key)
	return r
}

func (s *side) finish(ctx context.Context, e engine.ExchangeFinished) {
	x := s.live[e.Exchange]
	if x == nil {
		return
	}
	delete(s.live, e.Exchange)
	s.elapsed.add(e.Elapsed)
	x.of.ends[s.end(e)]++
	if e.Outcome == engine.ExchangeAnswered && !x.walked && x.attempt > 0 {
		s.items.add(ctx, list{origin: x.at.origin, text: x.method + " " + x.at.path},
			source{exchange: e.Exchange, attempt: x.attempt, single: true})
	}
}

// end counts how an exchange ended, and names it.
func (s *side) end(e engine.ExchangeFinished) string {
	switch e.Outcome {
	case engine.ExchangeAnswered:
		s.counts.Answered++
	case engine.ExchangeRefused:
		s.counts.Refused++
	case engine.ExchangeRejected:
		s.counts.Rejected++
		return "rejected"
	case engine.ExchangeCancelled:
		s.counts.Cancelled++
		return "cancelled"
	default:
		s.counts.Failed++
		return "failed"
	}
	s.counts.Statuses[strconv.Itoa(e.Status/100)+"xx"]++
	return strconv.Itoa(e.Status)
}

// troubles says what of the session is missing from the comparison.
func (s *side) troubles(name string) []string {
	var out []string
	if s.damaged > 0 {
		out = append(out, fmt.Sprintf("%s: %d parts of the file cannot be read: %v", name, s.damaged, s.firstBad))
	}
	if _, ok := s.requests[requestKey{text: otherRequests}]; ok {
		out = append(out, fmt.Sprintf("%s: requests beyond the first %d different ones are counted together", name, mostRequests))
	}
	return append(out, s.items.troubles(name)...)
}

// report is what the session holds.
func (s *side) report(ctx context.Context, origins []string) (Side, error) {
	info, err := s.session.Info(ctx)
	if err != nil && errors.Is(err, ctx.Err()) {
		return Side{}, err
	}
	return Side{
		Path: info.Path, Name: info.Name, Created: info.Created, Origins: origins, Counts: s.counts,
		Latency: s.latency.distribution(), Elapsed: s.elapsed.distribution(),
	}, nil
}
