package serve

import (
	"bytes"
	"context"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func TestLinksAreRewritten(t *testing.T) {
	t.Parallel()
	l := linksOf(map[string]string{
		"https://api.example.com:443": "http://127.0.0.1:9", "http://api.example.com:8080": "http://127.0.0.1:9/.origin/http/api.example.com:8080",
	})
	for in, want := range map[string]string{
		`<https://api.example.com/a?p=2>; rel="next"`: `<http://127.0.0.1:9/a?p=2>; rel="next"`,
		`https://api.example.com:443`:                 `http://127.0.0.1:9`,
		`"https:\/\/api.example.com\/a"`:              `"http:\/\/127.0.0.1:9\/a"`,
		`http://api.example.com:8080/x`:               `http://127.0.0.1:9/.origin/http/api.example.com:8080/x`,
		`https://api.example.com.evil/ https://api.example.com:4430/ https://api.example.com@evil http`: `https://api.example.com.evil/ https://api.example.com:4430/ https://api.example.com@evil http`,
	} {
		if got := l.text(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}

// TestLinksDoNotDependOnPieces holds that a body which comes in pieces is
// rewritten as it would be in one.
func TestLinksDoNotDependOnPieces(t *testing.T) {
	t.Parallel()
	l := linksOf(map[string]string{"http://h:80": "http://x:1", "https://h:443": "http://x:1/s"})
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"h", "http", "http://", "http://h", ":80", "s://h/", `:\/\/h`, " ", "/", "é"})).Draw(t, "parts")
		var whole string
		var out bytes.Buffer
		w := &relinker{to: &out, links: l}
		for _, p := range parts {
			whole += p
			_, _ = w.Write([]byte(p))
		}
		_ = w.flush()
		if want := l.text(whole); out.String() != want {
			t.Fatalf("%q in pieces becomes %q, want %q", whole, out.String(), want)
		}
	})
}

// FuzzKeys holds that no query and no body upsets the keys, and that a request
// finds itself.
func FuzzKeys(f *testing.F) {
	f.Add("a=1&b=2", []byte(`{"a":[1,2]}`), "http://h/x?token=‹redacted:01234567›")
	f.Add(";%zz", []byte(`{`), "//")
	f.Fuzz(func(t *testing.T, query string, body []byte, raw string) {
		k := newKeys()
		path, q := split(raw)
		k.learn(asked{path: path, query: q})
		a := asked{path: path, query: query, body: body}
		exact, loose := k.exact(a), k.loose(a)
		if exact != k.exact(a) || loose != k.loose(a) {
			t.Fatal("a request does not find itself")
		}
	})
}

// TestAnAnswerTakesItsRecordedTime: as much of it as is asked for, and no longer
// than its client waits.
func TestAnAnswerTakesItsRecordedTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, test := range []struct {
			delay float64
			want  time.Duration
			stays bool
		}{{0, 0, true}, {0.5, 5 * time.Minute, true}, {1, 10 * time.Minute, true}, {2, 15 * time.Minute, false}} {
			ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
			start := time.Now()
			h := &Handler{opts: Options{Delay: test.delay}}
			if stays := h.wait(ctx, 10*time.Minute); stays != test.stays || time.Since(start) != test.want {
				t.Errorf("with delay %v: %v after %v, want %v after %v", test.delay, stays, time.Since(start), test.stays, test.want)
			}
			cancel()
		}
	})
}
