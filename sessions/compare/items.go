package compare

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"math"

	"weir/engine"
	"weir/engine/page"
	"weir/engine/page/document"
	"weir/sessions"
)

const (
	// largestBody is the size in bytes up to which a reply is read for items.
	largestBody = 64 << 20
	// mostLists is how many different lists are told apart.
	mostLists = 10_000
	// heldSources is how many replies stay parsed while items are looked up.
	heldSources = 8
	// wholeReply is the id of a reply that is one object without an id.
	wholeReply = "(the reply)"
)

// list names what items belong to.
type list struct{ origin, text string }

func (l list) String() string {
	if l.origin == "" {
		return l.text
	}
	return l.text + " of " + l.origin
}

// source is a reply that holds items.
type source struct {
	exchange uint64
	attempt  int
	path     string
	doubles  []int
	single   bool // of a request that does not page
	list     int32
}

// item is where an item was seen last.
type item struct {
	key     uint64 // of its list and id
	content uint64 // of its bytes
	source  uint32
	index   uint32 // in its source
}

// reply is what a source holds.
type reply struct {
	items [][]byte
	whole bool // it is one item for want of a list
}

// listOf is a list of a session and how its items are told apart.
type listOf struct {
	name     list
	number   int32 // among the catalogue's
	id       *page.Identity
	items    int64
	nameless int64 // items without an id
	unread   int64 // replies whose items could not be read
	why      error // the first of them
}

// catalogue holds the items of a session.
type catalogue struct {
	session *sessions.Session
	seed    maphash.Seed
	lists   []*listOf
	byName  map[list]*listOf
	sources []source
	items   []item
	byKey   map[uint64]uint32
	over    bool // there are more lists, or items, than are held

	held   map[uint32]reply
	recent []uint32
}

func newCatalogue(s *sessions.Session, seed maphash.Seed) *catalogue {
	return &catalogue{
		session: s, seed: seed, byName: map[list]*listOf{}, byKey: map[uint64]uint32{}, held: map[uint32]reply{},
	}
}

// add takes in the items of a reply.
func (c *catalogue) add(ctx context.Context, name list, src source) {
	l := c.list(name)
	if l == nil {
		return
	}
	r, err := c.read(ctx, src)
	if errors.Is(err, sessions.ErrNoBody) && src.single {
		return
	}
	if err != nil {
		l.unread++
		l.why = cmpOr(l.why, err)
	}
	if len(r.items) == 0 {
		return
	}
	l.id.Learn(r.items)
	n := uint32(len(c.sources))
	src.list = l.number
	c.sources = append(c.sources, src)
	for i, data := range r.items {
		id, ok := l.id.Of(data)
		if !ok && r.whole && src.single {
			id, ok = wholeReply, true
		}
		if !ok {
			l.nameless++
			continue
		}
		c.put(l, id, item{content: maphash.Bytes(c.seed, data), source: n, index: uint32(i)})
	}
}

// list returns the list of that name; nil where there are too many.
func (c *catalogue) list(name list) *listOf {
	if l := c.byName[name]; l != nil {
		return l
	}
	if len(c.lists) >= mostLists {
		c.over = true
		return nil
	}
	l := &listOf{name: name, number: int32(len(c.lists)), id: &page.Identity{}}
	c.lists = append(c.lists, l)
	c.byName[name] = l
	return l
}

// put takes in an item; one that was there before is replaced.
func (c *catalogue) put(l *listOf, id string, it item) {
	it.key = c.key(l.name, id)
	if at, ok := c.byKey[it.key]; ok {
		c.items[at] = it
		return
	}
	if len(c.items) >= math.MaxUint32 {
		c.over = true
		return
	}
	c.byKey[it.key] = uint32(len(c.items))
	c.items = append(c.items, it)
	l.items++
}

// key is the same for the same item of both sessions.
func (c *catalogue) key(name list, id string) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	_, _ = h.WriteString(name.origin)
	_ = h.WriteByte(0)
	_, _ = h.WriteString(name.text)
	_ = h.WriteByte(0)
	_, _ = h.WriteString(id)
	return h.Sum64()
}

// read reads and parses a reply.
func (c *catalogue) read(ctx context.Context, src source) (reply, error) {
	body, facts, err := c.session.Body(ctx, src.exchange, src.attempt, engine.ResponseBody)
	if err != nil {
		return reply{}, err
	}
	if len(body) > largestBody {
		return reply{}, fmt.Errorf("a reply of %s is too large to be read for items", sessions.Size(int64(len(body))))
	}
	found, err := page.FindItems(facts.ContentType, body, src.path)
	double := make(map[int]bool, len(src.doubles))
	for _, i := range src.doubles {
		double[i] = true
	}
	items := make([][]byte, 0, len(found.Items))
	for i, span := range found.Items {
		if !double[i] {
			items = append(items, found.Body[span.Start:span.End])
		}
	}
	return reply{items, found.Kind == document.Single}, err
}

// data returns the bytes of an item, from a reply that is read again if it is
// not one of the last.
func (c *catalogue) data(ctx context.Context, it item) ([]byte, error) {
	r, ok := c.held[it.source]
	if !ok {
		var err error
		if r, err = c.read(ctx, c.sources[it.source]); err != nil && len(r.items) == 0 {
			return nil, err
		}
		c.hold(it.source, r)
	}
	if int(it.index) >= len(r.items) {
		return nil, errors.New("it is no longer where it was")
	}
	return r.items[it.index], nil
}

func (c *catalogue) hold(at uint32, r reply) {
	c.held[at] = r
	c.recent = append(c.recent, at)
	if len(c.recent) > heldSources {
		delete(c.held, c.recent[0])
		c.recent = c.recent[1:]
	}
}

// troubles says which items cannot be compared.
func (c *catalogue) troubles(side string) []string {
	var out []string
	for _, l := range c.lists {
		if l.unread > 0 {
			out = append(out, fmt.Sprintf("%s: the items of %d replies of %s cannot be read: %v", side, l.unread, l.name, l.why))
		}
		if l.nameless > 0 {
			out = append(out, fmt.Sprintf("%s: %d items of %s have nothing that tells them apart", side, l.nameless, l.name))
		}
	}
	if c.over {
		out = append(out, fmt.Sprintf("%s: it holds more lists or items than are compared", side))
	}
	return out
}
