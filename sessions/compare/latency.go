package compare

import (
	"math/bits"
	"time"
)

// A latency is counted in microseconds, in 32 buckets for each power of two.
const (
	subBits  = 5
	subCount = 1 << subBits
)

// edges are the bounds of the histogram that is shown.
func edges() []time.Duration {
	ms := time.Millisecond
	return []time.Duration{
		1 * ms, 2 * ms, 5 * ms, 10 * ms, 20 * ms, 50 * ms, 100 * ms, 200 * ms, 500 * ms,
		1000 * ms, 2000 * ms, 5000 * ms, 10_000 * ms, 30_000 * ms, 60_000 * ms,
	}
}

// latencies counts durations in bounded memory.
type latencies struct {
	count    int64
	min, max time.Duration
	fine     map[int]int64 // by bucketOf
}

func (l *latencies) add(d time.Duration) {
	d = max(0, d)
	if l.count == 0 || d < l.min {
		l.min = d
	}
	l.max = max(l.max, d)
	l.count++
	if l.fine == nil {
		l.fine = map[int]int64{}
	}
	l.fine[bucketOf(d)]++
}

func bucketOf(d time.Duration) int {
	us := uint64(d.Microseconds())
	if us < subCount {
		return int(us)
	}
	shift := bits.Len64(us) - 1 - subBits
	return (shift+1)<<subBits + int(us>>shift) - subCount
}

// topOf returns the greatest duration of a bucket.
func topOf(bucket int) time.Duration {
	if bucket < subCount {
		return time.Duration(bucket+1)*time.Microsecond - 1
	}
	shift := bucket>>subBits - 1
	us := uint64(bucket&(subCount-1)+subCount+1) << shift
	return time.Duration(us)*time.Microsecond - 1
}

// quantile returns the least latency that at least the part q did not exceed.
func (l *latencies) quantile(q float64) time.Duration {
	if l.count == 0 {
		return 0
	}
	rank := max(1, int64(q*float64(l.count)+0.999999))
	for b := bucketOf(l.min); b <= bucketOf(l.max); b++ {
		if rank -= l.fine[b]; rank <= 0 {
			return min(max(topOf(b), l.min), l.max)
		}
	}
	return l.max
}

func (l *latencies) distribution() Distribution {
	return Distribution{
		Count: l.count, Min: l.min, P50: l.quantile(0.5), P90: l.quantile(0.9), P95: l.quantile(0.95),
		P99: l.quantile(0.99), Max: l.max, Histogram: l.histogram(),
	}
}

// histogram gathers the fine buckets, from the first that is not empty to the
// last.
func (l *latencies) histogram() []Bucket {
	all := make([]Bucket, 0, len(edges())+1)
	for _, e := range edges() {
		all = append(all, Bucket{Below: e})
	}
	all = append(all, Bucket{})
	first, last := len(all), -1
	for b, n := range l.fine {
		i := 0
		for i < len(all)-1 && topOf(b) >= all[i].Below {
			i++
		}
		all[i].Count += n
		first, last = min(first, i), max(last, i)
	}
	if last < 0 {
		return []Bucket{}
	}
	return all[first : last+1]
}
