package transport

import (
	"fmt"
	"strings"
	"time"
)

// Timeouts are how long an attempt waits without progress; zero waits for ever.
type Timeouts struct {
	// Connect is for making a connection: DNS, TCP, proxy and TLS together.
	Connect time.Duration
	// Read is for the server to send: from the request's end to the first byte,
	// from there to the end of the header, and for each piece of the body.
	Read time.Duration
	// Write is for the server to take the next piece of the request. Time that the
	// body's own reader takes does not count.
	Write time.Duration
	// Pool is for a free connection where the limit of connections is reached.
	Pool time.Duration
	// Total is for a whole exchange. This package only carries it: the exchange
	// has more than one attempt.
	Total time.Duration
}

// DefaultTimeouts are 5 s each and no total.
func DefaultTimeouts() Timeouts {
	const each = 5 * time.Second
	return Timeouts{Connect: each, Read: each, Write: each, Pool: each}
}

// ParseTimeouts reads "connect=5s,read=1m30s" over base. A bare duration is for
// connect, read, write and pool together; 0 is none. The names are those of the
// fields in lower case, each at most once.
func ParseTimeouts(text string, base Timeouts) (Timeouts, error) {
	t, seen := base, make(map[string]bool)
	for part := range strings.SplitSeq(text, ",") {
		name, value, named := strings.Cut(strings.TrimSpace(part), "=")
		if !named {
			name, value = "", name
		}
		name = strings.TrimSpace(name)
		if seen[name] {
			return base, fmt.Errorf("timeout %q: %s is given twice", text, orBare(name))
		}
		seen[name] = true
		d, err := parseTimeout(value)
		if err == nil {
			err = t.set(name, d)
		}
		if err != nil {
			return base, fmt.Errorf("timeout %q: %w", text, err)
		}
	}
	return t, nil
}

func orBare(name string) string {
	if name == "" {
		return "a duration without a name"
	}
	return name
}

func parseTimeout(value string) (time.Duration, error) {
	d, err := time.ParseDuration(strings.TrimSpace(value))
	if err != nil {
		return 0, fmt.Errorf("%q is no duration: write it like 5s, 500ms or 1m30s, or 0 for none", value)
	}
	if d < 0 {
		return 0, fmt.Errorf("%q is negative: use 0 for none", value)
	}
	return d, nil
}

func (t *Timeouts) set(name string, d time.Duration) error {
	switch name {
	case "":
		t.Connect, t.Read, t.Write, t.Pool = d, d, d, d
	case TimeoutConnect:
		t.Connect = d
	case TimeoutRead:
		t.Read = d
	case TimeoutWrite:
		t.Write = d
	case TimeoutPool:
		t.Pool = d
	case TimeoutTotal:
		t.Total = d
	default:
		return fmt.Errorf("unknown name %q: use connect, read, write, pool or total", name)
	}
	return nil
}
