package cli

import (
	"strings"
	"testing"

	"weir/engine"
)

// A binary body does not go to a terminal, the text before and behind it does;
// into a file or pipe all of it goes as it is.
func TestBinaryBodiesStayOffATerminal(t *testing.T) {
	t.Parallel()
	for _, terminal := range []bool{true, false} {
		var out, said strings.Builder
		f := getFlags{}
		p, err := f.printer(t.Context(), Streams{Out: &out, Err: &said, Terminal: func(any) bool { return terminal }})
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range []string{"one\n", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", strings.Repeat("\x00\x01", 100_000), "two\n"} {
			if err := p.print(engine.Result{Status: 200, Body: []byte(body)}); err != nil {
				t.Fatal(err)
			}
		}
		notices := strings.Count(said.String(), "weir: the body is binary")
		if terminal && (out.String() != "one\ntwo\n" || notices != 2) || !terminal && (notices != 0 || len(out.String()) != 8+16+200_000) {
			t.Errorf("terminal %v: %d bytes, %.60q, and said %q", terminal, out.Len(), out.String(), said.String())
		}
	}
}
