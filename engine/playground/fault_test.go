package playground

import (
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// fates asks for target n times and gives the statuses.
func fates(t *testing.T, p *Playground, target string, n int) []int {
	t.Helper()
	codes := make([]int, n)
	for i := range codes {
		codes[i] = get(t, p, target).Code
	}
	return codes
}

func count(codes []int, code int) int {
	n := 0
	for _, c := range codes {
		if c == code {
			n++
		}
	}
	return n
}

func TestFaultsHaveTheirShare(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 1})
	codes := fates(t, p, "/v1/link/gauges?fail=0.3&reset=0.1&seed=7", 2000)
	if n := count(codes, 503); math.Abs(float64(n)-600) > 80 {
		t.Errorf("fail=0.3 failed %d of 2000", n)
	}
	if n := count(codes, 0); math.Abs(float64(n)-200) > 60 {
		t.Errorf("reset=0.1 reset %d of 2000", n)
	}
	r := p.stats.report()
	if r.Outcomes["reset"] != count(codes, 0) || r.Outcomes["503"] != count(codes, 503) {
		t.Errorf("outcomes %v", r.Outcomes)
	}
}

func TestFaultsRepeat(t *testing.T) {
	t.Parallel()
	target := "/v1/link/gauges?fail=0.5&seed=7"
	want := fates(t, New(Options{Items: 1}), target, 60)
	if got := fates(t, New(Options{Items: 1}), target, 60); !slices.Equal(got, want) {
		t.Error("a fresh server draws otherwise")
	}
	if got := fates(t, New(Options{Items: 1}), "/v1/link/gauges?seed=7&fail=0.5", 60); !slices.Equal(got, want) {
		t.Error("the order of the query matters")
	}
	if got := fates(t, New(Options{Items: 1}), "/v1/link/gauges?fail=0.5&seed=8", 60); slices.Equal(got, want) {
		t.Error("another seed draws the same")
	}
	p := New(Options{Items: 1})
	first := fates(t, p, target, 60)
	if again := fates(t, p, target, 60); slices.Equal(first, again) {
		t.Error("retries on the same server are no new draws")
	}
	if again := fates(t, p, target+"&run=b", 60); !slices.Equal(first, again) {
		t.Error("a run with a name of its own draws otherwise")
	}
	p.tally.clear()
	if again := fates(t, p, target, 60); !slices.Equal(first, again) {
		t.Error("a rewound server draws otherwise")
	}
}

func TestTallyIsBounded(t *testing.T) {
	t.Parallel()
	y := newTally()
	for i := range uint64(mostTallied + 10) {
		y.next(i)
	}
	if len(y.values) != mostTallied || len(y.ring) != mostTallied {
		t.Fatalf("%d counts, %d in the ring", len(y.values), len(y.ring))
	}
	if n := y.next(mostTallied + 9); n != 2 {
		t.Errorf("the newest request is forgotten: %d", n)
	}
	if n := y.next(0); n != 1 {
		t.Errorf("the oldest request is known: %d", n)
	}
}

func TestDrawKeepsShares(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		share := func(name string) *ratio {
			r := ratio(rapid.Float64Range(0, 0.33).Draw(t, name))
			return &r
		}
		f := faults{Fail: share("fail"), Reset: share("reset"), Truncate: share("truncate")}
		request := rapid.Uint64().Draw(t, "request")
		var seen [4]float64
		const draws = 4000
		for n := range uint64(draws) {
			seen[f.draw(request, 1, n).verdict] += 1.0 / draws
		}
		for verdict, want := range map[verdict]*ratio{verdictFail: f.Fail, verdictReset: f.Reset, verdictTruncate: f.Truncate} {
			if math.Abs(seen[verdict]-float64(*want)) > 0.05 {
				t.Fatalf("verdict %d: share %v, want %v", verdict, seen[verdict], *want)
			}
		}
	})
}

// TestDrawsAreSpreadEvenly: a share is kept over every ten arrivals, so that a
// practice run of a few requests sees what it asked for and no streaks.
func TestDrawsAreSpreadEvenly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		fail := ratio(float64(rapid.IntRange(0, stratum).Draw(t, "tenths")) / stratum)
		f := faults{Fail: &fail}
		series, seed := rapid.Uint64().Draw(t, "series"), rapid.Uint64().Draw(t, "seed")
		first := stratum * rapid.Uint64Range(0, 1<<40).Draw(t, "block")
		failed := 0
		for i := range uint64(stratum) {
			if f.draw(series, seed, first+i+1).verdict == verdictFail {
				failed++
			}
		}
		if want := int(math.Round(float64(fail) * stratum)); failed != want {
			t.Fatalf("fail=%v failed %d of %d", fail, failed, stratum)
		}
	})
}

func TestLatencyWaitsAsAsked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Items: 1})
		for target, span := range map[string][2]time.Duration{
			"/v1/link/gauges?latency=50ms":              {50 * time.Millisecond, 50 * time.Millisecond},
			"/v1/link/gauges?latency=50ms..90ms&seed=1": {50 * time.Millisecond, 90 * time.Millisecond},
			"/v1/link/gauges?latency=20ms&fail=1":       {20 * time.Millisecond, 20 * time.Millisecond},
			"/stats?latency=30ms":                       {30 * time.Millisecond, 30 * time.Millisecond},
			"/nowhere?latency=30ms":                     {30 * time.Millisecond, 30 * time.Millisecond},
		} {
			begin := time.Now()
			get(t, p, target)
			if took := time.Since(begin); took < span[0] || took > span[1] {
				t.Errorf("%s took %v", target, took)
			}
		}
	})
}

func TestTruncateCutsShortOfContentLength(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{})
	_, whole := fetch(t, client, s.URL()+"/v1/link/gauges")
	res, err := client.Get(s.URL() + "/v1/link/gauges?truncate=1")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("reading the body gave %v, want an unexpected EOF", err)
	}
	if res.ContentLength != int64(len(whole)) || len(body) != len(whole)/2 || !strings.HasPrefix(whole, string(body)) {
		t.Errorf("Content-Length %d, %d bytes came, the whole is %d", res.ContentLength, len(body), len(whole))
	}
}

func TestResetIsAnRST(t *testing.T) {
	t.Parallel()
	s, client := start(t, Options{TLS: true})
	client.Transport.(*http.Transport).DisableKeepAlives = true
	_, err := client.Get(s.URL() + "/v1/link/gauges?reset=1")
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset=1 gave %v, want connection reset by peer", err)
	}
	_, err = trusting(t, s, false).Get(s.TLSURL() + "/v1/link/gauges?reset=1")
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("reset=1 over TLS gave %v, want connection reset by peer", err)
	}
	if _, err = trusting(t, s, true).Get(s.TLSURL() + "/v1/link/gauges?reset=1"); err == nil {
		t.Error("reset=1 over HTTP/2 gave a reply")
	}
}

func TestFaultsApplyOnEveryPath(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for i := range p.routes() {
		rt := &p.routes()[i]
		method := rt.method
		if method == anyMethod {
			method = http.MethodGet
		}
		target := rt.example()
		joint := "?"
		if strings.Contains(target, "?") {
			joint = "&"
		}
		w := ask(t, p, httptest.NewRequest(method, target+joint+"fail=1", nil))
		if w.Code != 503 {
			t.Errorf("%s %s?fail=1 gave %d", method, target, w.Code)
		}
	}
}

func TestWalkSurvivesFaultsByRetrying(t *testing.T) {
	t.Parallel()
	p := New(Options{Items: 250})
	var ids []string
	failures := 0
	for target := "/v1/next/gauges?limit=10&fail=0.4&reset=0.1&seed=3"; target != ""; {
		w := get(t, p, target)
		if w.Code != 200 {
			if failures++; failures > 500 {
				t.Fatal("the same request fails for ever")
			}
			continue
		}
		page := decode[struct {
			Next    string
			Results []listed
		}](t, w, 200)
		ids, target = collect(ids, page.Results), page.Next
	}
	same(t, ids, 250)
	if failures < 5 {
		t.Errorf("only %d failures: the links lost the faults", failures)
	}
}

func FuzzFaults(f *testing.F) {
	for _, seed := range []string{"fail=0.3", "latency=1ms..2ms&seed=1", "reset=1e-9&truncate=.5", "fail=inf", "latency=..", "%zz"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		q, err := url.ParseQuery(raw)
		if err != nil {
			return
		}
		got, err := faultsIn(q)
		if err != nil {
			return
		}
		if err := got.check(); err != nil {
			t.Fatalf("%q is accepted with %v", raw, err)
		}
		if p := got.draw(1, 2, 3); p.delay < 0 || p.delay > mostLatency {
			t.Fatalf("%q delays by %v", raw, p.delay)
		}
	})
}

func FuzzCursor(f *testing.F) {
	for _, index := range []int{1, 450, 999_999} {
		f.Add(encodeCursor(index))
	}
	f.Add("!!")
	f.Fuzz(func(t *testing.T, cursor string) {
		index, err := decodeCursor(cursor)
		if err != nil || cursor == "" {
			return
		}
		if back := encodeCursor(index); back != cursor {
			t.Fatalf("%q stands for %d, whose cursor is %q", cursor, index, back)
		}
	})
}
