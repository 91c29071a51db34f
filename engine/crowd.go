package engine

// crowd holds the exchanges of a run that have not ended, in the order in which
// they began. It is a list and no map: each exchange comes and goes, and only a
// person looks for one by its number.
type crowd struct {
	first, last *exchange
	n           int
}

func (c *crowd) add(x *exchange) {
	x.prev = c.last
	if c.last != nil {
		c.last.next = x
	} else {
		c.first = x
	}
	c.last = x
	c.n++
}

func (c *crowd) remove(x *exchange) {
	if x.prev != nil {
		x.prev.next = x.next
	} else {
		c.first = x.next
	}
	if x.next != nil {
		x.next.prev = x.prev
	} else {
		c.last = x.prev
	}
	x.prev, x.next = nil, nil
	c.n--
}

// all yields the exchanges; the one that is yielded may be removed meanwhile.
func (c *crowd) all(yield func(*exchange) bool) {
	for x := c.first; x != nil; {
		next := x.next
		if !yield(x) {
			return
		}
		x = next
	}
}

// find returns the exchange with a number; nil where there is none.
func (c *crowd) find(id uint64) *exchange {
	for x := range c.all {
		if x.id == id {
			return x
		}
	}
	return nil
}
