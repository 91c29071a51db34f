package engine

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// sink keeps what it is given.
type sink struct{ bytes.Buffer }

func (*sink) Close(bool) error { return nil }

// TestBodyGoesToWhoWantsIt reads bodies of every size, announced or not: the
// result holds the body only where it is wanted, and never the scratch buffer,
// which the next body overwrites; the sink is given all of it in any case.
func TestBodyGoesToWhoWantsIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		body := make([]byte, rapid.IntRange(0, 3*scratchSize).Draw(rt, "size"))
		for i := range body {
			body[i] = byte(i * 7)
		}
		size := int64(-1)
		if rapid.Bool().Draw(rt, "announced") {
			size = int64(len(body))
		}
		from := io.Reader(bytes.NewReader(body))
		if rapid.Bool().Draw(rt, "last bytes come with the end") {
			from = iotest.DataErrReader(from)
		}
		kept := new(sink)
		r := reader{sink: kept, keep: rapid.Bool().Draw(rt, "keep")}
		scratch := make([]byte, scratchSize)
		cut, err := r.read(from, size, scratch)
		clear(scratch)
		if cut || err != nil || r.size != int64(len(body)) || !bytes.Equal(kept.Bytes(), body) {
			rt.Fatalf("cut %v, %v, %d bytes read, %d in the sink", cut, err, r.size, kept.Len())
		}
		if r.keep && !bytes.Equal(r.body, body) || !r.keep && r.body != nil {
			rt.Fatalf("keep %v: %d of %d bytes", r.keep, len(r.body), len(body))
		}
	})
}
