package sessions

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"weir/engine"
)

func create(t testing.TB, opts Options) *Session {
	t.Helper()
	s, err := Create(filepath.Join(t.TempDir(), "sub", "a#b %?.weir"), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func reopen(t *testing.T, path string) *Session {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func all(t *testing.T, s *Session) []engine.Event {
	t.Helper()
	var events []engine.Event
	for e, err := range s.Events(t.Context(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, e)
	}
	return events
}

func TestReplayOfAFileIsWhatWasLive(t *testing.T) {
	t.Parallel()
	events := busy(300)
	s := create(t, Options{Program: "weir test"})
	if err := s.Record(&scripted{events: events, step: 37}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := reopen(t, s.Path())
	replayed := all(t, r)
	if diff := cmp.Diff(events, replayed); diff != "" {
		t.Fatal(diff)
	}
	same(t, reduce(events), reduce(replayed))
	info, err := r.Info(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if info.Events != int64(len(events)) || info.Exchanges != 300 || info.Runs != 1 || !info.Whole || !info.Redacted ||
		info.Target != "GET /gauges" || info.Origin != "https://api.example.com:443" || info.Program != "weir test" || info.Kept {
		t.Errorf("info is %+v", info)
	}
}

func TestTheFileStandsAloneAndIsPrivate(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	s.Add(busy(10)...)
	path := s.Path()
	for _, p := range []string{path, path + "-wal"} {
		st, err := os.Stat(p)
		if err != nil {
			t.Fatal(err)
		}
		if st.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", p, st.Mode())
		}
	}
	if st, _ := os.Stat(filepath.Dir(path)); st.Mode().Perm() != 0o700 {
		t.Errorf("folder has mode %v", st.Mode())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Dir(path) + "/*")
	if len(names) != 1 {
		t.Errorf("beside the file: %q", names)
	}
	// In a folder that nobody may write.
	dir := filepath.Dir(path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	if n := len(all(t, reopen(t, path))); n == 0 {
		t.Error("no event read")
	}
}

func ref(exchange uint64, contentType string) engine.BodyRef {
	return engine.BodyRef{Run: 1, Exchange: exchange, Attempt: 1, Part: engine.ResponseBody, ContentType: contentType}
}

func write(t *testing.T, s *Session, r engine.BodyRef, body []byte, step int) {
	t.Helper()
	w := s.OpenBody(r)
	for len(body) > 0 {
		n := min(step, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			t.Fatal(err)
		}
		body = body[n:]
	}
	if err := w.Close(true); err != nil {
		t.Fatal(err)
	}
}

func TestBodiesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	random := make([]byte, 3*chunkLen+17)
	_, _ = rand.Read(random)
	list := []byte("[" + strings.Repeat(`{"id":"g-0451","name":"Upper lock","level":1.92},`+"\n", 30_000) + "null]")
	bodies := map[uint64]struct {
		kind string
		data []byte
	}{
		1: {"application/json", []byte(`{"items":[]}`)},
		2: {"", nil},
		3: {"image/png", random},
		4: {"application/json", list},
		5: {"text/html", list}, // the same bytes once more
		6: {"image/png", random[:100]},
	}
	s := create(t, Options{})
	for id, b := range bodies {
		write(t, s, ref(id, b.kind), b.data, 32<<10)
	}
	check := func(s *Session) {
		t.Helper()
		for id, b := range bodies {
			data, facts, err := s.Body(t.Context(), id, 1, engine.ResponseBody)
			if err != nil {
				t.Fatalf("body %d: %v", id, err)
			}
			if !bytes.Equal(data, b.data) || !facts.Complete || facts.Size != int64(len(b.data)) || facts.ContentType != b.kind {
				t.Errorf("body %d: %d bytes of %d, %+v", id, len(data), len(b.data), facts)
			}
		}
		if _, _, err := s.Body(t.Context(), 99, 1, engine.ResponseBody); !errors.Is(err, ErrNoBody) {
			t.Errorf("a body that was never written: %v", err)
		}
	}
	check(s)
	var n int
	if err := s.read.QueryRow("SELECT count(*) FROM bodies").Scan(&n); err != nil || n != 5 {
		t.Errorf("%d bodies kept, not 5: %v", n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if st, _ := os.Stat(s.Path()); st.Size() > int64(len(random)+len(list)/2) {
		t.Errorf("the file takes %d bytes", st.Size())
	}
	check(reopen(t, s.Path()))
}

func TestBodyIsOnDiskBeforeItsAttemptsEnd(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	write(t, s, ref(1, "text/plain"), []byte("here"), 10)
	s.Add(engine.AttemptFinished{Header: engine.Header{Seq: 1, At: began, Exchange: 1, Attempt: 1}, HasBody: true})
	for {
		n, err := s.LastSeq(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			break
		}
	}
	var refs int
	if err := s.read.QueryRow("SELECT count(*) FROM body_refs").Scan(&refs); err != nil || refs != 1 {
		t.Errorf("%d bodies beside the event: %v", refs, err)
	}
}

func TestFilesThatAreNoSession(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := filepath.Join(dir, "other.weir")
	if err := newFile(other, nil); err != nil {
		t.Fatal(err)
	}
	db, conn, err := openWriter(t.Context(), other, "CREATE TABLE t (x)")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Close(), db.Close()
	newer := create(t, Options{})
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	db, conn, err = openWriter(t.Context(), newer.Path(), "PRAGMA user_version = 7")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Close(), db.Close()
	cases := []struct {
		path string
		want any
		text string
	}{
		{put("empty.weir", ""), &NotSessionError{}, "empty"},
		{put("text.weir", strings.Repeat("hello\n", 2000)), &NotSessionError{}, "is no weir session"},
		{put("cut.weir", "SQLite format 3\x00"), &NotSessionError{}, "is no weir session"},
		{other, &NotSessionError{}, "another program"},
		{dir, &NotSessionError{}, "not a file"},
		{newer.Path(), &NewerError{}, fmt.Sprintf("file version 7, this one reads up to %d", fileVersion)},
		{filepath.Join(dir, "none.weir"), os.ErrNotExist, "no such file"},
	}
	for _, c := range cases {
		_, err := Open(c.path)
		if err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		if got, want := fmt.Sprintf("%T", err), fmt.Sprintf("%T", c.want); got != want && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: error is %s, not %s", c.path, got, want)
		}
	}
}

func TestTheSecondWriterIsToldWhoHasIt(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	s.Add(busy(3)...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err := Create(s.Path(), Options{})
	var held *HeldError
	if !errors.As(err, &held) || held.PID != os.Getpid() {
		t.Errorf("create: %v", err)
	}
	if err := Remove(t.Context(), s.Path()); !errors.As(err, &held) {
		t.Errorf("remove: %v", err)
	}
	infos, err := List(t.Context(), filepath.Dir(s.Path()))
	if err != nil || len(infos) != 1 || infos[0].Held == nil || infos[0].Events != int64(len(busy(3))) {
		t.Errorf("list: %+v, %v", infos, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var exists *ExistsError
	if _, err := Create(s.Path(), Options{}); !errors.As(err, &exists) {
		t.Errorf("create over a closed session: %v", err)
	}
	if err := Remove(t.Context(), s.Path()); err != nil {
		t.Error(err)
	}
	if infos, err := List(t.Context(), filepath.Dir(s.Path())); len(infos) != 0 || err != nil {
		t.Errorf("list: %v, %v", infos, err)
	}
}

func TestSaveAs(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	s.Add(busy(3)...)
	taken := filepath.Join(filepath.Dir(s.Path()), "taken.weir")
	if err := newFile(taken, nil); err != nil {
		t.Fatal(err)
	}
	var exists *ExistsError
	if err := s.SaveAs(t.Context(), taken); !errors.As(err, &exists) {
		t.Errorf("saved over a file: %v", err)
	}
	to := filepath.Join(t.TempDir(), "new", "outage.weir")
	if err := s.SaveAs(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r := reopen(t, to)
	if info, err := r.Info(t.Context()); err != nil || info.Name != "outage" || !info.Kept {
		t.Errorf("%+v, %v", info, err)
	}
	again := filepath.Join(t.TempDir(), "again.weir")
	if err := r.SaveAs(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	c := reopen(t, again)
	if info, err := c.Info(t.Context()); err != nil || info.Name != "again" || !info.Kept {
		t.Errorf("%+v, %v", info, err)
	}
	if diff := cmp.Diff(all(t, r), all(t, c)); diff != "" {
		t.Error(diff)
	}
}

func TestTemporaryIsGoneWhenClosed(t *testing.T) {
	t.Parallel()
	for _, saved := range []bool{false, true} {
		s, err := Temporary(Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Add(busy(3)...)
		dir, to := filepath.Dir(s.Path()), filepath.Join(t.TempDir(), "kept.weir")
		if saved {
			if err := s.SaveAs(t.Context(), to); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("folder is left: %v", err)
		}
		if _, err := os.Stat(to); saved != (err == nil) {
			t.Errorf("saved %v: %v", saved, err)
		}
	}
}

func TestFullDiskIsToldAndTheRunGoesOn(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	s.Add(busy(3)...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	write(t, s, ref(1, "text/plain"), []byte("before"), 10)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	limit(t, s, 25)
	events := busy(250)
	s.Add(events[len(busy(3)):]...)
	var trouble *TroubleError
	if err := <-s.Trouble(); !errors.As(err, &trouble) || trouble.Stopped {
		t.Fatalf("trouble is %v", err)
	}
	if err := s.Sync(t.Context()); !errors.As(err, &trouble) {
		t.Errorf("sync says %v", err)
	}
	s.cache = bodyCache{}
	if data, _, err := s.Body(t.Context(), 1, 1, engine.ResponseBody); err != nil || string(data) != "before" {
		t.Errorf("body of before: %q, %v", data, err)
	}
	limit(t, s, 1<<30)
	for s.Sync(t.Context()) != nil { // each asks for a try
		runtime.Gosched()
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := len(all(t, reopen(t, s.Path()))); got != len(events) {
		t.Errorf("%d of %d events", got, len(events))
	}
}

// limit bounds the file's pages, as a full disk does. It waits for the writer
// to rest.
func limit(t *testing.T, s *Session, pages int) {
	t.Helper()
	if _, err := s.w.conn.ExecContext(context.Background(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
		t.Fatal(err)
	}
}

func TestAnEventWithoutAFormIsTold(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	s.Add(engine.QuotaSeen{Header: engine.Header{Seq: 1, At: began}, Limit: math.NaN()}, engine.RunPaused{Header: engine.Header{Seq: 2, At: began}})
	var trouble *TroubleError
	if err := <-s.Trouble(); !errors.As(err, &trouble) || !trouble.Lost {
		t.Errorf("trouble is %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if events := all(t, reopen(t, s.Path())); len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
}

func TestADiskThatStaysFullEndsTheRecordingOnly(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	limit(t, s, 20)
	noise := make([]byte, 1<<20)
	_, _ = rand.Read(noise)
	for i := range 20 {
		write(t, s, ref(uint64(i+1), "image/png"), noise, 32<<10)
		_, _ = rand.Read(noise[:64])
	}
	var trouble *TroubleError
	for trouble == nil || !trouble.Stopped {
		if err := <-s.Trouble(); !errors.As(err, &trouble) {
			t.Fatalf("trouble is %v", err)
		}
	}
	if err := s.Close(); !errors.As(err, &trouble) {
		t.Errorf("close says %v", err)
	}
	reopen(t, s.Path())
}

func TestDamageIsSteppedOver(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	events := busy(500)
	s.Add(events...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	for i := len(file) / 2; i < len(file)/2+32<<10; i++ {
		file[i] = 0xA5
	}
	path := filepath.Join(t.TempDir(), "damaged.weir")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	read, damages := 0, 0
	for e, err := range reopen(t, path).Events(t.Context(), 0, 1<<62) {
		if err != nil {
			damages++
		} else if e != nil {
			read++
		}
	}
	if damages == 0 || read < len(events)/2 || read >= len(events) {
		t.Errorf("%d of %d events, %d damages", read, len(events), damages)
	}
	after, _ := os.ReadFile(path)
	if !bytes.Equal(file, after) {
		t.Error("the damaged file was changed")
	}
}
