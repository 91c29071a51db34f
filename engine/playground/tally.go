package playground

import "net/url"

// mostTallied bounds the requests that are told apart.
const mostTallied = 1 << 16

// tally numbers the arrivals of each request, so that a retry is a new draw
// and a run against a fresh tally repeats itself. It forgets the request it has
// known longest when it is full.
type tally struct{ *shelf[uint64, uint64] }

func newTally() tally { return tally{newShelf[uint64, uint64](mostTallied)} }

// next counts an arrival of the request that key stands for, from 1.
func (t tally) next(key uint64) uint64 {
	return t.change(key, func(n uint64) uint64 { return n + 1 })
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
