package playground

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// bruteForce counts the most arrivals in any half-open second.
func bruteForce(times []time.Duration) int {
	most := 0
	for i, end := range times {
		n := 0
		for _, at := range times[:i+1] {
			if at > end-time.Second {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

func TestWindowAgreesWithBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		gaps := rapid.SliceOfN(rapid.OneOf(
			rapid.Int64Range(0, 3),
			rapid.Int64Range(0, int64(200*time.Millisecond)),
			rapid.Just(int64(time.Second)), rapid.Just(int64(time.Second/2)),
		), 0, 300).Draw(t, "gaps")
		w := window{most: mostRecent}
		paths := [2]pathStats{}
		var all []time.Duration
		var split [2][]time.Duration
		now := time.Duration(0)
		for i, gap := range gaps {
			now += time.Duration(gap)
			path := i * 7 % 3 % 2
			w.add(now, &paths[path])
			all = append(all, now)
			split[path] = append(split[path], now)
		}
		if want := bruteForce(all); w.peak != want {
			t.Fatalf("peak %d, want %d", w.peak, want)
		}
		for i := range paths {
			if want := bruteForce(split[i]); paths[i].peak != want {
				t.Fatalf("path %d: peak %d, want %d", i, paths[i].peak, want)
			}
		}
	})
}

func TestWindowMemoryIsBounded(t *testing.T) {
	t.Parallel()
	const most = 1 << 10
	w := window{most: most}
	var path pathStats
	for range most + 100 {
		w.add(0, &path)
	}
	if len(w.ring) != most || w.peak != most || path.recent != most {
		t.Fatalf("ring %d, peak %d, recent %d; want %d", len(w.ring), w.peak, path.recent, most)
	}
	w.expire(time.Second)
	if w.size != 0 || path.recent != 0 {
		t.Fatalf("a second later %d and %d are left", w.size, path.recent)
	}
}

func TestStatsCountByPath(t *testing.T) {
	t.Parallel()
	now := newClock()
	p := New(Options{Now: now.now})
	for range 3 {
		get(t, p, "/v1/link/gauges?limit=1")
		now.add(400 * time.Millisecond)
	}
	get(t, p, "/v1/page/gauges?page=x")
	get(t, p, "/nowhere")
	get(t, p, "/stats")
	r := decode[report](t, get(t, p, "/stats"), 200)
	if r.Total != 5 || r.Arrivals["/v1/link/gauges"] != 3 || r.Arrivals[unknownPath] != 1 || r.Arrivals["/stats"] != 0 {
		t.Errorf("arrivals: %+v", r)
	}
	if r.Paths["/v1/link/gauges"].Peak != 3 || r.Peak != 4 {
		t.Errorf("peaks: %d by path, %d in all", r.Paths["/v1/link/gauges"].Peak, r.Peak)
	}
	if r.Outcomes["200"] != 3 || r.Outcomes["400"] != 1 || r.Outcomes["404"] != 1 || r.Flying != 0 || r.PeakFlying != 1 {
		t.Errorf("outcomes: %+v", r)
	}
}

func TestStatsResetForgetsRequestsInFlight(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := newStats(now.now)
	v := s.arrive("/a")
	now.add(time.Millisecond)
	s.reset()
	s.leave(v, "200")
	if r := s.report(); r.Total != 0 || r.Flying != 0 || len(r.Outcomes) != 0 {
		t.Errorf("after a reset: %+v", r)
	}
}
