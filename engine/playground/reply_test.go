package playground

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// decoderOf opens a body under a content coding.
func decoderOf(t *testing.T, coding string, r io.Reader) io.Reader {
	t.Helper()
	var out io.Reader
	var err error
	switch coding {
	case "gzip":
		out, err = gzip.NewReader(r)
	case "deflate":
		out, err = zlib.NewReader(r)
	case "br":
		out = brotli.NewReader(r)
	case "zstd":
		var z *zstd.Decoder
		z, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1))
		t.Cleanup(z.Close)
		out = z
	}
	if err != nil {
		t.Fatalf("%s: %v", coding, err)
	}
	return out
}

func TestCodings(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	plain := get(t, p, "/v1/cursor/gauges").Body.String()
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		w := get(t, p, "/v1/"+coding)
		body, err := io.ReadAll(decoderOf(t, coding, w.Body))
		if err != nil || string(body) != plain || w.Header().Get("Content-Encoding") != coding {
			t.Errorf("%s: %v, %d bytes, %v", coding, err, len(body), w.Header())
		}
	}
}

func TestBombIsSmallAndDecodesBig(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		w := get(t, p, "/v1/bomb?mb=1&coding="+coding)
		size := w.Body.Len()
		decoded, err := io.Copy(io.Discard, decoderOf(t, coding, w.Body))
		if err != nil || decoded != 1_000_000 || size > 20_000 {
			t.Errorf("%s: %d bytes decode to %d: %v", coding, size, decoded, err)
		}
	}
	for _, bad := range []string{"mb=101", "coding=rot13"} {
		if code := get(t, p, "/v1/bomb?"+bad).Code; code != 400 {
			t.Errorf("%s: %d", bad, code)
		}
	}
}

func TestBigIsExactAndValid(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for _, target := range []string{"/v1/big?mb=1", "/v1/big?mb=1&chunked=true"} {
		w := get(t, p, target)
		if w.Body.Len() != 1_000_000 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: %d bytes, valid %v", target, w.Body.Len(), json.Valid(w.Body.Bytes()))
		}
		if announced := w.Header().Get("Content-Length") != ""; announced == strings.Contains(target, "chunked") {
			t.Errorf("%s: %v", target, w.Header())
		}
	}
}

func TestSlowTakesItsTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{})
		begin := time.Now()
		w := get(t, p, "/v1/slow?for=3s&bytes=1234")
		if took := time.Since(begin); took < 2900*time.Millisecond || took > 3*time.Second || w.Body.Len() != 1234 {
			t.Errorf("%d bytes in %v", w.Body.Len(), took)
		}
	})
}

func TestSSEResumes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{})
		begin := time.Now()
		whole := get(t, p, "/v1/sse?every=1s&count=5").Body.String()
		if took := time.Since(begin); took != 5*time.Second || strings.Count(whole, "event: level\n") != 5 {
			t.Errorf("after %v: %s", took, whole)
		}
		r := httptest.NewRequest("GET", "/v1/sse?every=1s&count=5", nil)
		r.Header.Set("Last-Event-ID", "3")
		rest := ask(t, p, r).Body.String()
		_, want, _ := strings.Cut(whole, "id: 3\n")
		_, want, _ = strings.Cut(want, "\n\n")
		if _, got, _ := strings.Cut(rest, "\n\n"); got != want {
			t.Errorf("after event 3: %s, want %s", got, want)
		}
	})
}

func TestHangLastsUntilTheClientLeaves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{})
		for after, size := range map[string]int{"": 0, "nothing": 0, "header": 0, "half": 7} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			begin := time.Now()
			w := ask(t, p, httptest.NewRequestWithContext(ctx, "GET", "/v1/hang?after="+after, nil))
			cancel()
			if time.Since(begin) != time.Hour || w.Body.Len() != size || w.Code != 0 {
				t.Errorf("after=%s: %v, %d bytes", after, time.Since(begin), w.Body.Len())
			}
		}
	})
}

func TestBrokenRepliesAreErrors(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{})
	client.Transport.(*http.Transport).DisableKeepAlives = true
	for _, target := range []string{
		"/v1/malformed", "/v1/malformed?form=length", "/v1/malformed?form=chunk", "/v1/malformed?form=header", "/v1/dropped",
	} {
		res, err := client.Get(s.URL() + target)
		if err == nil {
			_, err = io.ReadAll(res.Body)
			res.Body.Close()
		}
		if err == nil {
			t.Errorf("%s is no error", target)
		}
		if target == "/v1/dropped" && !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v, want EOF", target, err)
		}
	}
}

// Every request that follows a GOAWAY comes over a connection of its own.
func TestGoAway(t *testing.T) {
	t.Parallel()
	s, _ := start(t, Options{TLS: true})
	client := trusting(t, s, true)
	seen := map[string]bool{}
	for range 3 {
		trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { seen[info.Conn.LocalAddr().String()] = true }}
		req, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), http.MethodGet, s.TLSURL()+"/v1/goaway", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadAll(res.Body)
		res.Body.Close()
		if res.Proto != "HTTP/2.0" || res.StatusCode != http.StatusOK {
			t.Errorf("%s %d", res.Proto, res.StatusCode)
		}
	}
	if len(seen) < 2 { // the client may send one more before it reads the frame
		t.Errorf("three requests over %d connections", len(seen))
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{})
	res, body := fetch(t, client, s.URL()+"/v1/redirect/5?code=307&seed=3")
	if res.Request.URL.Path != "/v1/redirect/0" || res.Request.URL.Query().Get("seed") != "3" || !strings.Contains(body, "arrived") {
		t.Errorf("arrived at %s", res.Request.URL)
	}
	if _, err := client.Get(s.URL() + "/v1/redirect-loop"); err == nil {
		t.Error("the loop ends")
	}
	p := s.Playground()
	for target, want := range map[string]int{
		"/v1/echo": 302, "http://127.0.0.1:1/x": 302, "https://localhost/": 302, "http://[::1]:80/": 302,
		"http://example.com/": 400, "//example.com/": 400, "javascript:alert(1)": 400, "http://127.0.0.1.example.com": 400,
		"": 400, "relative": 400, "http://user@evil.example/": 400, `/\evil.example`: 302,
	} {
		w := get(t, p, "/v1/redirect-to?url="+strings.NewReplacer("\\", "%5C", "&", "%26").Replace(target))
		if w.Code != want {
			t.Errorf("%q: %d, want %d", target, w.Code, want)
		}
		if w.Code == 302 && strings.Contains(w.Header().Get("Location"), `\`) {
			t.Errorf("%q: Location %q holds a backslash", target, w.Header().Get("Location"))
		}
	}
	for _, bad := range []string{"/v1/redirect/x", "/v1/redirect/-1", "/v1/redirect/1001", "/v1/redirect/1?code=304"} {
		if code := get(t, p, bad).Code; code != 400 {
			t.Errorf("%s: %d", bad, code)
		}
	}
}

func TestStatus(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for path, want := range map[string]int{"200": 200, "204": 204, "304": 304, "503": 503, "599": 599, "100": 400, "600": 400, "x": 400} {
		if code := get(t, p, "/v1/status/"+path).Code; code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestEcho(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	r := httptest.NewRequest("PATCH", "/v1/echo?a=1&a=2", strings.NewReader("hello"))
	r.Header.Set("X-Test", "yes")
	got := decode[echoReport](t, ask(t, p, r), 200)
	if got.Method != "PATCH" || got.Body != "hello" || got.Bytes != 5 || len(got.Query["a"]) != 2 || got.Header.Get("X-Test") != "yes" {
		t.Errorf("%+v", got)
	}
	got = decode[echoReport](t, post(t, p, "/v1/echo", "\xff\xfe"), 200)
	if !got.Base64 || got.Body != "//4=" {
		t.Errorf("bytes: %+v", got)
	}
}

func TestEtag(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	w := get(t, p, "/v1/etag?limit=3")
	tag := w.Header().Get("ETag")
	for _, c := range []struct {
		field, value string
		status       int
	}{
		{"If-None-Match", tag, 304},
		{"If-None-Match", `"x", W/` + tag, 304},
		{"If-None-Match", "*", 304},
		{"If-None-Match", `"x"`, 200},
		{"If-Modified-Since", w.Header().Get("Last-Modified"), 304},
		{"If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT", 200},
	} {
		r := httptest.NewRequest("GET", "/v1/etag?limit=3", nil)
		r.Header.Set(c.field, c.value)
		if w := ask(t, p, r); w.Code != c.status || c.status == 304 && (w.Body.Len() != 0 || w.Header().Get("ETag") != tag) {
			t.Errorf("%s: %s: %d", c.field, c.value, w.Code)
		}
	}
	if other := get(t, p, "/v1/etag?limit=4").Header().Get("ETag"); other == tag {
		t.Error("another page has the same tag")
	}
}

func TestCookiesCountVisits(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for sent, want := range map[string]string{"": "visits=1", "visits=7": "visits=8", "visits=-5": "visits=1", "visits=x": "visits=1"} {
		r := httptest.NewRequest("GET", "/v1/cookies", nil)
		r.Header.Set("Cookie", sent)
		if got := ask(t, p, r).Header().Get("Set-Cookie"); !strings.HasPrefix(got, want+";") {
			t.Errorf("%q gives %q", sent, got)
		}
	}
}

func TestAuth(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for path, field := range map[string][2]string{
		"/v1/auth/basic":  {"Authorization", "Basic d2VpcjpyaXZlcg=="},
		"/v1/auth/bearer": {"Authorization", "bearer practice"},
		"/v1/auth/key":    {"X-Api-Key", "practice"},
	} {
		w := get(t, p, path)
		if w.Code != 401 || w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s without: %d %v", path, w.Code, w.Header())
		}
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set(field[0], field[1])
		if w := ask(t, p, r); w.Code != 200 {
			t.Errorf("%s with %s: %d %s", path, field, w.Code, w.Body)
		}
	}
}

func TestSightingsAreTakenOnce(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	report := func(key, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/v1/sightings", strings.NewReader(body))
		r.Header.Set("Idempotency-Key", key)
		return ask(t, p, r)
	}
	const body = `{"gauge":"g-000007","level":1.5}`
	first := decode[sighting](t, report("a", body), 201)
	again := report("a", body)
	if decode[sighting](t, again, 201) != first || again.Header().Get("Idempotent-Replayed") != "true" {
		t.Errorf("again: %s %v", again.Body, again.Header())
	}
	if next := decode[sighting](t, report("", body), 201); next.Number != 2 {
		t.Errorf("without a key: %+v", next)
	}
	for _, c := range []struct {
		key, body string
		status    int
	}{
		{"a", `{"gauge":"g-000008","level":1.5}`, 422},
		{"b", `{"gauge":"x"}`, 400},
		{"c", `{}x`, 400},
		{strings.Repeat("k", 300), body, 400},
		{"d", `{"gauge":"g-000007","number":4}`, 400},
	} {
		if w := report(c.key, c.body); w.Code != c.status {
			t.Errorf("%.10s %s: %d", c.key, c.body, w.Code)
		}
	}
	if got := decode[struct{ Taken int }](t, get(t, p, "/v1/sightings"), 200).Taken; got != 2 {
		t.Errorf("%d reports taken, want 2", got)
	}
}

func TestFormatsHoldTheGauges(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	var page xmlGauges
	if err := xml.Unmarshal(get(t, p, "/v1/xml?limit=3").Body.Bytes(), &page); err != nil || len(page.Items) != 3 || page.Items[2].ID != gaugeID(2) {
		t.Errorf("xml: %v %+v", err, page)
	}
	if next := get(t, p, page.Next); !strings.Contains(next.Body.String(), gaugeID(3)) {
		t.Errorf("xml: next %s", page.Next)
	}
	w := get(t, p, "/v1/ndjson?limit=3")
	dec := json.NewDecoder(w.Body)
	for i := range 3 {
		var item listed
		if err := dec.Decode(&item); err != nil || item.ID != gaugeID(i) {
			t.Errorf("ndjson: %v %v", err, item)
		}
	}
	if next := nextLink(w.Header().Get("Link")); !strings.HasPrefix(get(t, p, next).Body.String(), `{"id":"g-000004"`) {
		t.Errorf("ndjson: next %q", next)
	}
	rows, err := csv.NewReader(get(t, p, "/v1/csv?limit=500").Body).ReadAll()
	if err != nil || len(rows) != 501 || rows[500][0] != gaugeID(499) {
		t.Errorf("csv: %v, %d rows", err, len(rows))
	}
	if body := get(t, p, "/v1/html?limit=3").Body.String(); !strings.Contains(body, "g-000003") || !strings.Contains(body, `rel="next"`) {
		t.Errorf("html: %s", body)
	}
	picture, err := png.Decode(get(t, p, "/v1/gauges/g-000007/chart").Body)
	if err != nil || picture.Bounds().Dx() != 384 {
		t.Errorf("png: %v", err)
	}
	a, b := get(t, p, "/v1/binary?bytes=100").Body, get(t, p, "/v1/binary?bytes=100").Body
	if a.Len() != 100 || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("binary: not 100 bytes, or not the same twice")
	}
}

func TestReadingsEndAtTheGaugesLevel(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for i := range 50 {
		got := decode[struct {
			Readings []struct {
				At    time.Time
				Level float64
			}
		}](t, get(t, p, "/v1/gauges/"+gaugeID(i)+"/readings"), 200).Readings
		g := p.catalogue.gauge(i)
		if last := got[len(got)-1]; len(got) != 96 || !last.At.Equal(g.updated) || int(last.Level*100+0.5) != g.level {
			t.Fatalf("gauge %d: %d readings, last %+v, want %d", i, len(got), last, g.level)
		}
		if first := got[0]; g.trend == "rising" && g.level > 60 && first.Level >= float64(g.level)/100 {
			t.Errorf("gauge %d rises from %v to %d cm", i, first.Level, g.level)
		}
	}
	for _, id := range []string{"g-010001", "x", "g-000000"} {
		if code := get(t, p, "/v1/gauges/"+id).Code; code != 404 {
			t.Errorf("%s: %d", id, code)
		}
	}
}

func TestHostileFormsAreWhatTheySay(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for form, valid := range map[string]bool{
		"json": true, "keys": true, "numbers": true, "doubled": true, "deep": true, "long": true,
		"text": false, "invalid": false, "mislabelled": false,
	} {
		w := get(t, p, "/v1/hostile?form="+form)
		if w.Code != 200 || json.Valid(w.Body.Bytes()) != valid {
			t.Errorf("%s: %d, valid JSON %v", form, w.Code, json.Valid(w.Body.Bytes()))
		}
	}
	body := get(t, p, "/v1/hostile").Body.Bytes()
	var texts struct{ Items []struct{ Name string } }
	if err := json.Unmarshal(body, &texts); err != nil || texts.Items[1].Name != hostileTexts()[1] {
		t.Errorf("the texts do not come through: %v", err)
	}
	if bytes.ContainsRune(body, 0x1b) {
		t.Error("JSON holds a raw escape")
	}
	if !bytes.ContainsRune(get(t, p, "/v1/hostile?form=text").Body.Bytes(), 0x1b) {
		t.Error("the text holds no raw escape")
	}
}

func TestIndexForABrowser(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	w := ask(t, New(Options{}), r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `href="http://example.com/v1/cursor/gauges"`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// Every route, with every parameter set to nonsense, answers and does not panic.
func TestNonsenseEverywhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Items: 3})
		for i := range p.routes() {
			rt := &p.routes()[i]
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			for _, nonsense := range []string{"", "-1", "99999999999999999999", "\x00\xff", "*", "e30", "1e9", strings.Repeat("9", 5000)} {
				r := httptest.NewRequestWithContext(ctx, "GET", rt.example(), strings.NewReader(nonsense))
				if rt.method != anyMethod {
					r.Method = rt.method
				}
				q := r.URL.Query()
				for _, in := range rt.params {
					if in.in == "header" {
						r.Header.Set(in.name, nonsense)
					} else {
						q.Set(in.name, nonsense)
					}
				}
				r.URL.RawQuery = q.Encode()
				if w := ask(t, p, r); w.Code >= 500 && w.Code != rt.answers() {
					t.Errorf("%s %s with %.20q: %d %s", r.Method, rt.path, nonsense, w.Code, w.Body)
				}
			}
			cancel()
		}
	})
}
