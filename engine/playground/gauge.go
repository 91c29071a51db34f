package playground

import (
	"strconv"
	"strings"
	"time"
)

// gauge is one measuring station. It is computed, never stored.
type gauge struct {
	index   int // position in the list, from 0
	name    string
	river   *river
	level   int // centimetres
	flow    int // tenths of a cubic metre a second
	trend   string
	updated time.Time
}

// gaugeID returns the id of the gauge at index: g-000001 is the first.
func gaugeID(index int) string {
	return string(appendGaugeID(nil, index))
}

func appendGaugeID(b []byte, index int) []byte {
	b = append(b, "g-"...)
	return appendPadded(b, index+1, 6)
}

// gaugeIndex is the inverse of gaugeID. It accepts exactly the form gaugeID
// gives.
func gaugeIndex(id string) (int, bool) {
	digits, ok := strings.CutPrefix(id, "g-")
	if !ok || len(digits) < 6 || len(digits) > 12 {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 62)
	if err != nil || n == 0 {
		return 0, false
	}
	index := int(n) - 1
	return index, gaugeID(index) == id
}

// appendPadded appends n in decimal with at least width digits.
func appendPadded(b []byte, n, width int) []byte {
	for limit := 10; width > 1; width-- {
		if n < limit {
			b = append(b, strings.Repeat("0", width-1)...)
			break
		}
		limit *= 10
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// appendFixed appends n / 10^decimals, as 192 with two decimals is 1.92.
func appendFixed(b []byte, n, decimals int) []byte {
	scale := 1
	for range decimals {
		scale *= 10
	}
	b = strconv.AppendInt(b, int64(n/scale), 10)
	b = append(b, '.')
	return appendPadded(b, n%scale, decimals)
}

// appendJSON appends g as one JSON object. Names hold no character that JSON
// has to escape; a test guards that.
func (g *gauge) appendJSON(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendGaugeID(b, g.index)
	b = append(b, `",`...)
	return append(g.appendMembers(b), '}')
}

// appendMembers appends what g has beside its id, without braces.
func (g *gauge) appendMembers(b []byte) []byte {
	b = append(b, `"name":"`...)
	b = append(b, g.name...)
	b = append(b, `","river":"`...)
	b = append(b, g.river.name...)
	b = append(b, `","level":`...)
	b = appendFixed(b, g.level, 2)
	b = append(b, `,"unit":"m","flow":`...)
	b = appendFixed(b, g.flow, 1)
	b = append(b, `,"trend":"`...)
	b = append(b, g.trend...)
	b = append(b, `","updated":"`...)
	b = g.updated.AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

// quarter is the time between two readings.
const quarter = 15 * time.Minute

// appendReading appends the level that was read n quarters of an hour after the
// last update, which is reading 0.
func (g *gauge) appendReading(b []byte, n int) []byte {
	b = append(b, `{"at":"`...)
	b = g.updated.Add(time.Duration(n)*quarter).AppendFormat(b, time.RFC3339)
	b = append(b, `","level":`...)
	b = appendFixed(b, g.levelAt(n), 2)
	return append(b, '}')
}

// levelAt is the level n readings after the last update: a slow wave with a
// little noise, on its way up or down as the trend says.
func (g *gauge) levelAt(n int) int {
	if n == 0 {
		return g.level
	}
	noise := int(mix(uint64(g.index)<<20^uint64(n)) % 3)
	drift := 0
	switch g.trend {
	case "rising":
		drift = n / 4
	case "falling":
		drift = -n / 4
	}
	return max(1, g.level+drift+noise-1)
}

// appendStub appends g as an object of its id and name alone.
func (g *gauge) appendStub(b []byte) []byte {
	b = append(b, `{"id":"`...)
	b = appendGaugeID(b, g.index)
	b = append(b, `","name":"`...)
	b = append(b, g.name...)
	return append(b, `"}`...)
}

// timestamp is the last update in RFC 3339.
func (g *gauge) timestamp() string { return g.updated.Format(time.RFC3339) }
