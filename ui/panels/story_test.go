package panels

import (
	"fmt"
	"time"

	"weir/engine"
	"weir/sessions"
)

const (
	gauges     = "https://api.example.com:443"
	settings20 = "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3"
)

// story tells a session to a state, event by event.
type story struct {
	state *sessions.State
	now   time.Time
	seq   uint64
	tally engine.Tally
	level engine.Level
	at    uint64 // the exchange that is looked at
}

// look selects an exchange.
func (s *story) look(exchange uint64) *story {
	s.at = exchange
	return s
}

func tell() *story {
	return &story{
		state: sessions.NewState(), now: time.Date(2026, 11, 23, 12, 1, 3, 0, time.UTC),
		tally: engine.Tally{State: "closed"}, level: engine.Level{Tokens: 6},
	}
}

func (s *story) head(exchange uint64, attempt int) engine.Header {
	s.seq++
	h := engine.Header{Seq: s.seq, At: s.now, Exchange: exchange, Attempt: attempt, Origin: gauges}
	if exchange > 0 {
		h.Run = 1
	}
	return h
}

func (s *story) ofRun() engine.Header {
	h := s.head(0, 0)
	h.Run = 1
	return h
}

func (s *story) after(d time.Duration) *story {
	s.now = s.now.Add(d)
	return s
}

func (s *story) apply(events ...engine.Event) *story {
	for _, e := range events {
		s.state.Apply(e)
	}
	return s
}

// start begins a run; a walk if mode says so.
func (s *story) start(mode engine.Mode) *story {
	return s.apply(
		engine.RunStarted{Header: s.ofRun(), Mode: mode, Method: "GET", URL: gauges + "/gauges?limit=50", Requests: 1, Paginate: "auto"},
		engine.BreakerChanged{Header: s.head(0, 0), From: "closed", To: "closed", Rule: "start", Settings: settings20, Tally: s.tally},
		engine.BucketChanged{Header: s.head(0, 0), Rate: 10, Burst: 6, Why: "start", Bucket: s.level},
		engine.ConcurrencyChanged{Header: s.head(0, 0), Limit: 64, Max: 64, Why: "start"},
	)
}

func (s *story) begin(id uint64, page int) *story {
	return s.apply(engine.ExchangeStarted{Header: s.head(id, 0), Method: "GET", URL: fmt.Sprintf("%s/gauges?page=%d", gauges, page), Page: page})
}

func (s *story) send(id uint64, attempt int) *story {
	return s.apply(engine.AttemptStarted{
		Header: s.head(id, attempt), Method: "GET", URL: gauges + "/gauges?limit=50", Max: 4, BodySize: -1, Bucket: s.level, InFlight: 1,
		Fields: engine.FieldLines{"Accept": {"application/json"}, "User-Agent": {"weir"}},
	})
}

// timing splits a time into the phases of a new connection.
func timing(d time.Duration) engine.Timing {
	return engine.Timing{
		DNS: d / 20, Connect: d / 10, TLS: d / 5, Write: d / 50, FirstByte: d / 2, Body: d - d/20 - d/10 - d/5 - d/50 - d/2, Total: d,
	}
}

// end ends an attempt with a status.
func (s *story) end(id uint64, attempt, status int, took time.Duration) *story {
	s.after(took)
	outcome := "success"
	if status >= 500 {
		outcome = "failure"
	}
	s.count(outcome == "failure", took > 2*time.Second)
	return s.apply(engine.AttemptFinished{
		Header: s.head(id, attempt), Status: status, Proto: "HTTP/2.0", Conn: 7, Remote: "203.0.113.9:443", Reused: attempt > 1 || id > 1,
		TLS:    &engine.TLSFacts{Version: "TLS 1.3", Cipher: "TLS_AES_128_GCM_SHA256", Subject: "api.example.com", Verified: true},
		Timing: timing(took), Received: 4100, Decoded: 18_400, Sent: 0, HasBody: true, Outcome: outcome, Slow: took > 2*time.Second,
		Tally: s.tally, Budget: 8.2, Bucket: s.level,
		Fields: engine.FieldLines{"Content-Type": {"application/json"}, "Link": {`</gauges?page=2>; rel="next"`}, "Set-Cookie": {"a=1", "b=2"}},
	})
}

func (s *story) count(failed, slow bool) {
	s.tally.Calls++
	s.tally.Consecutive++
	if failed {
		s.tally.Failures++
	} else {
		s.tally.Consecutive = 0
	}
	if slow {
		s.tally.Slow++
	}
}

func (s *story) finish(id uint64, status, attempts int) *story {
	outcome := engine.ExchangeAnswered
	if status >= 400 {
		outcome = engine.ExchangeRefused
	}
	return s.apply(engine.ExchangeFinished{Header: s.head(id, 0), Outcome: outcome, Status: status, Attempts: attempts, Elapsed: 312 * time.Millisecond})
}

// one is an exchange of one attempt.
func (s *story) one(id uint64, status int, took time.Duration) *story {
	return s.begin(id, 0).send(id, 1).end(id, 1, status, took).finish(id, status, 1)
}

func (s *story) retry(id uint64, attempt int, why string, delay, floor time.Duration) *story {
	return s.apply(
		engine.RetryScheduled{Header: s.head(id, attempt), Next: attempt + 1, Max: 4, Why: why, Delay: delay, Backoff: delay, Ceiling: 2 * delay, Floor: floor, Until: s.now.Add(delay), Budget: 7.2},
		engine.WaitStarted{Header: s.head(id, 0), Reason: engine.WaitBackoff, Until: s.now.Add(delay), Bucket: s.level},
	)
}

func (s *story) change(from, to, rule string, cause uint64, until time.Time) *story {
	s.tally.State = to
	return s.apply(engine.BreakerChanged{Header: s.head(0, 0), From: from, To: to, Rule: rule, Cause: cause, Until: until, Settings: settings20, Tally: s.tally})
}

func (s *story) page(number int, id uint64, items int) *story {
	return s.apply(engine.PageFetched{
		Header: s.head(id, 1), Number: number, Token: fmt.Sprintf("eyJpZCI6%d", number*50), Next: fmt.Sprintf("eyJpZCI6%d", number*50+50),
		URL: gauges + "/gauges", Status: 200, ItemsPath: ".items", Items: items, Total: 10_000, Bytes: 18_400, Elapsed: 210 * time.Millisecond,
	})
}

// Stories for the panels.

func quiet() *story { return tell() }

func calm() *story {
	s := tell().start(engine.ModeSingle)
	for i := range 14 {
		status := 200
		if i == 3 || i == 9 {
			status = 503
		}
		s.after(80*time.Millisecond).one(uint64(i+1), status, time.Duration(40+i*13)*time.Millisecond)
	}
	return s
}

func tripped() *story {
	s := calm()
	for i := range 5 {
		s.one(uint64(20+i), 503, 2100*time.Millisecond)
	}
	s.change("closed", "open", "consecutive failures", 24, s.now.Add(30*time.Second))
	for i := range 3 {
		s.tally.Rejected++
		id := uint64(30 + i)
		s.begin(id, 0).apply(engine.BreakerRejected{Header: s.head(id, 0), State: "open", Left: 26 * time.Second, Tally: s.tally})
	}
	return s.after(26_800 * time.Millisecond)
}

func probing() *story {
	s := tripped().after(3200 * time.Millisecond)
	s.tally.Probing, s.tally.ProbesLeft = 1, 2
	s.change("open", "half-open", "open time elapsed", 0, time.Time{})
	return s.begin(40, 0).send(40, 1).after(400 * time.Millisecond)
}

func forced() *story {
	return calm().change("closed", "forced-open", "by hand", 0, time.Time{}).after(time.Second)
}

func disabled() *story {
	return calm().change("closed", "disabled", "by hand", 0, time.Time{}).after(time.Second)
}

func throttled() *story {
	s := tell().start(engine.ModeFanOut)
	s.level = engine.Level{Tokens: 0.2, Waiting: 12, Next: s.now.Add(80 * time.Millisecond)}
	for i := range 12 {
		id := uint64(90 + i)
		s.begin(id, 0).apply(engine.WaitStarted{Header: s.head(id, 0), Reason: engine.WaitLimiter, Until: s.now.Add(time.Duration(80+100*i) * time.Millisecond), Position: i + 1, Bucket: s.level})
	}
	return s.apply(engine.QuotaSeen{Header: s.head(0, 0), Dialect: "ietf", Policy: "minute", Limit: 60, Remaining: 12, Reset: s.now.Add(41 * time.Second)})
}

func paused() *story {
	s := throttled()
	return s.apply(
		engine.QuotaSeen{Header: s.head(0, 0), Dialect: "ietf", Policy: "minute", Limit: 60, Remaining: 0, Reset: s.now.Add(41 * time.Second)},
		engine.BucketChanged{Header: s.head(0, 0), Rate: 10, Burst: 6, PausedUntil: s.now.Add(41 * time.Second), Why: "429, Retry-After 41", Bucket: s.level},
		engine.ConcurrencyChanged{Header: s.head(0, 0), Limit: 32, Max: 64, InFlight: 3, Why: "429"},
	)
}

func unlimited() *story {
	s := tell().start(engine.ModeSingle)
	return s.apply(engine.BucketChanged{Header: s.head(0, 0), Rate: 0, Burst: 1, Why: "changed by hand", Bucket: engine.Level{Tokens: 1}}).one(1, 200, 40*time.Millisecond)
}

func retrying() *story {
	s := calm()
	s.begin(88, 0).send(88, 1).end(88, 1, 503, 210*time.Millisecond).retry(88, 1, "503", 180*time.Millisecond, 0)
	s.after(180*time.Millisecond).send(88, 2).end(88, 2, 503, 190*time.Millisecond).retry(88, 2, "503", 1400*time.Millisecond, 0)
	s.begin(89, 0).send(89, 1).end(89, 1, 429, 20*time.Millisecond).retry(89, 1, "429", 5*time.Second, 5*time.Second)
	s.begin(90, 0).send(90, 1).end(90, 1, 502, 30*time.Millisecond).retry(90, 1, "connection reset", 100*time.Millisecond, 0)
	return s.after(100*time.Millisecond).send(90, 2).after(30 * time.Millisecond)
}

func walking() *story {
	s := tell().start(engine.ModeWalk)
	for i := 1; i <= 23; i++ {
		id := uint64(i)
		s.begin(id, i).send(id, 1).end(id, 1, 200, 210*time.Millisecond).finish(id, 200, 1).page(i, id, 50)
		if i == 1 {
			s.apply(engine.PaginationDetected{
				Header: s.head(1, 1), Dialect: "link header", Confidence: 0.98, Evidence: []string{`Link: </gauges?page=2>; rel="next"`},
				Candidates: []engine.Candidate{{Dialect: "link header"}, {Dialect: "page number", Guess: true}},
			})
		}
	}
	s.begin(24, 24).send(24, 1).end(24, 1, 503, 50*time.Millisecond).finish(24, 503, 4)
	s.apply(engine.PageFailed{Header: s.head(24, 1), Number: 24, Token: "eyJpZCI61200", Status: 503, Error: &engine.ErrorFacts{Class: "refused", Text: "503"}, GoesOn: true})
	s.begin(25, 25).send(25, 1)
	return s.begin(26, 26).apply(engine.WaitStarted{Header: s.head(26, 0), Reason: engine.WaitLimiter, Until: s.now.Add(time.Second), Bucket: s.level})
}

func ended() *story {
	s := walking()
	return s.apply(
		engine.PageFetched{Header: s.head(25, 1), Number: 25, URL: gauges, Status: 200, Items: 12, Doubles: []int{3}, Total: 1_162, Drift: "total moved from 10,000 to 1,162", Elapsed: 90 * time.Millisecond},
		engine.WalkStopped{Header: s.head(0, 0), Reason: "end", Text: "end of list: no next link", Pages: 25, Items: 1_162},
		engine.WalkStopped{Header: s.ofRun(), Reason: "cycle", Text: "page 26 repeats page 25", Evidence: []string{"token eyJpZCI6 seen on page 25"}, Safety: true, Pages: 25, Items: 1_162},
	)
}

func flying() *story {
	s := calm()
	return s.begin(50, 0).send(50, 1).apply(
		engine.PhaseReached{Header: s.head(50, 1), Phase: "dns", Elapsed: 2 * time.Millisecond},
		engine.PhaseReached{Header: s.head(50, 1), Phase: "connect", Elapsed: 12 * time.Millisecond},
		engine.PhaseReached{Header: s.head(50, 1), Phase: "tls", Elapsed: 30 * time.Millisecond},
		engine.PhaseReached{Header: s.head(50, 1), Phase: "wait", Elapsed: 80 * time.Millisecond},
	).after(1300 * time.Millisecond)
}

func connected() *story {
	s := calm()
	return s.apply(
		engine.ConnectionOpened{Header: s.head(0, 0), Conn: 7, Proto: "h2", Remote: "203.0.113.9:443", TLS: &engine.TLSFacts{Version: "TLS 1.3", Verified: true}},
		engine.ConnectionOpened{Header: s.head(0, 0), Conn: 8, Proto: "h2", Remote: "203.0.113.10:443", TLS: &engine.TLSFacts{Version: "TLS 1.2"}},
	).after(2*time.Second).one(60, 200, 95*time.Millisecond)
}

// hostile puts what a server could send into every text there is.
func hostile(text string) *story {
	s := tell()
	h := func() engine.Header {
		h := s.ofRun()
		h.Origin = "https://" + text
		h.Exchange, h.Attempt = 1, 1
		return h
	}
	return s.apply(
		engine.RunStarted{Header: h(), Mode: engine.ModeWalk, Method: text, URL: text, Name: text},
		engine.BreakerChanged{Header: h(), From: "closed", To: text, Rule: text, Cause: 1, Settings: text},
		engine.BreakerChanged{Header: h(), From: "closed", To: "open", Rule: text, Cause: 1, Until: s.now.Add(time.Second), Settings: text},
		engine.BucketChanged{Header: h(), Rate: 1, Burst: -5, PausedUntil: s.now.Add(time.Hour), Why: text},
		engine.ConcurrencyChanged{Header: h(), Limit: 1, Max: 2, InFlight: -4, Why: text},
		engine.QuotaSeen{Header: h(), Dialect: text, Policy: text, Limit: -1, Remaining: -1, Reset: s.now.Add(time.Hour)},
		engine.ExchangeStarted{Header: h(), Method: text, URL: text, Name: text, Page: 1},
		engine.AttemptStarted{Header: h(), Method: text, URL: text, Max: 1 << 40, Fields: engine.FieldLines{text: {text}}},
		engine.PhaseReached{Header: h(), Phase: text, Elapsed: -time.Hour},
		engine.AttemptFinished{Header: h(), Error: &engine.ErrorFacts{Class: text, Text: text}, Proto: text, Remote: text, Conn: 1, Fields: engine.FieldLines{text: {text}}, TLS: &engine.TLSFacts{Version: text, Cipher: text, Subject: text}, Timing: engine.Timing{DNS: -1, Body: 1 << 60, Total: 5}, Outcome: "failure", Tally: engine.Tally{Calls: 1 << 40, Failures: 1 << 41, Slow: 3}},
		engine.ConnectionOpened{Header: h(), Conn: 1, Proto: text, Remote: text, TLS: &engine.TLSFacts{Version: text}},
		engine.RetryScheduled{Header: h(), Next: 2, Max: 1 << 30, Why: text, Until: s.now.Add(time.Hour)},
		engine.WaitStarted{Header: h(), Reason: engine.WaitReason(text), Until: s.now.Add(time.Hour), Detail: text},
		engine.WaitStarted{Header: h(), Reason: engine.WaitLimiter, Until: s.now.Add(time.Hour), Detail: text},
		engine.PaginationDetected{Header: h(), Dialect: text, Evidence: []string{text, text}},
		engine.PageFetched{Header: h(), Number: 1, Token: text, Next: text, URL: text, Items: 3, Total: -1, Drift: text, Trouble: text},
		engine.PageFailed{Header: h(), Number: 2, Token: text, Error: &engine.ErrorFacts{Class: text, Text: text}},
		engine.WalkStopped{Header: h(), Reason: text, Text: text, Evidence: []string{text}, Safety: true},
	)
}
