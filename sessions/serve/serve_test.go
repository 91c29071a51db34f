package serve_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/serve"
)

// river pages by a next URL that names its own origin, fails its second page
// once, counts at /tick, and answers a POST by its body.
func river() http.Handler {
	var failed atomic.Bool
	var ticks atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/gauges", func(w http.ResponseWriter, r *http.Request) {
		page := 1
		_, _ = fmt.Sscan(r.URL.Query().Get("p"), &page)
		if page == 2 && failed.CompareAndSwap(false, true) {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		next := "null"
		if page < 3 {
			next = fmt.Sprintf(`"http://%s/gauges?x=1&p=%d"`, r.Host, page+1)
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Page", fmt.Sprint(page))
		_, _ = fmt.Fprintf(w, `{"items":[{"id":%d},{"id":%d}],"next":%s}`, 2*page, 2*page+1, next)
	})
	mux.HandleFunc("/tick", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, ticks.Add(1)) })
	mux.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
	return mux
}

func run(t *testing.T, s *sessions.Session, plans ...engine.Plan) [][]string {
	t.Helper()
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap, policy.Retry.AnyMethod = 1, 1, true
	cfg := engine.Config{Policy: policy}
	if s != nil {
		cfg.Bodies = s
	}
	e, err := engine.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if s != nil {
		if err := s.Record(e.Follow(1024)); err != nil {
			t.Fatal(err)
		}
	}
	var all [][]string
	for _, plan := range plans {
		var got []string
		plan.OnResult = func(r engine.Result) error {
			got = append(got, fmt.Sprint(r.Status))
			if plan.Walk == nil {
				got = append(got, string(r.Body))
			}
			for _, item := range r.Items {
				got = append(got, string(item.Bytes(r.Body)))
			}
			return nil
		}
		started, err := e.Start(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		started.Wait()
		all = append(all, got)
	}
	return all
}

func get(url string) engine.Plan { return engine.Plan{Requests: []engine.Request{{URL: url}}} }

func post(url, body string) engine.Plan {
	return engine.Plan{Requests: []engine.Request{{
		Method: http.MethodPost, URL: url, Body: []byte(body), Header: http.Header{"Content-Type": {"application/json"}},
	}}}
}

func walk(url string) engine.Plan {
	p := get(url)
	p.Walk = &engine.Walk{Pages: engine.AllPages}
	return p
}

// recorded records plans against rivers and returns the session.
func recorded(t *testing.T, plans func(base string) []engine.Plan) (s *sessions.Session, results [][]string) {
	t.Helper()
	server := httptest.NewServer(river())
	defer server.Close()
	path := filepath.Join(t.TempDir(), "s.weir")
	rec, err := sessions.Create(path, sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	results = run(t, rec, plans(server.URL)...)
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = sessions.Open(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, results
}

func served(t *testing.T, s *sessions.Session, o serve.Options) string {
	t.Helper()
	h, err := serve.New(t.Context(), s, o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

func TestAServedWalkIsTheRecordedOne(t *testing.T) {
	t.Parallel()
	plans := func(base string) []engine.Plan { return []engine.Plan{walk(base + "/gauges?x=1&api_key=hush-hush")} }
	s, want := recorded(t, plans)
	base := served(t, s, serve.Options{Delay: 1})
	for round := range 2 {
		// The key is not in the recording; any serves, and so does none.
		got := run(t, nil, walk(base+"/gauges?api_key=another&x=1"), walk(base+"/gauges?x=1"))
		for _, one := range got {
			if diff := cmp.Diff(want[0], one); diff != "" {
				t.Errorf("round %d: %s", round, diff)
			}
		}
	}
}

func TestEveryAttemptIsGivenWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t, func(base string) []engine.Plan { return []engine.Plan{walk(base + "/gauges?x=1")} })
	base := served(t, s, serve.Options{EveryAttempt: true})
	for i, want := range []int{503, 200, 200} {
		resp, err := http.Get(base + "/gauges?p=2&x=1") //nolint:noctx // a test
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("answer %d has status %d, want %d", i, resp.StatusCode, want)
		}
	}
}

func TestAnswersComeInOrderAndBodiesCount(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t, func(base string) []engine.Plan {
		return []engine.Plan{
			get(base + "/tick"), get(base + "/tick"), post(base+"/echo", `{"a":1,"password":"hush-hush"}`), post(base+"/echo", `{"a":2}`),
		}
	})
	base := served(t, s, serve.Options{})
	got := run(t, nil, get(base+"/tick"), get(base+"/tick"), get(base+"/tick"), post(base+"/echo", `{ "a": 2 }`), post(base+"/echo", `{"password":"x-x-x-x-x","a":1}`))
	for i, want := range []string{"1", "2", "2", `{"a":2}`, `{"a":1,"password":"‹redacted`} {
		if got[i][0] != "200" || !strings.HasPrefix(got[i][1], want) {
			t.Errorf("answer %d is %q, want %q", i, got[i], want)
		}
	}
}

func TestWhatWasNeverRecordedIsSaid(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t, func(base string) []engine.Plan { return []engine.Plan{walk(base + "/gauges?x=1"), get(base + "/tick")} })
	lines := make(chan string, 10)
	base := served(t, s, serve.Options{Log: func(line string) { lines <- line }})
	got := run(t, nil, get(base+"/gauges?x=2"), post(base+"/tick", `{}`))
	for i, want := range []string{`"nearest":["GET /gauges?x=1"`, `"nearest":["GET /tick"`} {
		if got[i][0] != "404" || !strings.Contains(got[i][1], want) {
			t.Errorf("answer %d is %q, want %q", i, got[i], want)
		}
		if line := <-lines; !strings.Contains(line, "never recorded; nearest is GET /") {
			t.Errorf("the log says %q", line)
		}
	}
}

func TestOriginsAreServedSideBySide(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(river())
	defer other.Close()
	s, _ := recorded(t, func(base string) []engine.Plan {
		return []engine.Plan{get(base + "/tick"), walk(other.URL + "/gauges?x=1")}
	})
	h, err := serve.New(context.Background(), s, serve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	base := served(t, s, serve.Options{})
	got := run(t, nil, get(base+"/tick"), walk(base+h.Path(h.Origins()[1])+"/gauges?x=1"))
	if got[0][1] != "1" || len(got[1]) != 9 {
		t.Errorf("answers are %q", got)
	}
	if _, err := serve.New(t.Context(), s, serve.Options{Origin: "http://nobody:1"}); err == nil || !strings.Contains(err.Error(), "nothing of http://nobody:1") {
		t.Errorf("the error is %v", err)
	}
}

// A status that no reply has, as a damaged file or one of a stranger may hold,
// is told and breaks nothing down.
func TestOddStatus(t *testing.T) {
	t.Parallel()
	s, err := sessions.Create(filepath.Join(t.TempDir(), "odd.weir"), sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	const origin = "http://h.test:80"
	seq := uint64(0)
	head := func(exchange uint64, attempt int) engine.Header {
		seq++
		return engine.Header{Seq: seq, Run: 1, Exchange: exchange, Attempt: attempt, Origin: origin}
	}
	s.Add(engine.RunStarted{Header: head(0, 0), Mode: engine.ModeFanOut, Method: "GET", URL: origin, Requests: 3})
	for i, status := range []int{42, 101, 1000} {
		url, id := fmt.Sprintf("http://h.test/%d", i), uint64(i+1)
		s.Add(
			engine.ExchangeStarted{Header: head(id, 0), Method: "GET", URL: url},
			engine.AttemptStarted{Header: head(id, 1), Method: "GET", URL: url},
			engine.AttemptFinished{Header: head(id, 1), Status: status},
			engine.ExchangeFinished{Header: head(id, 0), Outcome: engine.ExchangeAnswered, Status: status, Attempts: 1},
		)
	}
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	h, err := serve.New(t.Context(), s, serve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("/%d", i), nil))
		if w.Code != http.StatusBadGateway || !strings.Contains(w.Body.String(), "no status") {
			t.Errorf("answer %d: %d %s", i, w.Code, w.Body)
		}
	}
}

// A web page may let its name point at this machine: its requests name it.
func TestOnlyRequestsThatNameThisMachineAreAnswered(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t, func(base string) []engine.Plan { return []engine.Plan{get(base + "/tick")} })
	base := served(t, s, serve.Options{})
	for host, want := range map[string]int{
		"": 200, "localhost": 200, "LocalHost:80": 200, "api.localhost:8080": 200, "[::1]:9": 200, "127.9.9.9": 200,
		"evil.test": 421, "evil.test:80": 421, "localhost.evil.test": 421, "127.0.0.1.evil.test": 421,
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/tick", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("asked as %q it answers %d, want %d", host, resp.StatusCode, want)
		}
	}
}

// story is a session that holds what it is told, without a server.
func story(t *testing.T, events func(head func(exchange uint64, attempt int) engine.Header) []engine.Event) *sessions.Session {
	t.Helper()
	s, err := sessions.Create(filepath.Join(t.TempDir(), "story.weir"), sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	seq := uint64(0)
	s.Add(events(func(exchange uint64, attempt int) engine.Header {
		seq++
		return engine.Header{Seq: seq, Run: 1, Exchange: exchange, Attempt: attempt, Origin: "http://h.test:80"}
	})...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAFailureIsServedAsOne: an exchange without an answer has none when it is
// served either, and the reason is told.
func TestAFailureIsServedAsOne(t *testing.T) {
	t.Parallel()
	refused := &engine.ErrorFacts{Class: "connect", Text: "connection refused"}
	s := story(t, func(head func(uint64, int) engine.Header) []engine.Event {
		return []engine.Event{
			engine.RunStarted{Header: head(0, 0), Mode: engine.ModeSingle, Method: "GET", URL: "http://h.test/a", Requests: 1},
			engine.ExchangeStarted{Header: head(1, 0), Method: "GET", URL: "http://h.test/a"},
			engine.AttemptStarted{Header: head(1, 1), Method: "GET", URL: "http://h.test/a"},
			engine.AttemptFinished{Header: head(1, 1), Error: refused},
			engine.ExchangeFinished{Header: head(1, 0), Outcome: engine.ExchangeFailed, Error: refused, Attempts: 1},
		}
	})
	got := run(t, nil, get(served(t, s, serve.Options{})+"/a"))[0]
	if got[0] != "502" || !strings.Contains(got[1], "recorded as a failure") || !strings.Contains(got[1], "connection refused") {
		t.Errorf("the answer is %q", got)
	}
}

// TestARequestWithoutHostIsAnswered: HTTP/1.0 needs none.
func TestARequestWithoutHostIsAnswered(t *testing.T) {
	t.Parallel()
	s, _ := recorded(t, func(base string) []engine.Plan { return []engine.Plan{get(base + "/tick")} })
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(served(t, s, serve.Options{}), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "GET /tick HTTP/1.0\r\n\r\n")
	reply, err := io.ReadAll(conn)
	if err != nil || !strings.HasPrefix(string(reply), "HTTP/1.0 200") {
		t.Errorf("the answer is %q, %v", reply, err)
	}
}
