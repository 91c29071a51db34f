package playground

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// problem is an error that is told to the client, as
// {"error":{"code":…,"message":…}}. Its message says what would be right.
type problem struct {
	status  int
	code    string
	message string
	cursor  string      // a fresh cursor, where the API offers one
	header  http.Header // fields that belong to the error, or nil
}

func (p *problem) Error() string { return p.message }

// badRequest says that a client sent something unusable and what is usable.
func badRequest(code, format string, args ...any) *problem {
	return &problem{status: http.StatusBadRequest, code: code, message: fmt.Sprintf(format, args...)}
}

// retryAfter adds a Retry-After field in whole seconds, rounded up, so that a
// client that waits as long is never early (RFC 9110, section 10.2.3).
func (p *problem) retryAfter(d time.Duration) *problem {
	p.header = http.Header{"Retry-After": {strconv.Itoa(wholeSeconds(d))}}
	return p
}

// wholeSeconds rounds d up to seconds.
func wholeSeconds(d time.Duration) int {
	return int((d + time.Second - 1) / time.Second)
}

// problemOf turns any error of a handler into one that can be told.
func problemOf(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	return &problem{status: http.StatusInternalServerError, code: "internal", message: err.Error()}
}

// write sends p.
func (p *problem) write(c *call) {
	for name, values := range p.header {
		c.w.Header()[name] = values
	}
	c.w.Header().Set("Cache-Control", "no-store")
	c.send(p.status, "application/json; charset=utf-8", p.body())
}

func (p *problem) body() []byte {
	type detail struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		Cursor  string `json:"fresh_cursor,omitempty"`
	}
	body, err := json.Marshal(map[string]detail{"error": {p.code, p.message, p.cursor}})
	if err != nil {
		return []byte(`{"error":{"code":"internal","message":"the error has no JSON form"}}`)
	}
	return append(body, '\n')
}

// excerpt shortens what a client sent, for quoting it back.
func excerpt(s string) string {
	const most = 48
	if len(s) <= most {
		return strconv.Quote(s)
	}
	return strconv.Quote(s[:most]) + "…"
}
