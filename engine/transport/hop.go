package transport

import (
	"context"
	"errors"
	"net/http/httptrace"
	"net/textproto"
	"net/url"
	"time"
)

// maxInterim is how many interim replies (1xx) are taken before the final one.
const maxInterim = 16

// maxRefused ends an attempt when net/http is about to send its request for that
// many times again over HTTP/2. It sends the first again at once, the second a
// second later, and would send the fourth seven seconds later.
const maxRefused = 3

var (
	errInterim = errors.New("too many 1xx replies before the final one")
	// errRefused is worded as net/http words the refusals before it, whose stream
	// and code it does not tell; GOAWAY comes to the same.
	errRefused = errors.New("stream error: stream ID 0; REFUSED_STREAM; again and again")
)

// hopKey finds the hop of a request's context.
type hopKey struct{}

// hop is one request of an attempt: the first, or one that a redirect asked for.
// Its methods are the hooks of net/http, which may come from any goroutine and,
// for a dial that was given up, after the hop is over.
//
// A hop is also the context that carries itself, so that finding it costs no
// allocation.
type hop struct {
	context.Context //nolint:containedctx // what the caller gave, under its own

	a       *attempt
	url     *url.URL
	cancel  context.CancelCauseFunc
	trace   httptrace.ClientTrace
	conn    *conn // that carries the request
	waiting bool  // for a connection
	retries int   // silent ones
	interim int
}

// Value finds the hop of a request's context.
func (h *hop) Value(key any) any {
	if _, ok := key.(hopKey); ok {
		return h
	}
	return h.Context.Value(key)
}

// context makes the context of the hop's request, which leave ends.
func (h *hop) context(ctx context.Context) context.Context {
	h.Context = ctx
	h.trace.GetConn = h.getConn
	h.trace.GotConn = h.gotConn
	h.trace.WroteRequest = h.wroteRequest
	h.trace.GotFirstResponseByte = h.firstByte
	h.trace.Got1xxResponse = h.gotInterim
	if h.url.Scheme == "https" {
		h.trace.TLSHandshakeStart = h.tlsStart
	}
	ctx, cancel := context.WithCancelCause(httptrace.WithClientTrace(h, &h.trace))
	h.a.mu.Lock()
	h.cancel = cancel
	why := h.a.fatal
	h.a.mu.Unlock()
	if why != nil { // it was stopped since it began
		cancel(why)
	}
	return ctx
}

// liveLocked reports whether the hop is the attempt's current one.
func (h *hop) liveLocked() bool { return h.a.hop == h && !h.a.over }

// getConn is called when net/http begins to look for a connection: once, again
// by the HTTP/2 code for the same try, and for every silent retry.
func (h *hop) getConn(string) {
	a := h.a
	a.order.Lock()
	defer a.order.Unlock()
	now := a.client.watch.now()
	a.mu.Lock()
	if !h.liveLocked() {
		a.mu.Unlock()
		return
	}
	last, n := h.retryLocked(now)
	a.armLocked(now, TimeoutPool, a.timeouts.Pool)
	h.waiting = true
	a.mu.Unlock()
	h.gaveUp(last, n, now)
}

// retryLocked takes the hop's connection away where it has one: whoever looks
// for another has given up on it. It returns that connection and the number of
// silent retries.
func (h *hop) retryLocked(now time.Duration) (*conn, int) {
	last := h.conn
	if last != nil {
		h.conn = nil
		h.retries++
		h.a.silent++
		h.a.moveLocked(now, PhasePool)
	}
	return last, h.a.silent
}

// gaveUp tells of silent retry n, where there was one. order is held.
func (h *hop) gaveUp(last *conn, n int, now time.Duration) {
	if last == nil {
		return
	}
	last.release(now)
	if h.a.obs != nil {
		h.a.obs.SilentRetry(n)
		h.a.entered(PhasePool, now)
	}
}

// dialing is called when net/http begins to dial for this hop.
func (h *hop) dialing() {
	h.pass(PhasePool, PhaseConnect)
}

func (h *hop) dnsStart(httptrace.DNSStartInfo) { h.pass(PhaseConnect, PhaseDNS) }
func (h *hop) dnsDone(httptrace.DNSDoneInfo)   { h.pass(PhaseDNS, PhaseConnect) }
func (h *hop) tlsStart()                       { h.pass(PhaseConnect, PhaseTLS) }

// pass goes from one phase of connecting to another.
func (h *hop) pass(from, to Phase) {
	a := h.a
	a.order.Lock()
	defer a.order.Unlock()
	now := a.client.watch.now()
	a.mu.Lock()
	if !h.liveLocked() || h.conn != nil || a.phase != from {
		a.mu.Unlock()
		return
	}
	if from == PhasePool {
		a.armLocked(now, TimeoutConnect, a.timeouts.Connect)
	}
	a.moveLocked(now, to)
	a.mu.Unlock()
	a.entered(to, now)
}

// gotConn is called when a connection carries the request, once for each try.
func (h *hop) gotConn(info httptrace.GotConnInfo) {
	a := h.a
	c := connOf(info.Conn)
	if c == nil {
		return
	}
	a.order.Lock()
	defer a.order.Unlock()
	now := a.client.watch.now()
	facts := c.carry(info)
	a.mu.Lock()
	if !h.liveLocked() {
		a.mu.Unlock()
		c.release(now)
		return
	}
	last, n := h.retryLocked(now)
	h.conn = c
	a.armLocked(now, TimeoutWrite, a.timeouts.Write)
	a.moveLocked(now, PhaseWrite)
	a.reply.Connection = facts
	h.waiting = false
	a.mu.Unlock()
	h.gaveUp(last, n, now)
	a.entered(PhaseWrite, now)
	if a.obs != nil {
		a.obs.Connection(facts)
	}
	if facts.Proto == protoHTTP2 && h.retries >= maxRefused {
		a.abort(&Error{Fault: FaultRefused, Err: errRefused})
	}
}

// wroteRequest is called when the request is sent, or could not be.
func (h *hop) wroteRequest(info httptrace.WroteRequestInfo) {
	if info.Err == nil {
		h.received(PhaseFirstByte)
	}
}

// firstByte is called at the first byte of the reply. That may come before the
// whole request is sent, or before wroteRequest tells that it is.
func (h *hop) firstByte() { h.received(PhaseBody) }

// received goes on from sending to a later phase; from there on the reply has to
// progress.
func (h *hop) received(to Phase) {
	a := h.a
	a.order.Lock()
	defer a.order.Unlock()
	now := a.client.watch.now()
	a.mu.Lock()
	from := a.phase
	if !h.liveLocked() || h.conn == nil || from < PhaseWrite || from >= to {
		a.mu.Unlock()
		return
	}
	a.armLocked(now, TimeoutRead, a.timeouts.Read)
	a.moveLocked(now, to)
	a.mu.Unlock()
	for p := from + 1; p <= to; p++ {
		a.entered(p, now)
	}
}

// gotInterim is called for every interim reply. Each is progress, but there is an
// end to them.
func (h *hop) gotInterim(int, textproto.MIMEHeader) error {
	h.interim++
	if h.interim > maxInterim {
		err := &Error{Fault: FaultMalformed, Err: errInterim}
		h.a.abort(err)
		return err
	}
	h.a.watchFor(TimeoutRead, h.a.timeouts.Read)
	return nil
}

// note keeps why the hop's connection cannot be used again.
func (h *hop) note(why string) {
	h.a.mu.Lock()
	defer h.a.mu.Unlock()
	if h.conn != nil {
		h.conn.noteRequest(why)
	}
}

// leave ends the hop: its context, its hold on its connection, and its place in
// the line. The first time counts.
func (h *hop) leave(now time.Duration) {
	a := h.a
	a.mu.Lock()
	c := h.conn
	h.conn = nil
	h.waiting = false
	if a.hop == h && !a.over {
		a.alarm.deadline = 0
	}
	a.mu.Unlock()
	if c != nil {
		c.release(now)
	}
	if h.cancel != nil {
		h.cancel(nil)
	}
}
