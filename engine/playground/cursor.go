package playground

import (
	"encoding/base64"
	"strings"
)

// encodeCursor gives the opaque cursor of the page that starts at index. It
// holds a keyset position: the id of the gauge before it.
func encodeCursor(index int) string {
	b := make([]byte, 0, 32)
	b = append(b, `{"id":"`...)
	b = appendGaugeID(b, index-1)
	b = append(b, `"}`...)
	return base64.RawURLEncoding.EncodeToString(b)
}

// decodeCursor gives the position a cursor stands for. The empty cursor is the
// start of the list.
func decodeCursor(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return 0, badCursor(cursor)
	}
	id, opened := strings.CutPrefix(string(text), `{"id":"`)
	id, closed := strings.CutSuffix(id, `"}`)
	index, known := gaugeIndex(id)
	if !opened || !closed || !known {
		return 0, badCursor(cursor)
	}
	return index + 1, nil
}

func badCursor(cursor string) *problem {
	return badRequest("bad_cursor", "cursor %s is none of this server's; send the cursor of the page before it, "+
		"byte for byte, or none for the first page", excerpt(cursor))
}
