package sessions

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"testing"

	"weir/engine"
	"weir/engine/playground"
)

// pageBody returns a page of 100 items as the practice API sends it.
func pageBody(tb testing.TB) []byte {
	tb.Helper()
	server, err := playground.Start(context.Background(), playground.Options{Items: 1000})
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	reply, err := http.Get(server.URL() + "/v1/cursor/gauges?limit=100")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	body, err := io.ReadAll(reply.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// BenchmarkCost takes apart what recording a page of 100 items costs.
func BenchmarkCost(b *testing.B) {
	body := pageBody(b)
	s := create(b, Options{})
	b.Run("clean", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			if out, _ := s.redact.scrubFor("application/json", string(body[:64])).next(string(body), true); !bytes.Equal(out, body) {
				b.Fatal("it was changed")
			}
		}
	})
	b.Run("pack", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for b.Loop() {
			s.pack(1, 0, body)
		}
	})
	script := newScript().start(engine.ModeWalk)
	for i := range 9 {
		script.page(i, 100)
	}
	b.Run("events", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, e := range script.events {
				if _, err := newEventOp(s.redact.Event(e)); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(len(script.events))/9, "events/page")
	})
}
