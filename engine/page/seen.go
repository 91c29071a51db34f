package page

import (
	"encoding/binary"
	"math/bits"
)

// digest is a fast 64-bit hash that is the same in every process, for equality
// only. A server that forges collisions could as well leave items out.
func digest(b []byte) uint64 {
	const k0, k1 = 0xa0761d6478bd642f, 0xe7037ed1a0b428db
	h := uint64(len(b)) ^ k0
	for len(b) >= 8 {
		h = mix(h^binary.LittleEndian.Uint64(b), k1)
		b = b[8:]
	}
	var tail [8]byte
	copy(tail[:], b)
	h = mix(h^binary.LittleEndian.Uint64(tail[:]), k1)
	return mix(h, k0) | 1 // never 0
}

func mix(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}

// hashSet is a set of digests: 8 bytes a slot, between 11 and 22 bytes an
// entry, so 16 MiB hold the ids of 1,000,000 items (open addressing, linear
// probing, at most 3/4 full). Two different ids share a digest with a chance of
// n²/2⁶⁵: 3 in 10⁸ for a million.
type hashSet struct {
	slots  []uint64
	count  int
	recent []uint64 // ring of the latest, for resuming
	next   int
}

// keptRecent is how many of the latest ids a State carries.
const keptRecent = 1024

// add reports whether the digest is new. Digests are never 0.
func (s *hashSet) add(d uint64) bool {
	if 4*(s.count+1) > 3*len(s.slots) {
		s.grow()
	}
	if !place(s.slots, d) {
		return false
	}
	s.count++
	if len(s.recent) < keptRecent {
		s.recent = append(s.recent, d)
	} else {
		s.recent[s.next] = d
	}
	s.next = (s.next + 1) % keptRecent
	return true
}

func (s *hashSet) has(d uint64) bool {
	mask := uint64(len(s.slots) - 1)
	for i := d & mask; len(s.slots) > 0; i = (i + 1) & mask {
		switch s.slots[i] {
		case d:
			return true
		case 0:
			return false
		}
	}
	return false
}

func (s *hashSet) grow() {
	slots := make([]uint64, max(256, 2*len(s.slots)))
	for _, d := range s.slots {
		if d != 0 {
			place(slots, d)
		}
	}
	s.slots = slots
}

func place(slots []uint64, d uint64) bool {
	mask := uint64(len(slots) - 1)
	for i := d & mask; ; i = (i + 1) & mask {
		switch slots[i] {
		case d:
			return false
		case 0:
			slots[i] = d
			return true
		}
	}
}
