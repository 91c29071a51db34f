package bucket

// line is a queue of ids in which any id can be found, removed or moved to the
// front in constant time.
//
// The slots form a ring linked by index, through slot 0, which holds nobody: its
// next is the head, its prev the tail. One slice instead of a node a waiter keeps
// the cost of a waiter small and costs the garbage collector nothing to scan.
type line struct {
	slots []slot
	index map[uint64]int32
	// free is the first unused slot, linked by next; 0 is none.
	free int32
	// express is the last of the waiters that skipped, who stand at the front; 0
	// is none.
	express int32
}

type slot struct {
	id         uint64
	prev, next int32
	skipped    bool
}

// keptSlots is the size up to which an emptied line keeps its memory.
const keptSlots = 1024

func (l *line) len() int { return len(l.index) }

// head returns the slot of the first waiter, 0 if there is none.
func (l *line) head() int32 {
	if len(l.slots) == 0 {
		return 0
	}
	return l.slots[0].next
}

func (l *line) push(id uint64) {
	if l.index == nil {
		l.index = make(map[uint64]int32)
		l.slots = make([]slot, 1)
	}
	at := l.acquire()
	l.slots[at] = slot{id: id}
	l.index[id] = at
	l.link(at, l.slots[0].prev)
}

// pop removes and returns the first id; the line must not be empty.
func (l *line) pop() uint64 {
	id := l.slots[l.head()].id
	l.remove(id)
	return id
}

// remove takes the id out of the line and reports whether it was there.
func (l *line) remove(id uint64) bool {
	at, ok := l.index[id]
	if !ok {
		return false
	}
	l.unlink(at)
	delete(l.index, id)
	l.slots[at].next, l.free = l.free, at
	if len(l.index) == 0 && len(l.slots) > keptSlots {
		*l = line{}
	}
	return true
}

// skip moves the id before all that did not skip and reports whether it is in
// the line.
func (l *line) skip(id uint64) bool {
	at, ok := l.index[id]
	if !ok || l.slots[at].skipped {
		return ok
	}
	l.unlink(at)
	l.link(at, l.express)
	l.slots[at].skipped = true
	l.express = at
	return true
}

func (l *line) acquire() int32 {
	if at := l.free; at != 0 {
		l.free = l.slots[at].next
		return at
	}
	l.slots = append(l.slots, slot{})
	return int32(len(l.slots) - 1)
}

// link puts the slot behind another, 0 meaning at the very front.
func (l *line) link(at, after int32) {
	next := l.slots[after].next
	l.slots[at].prev, l.slots[at].next = after, next
	l.slots[after].next = at
	l.slots[next].prev = at
}

func (l *line) unlink(at int32) {
	prev, next := l.slots[at].prev, l.slots[at].next
	l.slots[prev].next = next
	l.slots[next].prev = prev
	if l.express == at {
		l.express = prev
	}
}

// position counts from 1 at the head. It is constant for the head and the tail,
// else it takes a step for every waiter ahead.
func (l *line) position(id uint64) (int, bool) {
	at, ok := l.index[id]
	if !ok {
		return 0, false
	}
	if at == l.slots[0].prev {
		return len(l.index), true
	}
	position := 1
	for ahead := l.slots[at].prev; ahead != 0; ahead = l.slots[ahead].prev {
		position++
	}
	return position, true
}
