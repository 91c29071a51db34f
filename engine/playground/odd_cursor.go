package playground

import (
	"net/http"
	"strconv"
	"strings"
)

// The odd lists go wrong as real ones do, each in one way, always the same way.

// cursorMark ends a cursor of an odd list that has been given a second time.
const cursorMark = "~"

// markedCursorSpan is cursorSpan for a cursor that may be marked.
func (p *Playground) markedCursorSpan(c *call) (span, bool, error) {
	place, marked := strings.CutSuffix(c.q.Get("cursor"), cursorMark)
	c.q.Set("cursor", place)
	s, err := p.cursorSpan(c, "cursor")
	return s, marked, err
}

// oddPage is a cursor page whose way on is made up.
func (p *Playground) oddPage(c *call, s span, next string, more bool) error {
	var o object
	o.list("items", p, s).optional("next_cursor", next)
	return c.json(o.boolean("has_more", more).bytes())
}

// cycleList leads from its third page, or from its last, back to the cursor of
// the second: A, B, A, B, for ever.
func (p *Playground) cycleList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	next := s.cursor()
	if s.from >= 2*s.limit || next == "" {
		next = encodeCursor(s.limit)
	}
	return p.oddPage(c, s, next, true)
}

// stuckList gives the same cursor for ever, and the same second page with it.
func (p *Playground) stuckList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	return p.oddPage(c, s, encodeCursor(s.limit), true)
}

// repeatBodyList gives new cursors for ever, but from the third page on always
// the same items.
func (p *Playground) repeatBodyList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	shown, err := p.span(c, min(s.from, 2*s.limit), s.limit)
	if err != nil {
		return err
	}
	return p.oddPage(c, shown, encodeCursor(s.from+s.limit), true)
}

// emptyMiddleList has an empty third page in the middle of the list. It is no
// end: the cursor leads on.
func (p *Playground) emptyMiddleList(c *call) error {
	s, marked, err := p.markedCursorSpan(c)
	if err != nil {
		return err
	}
	if s.from != 2*s.limit || marked {
		return c.json(p.cursorPage(s))
	}
	return p.oddPage(c, span{limit: s.limit, total: s.total}, encodeCursor(s.from)+cursorMark, true)
}

// noCursorList says that there is more but not how to get there, from the
// second page on.
func (p *Playground) noCursorList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	if s.from > 0 {
		return p.oddPage(c, s, "", true)
	}
	return c.json(p.cursorPage(s))
}

// expiredList refuses its third cursor as too old, with 410, and gives a fresh
// one, marked so that it is taken.
func (p *Playground) expiredList(c *call) error {
	s, fresh, err := p.markedCursorSpan(c)
	if err != nil {
		return err
	}
	if s.from == 2*s.limit && !fresh {
		return &problem{
			status: http.StatusGone, code: "cursor_expired",
			message: "this cursor has expired; go on with fresh_cursor, or begin again without a cursor",
			cursor:  encodeCursor(s.from) + cursorMark,
		}
	}
	return c.json(p.cursorPage(s))
}

// brokenPageList fails on the page that begins with the third, always.
func (p *Playground) brokenPageList(c *call) error {
	number, s, err := p.numberedSpan(c, 1)
	if err != nil {
		return err
	}
	const broken = 3
	if number == broken {
		return &problem{
			status: http.StatusInternalServerError, code: "broken_page",
			message: "page 3 of this list cannot be read, however often it is asked for; the others can",
		}
	}
	var o object
	o.integer("page", number).integer("total", s.total).integer("total_pages", s.pages())
	return c.json(o.list("items", p, s).bytes())
}

// tokenBytesList has cursors of awkward bytes, which only come back right if
// they are percent-encoded once: plus, slash, equals, percent, NUL, a line end,
// quotes and letters beyond ASCII.
func (p *Playground) tokenBytesList(c *call) error {
	from, err := awkwardPosition(c.q.Get("cursor"))
	if err != nil {
		return err
	}
	limit, err := c.limit("limit")
	if err != nil {
		return err
	}
	s, err := p.span(c, from, limit)
	if err != nil {
		return err
	}
	next := ""
	if s.more() {
		next = awkwardCursor(s.to)
	}
	return p.oddPage(c, s, next, s.more())
}

// numericList has numbers for cursors, not texts.
func (p *Playground) numericList(c *call) error {
	s, err := p.offsetSpan(c, "cursor", "limit")
	if err != nil {
		return err
	}
	var o object
	o.list("items", p, s)
	if s.more() {
		o.integer("next_cursor", s.to)
	}
	return c.json(o.bytes())
}

// awkwardStart begins every cursor of tokenBytesList.
const awkwardStart = "+/=%2B&?#\x00\n\"\\é利\U0001f30a "

func awkwardCursor(index int) string { return awkwardStart + strconv.Itoa(index) }

// awkwardPosition is the inverse of awkwardCursor.
func awkwardPosition(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	place, whole := strings.CutPrefix(cursor, awkwardStart)
	index, err := strconv.Atoi(place)
	if err != nil || !whole || index < 0 || index > mostItems {
		return 0, badRequest("bad_cursor", "cursor %s is not what the page before gave; send it back byte for byte, "+
			"percent-encoded once", excerpt(cursor))
	}
	return index, nil
}
