package sessions

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine"
)

// anyEvent draws an event of any kind that a file may claim, sense or not.
func anyEvent(t *rapid.T) engine.Event {
	id := rapid.Uint64Range(0, 12)
	small := rapid.IntRange(-2, 30)
	at := began.Add(time.Duration(rapid.IntRange(-1000, 100_000).Draw(t, "at")) * time.Millisecond)
	h := engine.Header{
		Seq: rapid.Uint64().Draw(t, "seq"), At: at, Run: rapid.Uint64Range(0, 3).Draw(t, "run"), Exchange: id.Draw(t, "exchange"),
		Attempt: small.Draw(t, "attempt"), Origin: rapid.SampledFrom([]string{"", gauges, "http://b"}).Draw(t, "origin"),
	}
	tally := engine.Tally{Calls: small.Draw(t, "calls"), Failures: small.Draw(t, "failures"), Consecutive: small.Draw(t, "consecutive")}
	level := engine.Level{Tokens: rapid.Float64().Draw(t, "tokens"), Waiting: small.Draw(t, "waiting")}
	reasons := []engine.WaitReason{
		engine.WaitLimiter, engine.WaitBackoff, engine.WaitRetryAfter, engine.WaitBreakerOpen, engine.WaitSlot, engine.WaitPool, engine.WaitPaused, "other",
	}
	reason := rapid.SampledFrom(reasons).Draw(t, "reason")
	state := rapid.SampledFrom([]string{"closed", "open", "half-open", "forced-open", "disabled", ""})
	outcome := rapid.SampledFrom([]string{"success", "failure", "ignored", ""}).Draw(t, "outcome")
	long := time.Duration(rapid.Int64().Draw(t, "long"))
	text := rapid.SampledFrom([]string{"", "503", "\x1b]0;x\a", "Straße\u202e"}).Draw(t, "text")
	fault := &engine.ErrorFacts{Class: text, Text: text}
	events := []func() engine.Event{
		func() engine.Event {
			modes := []engine.Mode{engine.ModeSingle, engine.ModeWalk, engine.ModeFanOut, engine.ModeRepeat, ""}
			return engine.RunStarted{Header: h, Mode: rapid.SampledFrom(modes).Draw(t, "mode"), URL: text}
		},
		func() engine.Event { return engine.RunFinished{Header: h, Elapsed: long, Error: fault, Reason: text} },
		func() engine.Event { return engine.RunPaused{Header: h} },
		func() engine.Event { return engine.RunResumed{Header: h} },
		func() engine.Event { return engine.ExchangeStarted{Header: h, Page: small.Draw(t, "page"), URL: text} },
		func() engine.Event { return engine.ExchangeFinished{Header: h, Elapsed: long, Error: fault} },
		func() engine.Event {
			return engine.WaitStarted{Header: h, Reason: reason, Until: at.Add(long), Bucket: level, Detail: text}
		},
		func() engine.Event { return engine.WaitChanged{Header: h, Reason: reason, Until: at.Add(long)} },
		func() engine.Event { return engine.WaitEnded{Header: h, Reason: reason, Waited: long} },
		func() engine.Event {
			return engine.AttemptStarted{Header: h, Bucket: level, InFlight: small.Draw(t, "flying"), Max: small.Draw(t, "max")}
		},
		func() engine.Event { return engine.PhaseReached{Header: h, Phase: text, Elapsed: long} },
		func() engine.Event { return engine.BodyProgress{Header: h, Sent: int64(long), Received: int64(long)} },
		func() engine.Event {
			return engine.AttemptFinished{
				Header: h, Outcome: outcome, Tally: tally, Conn: id.Draw(t, "conn"), Error: fault, Timing: engine.Timing{Total: long},
				Decoded: int64(long), Silent: small.Draw(t, "silent"), Stale: rapid.Bool().Draw(t, "stale"),
			}
		},
		func() engine.Event { return engine.RetryScheduled{Header: h, Delay: long, Why: text} },
		func() engine.Event { return engine.RetryRefused{Header: h} },
		func() engine.Event {
			return engine.BreakerChanged{
				Header: h, From: state.Draw(t, "from"), To: state.Draw(t, "to"), Rule: text, Cause: id.Draw(t, "cause"), Tally: tally, Settings: text,
			}
		},
		func() engine.Event { return engine.BreakerRejected{Header: h, Left: long, Tally: tally} },
		func() engine.Event {
			return engine.BucketChanged{Header: h, Rate: rapid.Float64().Draw(t, "rate"), Burst: small.Draw(t, "burst"), Bucket: level, PausedUntil: at.Add(long)}
		},
		func() engine.Event { return engine.ConcurrencyChanged{Header: h, Limit: small.Draw(t, "limit")} },
		func() engine.Event {
			return engine.QuotaSeen{Header: h, Dialect: text, Remaining: rapid.Float64().Draw(t, "left")}
		},
		func() engine.Event {
			return engine.PageFetched{Header: h, Number: small.Draw(t, "page"), Items: small.Draw(t, "items"), Total: int64(long), Drift: text}
		},
		func() engine.Event { return engine.PageFailed{Header: h, Number: small.Draw(t, "page"), Error: fault} },
		func() engine.Event { return engine.PaginationDetected{Header: h, Evidence: []string{text}} },
		func() engine.Event { return engine.WalkStopped{Header: h, Text: text} },
		func() engine.Event { return engine.PolicyChanged{Header: h} },
		func() engine.Event {
			return engine.ConnectionOpened{Header: h, Conn: id.Draw(t, "conn"), TLS: &engine.TLSFacts{}}
		},
		func() engine.Event { return engine.ConnectionClosed{Header: h, Conn: id.Draw(t, "conn")} },
	}
	return events[rapid.IntRange(0, len(events)-1).Draw(t, "kind")]()
}

// sound fails unless the parts of a state agree with each other.
func sound(t *rapid.T, s *State) {
	if !slices.IsSorted(s.Live()) {
		t.Fatalf("live exchanges are out of order: %v", s.Live())
	}
	waiting := map[string]int{}
	queued := map[string]int{}
	live := 0
	for i := range s.Len() {
		x := s.Row(i)
		if i > 0 && s.Row(i-1).ID >= x.ID {
			t.Fatalf("exchange %d comes before %d", s.Row(i-1).ID, x.ID)
		}
		if x.Live() {
			live++
		}
		if x.Wait == nil {
			continue
		}
		if !x.Live() {
			t.Fatalf("exchange %d ended and waits", x.ID)
		}
		if x.Wait.Reason != "other" {
			waiting[x.Origin]++
		}
		if x.Wait.Reason == engine.WaitLimiter {
			queued[x.Origin]++
		}
	}
	if live != len(s.Live()) {
		t.Fatalf("%d live exchanges, %d listed", live, len(s.Live()))
	}
	for _, o := range s.Origins() {
		if o.Waiting.Total() != waiting[o.Name] || len(o.Bucket.Queue()) != queued[o.Name] {
			t.Fatalf("%s: %d wait and %d in the queue, not %d and %d", o.Name, o.Waiting.Total(), len(o.Bucket.Queue()), waiting[o.Name], queued[o.Name])
		}
		if o.Breaker.Len() > max(0, o.Breaker.Tally.Calls) {
			t.Fatalf("window of %d, the tally counts %d", o.Breaker.Len(), o.Breaker.Tally.Calls)
		}
		if tokens := o.Bucket.TokensAt(began); tokens > float64(o.Bucket.Burst) {
			t.Fatalf("%v tokens of %d", tokens, o.Bucket.Burst)
		}
	}
	for _, r := range s.Runs() {
		if r.Walk != nil {
			soundTrail(t, &r.Walk.Trail, r.Walk.Items)
		}
	}
}

func soundTrail(t *rapid.T, trail *Trail, items int64) {
	sum := int64(0)
	for i := range trail.Len() {
		if i > 0 && trail.At(i-1).Number >= trail.At(i).Number {
			t.Fatalf("page %d comes before %d", trail.At(i-1).Number, trail.At(i).Number)
		}
		if got := trail.FirstItem(i); got != sum {
			t.Fatalf("page at %d begins with item %d, not %d", i, got, sum)
		}
		if n := trail.At(i).Items; n > 0 {
			if at, off, ok := trail.Locate(sum + int64(n) - 1); !ok || at != i || off != n-1 {
				t.Fatalf("item %d is found in page %d at %d, not %d at %d", sum+int64(n)-1, at, off, i, n-1)
			}
		}
		sum += int64(trail.At(i).Items)
	}
	if sum != items || trail.Items() != items {
		t.Fatalf("pages hold %d items, the walk %d", sum, items)
	}
}

func TestAnyStreamIsReduced(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(anyEvent), 1, 60).Draw(t, "events")
		part := rapid.IntRange(0, len(events)).Draw(t, "part")
		s := reduce(events[:part])
		c := s.Clone()
		other := rapid.SliceOfN(rapid.Custom(anyEvent), 0, 10).Draw(t, "other")
		for _, e := range other {
			c.Apply(e)
		}
		for _, e := range events[part:] {
			s.Apply(e)
			if w := Words(e); w == "" || cleanless(w) {
				t.Fatalf("%s in words: %q", e.Kind(), w)
			}
			if why := s.Why(e.Head().At); cleanless(why.Text) {
				t.Fatalf("why: %q", why.Text)
			}
		}
		sound(t, s)
		sound(t, c)
		// What the clone went through left no trace, and the other way round.
		alike(t, s, reduce(events))
		alike(t, c, reduce(append(slices.Clone(events[:part]), other...)))
	})
}

// cleanless says whether text holds what a terminal takes for a command.
func cleanless(text string) bool {
	return slices.ContainsFunc([]rune(text), func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e })
}

func alike(t *rapid.T, a, b *State) {
	if a.Counters != b.Counters || a.Len() != b.Len() || a.LogLen() != b.LogLen() || !slices.Equal(a.Live(), b.Live()) ||
		!slices.Equal(a.Retrying(), b.Retrying()) || len(a.Origins()) != len(b.Origins()) {
		t.Fatalf("states differ: %+v and %+v", a.Counters, b.Counters)
	}
	for i := range a.Len() {
		x, y := a.Row(i), b.Row(i)
		if x.ID != y.ID || x.Outcome != y.Outcome || len(x.Attempts) != len(y.Attempts) || (x.Wait == nil) != (y.Wait == nil) {
			t.Fatalf("exchanges differ: %+v and %+v", x, y)
		}
	}
	for i, o := range a.Origins() {
		p := b.Origins()[i]
		if o.Name != p.Name || o.Breaker.Len() != p.Breaker.Len() || o.Bucket.Rate != p.Bucket.Rate || len(o.Connections.Open) != len(p.Connections.Open) {
			t.Fatalf("origins differ: %+v and %+v", o, p)
		}
	}
}

// TestTheWindowIsTheTally holds for a stream that makes sense: a reader has the
// breaker's window outcome by outcome.
func TestTheWindowIsTheTally(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, st := newScript().start(engine.ModeFanOut), NewState()
		for range rapid.IntRange(1, 60).Draw(t, "attempts") {
			x := s.begin(0)
			s.attempt(x, 1, rapid.SampledFrom([]int{200, 404, 500, 503}).Draw(t, "status"))
			s.end(x, 200, 1)
			for _, e := range s.events {
				st.Apply(e)
			}
			s.events = s.events[:0]
			b := &st.Origin(gauges).Breaker
			if b.Len() != b.Tally.Calls || b.Len() != len(s.window) {
				t.Fatalf("window of %d, the tally counts %d", b.Len(), b.Tally.Calls)
			}
			for i, failed := range s.window {
				if b.Mark(i).Failed != failed {
					t.Fatalf("outcome %d is wrong", i)
				}
			}
		}
	})
}

func TestPagesInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var trail Trail
		ed := &edition{}
		model := map[int]int{}
		for range rapid.IntRange(0, 700).Draw(t, "puts") {
			number := max(1, len(model)+rapid.IntRange(-9, 9).Draw(t, "number"))
			items := rapid.IntRange(0, 9).Draw(t, "items")
			trail.put(ed, Page{Number: number, Items: items})
			model[number] = items
			if rapid.IntRange(0, 50).Draw(t, "clone") == 0 {
				old := trail.clone()
				ed = &edition{}
				defer func(n int) {
					if old.Len() != n {
						t.Fatal("a clone has changed")
					}
				}(old.Len())
			}
		}
		sum := int64(0)
		for _, items := range model {
			sum += int64(items)
		}
		if trail.Len() != len(model) {
			t.Fatalf("%d pages of %d", trail.Len(), len(model))
		}
		soundTrail(t, &trail, sum)
	})
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	s, st := newScript().start(engine.ModeRepeat), NewState()
	for range KeptExchanges + 2*slack {
		x := s.begin(0)
		s.attempt(x, 1, 200)
		s.end(x, 200, 1)
		for _, e := range s.events {
			st.Apply(e)
		}
		s.events = s.events[:0]
	}
	if n := st.Len(); n < KeptExchanges || n > KeptExchanges+2*slack {
		t.Errorf("%d exchanges are held", n)
	}
	if st.LogLen() != KeptEvents || st.Logged() != st.Counters.Events {
		t.Errorf("log of %d, %d in all", st.LogLen(), st.Logged())
	}
	with := 0
	for i := range st.Len() {
		if st.Row(i).Attempts[0].Fields != nil {
			with++
		}
	}
	if with != KeptHeaders {
		t.Errorf("%d exchanges have header fields", with)
	}
	if st.Exchange(1) != nil || st.Exchange(s.exchange) == nil {
		t.Error("the wrong exchanges were dropped")
	}
	var trail Trail
	ed := &edition{}
	for i := range KeptPages + 300 {
		trail.push(ed, Page{Number: i + 1, Items: 2})
	}
	if trail.Len() != KeptPages || trail.At(0).Number != 301 || trail.Items() != 2*KeptPages || trail.FirstItem(500) != 1000 {
		t.Errorf("trail of %d from %d with %d items", trail.Len(), trail.At(0).Number, trail.Items())
	}
	if i, off, ok := trail.Locate(1001); !ok || i != 500 || off != 1 {
		t.Errorf("item 1001 is at %d, %d", i, off)
	}
}

func BenchmarkApply(b *testing.B) {
	events := busy(2000)
	st := NewState()
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		if i == len(events) {
			st, i = NewState(), 0
		}
		st.Apply(events[i])
		i++
	}
}
