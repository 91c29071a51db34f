//go:build unix

package engine_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/bucket"
	"weir/engine/transport"
)

// BenchmarkAgainstNetHTTP runs the same requests through the engine, with
// every policy on and a watch attached, and through a bare http.Client, in
// turns, and reports engine/bare as ratios of throughput (1 is level, more is
// faster) by the clock and by processor time, which other work on the machine
// disturbs less, and the allocations that the engine adds to an exchange. Both
// read bodies to their end. Bare keeps each; the engine keeps none, since the
// plan asks for no results, but where the contest is called kept.
func BenchmarkAgainstNetHTTP(b *testing.B) {
	for _, mode := range []transport.Mode{transport.ModeHTTP1, transport.ModeHTTP2} {
		for _, inFlight := range []int{1, 16, 256} {
			b.Run(fmt.Sprintf("http=%s/inflight=%d", mode, inFlight), func(b *testing.B) {
				compare(b, contest{mode: mode, inFlight: inFlight, size: 3000, serve: smallPage})
			})
		}
	}
	b.Run("http=1.1/inflight=16/kept", func(b *testing.B) {
		compare(b, contest{mode: transport.ModeHTTP1, inFlight: 16, size: 3000, serve: smallPage, keep: func(engine.Result) error { return nil }})
	})
	b.Run("http=1.1/inflight=16/answered_in_1_ms", func(b *testing.B) {
		compare(b, contest{mode: transport.ModeHTTP1, inFlight: 16, size: 1000, serve: leisurely})
	})
}

// contest is what engine and bare are given to do.
type contest struct {
	mode     transport.Mode
	inFlight int
	size     int                       // requests in a round
	keep     func(engine.Result) error // is given whole replies; nil wants none
	serve    http.HandlerFunc
}

// compare measures in rounds, engine and bare in turns, so that a machine that
// slows down slows both.
func compare(b *testing.B, c contest) {
	server := httptest.NewUnstartedServer(c.serve)
	server.EnableHTTP2 = c.mode == transport.ModeHTTP2
	if server.EnableHTTP2 {
		server.StartTLS()
	} else {
		server.Start()
	}
	defer server.Close()
	bare := bareClient(server.Client(), c.inFlight)
	p := everyPolicy(c.mode, c.inFlight)
	e, err := engine.New(engine.Config{Policy: p})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	follow(e.Watch(4096))

	const rounds = 9
	runBare(b, bare, server.URL, c.inFlight, c.size/10)
	runEngine(b, e, server.URL, c, c.size/10)
	for b.Loop() {
		var wall, cpu, added []float64
		for range rounds {
			x := measured(func() { runBare(b, bare, server.URL, c.inFlight, c.size) })
			y := measured(func() { runEngine(b, e, server.URL, c, c.size) })
			wall = append(wall, x.wall.Seconds()/y.wall.Seconds())
			cpu = append(cpu, x.cpu.Seconds()/y.cpu.Seconds())
			added = append(added, (float64(y.mallocs)-float64(x.mallocs))/float64(c.size))
		}
		b.ReportMetric(median(wall), "engine/bare")
		b.ReportMetric(median(cpu), "engine/bare-cpu")
		b.ReportMetric(median(added), "allocs-added/exchange")
	}
}

func everyPolicy(mode transport.Mode, inFlight int) engine.Policy {
	p := engine.DefaultPolicy()
	p.Limit = bucket.Limit{Rate: 1e7, Burst: 1e6}
	p.Concurrency = inFlight
	p.Transport.Mode = mode
	p.Transport.Insecure = true
	p.Transport.MaxConns, p.Transport.MaxIdle = 300, 300
	p.Transport.IdleExpiry = time.Minute
	return p
}

func bareClient(c *http.Client, inFlight int) *http.Client {
	tr := c.Transport.(*http.Transport).Clone()
	tr.MaxIdleConnsPerHost, tr.MaxIdleConns, tr.MaxConnsPerHost = inFlight, inFlight, 300
	return &http.Client{Transport: tr}
}

func smallPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(page2k)
}

// leisurely takes 1 ms, as a fast server in the same building does.
func leisurely(w http.ResponseWriter, r *http.Request) {
	time.Sleep(time.Millisecond)
	smallPage(w, r)
}

var page2k = slices.Repeat([]byte(`{"id":"g-000451","name":"Upper lock"},`), 54)

func follow(w *engine.Watch) {
	go func() {
		var buf []engine.Event
		for {
			var err error
			if buf, _, err = w.Next(context.Background(), buf); err != nil {
				return
			}
			time.Sleep(16 * time.Millisecond)
		}
	}()
}

// cost is what a piece of work took.
type cost struct {
	wall, cpu time.Duration
	mallocs   uint64
}

func measured(f func()) cost {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	busy, started := processorTime(), time.Now()
	f()
	c := cost{wall: time.Since(started), cpu: processorTime() - busy}
	runtime.ReadMemStats(&after)
	c.mallocs = after.Mallocs - before.Mallocs
	return c
}

// processorTime is what this process has used so far, user and system.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

func runBare(b *testing.B, c *http.Client, url string, inFlight, n int) {
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	for range inFlight {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				resp, err := c.Get(url)
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.ReadAll(resp.Body)
				_ = resp.Body.Close()
			}
		})
	}
	wg.Wait()
}

func runEngine(b *testing.B, e *engine.Engine, url string, c contest, n int) {
	reqs := make([]engine.Request, n)
	for i := range reqs {
		reqs[i].URL = url
	}
	r, err := e.Start(context.Background(), engine.Plan{Requests: reqs, Concurrency: c.inFlight, OnResult: c.keep})
	if err != nil {
		b.Fatal(err)
	}
	if out := r.Wait(); out.Err != nil {
		b.Fatal(out.Err)
	}
}

// BenchmarkWaiters reports what an exchange costs that waits for a token.
func BenchmarkWaiters(b *testing.B) {
	p := engine.DefaultPolicy()
	p.Limit = bucket.Limit{Rate: 1.0 / 60, Burst: 1}
	p.Concurrency = 20_000
	for b.Loop() {
		e, err := engine.New(engine.Config{Policy: p})
		if err != nil {
			b.Fatal(err)
		}
		reqs := make([]engine.Request, 10_001)
		for i := range reqs {
			reqs[i].URL = "http://127.0.0.1:1/"
		}
		before := heap()
		r, err := e.Start(context.Background(), engine.Plan{Requests: reqs})
		if err != nil {
			b.Fatal(err)
		}
		for e.Snapshot().Origins[0].Bucket.Waiting < 10_000 {
			runtime.Gosched()
		}
		b.ReportMetric(float64(heap()-before)/10_000, "B/waiter")
		b.ReportMetric(float64(runtime.NumGoroutine()), "goroutines")
		r.Cancel()
		r.Wait()
		_ = e.Close()
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
