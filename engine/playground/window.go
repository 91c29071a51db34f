package playground

import "time"

// mostRecent bounds the arrivals of one second that are remembered: 16 MiB.
const mostRecent = 1 << 20

// window counts arrivals in the second that ends now, in all and by path, and
// keeps the most there ever were. A second is half open: an arrival exactly one
// second ago is no longer in it.
//
// It is exact, because it remembers each arrival for as long as it is in the
// second: memory is 16 bytes for each arrival of the busiest second. Only above
// 1,048,576 arrivals in one second, which no loopback server reaches, would it
// count that many at least instead of exactly.
//
// It is not safe for concurrent use, and expects times that do not go back.
type window struct {
	most int       // arrivals that are remembered, a power of two
	ring []arrival // power of two long, or empty
	head int
	size int
	peak int
}

// arrival is a request that came at a moment since the server's start.
type arrival struct {
	at   time.Duration
	path *pathStats
}

// add counts an arrival on path now.
func (w *window) add(now time.Duration, path *pathStats) {
	w.expire(now)
	if w.size == len(w.ring) {
		w.grow()
	}
	w.ring[(w.head+w.size)&(len(w.ring)-1)] = arrival{now, path}
	w.size++
	path.recent++
	w.peak = max(w.peak, w.size)
	path.peak = max(path.peak, path.recent)
}

// expire forgets the arrivals that are a second old.
func (w *window) expire(now time.Duration) {
	for w.size > 0 && w.ring[w.head].at <= now-time.Second {
		w.drop()
	}
}

// drop forgets the oldest arrival.
func (w *window) drop() {
	w.ring[w.head].path.recent--
	w.head = (w.head + 1) & (len(w.ring) - 1)
	w.size--
}

// grow doubles the ring, or makes room at its limit.
func (w *window) grow() {
	if len(w.ring) == w.most {
		w.drop()
		return
	}
	ring := make([]arrival, min(w.most, max(64, 2*len(w.ring))))
	for i := range w.size {
		ring[i] = w.ring[(w.head+i)&(len(w.ring)-1)]
	}
	w.ring, w.head = ring, 0
}
