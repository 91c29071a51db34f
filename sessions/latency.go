package sessions

import (
	"slices"
	"time"
)

// Latency holds how long an origin's last 512 attempts took.
type Latency struct {
	last []time.Duration
	next int // where the oldest stands once the ring is full
}

// Len returns how many are held.
func (l *Latency) Len() int { return len(l.last) }

// At returns the latency i, the oldest being 0.
func (l *Latency) At(i int) time.Duration {
	if len(l.last) < keptLatency {
		return l.last[i]
	}
	return l.last[(l.next+i)%keptLatency]
}

// Quantiles returns, for each of qs from 0 to 1, the least latency that at
// least that part of the attempts did not exceed (nearest rank); zeros where
// none is held.
func (l *Latency) Quantiles(qs ...float64) []time.Duration {
	out := make([]time.Duration, len(qs))
	if len(l.last) == 0 {
		return out
	}
	sorted := slices.Sorted(slices.Values(l.last))
	for i, q := range qs {
		rank := int(q*float64(len(sorted))+0.999999) - 1
		out[i] = sorted[min(max(rank, 0), len(sorted)-1)]
	}
	return out
}

func (l *Latency) add(d time.Duration) {
	if d <= 0 {
		return
	}
	if len(l.last) < keptLatency {
		l.last = append(l.last, d)
		return
	}
	l.last[l.next] = d
	l.next = (l.next + 1) % keptLatency
}
