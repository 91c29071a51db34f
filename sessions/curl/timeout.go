package curl

import (
	"strconv"
	"strings"
	"time"
)

// timeout writes weir's timeouts as far as curl has them.
func (w *writer) timeout(text string) {
	for term := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(term), "=")
		if !ok {
			name, value = "connect", term
		}
		d, err := time.ParseDuration(value)
		seconds := strconv.FormatFloat(d.Seconds(), 'f', -1, 64)
		switch {
		case err == nil && name == "connect":
			w.words = append(w.words, "--connect-timeout", seconds)
		case err == nil && name == "total":
			w.words = append(w.words, "--max-time", seconds)
		default:
			w.lose("the timeout %s has no counterpart in curl", quoted(term))
		}
	}
}
