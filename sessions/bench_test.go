package sessions

import (
	"context"
	"path/filepath"
	"testing"

	"weir/engine"
)

// BenchmarkRecord records events to a disk that is told to keep them.
func BenchmarkRecord(b *testing.B) {
	s, err := Create(filepath.Join(b.TempDir(), "bench.weir"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	script := newScript().start(engine.ModeRepeat)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if len(script.events) == 0 {
			x := script.begin(0)
			script.attempt(x, 1, 200)
			script.end(x, 200, 1)
		}
		s.Add(script.events[0])
		script.events = script.events[1:]
		n++
	}
	if err := s.Sync(context.Background()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkBody records a JSON body of 1 MB.
func BenchmarkBody(b *testing.B) {
	s, err := Temporary(Options{Secrets: []string{"known value"}})
	if err != nil {
		b.Fatal(err)
	}
	body := []byte("[")
	for len(body) < 1<<20 {
		body = append(body, `{"id":"g-0451","name":"Upper lock","note":"all is well, says the keeper","level":1.92},`+"\n"...)
	}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	n := uint64(0)
	for b.Loop() {
		n++
		w := s.OpenBody(ref(n, "application/json"))
		for i := 0; i < len(body); i += 32 << 10 {
			_, _ = w.Write(body[i:min(len(body), i+32<<10)])
		}
		_, _ = w.Write([]byte{byte('0' + n%10), ']'})
		_ = w.Close(true)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}
