package ui

import (
	"bytes"
	"net/url"
	"strings"

	"weir/engine"
	"weir/engine/page"
)

// requestList is the list of requests that can be sent.
type requestList struct {
	rows []Named
	at   int // selected
	top  int // first row of the window
}

func newRequestList(rows []Named) requestList {
	return requestList{rows: append([]Named(nil), rows...)}
}

// selected returns the row that the next send takes; false for an empty list.
func (l *requestList) selected() (Named, bool) {
	if l.at < 0 || l.at >= len(l.rows) {
		return Named{}, false
	}
	return l.rows[l.at], true
}

func (l *requestList) move(by int) { l.at = max(0, min(l.at+by, len(l.rows)-1)) }

// name selects the row of that name, where there is one.
func (l *requestList) name(name string) {
	for i, r := range l.rows {
		if r.Name == name {
			l.at = i
			return
		}
	}
}

// fit keeps the selected row among those that so many rows show.
func (l *requestList) fit(rows int) {
	l.top = max(0, min(l.top, len(l.rows)-rows))
	l.top = max(min(l.top, l.at), l.at-max(1, rows)+1)
}

// put selects the row of this request, new at the end where there is none.
// Method and URL alone stand for a row that has them.
func (l *requestList) put(n Named) {
	for i, r := range l.rows {
		if methodOf(r) == methodOf(n) && r.URL == n.URL && (n.Header == nil && n.Body == nil || bytes.Equal(writeRequest(r), writeRequest(n))) {
			l.at = i
			return
		}
	}
	l.rows = append(l.rows, n)
	l.at = len(l.rows) - 1
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
