package ui

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"weir/engine"
	"weir/engine/page"
	"weir/sessions/book"
)

// requestList is the tree of requests that can be sent: those of a file, in
// folders, and those that were typed.
type requestList struct {
	rows   []Named
	lines  []listLine // that are visible, as folds and filter leave them
	at     int        // selected line
	top    int        // first line of the window
	folded map[string]bool
	filter string
	book   *book.Book        // the file that rows are of; nil for none
	ruled  map[string]string // by origin, the settings that were sent to it last
}

// listLine is a line of the tree: a folder, or a request.
type listLine struct {
	row    int    // index into rows; -1 for a folder
	folder string // its path; empty for a request
	title  string // of the folder
	depth  int
	holds  int // requests in the folder
}

// manyRequests is how many requests begin with their folders closed.
const manyRequests = 60

func newRequestList(rows []Named, b *book.Book) requestList {
	l := requestList{rows: slices.Clone(rows), folded: map[string]bool{}, book: b, ruled: map[string]string{}}
	l.fill(b)
	if len(l.rows) > manyRequests {
		l.foldAll(true)
	}
	return l
}

// fill takes the requests of a book, in place of those that it had of one.
func (l *requestList) fill(b *book.Book) {
	l.book = b
	l.rows = slices.DeleteFunc(l.rows, func(n Named) bool { return n.Kept != nil })
	if b != nil {
		held := b.Collection().Requests
		kept := make([]Named, len(held), len(held)+len(l.rows))
		for i := range held {
			kept[i] = named(&held[i], i)
		}
		l.rows = append(kept, l.rows...)
	}
	l.arrange()
}

// selected returns the request that the next send takes; false where none is
// selected.
func (l *requestList) selected() (Named, bool) {
	if l.at < 0 || l.at >= len(l.lines) || l.lines[l.at].row < 0 {
		return Named{}, false
	}
	return l.rows[l.lines[l.at].row], true
}

// folder returns the folder that is selected; false where none is.
func (l *requestList) folder() (listLine, bool) {
	if l.at < 0 || l.at >= len(l.lines) || l.lines[l.at].row >= 0 {
		return listLine{}, false
	}
	return l.lines[l.at], true
}

func (l *requestList) move(by int) { l.at = max(0, min(l.at+by, len(l.lines)-1)) }

// name selects the row of that name, where there is one.
func (l *requestList) name(name string) {
	for i, r := range l.rows {
		if r.Name == name {
			l.point(i)
			return
		}
	}
}

// point selects row i, opening what hides it.
func (l *requestList) point(i int) {
	if !l.matches(l.rows[i]) {
		l.filter = ""
	}
	path := ""
	for _, name := range l.rows[i].Folder {
		path += "\x00" + name
		delete(l.folded, path)
	}
	l.arrange()
	l.at = max(0, slices.IndexFunc(l.lines, func(line listLine) bool { return line.row == i }))
}

// fit keeps the selected line among those that so many rows show.
func (l *requestList) fit(rows int) {
	l.top = max(0, min(l.top, len(l.lines)-rows))
	l.top = max(min(l.top, l.at), l.at-max(1, rows)+1)
}

// put selects the row of this request, new at the end where there is none.
// Method and URL alone stand for a row that has them.
func (l *requestList) put(n Named) {
	for i, r := range l.rows {
		if methodOf(r) == methodOf(n) && r.URL == n.URL && (n.Header == nil && n.Body == nil || bytes.Equal(writeRequest(r), writeRequest(n))) {
			l.point(i)
			return
		}
	}
	l.rows = append(l.rows, n)
	l.point(len(l.rows) - 1)
}

func methodOf(n Named) string {
	if n.Method == "" {
		return "GET"
	}
	return n.Method
}

// label is what the list shows of a request.
func label(n Named) string {
	if n.Name != "" {
		return plainLine(n.Name)
	}
	if n.Kept != nil {
		_, path, _ := strings.Cut(n.Kept.Label(), " ")
		return plainLine(path)
	}
	u, err := url.Parse(n.URL)
	if err != nil {
		return plainLine(n.URL)
	}
	if u.Path == "" || u.Path == "/" {
		return plainLine(u.Host)
	}
	return plainLine(strings.TrimPrefix(u.Path, "/"))
}

// plan is how a request is run: a read is walked from its first page, ahead of
// the reader by prefetch pages; what changes things is sent once.
func plan(n Named, prefetch int) engine.Plan {
	p := engine.Plan{
		Name:     n.Name,
		Requests: []engine.Request{{Name: n.Name, Method: methodOf(n), URL: n.URL, Header: n.Header, Body: n.Body}},
	}
	switch {
	case n.Walk != nil:
		w := *n.Walk
		w.Pages = max(1+prefetch, w.Pages)
		p.Walk = &w
	case methodOf(n) == "GET" || methodOf(n) == "QUERY":
		p.Walk = &engine.Walk{Spec: page.Spec{Dialect: page.Auto}, Pages: 1 + prefetch, Parallel: 1 + prefetch}
	}
	return p
}
