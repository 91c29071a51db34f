//go:build unix

package sessions

import (
	"context"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/playground"
)

// walked is how many items a benchmark's walk has.
const walked = 50_000

// BenchmarkWalkWithRecording walks a list with recording and without, in
// turns, and reports the ratio of their speeds: 1 would cost nothing.
func BenchmarkWalkWithRecording(b *testing.B) {
	server, err := playground.Start(context.Background(), playground.Options{Items: walked})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	for _, c := range []struct {
		name, url string
		parallel  int
	}{
		{"sequential", "/v1/cursor/gauges?limit=100", 1},
		{"parallel=4", "/v1/offset/gauges?limit=100", 4},
		{"answered in 5 ms", "/v1/cursor/gauges?limit=100&latency=5ms", 1},
	} {
		b.Run(c.name, func(b *testing.B) { againstBare(b, server.URL()+c.url, c.parallel) })
	}
}

func againstBare(b *testing.B, url string, parallel int) {
	const rounds = 7
	for b.Loop() {
		var wall, cpu []float64
		for range rounds {
			bare := walkFor(b, "", url, parallel)
			recorded := walkFor(b, filepath.Join(b.TempDir(), "walk.weir"), url, parallel)
			wall = append(wall, bare.wall.Seconds()/recorded.wall.Seconds())
			cpu = append(cpu, bare.cpu.Seconds()/recorded.cpu.Seconds())
		}
		slices.Sort(wall)
		slices.Sort(cpu)
		b.ReportMetric(wall[rounds/2], "recorded/bare")
		b.ReportMetric(cpu[rounds/2], "recorded/bare-cpu")
	}
}

// cost is what a walk took.
type cost struct{ wall, cpu time.Duration }

// processorTime is what this process has used so far, user and system.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// walkFor walks a list and returns what that took. It records into a file
// where one is named; the processor's time goes on until all of it is on disk.
func walkFor(tb testing.TB, path, url string, parallel int) (c cost) {
	tb.Helper()
	cfg := engine.Config{Policy: engine.DefaultPolicy()}
	var s *Session
	if path != "" {
		var err error
		if s, err = Create(path, Options{}); err != nil {
			tb.Fatal(err)
		}
		cfg.Bodies = s
	}
	e, err := engine.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	if s != nil {
		if err := s.Record(e.Follow(8192)); err != nil {
			tb.Fatal(err)
		}
	}
	start, busy := time.Now(), processorTime()
	run, err := e.Start(context.Background(), engine.Plan{
		Requests: []engine.Request{{URL: url}},
		Walk:     &engine.Walk{Pages: engine.AllPages, Parallel: parallel},
	})
	if err != nil {
		tb.Fatal(err)
	}
	if out := run.Wait(); out.Err != nil || out.Items != walked {
		tb.Fatal(out.Err, out.Items)
	}
	c.wall = time.Since(start)
	if s != nil {
		if err := s.Sync(context.Background()); err != nil {
			tb.Fatal(err)
		}
	}
	c.cpu = processorTime() - busy
	if err := e.Close(); err != nil {
		tb.Fatal(err)
	}
	if s != nil {
		if err := s.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return c
}
