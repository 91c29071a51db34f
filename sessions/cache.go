package sessions

import (
	"container/list"
	"fmt"
	"sync"

	"weir/engine"
)

const (
	cacheBytes = 4 << 20
	// cacheOne is the size in bytes up to which a body is cached.
	cacheOne = 1 << 20
)

// bodyKey names a body within a session.
type bodyKey struct {
	exchange uint64
	attempt  int
	part     engine.BodyPart
}

func keyOf(r engine.BodyRef) bodyKey { return bodyKey{r.Exchange, r.Attempt, r.Part} }

func (k bodyKey) words() string { return fmt.Sprintf("the %s body of exchange %d", k.part, k.exchange) }

type cachedBody struct {
	key  bodyKey
	data []byte
	of   BodyFacts
}

// bodyCache holds the bodies that were written or read last.
type bodyCache struct {
	mu    sync.Mutex
	order list.List // of cachedBody, the newest first
	at    map[bodyKey]*list.Element
	bytes int
}

func (c *bodyCache) put(k bodyKey, b cachedBody) {
	if len(b.data) > cacheOne {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at == nil {
		c.at = map[bodyKey]*list.Element{}
	}
	c.drop(c.at[k])
	b.key = k
	c.at[k] = c.order.PushFront(b)
	c.bytes += len(b.data)
	for c.bytes > cacheBytes {
		c.drop(c.order.Back())
	}
}

func (c *bodyCache) drop(e *list.Element) {
	if e == nil {
		return
	}
	b := c.order.Remove(e).(cachedBody)
	delete(c.at, b.key)
	c.bytes -= len(b.data)
}

func (c *bodyCache) get(k bodyKey) (cachedBody, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.at[k]
	if !ok {
		return cachedBody{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(cachedBody), true
}
