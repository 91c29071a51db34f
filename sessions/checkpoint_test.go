package sessions

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// memory is a shelf's other side.
type memory map[uint64]string

func (m memory) fetch(id uint64) (string, error) { return m[id], nil }

func (m memory) take(fresh []freshPiece) {
	for _, p := range fresh {
		m[p.id] = string(p.form)
	}
}

func leanState() *State {
	s := NewState()
	s.lean = true
	return s
}

// inAll compares two states in every field, however their rows are parted.
func inAll() cmp.Option {
	return cmp.Options{
		exactly(),
		cmp.Transformer("window", func(s strip[Mark]) []Mark { return rowsOf(s) }),
		cmp.Transformer("rows", func(s strip[*Exchange]) []*Exchange { return rowsOf(s) }),
		cmp.Transformer("pages", func(s strip[Page]) []Page { return rowsOf(s) }),
	}
}

func rowsOf[T any](s strip[T]) (rows []T) {
	for i := range s.len() {
		rows = append(rows, s.at(i))
	}
	return rows
}

// TestACheckpointIsTheStateOfItsEvents writes the states of any stream, each
// with what the one before left on the shelf, and holds them against what is
// read back, and against going on from there.
func TestACheckpointIsTheStateOfItsEvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kept := memory{}
		writer, reader := newShelf(nil), newShelf(kept.fetch)
		want, got := leanState(), leanState()
		for range rapid.IntRange(1, 4).Draw(t, "checkpoints") {
			for _, e := range rapid.SliceOfN(rapid.Custom(anyEvent), 0, 60).Draw(t, "events") {
				want.Apply(e)
				got.Apply(e)
			}
			form, fresh, ok := writer.write(want.Clone())
			if !ok {
				t.Fatal("it has no form")
			}
			kept.take(fresh)
			if got = reader.read(string(form)); got == nil {
				t.Fatal("it is not read")
			}
			if diff := cmp.Diff(want, got, inAll()); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// TestCheckpointsShareTheirPieces holds that a state that goes on writes what
// changed, and not all of itself.
func TestCheckpointsShareTheirPieces(t *testing.T) {
	t.Parallel()
	writer, s := newShelf(nil), leanState()
	var before, after int
	for i, e := range busy(20_000) {
		s.Apply(e)
		if i%checkpointEvery != 0 {
			continue
		}
		form, fresh, _ := writer.write(s.Clone())
		before, after = after, len(form)
		for _, p := range fresh {
			after += len(p.form)
		}
	}
	if before > 256<<10 || after > 256<<10 {
		t.Errorf("the last checkpoints take %d and %d bytes", before, after)
	}
}

// TestAReplayTakesCheckpoints holds that what a file's checkpoints tell is what
// its events do.
func TestAReplayTakesCheckpoints(t *testing.T) {
	t.Parallel()
	events := busy(600)
	s := recorded(t, events)
	quick, slow := NewReplay(s), NewReplay(s)
	if err := quick.Load(t.Context(), nil); err != nil || !quick.isChecked() {
		t.Fatal(err, "no checkpoints")
	}
	if err := slow.read(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(quick.Landmarks(), slow.Landmarks()) || quick.Len() != slow.Len() || quick.Duration() != slow.Duration() {
		t.Errorf("%d events, %d landmarks; %d, %d when reduced", quick.Len(), len(quick.Landmarks()), slow.Len(), len(slow.Landmarks()))
	}
	for _, at := range []int{len(events), 1, checkpointEvery, checkpointEvery + 1, 2*checkpointEvery - 1, 0, len(events) - 1} {
		if err := quick.Seek(t.Context(), at); err != nil || quick.Position() != at {
			t.Fatal(quick.Position(), err)
		}
		same(t, reduce(events[:at]), quick.State())
		if at < len(events) && !quick.TimeOf(at).Equal(slow.TimeOf(at)) {
			t.Errorf("event %d is at %v, not %v", at, quick.TimeOf(at), slow.TimeOf(at))
		}
		if at > 0 && quick.PositionAt(events[at-1].Head().At) != slow.PositionAt(events[at-1].Head().At) {
			t.Errorf("%d and %d at event %d", quick.PositionAt(events[at-1].Head().At), slow.PositionAt(events[at-1].Head().At), at)
		}
	}
}

// TestFalseCheckpointsAreSeenThrough writes nonsense over them: then the state
// is that of the events.
func TestFalseCheckpointsAreSeenThrough(t *testing.T) {
	t.Parallel()
	events := busy(600)
	s := recorded(t, events)
	for _, harm := range []string{
		"UPDATE checkpoints SET data = x'00', zstd = 0",
		"UPDATE checkpoints SET data = x'00', zstd = 0 WHERE seq < 1500",
		"UPDATE checkpoints SET marks = x'ffffff'",
		"UPDATE checkpoints SET events = events - 1 WHERE seq < 1500",
		"UPDATE checkpoints SET events = 1 << 60",
		"UPDATE checkpoints SET size = 1 << 60",
		"DELETE FROM pieces WHERE id % 3 = 0",
		"UPDATE pieces SET data = x'0102', zstd = 0",
		"DELETE FROM checkpoints",
		"DROP TABLE checkpoints",
	} {
		path := filepath.Join(t.TempDir(), "harmed.weir")
		if err := s.copyTo(t.Context(), path, "harmed"); err != nil {
			t.Fatal(err)
		}
		db, conn, err := openWriter(t.Context(), path, harm)
		if err != nil {
			t.Fatal(harm, err)
		}
		_, _ = conn.Close(), db.Close()
		r := NewReplay(reopen(t, path))
		if err := r.Load(t.Context(), nil); err != nil {
			t.Fatal(harm, err)
		}
		for _, at := range []int{1500, len(events), 2 * checkpointEvery} {
			if err := r.Seek(t.Context(), at); err != nil || r.Position() != at {
				t.Fatal(harm, r.Position(), err)
			}
			if want := reduce(events[:at]); r.State().Counters != want.Counters || !r.State().At().Equal(want.At()) {
				t.Errorf("%s: at %d: %+v, not %+v", harm, at, r.State().Counters, want.Counters)
			}
		}
	}
}

// TestEventsOutOfOrderMakeNoCheckpoints holds that a state is kept only of
// events that a reader reads in the same order.
func TestEventsOutOfOrderMakeNoCheckpoints(t *testing.T) {
	t.Parallel()
	events := busy(400)
	s := recorded(t, slices.Concat(events, events[:1]))
	if n := len(s.checkedList(t.Context())); n > 0 {
		t.Errorf("%d checkpoints", n)
	}
}

// TestAPieceIsReadOnce: a state that names one piece again and again costs no
// more than that piece.
func TestAPieceIsReadOnce(t *testing.T) {
	t.Parallel()
	kept, writer, s := memory{}, newShelf(nil), leanState()
	for _, e := range busy(40) {
		s.Apply(e)
	}
	_, fresh, _ := writer.write(s.Clone())
	kept.take(fresh)
	var fetched atomic.Int64
	reader := newShelf(func(id uint64) (string, error) {
		fetched.Add(1)
		return kept.fetch(id)
	})
	reader.rows.load(slices.Repeat([]uint64{fresh[0].id}, 1000), reader)
	if n := fetched.Load(); n != 1 {
		t.Errorf("it is read %d times", n)
	}
}

// FuzzState reads any bytes as a state: what comes of it is sound.
func FuzzState(f *testing.F) {
	kept := memory{}
	s := leanState()
	for _, e := range busy(40) {
		s.Apply(e)
	}
	form, fresh, _ := newShelf(nil).write(s.Clone())
	kept.take(fresh)
	f.Add(form, fresh[0].form, fresh[len(fresh)-1].form)
	f.Fuzz(func(t *testing.T, form, one, two []byte) {
		kept := memory{1: string(one), 2: string(two), 3: strings.Repeat(string(one), 2)}
		st := newShelf(kept.fetch).read(string(form))
		if st == nil {
			return
		}
		st.lean = false
		for _, e := range busy(10) {
			st.Apply(e)
		}
		for i := range st.Len() {
			_ = st.Row(i).Last()
		}
		for _, r := range st.Runs() {
			if r.Walk != nil {
				_, _, _ = r.Walk.Trail.Locate(r.Walk.Trail.Items() - 1)
			}
		}
		for _, o := range st.Origins() {
			_ = o.Latency.Quantiles(0.5)
		}
		_ = st.Why(st.At())
	})
}

// BenchmarkSeekByCheckpoints jumps about in a session of 60,000 events.
func BenchmarkSeekByCheckpoints(b *testing.B) {
	s := create(b, Options{KeepSecrets: true})
	recordBusy(s, 60_000)
	if err := s.Sync(b.Context()); err != nil {
		b.Fatal(err)
	}
	r := NewReplay(s)
	if err := r.Load(b.Context(), nil); err != nil || !r.isChecked() {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := r.Seek(b.Context(), rand.IntN(r.Len())); err != nil {
			b.Fatal(err)
		}
	}
}
