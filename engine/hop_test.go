package engine_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/transport"
)

// arrivals are the times at which a server was asked.
type arrivals struct {
	mu sync.Mutex
	at []time.Time
}

func (a *arrivals) note() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.at = append(a.at, time.Now())
}

// within checks that over any time t no more than rate·t + burst came.
func (a *arrivals) within(t *testing.T, rate float64, burst int) {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := range a.at {
		for j := i; j < len(a.at); j++ {
			most := rate*a.at[j].Sub(a.at[i]).Seconds() + float64(burst)
			if n := j - i + 1; float64(n) > most+1e-6 {
				t.Fatalf("%d requests within %v, where %.2f are allowed", n, a.at[j].Sub(a.at[i]), most)
			}
		}
	}
}

// leading redirects from /n to /n-1 down to /0, and to other.test from /away.
func leading(seen *arrivals) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "weir.test" {
			seen.note()
		}
		n, _ := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/"))
		switch {
		case r.URL.Path == "/away":
			http.Redirect(w, r, "http://other.test/1", http.StatusFound)
		case n > 0:
			http.Redirect(w, r, fmt.Sprintf("/%d", n-1), http.StatusFound)
		}
	}
}

func slowly(p *engine.Policy) {
	p.Limit.Rate, p.Limit.Burst = 2, 3
	p.Transport.Read, p.Transport.Write, p.Transport.Pool, p.Transport.Connect = 300*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond, 300*time.Millisecond
	p.Breaker.SlowCall = 400 * time.Millisecond
}

// Redirects are requests to the server, and spend tokens as such. The wait for
// one is stated, is no part of any timeout, and makes no attempt slow.
func TestRedirectsSpendTokens(t *testing.T) {
	var seen arrivals
	bubble(t, leading(&seen), slowly, func(t *testing.T, e *engine.Engine, l *ledger) {
		reqs := many(5)
		for i := range reqs {
			reqs[i].URL = target + strconv.Itoa(i)
		}
		if out := start(t, e, engine.Plan{Requests: reqs}).Wait(); out.Err != nil || out.Attempts != 5 {
			t.Fatalf("%+v", out)
		}
		if len(seen.at) != 15 {
			t.Errorf("%d requests came, want 15", len(seen.at))
		}
		seen.within(t, 2, 3)
		synctest.Wait()
		for _, end := range all[engine.AttemptFinished](l) {
			if end.Slow {
				t.Errorf("attempt of exchange %d counts as slow", end.Exchange)
			}
		}
		for _, w := range all[engine.WaitStarted](l) {
			if w.Reason != engine.WaitLimiter {
				t.Errorf("wait for %s", w.Reason)
			}
		}
	})
}

// A redirect to another origin takes that one's token.
func TestRedirectAwayTakesTheTokenOfItsOrigin(t *testing.T) {
	var seen arrivals
	bubble(t, leading(&seen), slowly, func(t *testing.T, e *engine.Engine, _ *ledger) {
		began := time.Now()
		reqs := many(3)
		for i := range reqs {
			reqs[i].URL = target + "away"
		}
		if out := start(t, e, engine.Plan{Requests: reqs}).Wait(); out.Err != nil {
			t.Fatal(out.Err)
		}
		// Six requests at other.test: three at once, the last after 1.5 s.
		if took := time.Since(began); took != 1500*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		for _, o := range e.Snapshot().Origins {
			if o.Origin == "http://other.test:80" && o.Bucket.Tokens > 0.01 {
				t.Errorf("its bucket holds %v", o.Bucket.Tokens)
			}
		}
	})
}

// What waits for the token of a redirect is cancelled, skipped and given up like
// any other wait, and leaves no place in the line behind.
func TestRedirectsThatWaitEnd(t *testing.T) {
	var seen arrivals
	bubble(t, leading(&seen), func(p *engine.Policy) { p.Limit.Rate, p.Limit.Burst = 0.01, 1 }, func(t *testing.T, e *engine.Engine, l *ledger) {
		req := engine.Request{URL: target + "3"}
		r := start(t, e, engine.Plan{Requests: []engine.Request{req}})
		synctest.Wait()
		r.Cancel()
		if out := r.Wait(); !errors.Is(out.Err, engine.ErrCancelled) {
			t.Errorf("cancelled: %v", out.Err)
		}
		req.Total = 2 * time.Second
		out := start(t, e, engine.Plan{Requests: []engine.Request{req}}).Wait()
		var late *transport.TimeoutError
		if !errors.As(out.Err, &late) || late.Kind != "total" {
			t.Errorf("after its time: %v", out.Err)
		}
		synctest.Wait()
		if n := e.Snapshot().Origins[0].Bucket.Waiting; n != 0 {
			t.Errorf("%d still wait", n)
		}
		ends := all[engine.WaitEnded](l)
		if len(ends) != 2 || ends[0].End != engine.WaitCancelled || ends[1].End != engine.WaitCancelled {
			t.Errorf("the waits ended %+v", ends)
		}
	})
}

// The answer to a Digest challenge is a request to the server too.
func TestDigestAnswersSpendTokens(t *testing.T) {
	var seen arrivals
	challenge := `Digest realm="r", nonce="` + base64.StdEncoding.EncodeToString([]byte("n")) + `", qop="auth"`
	serve := func(w http.ResponseWriter, r *http.Request) {
		seen.note()
		if r.Header.Get("Authorization") == "" {
			w.Header().Set("Www-Authenticate", challenge)
			w.WriteHeader(http.StatusUnauthorized)
		}
	}
	user := func(p *engine.Policy) {
		slowly(p)
		p.Limit.Burst = 1
		p.Transport.Digest = &transport.DigestUser{Origin: "http://weir.test:80", Name: "u", Password: "p"}
	}
	bubble(t, serve, user, func(t *testing.T, e *engine.Engine, _ *ledger) {
		if out := start(t, e, engine.Plan{Requests: many(2)}).Wait(); out.Err != nil {
			t.Fatal(out.Err)
		}
		if len(seen.at) < 3 {
			t.Errorf("%d requests came", len(seen.at))
		}
		seen.within(t, 2, 1)
	})
}
