package playground

import (
	"slices"
	"time"
)

// catalogue computes gauges from their positions. It never changes.
type catalogue struct {
	rivers   []river
	sites    []string // names that any river may have
	features []string // what stands at a place
	epoch    time.Time
}

func newCatalogue() *catalogue {
	return &catalogue{
		rivers: rivers(),
		sites: []string{
			"Upper lock", "Lower lock", "Old bridge", "New bridge", "Mill weir", "Abbey ford",
			"Railway bridge", "Ferry landing", "Town quay", "Castle reach", "Guard lock", "Fish pass",
			"Long meadow", "Willow island", "Stone steps", "Harbour gate", "Tide gate", "Boat yard",
		},
		features: []string{"", "", " weir", " lock", " bridge", " barrage", " quay", " upstream", " downstream"},
		epoch:    time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC),
	}
}

// gauge returns the gauge at index, which is the same for every list length.
func (c *catalogue) gauge(index int) gauge {
	h := mix(uint64(index))
	r := &c.rivers[c.riverOf(index)]
	return gauge{
		index:   index,
		name:    c.name(r, h),
		river:   r,
		level:   15 + int(h>>8%880),
		flow:    flow(r, h>>20),
		trend:   trend(h >> 32),
		updated: c.epoch.Add(time.Duration(h>>40%40_000) * time.Minute),
	}
}

// riverOf returns the river of the gauge at index. Each block of len(rivers)
// gauges holds every river once, in an order of the block's own.
func (c *catalogue) riverOf(index int) int {
	n := len(c.rivers)
	factor, shift := c.scatter(index / n)
	return (factor*(index%n) + shift) % n
}

// nth returns the position of a river's gauge number k, counting from 0: the
// inverse of riverOf.
func (c *catalogue) nth(river, k int) int {
	n := len(c.rivers)
	factor, shift := c.scatter(k)
	for i := range n {
		if (factor*i+shift)%n == river {
			return k*n + i
		}
	}
	return k * n // unreachable: factor and n have no common divisor
}

// scatter gives the order of the rivers in a block: river = factor·i + shift
// modulo their number, which is prime.
func (c *catalogue) scatter(block int) (factor, shift int) {
	n := uint64(len(c.rivers))
	h := mix(^uint64(block))
	return 1 + int(h%(n-1)), int(h >> 32 % n)
}

func (c *catalogue) name(r *river, h uint64) string {
	if h&3 == 0 {
		return c.sites[h>>2%uint64(len(c.sites))]
	}
	place := r.places[h>>2%uint64(len(r.places))]
	return place + c.features[h>>4%uint64(len(c.features))]
}

// flow gives a discharge between a tenth and the double of the river's mean.
func flow(r *river, h uint64) int {
	return 1 + r.flow*int(10+h%190)/10
}

func trend(h uint64) string {
	switch h % 4 {
	case 0:
		return "rising"
	case 1:
		return "falling"
	default:
		return "steady"
	}
}

// appendGauges appends the gauges at [from, to) as a JSON array.
func (c *catalogue) appendGauges(b []byte, from, to int) []byte {
	const size = 192 // bytes of a gauge, roughly
	b = append(slices.Grow(b, size*max(0, to-from)+size), '[')
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ',')
		}
		g := c.gauge(i)
		b = g.appendJSON(b)
	}
	return append(b, ']')
}

// mix is the finaliser of SplitMix64: it turns neighbouring numbers into
// numbers that look unrelated.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
