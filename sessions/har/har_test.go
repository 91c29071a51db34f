package har_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/har"
)

// schema compiles the published schema of HAR 1.2.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	files, err := filepath.Glob("testdata/schema/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		base := "file:///schema/" + filepath.Base(name)
		doc.(map[string]any)["$id"] = base
		if err := c.AddResource(base, doc); err != nil {
			t.Fatal(err)
		}
	}
	s, err := c.Compile("file:///schema/har.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// seen is what must survive a round trip.
type seen struct {
	Exchange, Attempt int
	Method, URL       string
	Sent, Got         engine.FieldLines
	Status            int
	Outcome           engine.ExchangeOutcome
	Error             *engine.ErrorFacts
	Timing            engine.Timing
	Started           time.Time
	Body, Reply       string
	Retry             string
}

// attempts lists what a session holds, in the order of its exchanges.
func attempts(t require, s *sessions.Session) []seen {
	var all []seen
	for id := uint64(1); ; id++ {
		x, err := s.Exchange(context.Background(), id)
		if err != nil {
			return all
		}
		for i, a := range x.Attempts {
			one := seen{
				Exchange: int(id), Attempt: a.N, Method: a.Method, URL: a.URL, Sent: a.RequestFields, Got: a.Fields,
				Status: a.Status, Error: a.Err, Timing: a.Timing, Started: a.Started,
			}
			if i == len(x.Attempts)-1 {
				one.Outcome = x.Outcome
			}
			if a.Retry != nil {
				one.Retry = a.Retry.Why + a.Retry.Delay.String()
			}
			if body, _, err := s.Body(context.Background(), id, a.N, engine.RequestBody); err == nil {
				one.Body = string(body)
			}
			if body, _, err := s.Body(context.Background(), id, a.N, engine.ResponseBody); err == nil {
				one.Reply = string(body)
			}
			all = append(all, one)
		}
	}
}

type require interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func temporary(t require, opts sessions.Options) *sessions.Session {
	t.Helper()
	s, err := sessions.Temporary(opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// tell records exchanges as an engine would state them.
type tell struct {
	s    *sessions.Session
	seq  uint64
	at   time.Time
	run  uint64
	exch uint64
}

func (r *tell) add(e func(engine.Header) engine.Event, attempt int) {
	r.seq++
	r.at = r.at.Add(time.Millisecond)
	r.s.Add(e(engine.Header{Seq: r.seq, At: r.at, Run: r.run, Exchange: r.exch, Attempt: attempt, Origin: "http://127.0.0.1:80"}))
}

func (r *tell) body(attempt int, part engine.BodyPart, kind, text string) {
	w := r.s.OpenBody(engine.BodyRef{Run: r.run, Exchange: r.exch, Attempt: attempt, Part: part, ContentType: kind})
	_, _ = w.Write([]byte(text))
	_ = w.Close(true)
}

// anySession records what rapid draws.
func anySession(t *rapid.T, s *sessions.Session) {
	r := &tell{s: s, at: time.Date(2026, 11, 25, 10, 0, 0, 123456789, time.UTC), run: 1}
	r.add(func(h engine.Header) engine.Event {
		return engine.RunStarted{Header: h, Mode: engine.ModeFanOut, Method: "GET", URL: "http://127.0.0.1/"}
	}, 0)
	bodies := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 50), func(b []byte) string { return string(b) }))
	value := rapid.StringMatching(`[!-~é]([ -~é]{0,10}[!-~])?`)
	phase := rapid.Map(rapid.Int64Range(0, 3e9), func(n int64) time.Duration { return time.Duration(n) })
	for range rapid.IntRange(1, 4).Draw(t, "exchanges") {
		r.exch++
		target := "http://127.0.0.1/" + rapid.StringMatching(`[a-z/]{0,5}(\?[a-z]{1,3}=[a-z%20]{0,4})?`).Draw(t, "path")
		method := rapid.SampledFrom([]string{"GET", "POST", "PURGE"}).Draw(t, "method")
		r.add(func(h engine.Header) engine.Event {
			return engine.ExchangeStarted{Header: h, Method: method, URL: target}
		}, 0)
		most := rapid.IntRange(1, 3).Draw(t, "attempts")
		status := 0
		for n := 1; n <= most; n++ {
			sent := engine.FieldLines{"X-A": {value.Draw(t, "field"), "b"}}
			body := bodies.Draw(t, "body")
			r.add(func(h engine.Header) engine.Event {
				return engine.AttemptStarted{Header: h, Method: method, URL: target, Fields: sent, Max: most, BodySize: int64(len(body))}
			}, n)
			if body != "" {
				r.body(n, engine.RequestBody, "text/plain", body)
			}
			status = rapid.SampledFrom([]int{0, 200, 404, 503}).Draw(t, "status")
			f := engine.AttemptFinished{Status: status, Outcome: "failure", Fields: engine.FieldLines{}, Timing: engine.Timing{
				Pool: phase.Draw(t, "pool"), DNS: phase.Draw(t, "dns"), Connect: phase.Draw(t, "connect"), TLS: phase.Draw(t, "tls"),
				Write: phase.Draw(t, "write"), FirstByte: phase.Draw(t, "first"), Body: phase.Draw(t, "body"),
			}}
			f.Timing.Total = f.Timing.Pool + f.Timing.DNS + f.Timing.Connect + f.Timing.TLS + f.Timing.Write + f.Timing.FirstByte + f.Timing.Body
			r.at = r.at.Add(f.Timing.Total)
			if status == 0 {
				f.Error = &engine.ErrorFacts{Class: "reset", Text: "connection reset by \"peer\""}
			} else {
				f.Proto, f.Fields["Content-Type"], f.HasBody = "HTTP/2.0", []string{"text/plain"}, true
				f.Remote = "127.0.0.1:80"
				r.body(n, engine.ResponseBody, "text/plain", bodies.Draw(t, "reply"))
			}
			r.add(func(h engine.Header) engine.Event {
				f.Header = h
				return f
			}, n)
			if n < most {
				r.add(func(h engine.Header) engine.Event {
					return engine.RetryScheduled{Header: h, Next: n + 1, Max: most, Why: "503", Delay: time.Second, Until: h.At}
				}, n)
			}
		}
		r.add(func(h engine.Header) engine.Event {
			return engine.ExchangeFinished{Header: h, Outcome: engine.ExchangeRefused, Status: status, Attempts: most}
		}, 0)
	}
}

// A session that goes through an archive keeps method, URL, fields, status,
// bodies, order and timings, and the archive is what the schema asks for.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	valid := schema(t)
	rapid.Check(t, func(t *rapid.T) {
		from := temporary(t, sessions.Options{KeepSecrets: true})
		defer from.Close()
		anySession(t, from)
		var out bytes.Buffer
		losses, err := har.Write(context.Background(), &out, from, "weir", "test")
		if err != nil || len(losses) > 0 {
			t.Fatalf("%v, losses %v", err, losses)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := valid.Validate(doc); err != nil {
			t.Fatal(err)
		}
		to := temporary(t, sessions.Options{KeepSecrets: true})
		defer to.Close()
		sum, losses, err := har.Import(context.Background(), bytes.NewReader(out.Bytes()), int64(out.Len()), to)
		if err != nil || len(losses) > 0 {
			t.Fatalf("%v, losses %v", err, losses)
		}
		want, got := attempts(t, from), attempts(t, to)
		if sum.Attempts != len(want) || sum.Runs != 1 {
			t.Fatalf("summary is %+v", sum)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
		ordered(t, to)
	})
}

// Bodies that take many pieces are text still, or are not, as a whole.
func TestLargeBodies(t *testing.T) {
	t.Parallel()
	for _, body := range []string{strings.Repeat("€\x01\"\\ ", 150_000), strings.Repeat("€", 300_000) + "\xff"} {
		from, to := temporary(t, sessions.Options{}), temporary(t, sessions.Options{})
		r := &tell{s: from, at: time.Unix(1e9, 0).UTC(), run: 1, exch: 1}
		r.add(func(h engine.Header) engine.Event {
			return engine.ExchangeStarted{Header: h, Method: "GET", URL: "http://h/"}
		}, 0)
		r.add(func(h engine.Header) engine.Event {
			return engine.AttemptStarted{Header: h, Method: "GET", URL: "http://h/"}
		}, 1)
		r.body(1, engine.ResponseBody, "text/plain", body)
		var out bytes.Buffer
		if _, err := har.Write(t.Context(), &out, from, "weir", "test"); err != nil {
			t.Fatal(err)
		}
		if _, _, err := har.Import(t.Context(), bytes.NewReader(out.Bytes()), int64(out.Len()), to); err != nil {
			t.Fatal(err)
		}
		if got := attempts(t, to); len(got) != 1 || got[0].Reply != body {
			t.Errorf("a body of %d bytes did not come back", len(body))
		}
		_, _ = from.Close(), to.Close()
	}
}

// ordered holds that events have rising numbers and moments that do not fall.
func ordered(t require, s *sessions.Session) {
	var last engine.Header
	for e, err := range s.Events(context.Background(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		h := e.Head()
		if h.Seq != last.Seq+1 || h.At.Before(last.At) {
			t.Fatalf("%s: %d at %s behind %d at %s", e.Kind(), h.Seq, h.At, last.Seq, last.At)
		}
		last = h
	}
}

// What was struck out in a session stands in no part of its archive.
func TestWriteKeepsSecretsOut(t *testing.T) {
	t.Parallel()
	s := temporary(t, sessions.Options{})
	defer s.Close()
	r := &tell{s: s, at: time.Unix(1e9, 0).UTC(), run: 1, exch: 1}
	const target = "http://127.0.0.1/?api_key=hush-hush-1&a=b"
	r.add(func(h engine.Header) engine.Event {
		return engine.ExchangeStarted{Header: h, Method: "GET", URL: target}
	}, 0)
	r.add(func(h engine.Header) engine.Event {
		return engine.AttemptStarted{Header: h, Method: "GET", URL: target, Fields: engine.FieldLines{
			"Authorization": {"Bearer hush-hush-2"}, "Cookie": {"sid=hush-hush-3; lang=de"},
		}}
	}, 1)
	r.body(1, engine.RequestBody, "application/json", `{"password":"hush-hush-4"}`)
	r.add(func(h engine.Header) engine.Event {
		return engine.AttemptFinished{Header: h, Status: 200, Fields: engine.FieldLines{"Set-Cookie": {"sid=hush-hush-5; Path=/; HttpOnly"}}}
	}, 1)
	var out bytes.Buffer
	if _, err := har.Write(t.Context(), &out, s, "weir", "test"); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if strings.Contains(text, "hush") || strings.Count(text, "‹redacted:") < 5 {
		t.Error(text)
	}
	doc, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema(t).Validate(doc); err != nil {
		t.Error(err)
	}
}

// archive writes a HAR file around entries.
func archive(entries ...string) string {
	return `{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[` + strings.Join(entries, ",") + `]}}`
}

func TestImportQuirks(t *testing.T) {
	t.Parallel()
	const request = `"request":{"method":"GET","url":"http://h/a","headers":[]}`
	ok := func(x string) string { return archive(`{"startedDateTime":"2020-01-01T00:00:00.5Z",` + x + `}`) }
	for _, c := range []struct {
		name, text string
		want       seen
		losses     []string
	}{
		{"missing timings", ok(request + `,"response":{"status":200}`), seen{Status: 200}, nil},
		{"a time alone", ok(request + `,"time":12.5,"response":{"status":200}`), seen{Status: 200, Timing: engine.Timing{Total: 12500 * time.Microsecond}}, nil},
		{
			"-1 and null", ok(request + `,"time":3,"response":{"status":200},"timings":{"blocked":-1,"dns":null,"connect":-1,"ssl":-1,"send":1,"wait":"2","receive":0}`),
			seen{Status: 200, Timing: engine.Timing{Write: time.Millisecond, FirstByte: 2 * time.Millisecond, Total: 3 * time.Millisecond}},
			nil,
		},
		{"a status as text", ok(request + `,"response":{"status":"204"}`), seen{Status: 204}, nil},
		{"a status of 0", ok(request + `,"response":{"status":0,"_error":"net::ERR_ABORTED"}`), seen{Error: &engine.ErrorFacts{Class: "other", Text: "net::ERR_ABORTED"}}, nil},
		{
			"pseudo headers, joined lines", ok(`"request":{"method":"get","url":"http://h/a#f","headers":[{"name":":method","value":"GET"},{"name":"x-a","value":"1"}]},
			"response":{"status":200,"httpVersion":"h2","headers":[{"name":"set-cookie","value":"a=1\nb=2"}]}`),
			seen{Status: 200, Sent: engine.FieldLines{"X-A": {"1"}}, Got: engine.FieldLines{"Set-Cookie": {"a=1", "b=2"}}},
			nil,
		},
		{"base64", ok(request + `,"response":{"status":200,"content":{"size":3,"text":"AAH/","encoding":"base64"}}`), seen{Status: 200, Reply: "\x00\x01\xff"}, nil},
		{"base64 in lines", ok(request + `,"response":{"status":200,"content":{"text":"AA\nH/\n","encoding":"base64"}}`), seen{Status: 200, Reply: "\x00\x01\xff"}, nil},
		{"no base64", ok(request + `,"response":{"status":200,"content":{"text":"!","encoding":"base64"}}`), seen{Status: 200, Reply: "!"}, []string{"1 entry: a body says"}},
		{
			"gzip inside", ok(request + `,"response":{"status":200,"content":{"text":"H4sIAAAAAAAA/8tIzcnJBwCGphA2BQAAAA==","encoding":"base64"}}`),
			seen{Status: 200, Reply: "\x1f\x8b\x08"},
			nil,
		},
		{"no body", ok(request + `,"response":{"status":200,"content":{"size":9}}`), seen{Status: 200}, []string{"without the reply's body"}},
		{"form without text", ok(`"request":{"method":"POST","url":"http://h/a","postData":{"mimeType":"application/x-www-form-urlencoded","params":[{"name":"a b","value":"1"},{"name":"c","value":"%26"}]}},"response":{"status":200}`), seen{Method: "POST", Status: 200, Body: "a+b=1&c=%26"}, nil},
		{"parts without text", ok(`"request":{"method":"POST","url":"http://h/a","postData":{"mimeType":"multipart/form-data; boundary=x","text":"","params":[{"name":"a"}]}},"response":{"status":200}`), seen{Method: "POST", Status: 200}, []string{"form in parts"}},
		{"a web socket", ok(`"request":{"method":"GET","url":"wss://h/a"},"response":{"status":101},"_webSocketMessages":[{"type":"send"},{}]`), seen{URL: "https://h/a", Status: 101}, []string{"WebSocket"}},
		{"others are left out", archive(`{"request":{"url":"data:text/plain,x"}}`, `7`, `{}`, `{"startedDateTime":"2020-01-01T00:00:00.5+0000",`+request+`,"response":{"status":200}}`), seen{Status: 200}, []string{"of data,", "of no URL"}},
		{"types that do not fit", ok(request + `,"response":{"status":200,"headers":{"a":1},"content":"x","cookies":null},"timings":[],"pageref":7,"connection":443`), seen{Status: 200}, nil},
		{"no date", archive(`{` + request + `,"response":{"status":200}}`), seen{Status: 200, Started: time.Time{}}, nil},
		{"a byte order mark", "\ufeff" + ok(request+`,"response":{"status":200}`), seen{Status: 200}, nil},
		{"it breaks off", strings.TrimSuffix(ok(request+`,"response":{"status":200}`), "]}}") + `,{"startedDa`, seen{Status: 200}, []string{"breaks off behind entry 1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := temporary(t, sessions.Options{KeepSecrets: true})
			defer s.Close()
			_, losses, err := har.Import(t.Context(), strings.NewReader(c.text), int64(len(c.text)), s)
			if err != nil {
				t.Fatal(err)
			}
			got := attempts(t, s)
			if len(got) != 1 {
				t.Fatalf("%d attempts", len(got))
			}
			c.want.Exchange, c.want.Attempt = 1, 1
			if c.want.Method == "" {
				c.want.Method = "GET"
			}
			if c.want.URL == "" {
				c.want.URL = "http://h/a"
			}
			c.want.Outcome = engine.ExchangeAnswered
			if c.want.Status == 0 {
				c.want.Outcome = engine.ExchangeFailed
			}
			c.want.Started = time.Date(2020, 1, 1, 0, 0, 0, 5e8, time.UTC)
			if c.name == "no date" {
				got[0].Started = c.want.Started
			}
			if c.name == "gzip inside" {
				c.want.Reply = "hello"
			}
			if diff := cmp.Diff(c.want, got[0], cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if len(losses) != len(c.losses) {
				t.Fatalf("losses %v, want %v", losses, c.losses)
			}
			for i, l := range losses {
				if !strings.Contains(l.What, c.losses[i]) {
					t.Errorf("loss %q does not say %q", l.What, c.losses[i])
				}
			}
		})
	}
}

func TestImportRefuses(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"":                         "no HAR file",
		"[]":                       "no HAR file",
		`{"log":{}}`:               "no log.entries",
		`{"openapi":"3.0.0"}`:      "no log.entries",
		"\xff\xfe{\x00":            "UTF-16",
		strings.Repeat("[", 1<<20): "no HAR file",
	} {
		s := temporary(t, sessions.Options{})
		_, _, err := har.Import(t.Context(), strings.NewReader(text), int64(len(text)), s)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: %v, want %q", text, err, says)
		}
		_ = s.Close()
	}
}

// Entries that overlap and are in no order become events that are.
func TestImportOrders(t *testing.T) {
	t.Parallel()
	var entries []string
	for i := range 50 {
		entries = append(entries, fmt.Sprintf(`{"startedDateTime":"2020-01-01T00:00:%02d.000Z","pageref":"p%d","time":%d,"request":{"url":"http://h/%d"},"response":{"status":200}}`,
			(i*37)%60, i%3, 100+(i*7919)%9000, i))
	}
	text := archive(entries...)
	text = strings.Replace(text, `"entries"`, `"pages":[{"id":"p0","title":"Zero"}],"entries"`, 1)
	s := temporary(t, sessions.Options{})
	defer s.Close()
	sum, losses, err := har.Import(t.Context(), strings.NewReader(text), int64(len(text)), s)
	if err != nil || len(losses) > 0 || sum != (har.Summary{Runs: 3, Exchanges: 50, Attempts: 50}) {
		t.Fatal(sum, losses, err)
	}
	ordered(t, s)
	st := sessions.NewState()
	for e := range s.Events(t.Context(), 0, 1<<62) {
		st.Apply(e)
	}
	if len(st.Live()) != 0 || st.Counters.Finished != 50 || len(st.Runs()) != 3 {
		t.Errorf("state has %d live, %d finished, %d runs", len(st.Live()), st.Counters.Finished, len(st.Runs()))
	}
	var names []string
	for _, r := range st.Runs() {
		if r.Finished == nil {
			t.Errorf("run %d did not finish", r.ID)
		}
		names = append(names, r.Name)
	}
	if !slices.Contains(names, "Zero") {
		t.Errorf("runs are called %q", names)
	}
}

// Archives are not trusted: what they hold of secrets is struck out.
func TestImportStrikesSecretsOut(t *testing.T) {
	t.Parallel()
	text := archive(`{"request":{"method":"POST","url":"http://h/?token=hush-hush-1","headers":[{"name":"authorization","value":"Bearer hush-hush-2"}],
		"postData":{"mimeType":"application/json","text":"{\"password\":\"hush-hush-3\"}"}},"response":{"status":200,"content":{"mimeType":"text/plain","text":"you are hush-hush-2"}}}`)
	path := filepath.Join(t.TempDir(), "a.weir")
	s, err := sessions.Create(path, sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := har.Import(t.Context(), strings.NewReader(text), int64(len(text)), s); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil || bytes.Contains(raw, []byte("hush-hush")) {
		t.Error("a secret is in the file", err)
	}
}

func TestCollection(t *testing.T) {
	t.Parallel()
	text := archive(
		`{"startedDateTime":"2020-01-01T00:00:02Z","request":{"method":"POST","url":"http://b/x?y={{z}}","headers":[{"name":"host","value":"b"},{"name":"content-type","value":"a/b"}],"postData":{"mimeType":"a/b","text":"{{q}}"}}}`,
		`{"startedDateTime":"2020-01-01T00:00:01Z","request":{"method":"GET","url":"http://a/"}}`,
		`{"startedDateTime":"2020-01-01T00:00:03Z","request":{"method":"GET","url":"http://a/"}}`,
	)
	c, err := har.Collection(t.Context(), strings.NewReader(text), int64(len(text)))
	if err != nil || len(c.Requests) != 2 || len(c.Losses) != 0 {
		t.Fatalf("%v %+v", err, c)
	}
	r := c.Requests[1]
	if r.Method != "POST" || r.URL != "http://b/x?y=%7B%7Bz}}" || len(r.Header) != 1 || !r.Body[0].Literal || r.Folder[0] != "b" {
		t.Errorf("got %+v", r)
	}
}

func FuzzImport(f *testing.F) {
	f.Add([]byte(archive(`{"request":{"url":"http://h/"},"response":{"content":{"text":"AA==","encoding":"base64"}},"_weir":{"run":1,"exchange":1}}`)))
	names, _ := filepath.Glob("testdata/archives/*.har")
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := har.Collection(t.Context(), bytes.NewReader(text), int64(len(text)))
		if err != nil {
			return
		}
		for _, r := range c.Requests {
			if r.Method == "" || r.URL == "" {
				t.Fatalf("got %+v", r)
			}
		}
		s := temporary(t, sessions.Options{})
		defer s.Close()
		if _, _, err := har.Import(t.Context(), bytes.NewReader(text), int64(len(text)), s); err != nil {
			t.Fatal(err)
		}
		ordered(t, s)
		var out bytes.Buffer
		if _, err := har.Write(t.Context(), &out, s, "weir", "test"); err != nil || !json.Valid(out.Bytes()) {
			t.Fatalf("%v: %s", err, out.Bytes())
		}
	})
}
