package sessions

import (
	"slices"
	"testing"
	"time"

	"weir/engine"
)

// TestWhy drives a run into every kind of wait and reads the sentence.
func TestWhy(t *testing.T) {
	t.Parallel()
	in := func(s *script, d time.Duration) time.Time { return s.now.Add(d + time.Millisecond) }
	cases := []struct {
		name   string
		drive  func(s *script)
		after  time.Duration
		reason string
		want   string
		action Action
	}{
		{"nothing", func(s *script) { s.events = nil }, 0, "", "", ""},
		{"starting", func(*script) {}, 0, WhyStarting, "starting", ActionCancel},
		{"breaker", func(s *script) {
			for i := range 5 {
				x := s.begin(0)
				s.attempt(x, 1, 503)
				if i == 4 {
					h := s.head(0, 0)
					s.add(engine.BreakerChanged{
						Header: h, From: "closed", To: "open", Rule: "consecutive failures", Cause: x, Until: h.At.Add(30 * time.Second),
						Tally: engine.Tally{Consecutive: 5},
					})
				}
				s.end(x, 503, 1)
			}
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitBreakerOpen, Until: in(s, 8200*time.Millisecond)})
		}, 5 * time.Second, "breaker-open", "waiting 3.2 s: breaker open for api.example.com after 5 failures in a row (#5 503)", ActionSkip},
		{"breaker by hand", func(s *script) {
			s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "forced-open", Rule: "by hand"})
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitBreakerOpen})
		}, 5 * time.Second, "breaker-open", "waiting for 5.0 s: breaker for api.example.com was opened by hand, until you reset it", ActionReset},
		{"breaker reset, the wait not yet ended", func(s *script) {
			s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "forced-open", Rule: "by hand"})
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitBreakerOpen})
			s.add(engine.BreakerChanged{Header: s.head(0, 0), From: "forced-open", To: "closed", Rule: "by hand"})
		}, 5 * time.Second, "breaker-open", "waiting for 5.0 s: breaker for api.example.com lets requests pass again, #1 goes on", ActionSkip},
		{"retry, the wait not yet stated", func(s *script) {
			x := s.begin(0)
			s.attempt(x, 1, 503)
			s.add(engine.RetryScheduled{Header: s.head(x, 1), Next: 2, Max: 4, Why: "503", Until: in(s, 300*time.Millisecond)})
		}, 0, WhyStarting, "#1 retries in 0.3 s after 503: attempt 2 of 4", ""},
		{"held without a rate", func(s *script) {
			s.add(engine.BucketChanged{Header: s.head(0, 0)})
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitLimiter, Until: in(s, 700*time.Millisecond), Detail: "quota used up"})
		}, 700 * time.Millisecond, "limiter", "waiting 0.0 s: the bucket of api.example.com was held: quota used up", ActionRate},
		{"throttled", func(s *script) {
			for range 12 {
				x := s.begin(0)
				s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitLimiter, Until: in(s, time.Duration(x)*100*time.Millisecond)})
			}
		}, 0, "limiter", "waiting 0.1 s: throttled to 10/s for api.example.com, 12 wait", ActionRate},
		{"held", func(s *script) {
			s.add(engine.BucketChanged{Header: s.head(0, 0), Rate: 10, Burst: 6, PausedUntil: in(s, time.Minute), Why: "quota used up"})
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitLimiter, Until: in(s, 41*time.Second)})
		}, 0, "limiter", "waiting 41 s: the bucket of api.example.com is held: quota used up", ActionRate},
		{"backoff", func(s *script) {
			x := s.begin(0)
			s.attempt(x, 1, 503)
			s.retry(x, 1)
		}, 400 * time.Millisecond, "backoff", "waiting 1.0 s: backing off after 503, then attempt 2 of 4 of #1", ActionSkip},
		{"slots", func(s *script) {
			x := s.begin(0)
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitSlot})
		}, 2 * time.Second, "slot", "waiting for 2.0 s: all 64 slots of api.example.com are in use, 1 waits", ActionSlots},
		{"pool", func(s *script) {
			x := s.begin(0)
			s.add(engine.ConnectionOpened{Header: s.head(x, 0), Conn: 1})
			s.add(engine.WaitStarted{Header: s.head(x, 0), Reason: engine.WaitPool})
		}, 300 * time.Millisecond, "pool", "waiting for 0.3 s: no free connection to api.example.com, 1 connection open", ActionSkip},
		{"server", func(s *script) {
			x := s.begin(0)
			s.add(engine.AttemptStarted{Header: s.head(x, 2), Max: 4})
			s.add(engine.PhaseReached{Header: s.head(x, 2), Phase: "wait", Elapsed: time.Millisecond})
		}, 7 * time.Second, WhyServer, "waiting for api.example.com for 7.0 s: #1 is sent, no answer yet, attempt 2 of 4", ActionGiveUp},
		{"body", func(s *script) {
			x := s.begin(0)
			s.add(engine.AttemptStarted{Header: s.head(x, 1), Max: 4})
			s.add(engine.PhaseReached{Header: s.head(x, 1), Phase: "body", Elapsed: time.Millisecond})
			s.add(engine.BodyProgress{Header: s.head(x, 1), Received: 23_000_000, Expected: 104_000_000})
		}, time.Second, WhyServer, "waiting for api.example.com for 1.0 s: #1 has received 23 MB of 104 MB", ActionGiveUp},
		{"paused", func(s *script) {
			s.begin(0)
			s.add(engine.RunPaused{Header: s.head(0, 0)})
		}, 5 * time.Second, "paused", "paused for 5.0 s: nothing is sent until you resume", ActionResume},
		{"reader", func(s *script) { s.page(1, 50) }, 0, WhyReader, "page 1 is there: the next is fetched when you ask for it", ActionMore},
		{"finished", func(s *script) {
			s.page(1, 50)
			s.add(engine.WalkStopped{Header: s.head(0, 0), Safety: true, Resume: "{}"})
			s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunStopped, Reason: "a page was seen before", Pages: 1, Items: 50, Elapsed: 2 * time.Second})
		}, 0, WhyFinished, "stopped: a page was seen before (1 page, 50 items in 2.0 s)", ActionContinue},
		{"cancelled", func(s *script) {
			s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunCancelled, Reason: "cancelled", Exchanges: 1})
		}, 0, WhyFinished, "cancelled (1 exchange in 0 ms)", ActionSend},
		{"given up", func(s *script) {
			s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunCancelled, Reason: "page 3: cancelled", Exchanges: 1})
		}, 0, WhyFinished, "cancelled: page 3 was given up (1 exchange in 0 ms)", ActionSend},
		{"failed page", func(s *script) {
			s.add(engine.PageFailed{Header: s.head(0, 0), Number: 3})
			s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunFailed, Error: &engine.ErrorFacts{Text: "page 3 failed"}, Exchanges: 1})
		}, 0, WhyFinished, "failed: page 3 failed (1 exchange in 0 ms)", ActionRetry},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newScript().start(engine.ModeWalk)
			c.drive(s)
			why := reduce(s.events).Why(s.now.Add(c.after))
			if why.Text != c.want || why.Reason != c.reason {
				t.Errorf("%s: %q\nwant %q", why.Reason, why.Text, c.want)
			}
			if c.action != "" && !slices.Contains(why.Actions[:1], c.action) {
				t.Errorf("actions are %v", why.Actions)
			}
		})
	}
}

// TestCountdownsRunWithoutEvents holds that a state needs no event to be drawn
// at a later moment.
func TestCountdownsRunWithoutEvents(t *testing.T) {
	t.Parallel()
	s := newScript().start(engine.ModeSingle)
	h := s.head(0, 0)
	s.add(engine.BucketChanged{Header: h, Rate: 10, Burst: 6, Bucket: engine.Level{Tokens: -2}})
	h = s.head(0, 0)
	s.add(engine.BreakerChanged{Header: h, From: "closed", To: "open", Until: h.At.Add(time.Second)})
	o := reduce(s.events).Origin(gauges)
	for after, want := range map[time.Duration]float64{-time.Second: -2, 0: -2, 100 * time.Millisecond: -1, 500 * time.Millisecond: 3, time.Hour: 6} {
		if got := o.Bucket.TokensAt(o.Bucket.At.Add(after)); got != want {
			t.Errorf("after %v there are %v tokens, not %v", after, got, want)
		}
	}
	if left, ok := o.Breaker.Left(h.At.Add(400 * time.Millisecond)); !ok || left != 600*time.Millisecond {
		t.Errorf("%v left", left)
	}
	if left, ok := o.Breaker.Left(h.At.Add(time.Minute)); !ok || left != 0 {
		t.Errorf("%v left", left)
	}
}

func TestQuantiles(t *testing.T) {
	t.Parallel()
	var l Latency
	if got := l.Quantiles(0.5); got[0] != 0 {
		t.Errorf("of nothing: %v", got)
	}
	for i := range 1000 {
		l.add(time.Duration(i + 1))
	}
	got := l.Quantiles(0, 0.5, 0.95, 0.99, 1)
	if want := []time.Duration{489, 744, 975, 995, 1000}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	if l.Len() != 512 || l.At(0) != 489 || l.At(511) != 1000 {
		t.Errorf("ring of %d from %d to %d", l.Len(), l.At(0), l.At(511))
	}
}
