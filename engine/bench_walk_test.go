//go:build unix

package engine_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/playground"
)

// walked is how many items the walks of the benchmark fetch, 100 a page.
const walked = 20_000

// BenchmarkWalkAgainstLoop walks a list with the engine, and with a loop such
// as one writes by hand for the same server, in turns, and reports pages a
// second and their ratio. The loop decodes each page into structs; the walk
// reads it once and hands out items as bytes.
func BenchmarkWalkAgainstLoop(b *testing.B) {
	server, err := playground.Start(context.Background(), playground.Options{Items: walked})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	follow(e.Watch(4096))
	b.Run("sequential", func(b *testing.B) {
		againstLoop(b, func() { walkAll(b, e, server.URL()+"/v1/cursor/gauges?limit=100", 1) }, server.URL())
	})
	b.Run("parallel=4", func(b *testing.B) {
		againstLoop(b, func() { walkAll(b, e, server.URL()+"/v1/offset/gauges?limit=100", 4) }, server.URL())
	})
}

func againstLoop(b *testing.B, walk func(), url string) {
	const rounds = 7
	for b.Loop() {
		var speed, wall, cpu []float64
		for range rounds {
			x := measured(func() { loop(b, url+"/v1/cursor/gauges?limit=100") })
			y := measured(walk)
			speed = append(speed, walked/100/y.wall.Seconds())
			wall = append(wall, x.wall.Seconds()/y.wall.Seconds())
			cpu = append(cpu, x.cpu.Seconds()/y.cpu.Seconds())
		}
		b.ReportMetric(median(speed), "pages/s")
		b.ReportMetric(median(wall), "engine/loop")
		b.ReportMetric(median(cpu), "engine/loop-cpu")
	}
}

func walkAll(b *testing.B, e *engine.Engine, url string, parallel int) {
	items := 0
	r, err := e.Start(context.Background(), engine.Plan{
		Requests: []engine.Request{{URL: url}},
		Walk:     &engine.Walk{Pages: engine.AllPages, Parallel: parallel},
		OnResult: func(res engine.Result) error {
			items += len(res.Items)
			return nil
		},
	})
	if err != nil {
		b.Fatal(err)
	}
	if out := r.Wait(); out.Err != nil || items != walked {
		b.Fatal(out.Err, items)
	}
}

// loop is a walk as one writes it by hand.
func loop(b *testing.B, first string) {
	client := &http.Client{Timeout: 10 * time.Second}
	items := 0
	for url := first; url != ""; {
		resp, err := client.Get(url)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		var page struct {
			Items []json.RawMessage `json:"items"`
			Next  string            `json:"next_cursor"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			b.Fatal(err)
		}
		items += len(page.Items)
		url = ""
		if page.Next != "" {
			url = first + "&cursor=" + page.Next
		}
	}
	if items != walked {
		b.Fatal(items)
	}
}
