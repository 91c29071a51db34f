package playground

import (
	"net/http"
	"strconv"
)

// reply is the ResponseWriter that handlers write to. It remembers what became
// of the request, for the statistics.
type reply struct {
	http.ResponseWriter
	status int    // 0 until the header is written
	fate   string // what happened instead of a whole reply: reset, truncated, closed
}

// WriteHeader sends the status line and header.
func (w *reply) WriteHeader(status int) {
	if w.status == 0 && status >= http.StatusOK {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends part of the body.
func (w *reply) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *reply) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// outcome names the end of the request: a status, or its fate.
func (w *reply) outcome() string {
	switch {
	case w.fate != "":
		return w.fate
	case w.status == 0:
		return "200" // net/http sends this when a handler writes nothing
	default:
		return strconv.Itoa(w.status)
	}
}
