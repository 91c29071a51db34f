package playground

// mostTallied bounds the series that are told apart.
const mostTallied = 1 << 16

// tally numbers the arrivals of each series: those at one path with one method,
// seed and run. So a retry is a new draw, and requests that come one after the
// other to a fresh tally repeat themselves. It forgets the series it has known
// longest when it is full.
type tally struct{ *shelf[uint64, uint64] }

func newTally() tally { return tally{newShelf[uint64, uint64](mostTallied)} }

// next counts an arrival of the series that key stands for, from 1.
func (t tally) next(key uint64) uint64 {
	return t.change(key, func(n uint64) uint64 { return n + 1 })
}

// digest is FNV-1a, finished so that all its bits are good. It is the same in
// every process.
func digest(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}
