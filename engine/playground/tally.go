package playground

import (
	"net/url"
	"sync"
)

// mostTallied bounds the requests that are told apart.
const mostTallied = 1 << 16

// tally numbers the arrivals of each request, so that a retry is a new draw
// and a run against a fresh tally repeats itself. It forgets the request it has
// known longest when it is full. Safe for concurrent use.
type tally struct {
	mu     sync.Mutex
	counts map[uint64]uint64
	ring   []uint64 // keys by age; oldest is at head once the ring is full
	head   int
}

// next counts an arrival of the request that key stands for, from 1.
func (t *tally) next(key uint64) uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = make(map[uint64]uint64)
	}
	n, known := t.counts[key]
	if !known {
		t.admit(key)
	}
	t.counts[key] = n + 1
	return n + 1
}

// admit makes room for a new key.
func (t *tally) admit(key uint64) {
	if len(t.ring) < mostTallied {
		t.ring = append(t.ring, key)
		return
	}
	delete(t.counts, t.ring[t.head])
	t.ring[t.head] = key
	t.head = (t.head + 1) % mostTallied
}

// rewind forgets every arrival, so that the draws start again.
func (t *tally) rewind() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts, t.ring, t.head = nil, nil, 0
}

// requestKey identifies a request for its draws: method, path and query, in
// whatever order the query was written. The parameter run is left out.
func requestKey(method, path string, q url.Values) uint64 {
	rest := make(url.Values, len(q))
	for name, values := range q {
		if name != "run" {
			rest[name] = values
		}
	}
	return digest(method + " " + path + "?" + rest.Encode())
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
