package sessions

import (
	"slices"
	"time"

	"weir/engine"
)

// Connection is one open connection.
type Connection struct {
	ID       uint64
	Proto    string
	Remote   string
	TLS      *engine.TLSFacts
	Opened   time.Time
	Used     time.Time // when it carried an attempt last
	Requests int       // that it has carried
}

// Connections is an origin's pool.
type Connections struct {
	Open   []Connection // in the order of their opening; 1,024 at most
	Opened int64
	Closed int64
	Fresh  int64 // attempts on a connection that was made for them
	Reused int64 // attempts on one that was there
	Silent int64 // retries that net/http made on dead connections
	// LastReason is why the last one was closed.
	LastReason string
}

// ReuseRatio returns the part of the attempts that found a connection, 0 to 1.
func (c *Connections) ReuseRatio() float64 {
	if c.Fresh+c.Reused == 0 {
		return 0
	}
	return float64(c.Reused) / float64(c.Fresh+c.Reused)
}

func (c *Connections) find(id uint64) int {
	return slices.IndexFunc(c.Open, func(o Connection) bool { return o.ID == id })
}

func (c *Connections) open(e engine.ConnectionOpened) {
	c.Opened++
	if c.find(e.Conn) >= 0 {
		return
	}
	c.Open = lastOf(append(c.Open, Connection{
		ID: e.Conn, Proto: e.Proto, Remote: e.Remote, TLS: e.TLS, Opened: e.At, Used: e.At,
	}), keptConns)
}

func (c *Connections) close(e engine.ConnectionClosed) {
	c.Closed++
	c.LastReason = e.Reason
	if i := c.find(e.Conn); i >= 0 {
		c.Open = slices.Delete(c.Open, i, i+1)
	}
}

// carry counts an attempt that a connection carried.
func (c *Connections) carry(e engine.AttemptFinished) {
	c.Silent += int64(max(0, e.Silent))
	if e.Conn == 0 {
		return
	}
	if e.Reused {
		c.Reused++
	} else {
		c.Fresh++
	}
	if i := c.find(e.Conn); i >= 0 {
		c.Open[i].Requests++
		c.Open[i].Used = e.At
	}
}
