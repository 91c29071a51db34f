package playground

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// connectionKey finds the request's connection in its context.
type connectionKey struct{}

// resetConnection ends the exchange without a reply: the connection is closed
// with an RST, over HTTP/2 as well. Where there is no connection, as in a
// handler used without a listener, the handler is only aborted.
//
// It does not return; net/http knows the value it panics with and keeps quiet.
func (c *call) resetConnection() {
	c.w.fate = "reset"
	conn, ok := c.r.Context().Value(connectionKey{}).(net.Conn)
	if ok {
		if wrapped, is := conn.(interface{ NetConn() net.Conn }); is {
			conn = wrapped.NetConn()
		}
		if tcp, is := conn.(*net.TCPConn); is {
			_ = tcp.SetLinger(0) // makes Close send RST; without it, FIN is the next best
		}
		_ = conn.Close()
	}
	panic(http.ErrAbortHandler)
}

// pause waits for d, or less when the client leaves or the server closes. It
// reports whether the time was waited out.
func (c *call) pause(d time.Duration) bool {
	if d <= 0 {
		return c.r.Context().Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.r.Context().Done():
		return false
	}
}

// heldBody bounds what a cut reply holds back to learn its length.
const heldBody = 1 << 20

// cut is a ResponseWriter that sends half of a body whose Content-Length it
// announced whole. A body without a length that outgrows heldBody, or that is
// flushed, is cut where it stands.
type cut struct {
	http.ResponseWriter
	outer  *reply // learns of the cut
	status int
	body   []byte
	left   int // bytes that may still go out once passing
	passes bool
}

// WriteHeader keeps the status back until the length is known.
func (w *cut) WriteHeader(status int) {
	if status < http.StatusOK {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	if w.status != 0 {
		return
	}
	w.status = status
	if status == http.StatusNoContent || status == http.StatusNotModified {
		w.pass(0)
		return
	}
	if n, err := strconv.Atoi(w.Header().Get("Content-Length")); err == nil {
		w.pass(n / 2)
	}
}

// pass sends the header and lets n bytes of the body follow.
func (w *cut) pass(n int) {
	w.passes, w.left = true, n
	w.ResponseWriter.WriteHeader(w.status)
}

// Write sends or holds b. Once the cut is reached it aborts the handler.
func (w *cut) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if !w.passes {
		w.body = append(w.body, b...)
		if len(w.body) > heldBody {
			w.pass(0)
			w.sever()
		}
		return len(b), nil
	}
	n := min(len(b), w.left)
	w.left -= n
	if _, err := w.ResponseWriter.Write(b[:n]); err != nil {
		return 0, err
	}
	if w.left == 0 {
		w.sever()
	}
	return len(b), nil
}

// FlushError cuts a live stream where it is first flushed, or soon after if
// nothing was written yet.
func (w *cut) FlushError() error {
	w.finish()
	if !w.passes {
		const start = 64
		w.WriteHeader(http.StatusOK)
		w.pass(start)
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// finish sends half of what was held under the length of the whole.
func (w *cut) finish() {
	if w.passes || len(w.body) == 0 {
		return
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(w.body)))
	w.pass(len(w.body) / 2)
	_, _ = w.ResponseWriter.Write(w.body[:w.left])
	w.sever()
}

// sever pushes out what was written and breaks the exchange off. It does not
// return.
func (w *cut) sever() {
	w.outer.fate = "truncated"
	_ = http.NewResponseController(w.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}
