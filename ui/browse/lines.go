package browse

import (
	"bytes"
	"context"
	"slices"
	"unicode/utf8"
)

// maxRowBytes is how long a row is at most; a longer line takes several, so that
// no row is work.
const maxRowBytes = 2 << 10

// Lines is where the lines of a text stand. It does not change.
type Lines struct {
	body   []byte
	starts []uint32 // of rows
	parts  []uint32 // the rows that go on with a long line, in order
}

// BuildLines finds the lines of a body, at about 1 GB/s. It fails where ctx ends
// or the body is 4 GiB or more. The body must not change afterwards.
func BuildLines(ctx context.Context, body []byte) (*Lines, error) {
	const chunk = 1 << 20
	if uint64(len(body)) >= none {
		return nil, ErrTooLarge
	}
	x := &Lines{body: body}
	start, checked := 0, 0
	for start < len(body) {
		if start >= checked {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			checked = start + chunk
		}
		start = x.add(start)
	}
	return x, nil
}

// add takes in the row that begins at start and returns where the next begins.
func (x *Lines) add(start int) int {
	if start > 0 && x.body[start-1] != '\n' {
		x.parts = append(x.parts, uint32(len(x.starts)))
	}
	x.starts = append(x.starts, uint32(start))
	rest := x.body[start:min(start+maxRowBytes, len(x.body))]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		return start + i + 1
	}
	end := start + len(rest)
	if end == len(x.body) || x.body[end] == '\n' {
		return min(end+1, len(x.body))
	}
	for n := 0; n < utf8.UTFMax && end > start+1 && !utf8.RuneStart(x.body[end]); n++ {
		end--
	}
	return end
}

// Len returns how many rows there are.
func (x *Lines) Len() int { return len(x.starts) }

// row returns the text of a row without its end.
func (x *Lines) row(i int) []byte {
	end := len(x.body)
	if i+1 < len(x.starts) {
		end = int(x.starts[i+1])
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(x.body[x.starts[i]:end], []byte{'\n'}), []byte{'\r'})
}

// number returns the number of the line that a row belongs to, from 1; part says
// that the row goes on with a line.
func (x *Lines) number(row int) (line int, part bool) {
	i, part := slices.BinarySearch(x.parts, uint32(row))
	if part {
		i++
	}
	return row - i + 1, part
}

// find returns the row at an offset.
func (x *Lines) find(offset int) int {
	i, ok := slices.BinarySearchFunc(x.starts, offset, func(start uint32, at int) int { return int(start) - at })
	if !ok {
		i--
	}
	return max(0, i)
}
