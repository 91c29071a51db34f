package page

import (
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"
)

func TestHashSetIsASet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s, model := hashSet{}, map[uint64]bool{}
		for _, d := range rapid.SliceOf(rapid.Uint64Range(1, 500)).Draw(t, "digests") {
			if s.has(d) != model[d] || s.add(d) == model[d] {
				t.Fatalf("%d", d)
			}
			model[d] = true
		}
		if s.count != len(model) {
			t.Fatalf("%d of %d", s.count, len(model))
		}
	})
}

// A quarter of a million ids stay within the memory that the documentation promises.
func TestHashSetMemory(t *testing.T) {
	t.Parallel()
	s := hashSet{}
	var b [8]byte
	for i := range uint64(250_000) {
		binary.LittleEndian.PutUint64(b[:], i)
		if !s.add(digest(b[:])) {
			t.Fatalf("%d collides", i)
		}
	}
	if bytes := 8 * len(s.slots); bytes > 4<<20 || len(s.recent) != keptRecent {
		t.Errorf("%d bytes, %d recent", bytes, len(s.recent))
	}
}
