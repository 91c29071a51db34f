package playground

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func post(t *testing.T, p *Playground, target, body string) *httptest.ResponseRecorder {
	t.Helper()
	return ask(t, p, httptest.NewRequest("POST", target, strings.NewReader(body)))
}

func TestControlChangesFaults(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Items: 5, Now: now.now})
	status := func(target string) int { return get(t, p, target).Code }
	steps := []struct {
		order        string
		link, cursor int
	}{
		{`{"faults":{"fail":1}}`, 503, 503},
		{`{"paths":{"/v1/cursor/gauges":{"fail":0}}}`, 503, 200},
		{`{"fail":0}`, 200, 200},
		{`{"paths":{"/v1/cursor/gauges":{"fail":1}}}`, 200, 503},
		{`{"paths":{"/v1/cursor/gauges":null}}`, 200, 200},
		{`{"outage":{"for":"10s"}}`, 503, 503},
		{`{"outage":{"for":"10s","paths":["/v1/link/gauges"]}}`, 503, 200},
		{`{"outage":null}`, 200, 200},
		{`{"reset":1}`, 0, 0},
		{`{"faults":{}}`, 200, 200},
	}
	for _, step := range steps {
		if w := post(t, p, "/control", step.order); w.Code != 200 {
			t.Fatalf("%s: %d %s", step.order, w.Code, w.Body)
		}
		if link, cursor := status("/v1/link/gauges"), status("/v1/cursor/gauges"); link != step.link || cursor != step.cursor {
			t.Errorf("after %s: link %d, cursor %d; want %d, %d", step.order, link, cursor, step.link, step.cursor)
		}
	}
}

func TestForcedOutageEnds(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	r := decode[controlReport](t, post(t, p, "/control", `{"outage":{"for":"2s"}}`), 200)
	if len(r.Outages) != 1 || r.Outages[0].Path != "*" || r.Outages[0].Left != 2 {
		t.Errorf("outages: %+v", r.Outages)
	}
	if get(t, p, "/stats").Code != 200 {
		t.Error("the outage took /stats along")
	}
	now.add(2 * time.Second)
	if code := get(t, p, "/v1/link/gauges").Code; code != 200 {
		t.Errorf("after the outage: %d", code)
	}
}

func TestControlResetsStatsAndLimiter(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	get(t, p, "/v1/link/gauges")
	r := decode[controlReport](t, post(t, p, "/control", `{"reset_stats":true,"rewind":true,"limiter":{"rate":2.5,"burst":1}}`), 200)
	if r.Limiter != (limiterOrder{2.5, 1}) || p.stats.report().Total != 0 {
		t.Errorf("control: %+v, stats %+v", r, p.stats.report())
	}
	if a, b := get(t, p, "/v1/limited/gauges").Code, get(t, p, "/v1/limited/gauges").Code; a != 200 || b != 429 {
		t.Errorf("with burst 1: %d, %d", a, b)
	}
	post(t, p, "/control", `{"limiter":null}`)
	if code := get(t, p, "/v1/limited/gauges").Code; code != 200 {
		t.Errorf("with a full bucket: %d", code)
	}
}

func TestControlRefusesNonsense(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	for _, order := range []string{
		"", "[]", `{"fial":1}`, `{"faults":{"fail":2}}`, `{"fail":-1}`, `{"latency":5}`, `{"latency":"soon"}`,
		`{"paths":{"/nowhere":{}}}`, `{"paths":{"/v1/link/gauges":{"fail":3}}}`, `{"outage":{"for":"-1s"}}`,
		`{"outage":{"for":"1s","paths":["x"]}}`, `{"outage":{"until":"x"}}`, `{"limiter":{"rate":0,"burst":1}}`,
		`{"limiter":{"rate":1,"burst":0}}`, `{} {}`,
	} {
		if w := post(t, p, "/control", order); w.Code != 400 {
			t.Errorf("%s: %d %s", order, w.Code, w.Body)
		}
	}
	if w := post(t, p, "/control", strings.Repeat(" ", 65<<10)); w.Code != 413 {
		t.Errorf("a body of 65 KiB: %d", w.Code)
	}
	if r := decode[controlReport](t, get(t, p, "/control"), 200); !r.Faults.idle() || len(r.Paths) != 0 {
		t.Errorf("nonsense was carried out in part: %+v", r)
	}
}

func FuzzControl(f *testing.F) {
	f.Add(`{"faults":{"fail":0.5},"outage":null}`)
	f.Add(`{"limiter":{"rate":1,"burst":2}}`)
	f.Fuzz(func(t *testing.T, body string) {
		p := New(Options{})
		w := httptest.NewRecorder()
		p.ServeHTTP(w, httptest.NewRequest("POST", "/control", strings.NewReader(body)))
		if w.Code != 200 && w.Code != 400 && w.Code != 413 {
			t.Fatalf("%q: %d", body, w.Code)
		}
	})
}

func TestControlReachesTheHomePath(t *testing.T) {
	t.Parallel()
	p := New(Options{})
	if w := post(t, p, "/control", `{"paths":{"/":{"fail":1}}}`); w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if code := get(t, p, "/").Code; code != 503 {
		t.Errorf("/ answers %d", code)
	}
}
