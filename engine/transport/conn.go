package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// The protocols as Reply.Proto and ConnInfo.Proto name them.
const (
	protoHTTP1 = "HTTP/1.1"
	protoHTTP2 = "HTTP/2.0"
)

// ConnInfo is what is known of a connection.
type ConnInfo struct {
	ID     uint64 // from 1, in the order in which they were dialled
	Origin string // scheme://host:port for which it was dialled
	Remote string // address and port of the peer, which may be a proxy
	Local  string
	Proto  string // HTTP/1.1 or HTTP/2.0
	TLS    *TLSInfo

	Reused  bool          // it has carried a request before this one
	IdleFor time.Duration // how long it was unused before this request
}

// conn is a connection with what is counted and known of it.
type conn struct {
	net.Conn
	pool *pool

	active   atomic.Int64 // requests that it carries now
	requests atomic.Int64
	idle     atomic.Int64 // since when it carries none, by the client's clock

	mu     sync.Mutex
	info   ConnInfo // Reused and IdleFor are of the request
	told   bool     // that it is open
	closed bool
	why    string // it will be closed, or was
}

// connOf finds the connection under the layers of TLS that net/http put on it.
func connOf(c net.Conn) *conn {
	for {
		switch t := c.(type) {
		case *conn:
			return t
		case interface{ NetConn() net.Conn }:
			c = t.NetConn()
		default:
			return nil
		}
	}
}

// Read notes why a connection ends from the other side.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil {
		c.note(whyRead(err))
	}
	return n, err
}

// Close closes the connection and tells of it, once.
func (c *conn) Close() error {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return net.ErrClosed
	}
	c.closed = true
	why := c.reasonLocked()
	info := c.info
	open := c.tellLocked()
	c.mu.Unlock()
	err := c.Conn.Close()
	c.pool.remove(info.ID)
	if obs := c.pool.obs; obs != nil {
		if open {
			obs.ConnectionOpened(info)
		}
		obs.ConnectionClosed(info.ID, info.Origin, why, int(c.requests.Load()))
	}
	return err
}

// tellLocked reports whether the connection has yet to be told open, and counts
// it as told.
func (c *conn) tellLocked() bool {
	tell := !c.told
	c.told = true
	return tell
}

// ready tells that a connection without TLS is open; one with TLS is when its
// first request comes, or its end.
func (c *conn) ready() {
	c.mu.Lock()
	open := !isTLS(c.info.Origin) && c.tellLocked()
	info := c.info
	c.mu.Unlock()
	if open && c.pool.obs != nil {
		c.pool.obs.ConnectionOpened(info)
	}
}

// carry counts a request in and returns the facts as that request sees them.
func (c *conn) carry(got httptrace.GotConnInfo) ConnInfo {
	c.active.Add(1)
	c.requests.Add(1)
	c.mu.Lock()
	if layer, ok := got.Conn.(*tls.Conn); ok && c.info.TLS == nil {
		c.learnLocked(layer.ConnectionState())
	}
	info := c.info
	open := c.tellLocked()
	c.mu.Unlock()
	if open && c.pool.obs != nil {
		c.pool.obs.ConnectionOpened(info)
	}
	info.Reused, info.IdleFor = got.Reused, got.IdleTime
	return info
}

// learnLocked takes in what the handshake found.
func (c *conn) learnLocked(state tls.ConnectionState) {
	c.info.TLS = c.pool.certs.info(&state)
	if state.NegotiatedProtocol == "h2" {
		c.info.Proto = protoHTTP2
	}
}

// release counts a request out.
func (c *conn) release(now time.Duration) {
	if c.active.Add(-1) == 0 {
		c.idle.Store(int64(now))
	}
}

// note keeps the first reason for which the connection will be closed.
func (c *conn) note(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == "" && !c.closed {
		c.why = why
	}
}

// noteRequest keeps why a request ended, where that ends the connection too: not
// over HTTP/2.
func (c *conn) noteRequest(why string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == "" && !c.closed && c.info.Proto == protoHTTP1 {
		c.why = why
	}
}

// reasonLocked says for people why the connection is closed.
func (c *conn) reasonLocked() string {
	expiry := c.pool.expiry
	switch {
	case c.pool.isClosed():
		return "the client was closed"
	case c.why != "":
		return c.why
	case c.requests.Load() == 0:
		return "never carried a request"
	case c.active.Load() > 0:
		return "not kept after its last request"
	case expiry > 0 && int64(c.pool.watch.now())-c.idle.Load() >= int64(expiry)*9/10:
		return fmt.Sprintf("unused for %v", expiry)
	default:
		return "enough idle connections"
	}
}

func whyRead(err error) string {
	switch {
	case errors.Is(err, io.EOF):
		return "closed by the server"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset by the server"
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return "" // closed by ourselves meanwhile
	default:
		return err.Error()
	}
}

func whyAborted(err error) string {
	var late *TimeoutError
	if errors.As(err, &late) {
		return late.Kind + " timeout"
	}
	return err.Error()
}
