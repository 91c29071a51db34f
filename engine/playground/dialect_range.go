package playground

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// rangeList answers the items that the Range field names, in the unit "items"
// (RFC 9110, section 14), and says in Content-Range which came and of how many.
// Without a Range the first items come, as a part if there are more.
func (p *Playground) rangeList(c *call) error {
	h := c.w.Header()
	h.Set("Accept-Ranges", "items")
	limit, err := c.limit("limit")
	if err != nil {
		return err
	}
	whole, err := p.span(c, 0, limit)
	if err != nil {
		return err
	}
	s, err := rangeSpan(c.r.Header.Get("Range"), whole)
	if err != nil {
		h.Set("Content-Range", fmt.Sprintf("items */%d", whole.total))
		return err
	}
	status := http.StatusOK
	if s.from > 0 || s.more() {
		status = http.StatusPartialContent
	}
	if s.to > s.from {
		h.Set("Content-Range", fmt.Sprintf("items %d-%d/%d", s.from, s.to-1, s.total))
	}
	c.send(status, "application/json; charset=utf-8", append(p.catalogue.appendGauges(nil, s.from, s.to), '\n'))
	return nil
}

// rangeSpan cuts out what a Range field asks for: items=0-24 or items=25-.
// Other units are ignored, as the standard wants.
func rangeSpan(field string, whole span) (span, error) {
	text, ok := strings.CutPrefix(field, "items=")
	if !ok {
		return whole, nil
	}
	low, high, _ := strings.Cut(text, "-")
	from, err := strconv.Atoi(low)
	from = min(from, mostItems)
	last := from + whole.limit - 1
	if err == nil && high != "" {
		last, err = strconv.Atoi(high)
		last = min(last, mostItems)
	}
	if err != nil || from < 0 || last < from {
		return span{}, badRequest("bad_range", "Range: %s is not a range of items; write items=0-24", excerpt(field))
	}
	if from >= whole.total && whole.total > 0 {
		return span{}, &problem{
			status: http.StatusRequestedRangeNotSatisfiable, code: "range_not_satisfiable",
			message: fmt.Sprintf("items from %d on were asked for, but there are %d", from, whole.total),
		}
	}
	to := min(whole.total, last+1, from+mostLimit)
	return span{min(from, to), to, whole.limit, whole.total}, nil
}
