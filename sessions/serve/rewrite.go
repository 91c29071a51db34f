package serve

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
)

// link is an origin as it stands in texts, and what takes its place.
type link struct{ from, to string }

// links replaces origins in texts, longer spellings first.
type links []link

// linksOf makes the links from origins to where each is served.
func linksOf(to map[string]string) links {
	var out links
	for origin, base := range to {
		for _, from := range spellings(origin) {
			out = append(out, link{from, base}, link{strings.ReplaceAll(from, "/", `\/`), strings.ReplaceAll(base, "/", `\/`)})
		}
	}
	slices.SortFunc(out, func(a, b link) int { return cmp.Or(len(b.from)-len(a.from), strings.Compare(a.from, b.from)) })
	return out
}

// spellings are the ways to write an origin: with its scheme's own port, and
// without it.
func spellings(origin string) []string {
	out := []string{origin}
	for scheme, port := range map[string]string{"http://": ":80", "https://": ":443"} {
		if short, ok := strings.CutSuffix(origin, port); ok && strings.HasPrefix(origin, scheme) {
			out = append(out, short)
		}
	}
	return out
}

// longest is how many bytes have to be seen to tell a link.
func (l links) longest() int {
	if len(l) == 0 {
		return 0
	}
	return len(l[0].from) + 1
}

// text replaces the origins in a whole text.
func (l links) text(s string) string {
	out, _ := l.next(nil, []byte(s), true)
	return string(out)
}

// next adds the front of data to out, with its origins replaced, and says how
// much of data that is: all but what may be the begin of a link, unless it is
// the last.
func (l links) next(out, data []byte, last bool) ([]byte, int) {
	end := len(data)
	if !last {
		end = max(0, len(data)-l.longest())
	}
	at := 0
	for at < end {
		i := bytes.Index(data[at:], []byte("http"))
		if i < 0 || at+i >= end {
			return append(out, data[at:end]...), end
		}
		out = append(out, data[at:at+i]...)
		at += i
		hit, n := l.at(data[at:])
		out = append(out, hit...)
		at += n
	}
	return out, at
}

// at returns what stands for the begin of data, and how much of it.
func (l links) at(data []byte) (to string, n int) {
	for _, one := range l {
		if bytes.HasPrefix(data, []byte(one.from)) && ends(data[len(one.from):]) {
			return one.to, len(one.from)
		}
	}
	return "http", len("http")
}

// ends says whether a host name and port are over where rest begins.
func ends(rest []byte) bool {
	if len(rest) == 0 {
		return true
	}
	c := rest[0]
	return c != '.' && c != '-' && c != ':' && c != '@' && c != '_' && c < 0x80 &&
		(c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}

// relinker is a writer that replaces origins on their way.
type relinker struct {
	to    io.Writer
	links links
	held  []byte
}

// Write implements io.Writer.
func (r *relinker) Write(p []byte) (int, error) {
	r.held = append(r.held, p...)
	return len(p), r.pass(false)
}

// flush writes what is held back.
func (r *relinker) flush() error { return r.pass(true) }

func (r *relinker) pass(last bool) error {
	out, n := r.links.next(nil, r.held, last)
	r.held = append(r.held[:0], r.held[n:]...)
	if len(out) == 0 {
		return nil
	}
	_, err := r.to.Write(out)
	return err
}
