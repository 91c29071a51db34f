package breaker

// Permit lets one call go. It is a value; whoever holds it settles it exactly
// once with Breaker.Settle, however the call ends.
type Permit struct {
	owner      *Breaker
	generation uint64
	serial     uint64
	slot       int
}

// Valid reports whether Admit gave the permit. The zero Permit is not valid.
func (p Permit) Valid() bool { return p.owner != nil }

// ledger knows which permits are out. A slot holds the serial number of its
// permit, or 0, and is used again, so that giving permits allocates nothing
// once as many have been out at once as ever will be.
type ledger struct {
	slots []uint64
	free  []int
	last  uint64
}

// enter opens a slot for a new permit.
func (l *ledger) enter() (slot int, serial uint64) {
	l.last++
	if n := len(l.free); n > 0 {
		slot = l.free[n-1]
		l.free = l.free[:n-1]
		l.slots[slot] = l.last
		return slot, l.last
	}
	l.slots = append(l.slots, l.last)
	return len(l.slots) - 1, l.last
}

// strike closes a permit's slot and reports whether it was still open.
func (l *ledger) strike(slot int, serial uint64) bool {
	if l.slots[slot] != serial {
		return false
	}
	l.slots[slot] = 0
	l.free = append(l.free, slot)
	return true
}

func (l *ledger) open() int { return len(l.slots) - len(l.free) }
