package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// headerLine is the JSON form of a Header and the kind.
type headerLine struct {
	Seq      uint64        `json:"seq"`
	At       time.Time     `json:"at"`
	Offset   time.Duration `json:"offset_ns"`
	Kind     Kind          `json:"kind"`
	Run      uint64        `json:"run"`
	Exchange uint64        `json:"exchange"`
	Attempt  int           `json:"attempt"`
	Origin   string        `json:"origin"`
}

// AppendJSON appends the event's stable JSON form, one object on one line
// without a newline: the header's fields first, always all of them, then the
// event's own. Times are RFC 3339 with nanoseconds, in UTC; names that end in
// _ns hold durations in nanoseconds. docs/EVENTS.md lists the fields.
//
// ParseEvent(AppendJSON(nil, e)) gives an event equal to e.
func AppendJSON(dst []byte, e Event) ([]byte, error) {
	own, err := json.Marshal(e)
	if err != nil {
		return dst, fmt.Errorf("encode event %s: %w", e.Kind(), err)
	}
	dst = appendHeader(slices.Grow(dst, len(own)+longestHeader), e.Head(), e.Kind())
	if len(own) > len("{}") {
		dst = append(dst, ',')
		dst = append(dst, own[1:]...)
		return dst, nil
	}
	return append(dst, '}'), nil
}

// longestHeader is about how many bytes a header takes.
const longestHeader = 256

func appendHeader(dst []byte, h Header, k Kind) []byte {
	dst = append(dst, `{"seq":`...)
	dst = strconv.AppendUint(dst, h.Seq, 10)
	dst = append(dst, `,"at":"`...)
	dst = h.At.UTC().AppendFormat(dst, time.RFC3339Nano)
	dst = append(dst, `","offset_ns":`...)
	dst = strconv.AppendInt(dst, int64(h.Offset), 10)
	dst = append(dst, `,"kind":"`...)
	dst = append(dst, k...)
	dst = append(dst, `","run":`...)
	dst = strconv.AppendUint(dst, h.Run, 10)
	dst = append(dst, `,"exchange":`...)
	dst = strconv.AppendUint(dst, h.Exchange, 10)
	dst = append(dst, `,"attempt":`...)
	dst = strconv.AppendInt(dst, int64(h.Attempt), 10)
	dst = append(dst, `,"origin":`...)
	return appendText(dst, h.Origin)
}

// appendText appends a string as encoding/json does. Nearly all of them need
// no escapes.
func appendText(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			escaped, _ := json.Marshal(text) // a string always encodes
			return append(dst, escaped...)
		}
	}
	return append(append(append(dst, '"'), text...), '"')
}

// ParseEvent reads what AppendJSON wrote. Fields that it does not know are
// passed over, so that a newer program's events can still be shown; an unknown
// kind is an error.
func ParseEvent(line []byte) (Event, error) {
	h, own, ok := cutHeader(line)
	if !ok {
		own, h = line, headerLine{}
		if err := json.Unmarshal(line, &h); err != nil {
			return nil, fmt.Errorf("read event: %w", err)
		}
	}
	head := Header{
		Seq: h.Seq, At: h.At, Offset: h.Offset, Run: h.Run,
		Exchange: h.Exchange, Attempt: h.Attempt, Origin: h.Origin,
	}
	e, err := h.Kind.decode(head, own)
	if err != nil {
		return nil, fmt.Errorf("read event %d: %w", h.Seq, err)
	}
	return e, nil
}
