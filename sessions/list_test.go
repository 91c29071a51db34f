package sessions

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// aged makes a closed session of that age and returns its path.
func aged(t *testing.T, dir, name string, age time.Duration, kept bool) string {
	t.Helper()
	o := Options{}
	if kept {
		o.Name = name
	}
	s, err := Create(filepath.Join(dir, name+Extension), o)
	if err != nil {
		t.Fatal(err)
	}
	s.Add(busy(2)...)
	s.w.add(metaOp{"created", stamp(began.Add(-age))})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(s.Path(), began, began.Add(-age)); err != nil {
		t.Fatal(err)
	}
	return s.Path()
}

func TestPrune(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	dir := t.TempDir()
	fresh := aged(t, dir, "fresh", day, false)
	aged(t, dir, "old", 31*day, false)
	kept := aged(t, dir, "kept", 99*day, true)
	damaged := filepath.Join(dir, "other.weir")
	if err := os.WriteFile(damaged, []byte("not a session"), 0o600); err != nil {
		t.Fatal(err)
	}
	names := func(infos []Info) []string {
		var out []string
		for _, i := range infos {
			out = append(out, i.Name)
		}
		return out
	}
	infos, err := List(t.Context(), dir)
	if err != nil || !slices.Equal(names(infos), []string{"fresh", "old", "kept"}) {
		t.Fatalf("listed %v, %v", names(infos), err)
	}
	gone, err := Prune(t.Context(), dir, DefaultRetention(), began)
	if err != nil || !slices.Equal(names(gone), []string{"old"}) {
		t.Errorf("deleted %v, %v", names(gone), err)
	}
	second := aged(t, dir, "second", 2*day, false)
	st, err := os.Stat(fresh)
	if err != nil {
		t.Fatal(err)
	}
	gone, err = Prune(t.Context(), dir, Retention{Bytes: st.Size() + 1}, began)
	if err != nil || !slices.Equal(names(gone), []string{"second"}) {
		t.Errorf("deleted %v, %v", names(gone), err)
	}
	for path, there := range map[string]bool{fresh: true, second: false, kept: true, damaged: true} {
		if _, err := os.Stat(path); there != (err == nil) {
			t.Errorf("%s: there is %v", path, err)
		}
	}
	if infos, err := List(t.Context(), filepath.Join(dir, "none")); err != nil || infos != nil {
		t.Errorf("a folder that is not there: %v, %v", infos, err)
	}
}

func TestOpenDefaultFindsAName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	paths := map[string]bool{}
	for range 3 {
		s, err := OpenDefault(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		paths[s.Path()] = true
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(paths) != 3 {
		t.Errorf("%d names for 3 sessions", len(paths))
	}
}

// TestAFolderIsPrunedOnceAnHour: a session that begins does not look at all
// that are there.
func TestAFolderIsPrunedOnceAnHour(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	begin := func() {
		t.Helper()
		s, err := OpenDefault(dir, Options{})
		if err == nil {
			err = s.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	there := func(path string) bool {
		_, err := os.Stat(path)
		return err == nil
	}
	age := time.Since(began) + 31*24*time.Hour
	first := aged(t, dir, "first", age, false)
	if begin(); there(first) {
		t.Error("an old session is left by the first that begins")
	}
	second := aged(t, dir, "second", age, false)
	if begin(); !there(second) {
		t.Error("all sessions are looked at again at once")
	}
	before := time.Now().Add(-pruneEvery)
	if err := os.Chtimes(filepath.Join(dir, prunedAt), before, before); err != nil {
		t.Fatal(err)
	}
	if begin(); there(second) {
		t.Error("an old session is left an hour later")
	}
}

func TestPathOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"a": "/d/a.weir", "a.weir": "/d/a.weir", "./a": "./a.weir", "/x/a": "/x/a.weir", "": "", " ": "", "..": "", "a\x1b": "",
	} {
		got, err := PathOf("/d", name)
		if got != want || (want == "") != (err != nil) {
			t.Errorf("%q is %q, %v", name, got, err)
		}
	}
}

// blocked is an op that waits, as a slow disk makes one wait.
type blocked struct{ until chan struct{} }

func (b blocked) size() int { return 1 }

func (b blocked) write(context.Context, *statements) error {
	<-b.until
	return nil
}

func TestWhoRecordsWaitsForASlowDisk(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	var full int
	b := blocked{make(chan struct{})}
	s.w.add(b)
	added := make(chan int)
	chunk := chunkOp{data: make([]byte, mostPending/4), plain: 1}
	go func() {
		for n := range 8 {
			c := chunk
			c.body, c.n = 1, n
			s.w.add(c)
			added <- n
		}
		close(added)
	}()
	for range 3 {
		full = <-added
	}
	select {
	case n := <-added:
		t.Errorf("%d were taken in while the disk stood still", n+1)
	default:
	}
	close(b.until)
	for n := range added {
		full = n
	}
	if err := s.Sync(t.Context()); err != nil || full != 7 {
		t.Errorf("%d of 8 were taken in, %v", full+1, err)
	}
}

func TestClosedSessions(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	r := reopen(t, s.Path())
	if err := r.Record(&scripted{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("recorded into a file that is only read: %v", err)
	}
	if r.Recording() || r.Sync(t.Context()) != nil {
		t.Error("a file that is only read is recorded")
	}
	if _, err := r.Exchange(t.Context(), 5); !errors.Is(err, ErrNoExchange) {
		t.Errorf("an exchange that never was: %v", err)
	}
}

// TestVersion1IsRead opens a file that the first version wrote.
func TestVersion1IsRead(t *testing.T) {
	t.Parallel()
	s := reopen(t, filepath.Join("testdata", "v1.weir"))
	info, err := s.Info(t.Context())
	if err != nil || info.Name != "first" || info.Events != int64(len(busy(5))) {
		t.Errorf("%+v, %v", info, err)
	}
	same(t, reduce(busy(5)), reduce(all(t, s)))
	r := NewReplay(s)
	if err := errors.Join(r.Load(t.Context(), nil), r.Seek(t.Context(), r.Len())); err != nil || r.Len() != len(busy(5)) {
		t.Errorf("%d events, %v", r.Len(), err)
	}
	same(t, reduce(busy(5)), r.State())
	body, facts, err := s.Body(t.Context(), 1, 1, "response")
	if err != nil || string(body) != `{"items":[]}` || facts.ContentType != "application/json" {
		t.Errorf("body %q, %+v, %v", body, facts, err)
	}
}
