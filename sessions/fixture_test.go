package sessions_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
	"weir/sessions/compare"
	"weir/sessions/export"
)

// fixture is a session that the second version of the form wrote: two walks of
// which the first is answered 503 now and then, and a page that is down and
// trips the breaker. Later versions must open it; it is never written anew.
const fixture = "testdata/v2.weir"

// TestVersion2IsRead opens it in all the ways that there are.
func TestVersion2IsRead(t *testing.T) {
	t.Parallel()
	s, err := sessions.Open(fixture)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	t.Run("facts", func(t *testing.T) { factsOf(t, s) })
	t.Run("replay", func(t *testing.T) { replayed(t, s) })
	t.Run("search", func(t *testing.T) { searched(t, s) })
	t.Run("compare", func(t *testing.T) { compared(t, s) })
	t.Run("export", func(t *testing.T) { exported(t, s) })
}

func factsOf(t *testing.T, s *sessions.Session) {
	head := make([]byte, 100)
	f, err := os.Open(fixture)
	if err == nil {
		_, err = io.ReadFull(f, head)
		err = errors.Join(err, f.Close())
	}
	if version := binary.BigEndian.Uint32(head[60:]); err != nil || version != 2 {
		t.Errorf("the file is of version %d, %v", version, err)
	}
	info, err := s.Info(t.Context())
	if err != nil || info.Name != "second" || info.Runs != 3 || info.Target != "GET /v1/cursor/gauges" ||
		!info.Whole || !info.Redacted || !info.Kept || info.Events < 512 {
		t.Errorf("%+v, %v", info, err)
	}
}

func replayed(t *testing.T, s *sessions.Session) {
	all := sessions.NewState()
	for e, err := range s.Events(t.Context(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		all.Apply(e)
	}
	r := sessions.NewReplay(s)
	if err := errors.Join(r.Load(t.Context(), nil), r.Seek(t.Context(), r.Len())); err != nil || len(r.Damages()) > 0 {
		t.Fatal(err, r.Damages())
	}
	got := r.State().Counters
	if got != all.Counters || got.Events != int64(r.Len()) {
		t.Errorf("the replay ends at %+v, the events at %+v", got, all.Counters)
	}
	if got.Retries == 0 || got.Trips != 1 || got.Rejected == 0 || got.Items != 600 || got.Pages != 120 {
		t.Errorf("it shows %+v", got)
	}
	seen := map[sessions.Sign]int{}
	for _, m := range r.Landmarks() {
		seen[m.Sign]++
	}
	if len(seen) < 3 {
		t.Errorf("landmarks of %d kinds: %v", len(seen), seen)
	}
	if ok, err := r.SeekMark(t.Context(), true); !ok || err != nil || r.Position() >= r.Len() {
		t.Errorf("back to the last landmark: %v, %v", ok, err)
	}
}

func searched(t *testing.T, s *sessions.Session) {
	bodies := 0
	for m, err := range s.Search(t.Context(), sessions.Filter{Text: "g-000251"}) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Part == engine.ResponseBody {
			bodies++
		}
	}
	if bodies != 2 {
		t.Errorf("%d bodies hold an item that each walk fetched", bodies)
	}
	failed, err := s.Find(t.Context(), sessions.Filter{MinStatus: 500})
	if err != nil || len(failed) == 0 {
		t.Errorf("%d exchanges failed, %v", len(failed), err)
	}
	for _, x := range failed {
		if data, facts, err := s.Body(t.Context(), x.ID, x.Attempts, engine.ResponseBody); err != nil || !facts.Complete || len(data) == 0 {
			t.Errorf("exchange %d: %d bytes, %v", x.ID, len(data), err)
		}
	}
}

func compared(t *testing.T, s *sessions.Session) {
	same, err := compare.Sessions(t.Context(), s, s, compare.Options{})
	if err != nil || !same.Same || same.A.Exchanges == 0 {
		t.Errorf("compared with itself: %+v, %v", same, err)
	}
	first, err := sessions.Open("testdata/v1.weir")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = first.Close() }()
	if other, err := compare.Sessions(t.Context(), first, s, compare.Options{}); err != nil || other.Same {
		t.Errorf("compared with another: %v", err)
	}
}

func exported(t *testing.T, s *sessions.Session) {
	for _, form := range []export.Form{export.HAR, export.Curl, export.HTTP, export.Go, export.Python} {
		var out bytes.Buffer
		if _, err := export.Write(t.Context(), &out, s, form, "weir", "test"); err != nil || !bytes.Contains(out.Bytes(), []byte("/v1/cursor/gauges")) {
			t.Errorf("%s: %d bytes, %v", form, out.Len(), err)
		}
	}
}

// TestWriteTheFixture makes a session as the present version writes it, where
// WEIR_WRITE_FIXTURE names a file that is not there.
func TestWriteTheFixture(t *testing.T) {
	path := os.Getenv("WEIR_WRITE_FIXTURE")
	if path == "" {
		t.Skip("only when a version of the form is new: set WEIR_WRITE_FIXTURE to its file")
	}
	server, err := playground.Start(t.Context(), playground.Options{Items: 300})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = server.Close() }()
	s, err := sessions.Create(path, sessions.Options{Program: "weir fixture", Name: "second"})
	if err != nil {
		t.Fatal(err)
	}
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = time.Millisecond, 5*time.Millisecond
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err == nil {
		err = s.Record(e.Follow(1000))
	}
	if err != nil {
		t.Fatal(err)
	}
	request := func(path string) []engine.Request {
		return []engine.Request{{URL: server.URL() + path}}
	}
	walk := &engine.Walk{Pages: engine.AllPages}
	for _, plan := range []engine.Plan{
		{Requests: request("/v1/cursor/gauges?limit=5&fail=0.15&seed=3"), Walk: walk},
		{Requests: request("/v1/cursor/gauges?limit=5"), Walk: walk},
		{Requests: request("/v1/offset/gauges?limit=1&fail=1"), Repeat: &engine.Repeat{Times: 6}},
	} {
		run, err := e.Start(context.Background(), plan)
		if err != nil {
			t.Fatal(err)
		}
		out := run.Wait()
		t.Log(fmt.Sprintf("%+v", out.RunFinished), out.Err)
	}
	if err := errors.Join(e.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s has %d KB", filepath.Base(path), info.Size()>>10)
}
