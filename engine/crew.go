package engine

// crew runs attempts on goroutines that are used again: one that has grown its
// stack for a round trip is worth keeping for the next. The engine's lock
// guards it.
type crew struct {
	ready []*attempt      // launched, and not yet taken by a goroutine
	idle  []chan *attempt // goroutines that wait for one, the latest last
	spare []*exchange     // that have ended and that nobody knows any more
}

// mostIdle bounds how many goroutines wait for attempts. They go when the last
// run ends.
const mostIdle = 256

// exchange returns room for an exchange.
func (c *crew) exchange() *exchange {
	n := len(c.spare)
	if n == 0 {
		return new(exchange)
	}
	x := c.spare[n-1]
	c.spare = c.spare[:n-1]
	return x
}

// reuse takes the room of an exchange back: it is the largest thing that one
// costs. Nothing may refer to it any more: it has left its run, every queue and
// the clock, its attempt is settled, and its result interests nobody.
func (c *crew) reuse(x *exchange) {
	if len(c.spare) < mostIdle {
		*x = exchange{}
		c.spare = append(c.spare, x)
	}
}

// dispatch gives the launched attempts to goroutines. It is called with the
// lock held, before it is released.
func (e *Engine) dispatch() {
	for i, a := range e.crew.ready {
		e.crew.ready[i] = nil
		if n := len(e.crew.idle); n > 0 {
			e.crew.idle[n-1] <- a // holds one, and is empty: this never waits
			e.crew.idle = e.crew.idle[:n-1]
			continue
		}
		go e.work(a)
	}
	e.crew.ready = e.crew.ready[:0]
}

// work makes attempts, one after the other, until there is none to wait for.
func (e *Engine) work(a *attempt) {
	mail, scratch := make(chan *attempt, 1), make([]byte, scratchSize)
	for a != nil {
		if a = a.run(scratch); a == nil {
			a = e.rest(mail)
		}
	}
}

// own takes an attempt that was launched under the present lock, so that the
// goroutine that holds it goes on with it; nil where there is none.
func (e *Engine) own() *attempt {
	n := len(e.crew.ready)
	if n == 0 {
		return nil
	}
	a := e.crew.ready[n-1]
	e.crew.ready[n-1] = nil
	e.crew.ready = e.crew.ready[:n-1]
	return a
}

// rest waits for the next attempt; nil sends the goroutine home.
func (e *Engine) rest(mail chan *attempt) *attempt {
	e.mu.Lock()
	if len(e.runs) == 0 || len(e.crew.idle) >= mostIdle {
		e.mu.Unlock()
		return nil
	}
	e.crew.idle = append(e.crew.idle, mail)
	e.mu.Unlock()
	return <-mail
}

// dismiss sends the idle goroutines home.
func (e *Engine) dismiss() {
	for _, mail := range e.crew.idle {
		close(mail)
	}
	e.crew.idle, e.crew.spare = nil, nil
}
