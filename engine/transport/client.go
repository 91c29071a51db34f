package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"time"
)

// Client makes round trips over one pool of connections. It is for any number of
// goroutines.
type Client struct {
	settings Settings
	rt       *http.Transport
	pool     *pool
	watch    *watch
	jar      *jar // nil keeps no cookies
	dialer   func(ctx context.Context, network, addr string) (net.Conn, error)
	codecs   codecs
	answers  *respondent // nil answers no challenges

	agent, offers []string    // values of User-Agent and Accept-Encoding to add
	plain         http.Header // of a request that brings no field; it is never changed
}

// New makes a client. obs, which may be nil, is told of its connections. Errors
// say which setting is wrong; files are read here and not again.
func New(s Settings, obs Observer) (*Client, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	secure, err := tlsConfig(&s)
	if err != nil {
		return nil, err
	}
	proxy, err := proxyFor(s.Proxy)
	if err != nil {
		return nil, err
	}
	cookies, err := newJar(s.Cookies)
	if err != nil {
		return nil, err
	}
	c := &Client{settings: s, jar: cookies, dialer: s.Dial, watch: newWatch(), agent: []string{s.UserAgent}, answers: newRespondent(s.Digest)}
	if s.AcceptEncoding {
		c.offers = []string{offered}
	}
	c.plain = c.completed(nil)
	if c.dialer == nil {
		c.dialer = (&net.Dialer{}).DialContext
	}
	c.pool = newPool(&s, obs, judge{roots: secure.RootCAs, insecure: s.Insecure}, c.watch)
	c.rt = &http.Transport{
		Proxy:                  proxy,
		OnProxyConnectResponse: proxyAnswered,
		DialContext:            c.dial,
		TLSClientConfig:        secure,
		TLSHandshakeTimeout:    s.Connect,
		DisableCompression:     true,
		MaxIdleConns:           s.MaxIdle,
		MaxIdleConnsPerHost:    s.MaxIdle,
		MaxConnsPerHost:        s.MaxConns,
		IdleConnTimeout:        s.IdleExpiry,
		ExpectContinueTimeout:  expectContinue(s.Write),
		MaxResponseHeaderBytes: s.MaxHeader,
		Protocols:              s.Mode.protocols(),
		HTTP2:                  &http.HTTP2Config{SendPingTimeout: pingAfter(s.Read), PingTimeout: pingFor},
	}
	if s.MaxIdle == 0 {
		c.rt.MaxIdleConnsPerHost = -1 // 0 would be two
	}
	return c, nil
}

// pingFor is how long a silent HTTP/2 connection has to answer a ping.
const pingFor = 5 * time.Second

// pingAfter is when a silent HTTP/2 connection is asked for a sign of life. A
// read timeout ends one stream; only this ends a dead connection, on which the
// next attempt would time out as well.
func pingAfter(read time.Duration) time.Duration {
	if read == 0 {
		return 15 * time.Second
	}
	return max(read/2, time.Second)
}

// expectContinue is how long a body waits for 100 Continue (RFC 9110, section
// 10.1.1): less than the write timeout, which watches meanwhile.
func expectContinue(write time.Duration) time.Duration {
	if write == 0 {
		return time.Second
	}
	return min(time.Second, write/2)
}

// Do sends a request, follows redirects, and returns when the header of the
// reply is there. obs, which may be nil, is told of every step. The reply's body
// has to be read to its end or closed.
//
// Errors are *TimeoutError, *RequestError, *RedirectError, *Error, ErrClosed, or
// the context's error and cause.
func (c *Client) Do(ctx context.Context, req *Request, obs AttemptObserver) (*Reply, error) {
	p, err := c.plan(req)
	if err != nil {
		return nil, err
	}
	a := newAttempt(c, obs)
	if req.Timeouts != nil {
		a.timeouts = *req.Timeouts
	}
	a.plan = p
	req.Stop.follow(a)
	resp, last, err := a.run(ctx, &a.plan, req.NoRedirects)
	if err != nil {
		err = a.explain(ctx, err)
		a.finish()
		return nil, err
	}
	return a.answer(resp, req, last), nil
}

// run goes from hop to hop until there is a reply that is no redirect. It
// returns the plan of the last hop too.
func (a *attempt) run(ctx context.Context, p *plan, noRedirects bool) (*http.Response, *plan, error) {
	h := &a.first
	for {
		resp, err := a.try(ctx, p, h)
		if err != nil {
			return nil, nil, err
		}
		if a.client.answers.learn(p, resp) {
			a.drain(resp)
			h.leave(a.client.watch.now())
			if err := a.again(p); err != nil {
				return nil, nil, err
			}
			h = new(hop)
			continue
		}
		to, ok := location(resp)
		if !ok || noRedirects {
			return resp, p, nil
		}
		next, r, err := p.follow(resp.StatusCode, to, len(a.reply.Redirects), &a.client.settings)
		a.drain(resp)
		h.leave(a.client.watch.now())
		if err != nil {
			return nil, nil, err
		}
		a.redirected(r)
		if err := a.again(next); err != nil {
			return nil, nil, err
		}
		p, h = next, new(hop)
	}
}

// again asks the gate, where there is one, before another request is sent.
func (a *attempt) again(p *plan) error {
	gate, ok := a.obs.(Gate)
	if !ok {
		return nil
	}
	return gate.Again(p.url.String())
}

// try sends the request of one hop.
func (a *attempt) try(ctx context.Context, p *plan, h *hop) (*http.Response, error) {
	if a.client.pool.isClosed() {
		return nil, ErrClosed
	}
	h.a, h.url = a, p.url
	if err := a.begin(h); err != nil {
		return nil, err
	}
	a.client.answers.sign(p)
	req, err := p.request(ctx, h)
	if err != nil {
		return nil, err
	}
	a.client.jar.send(req)
	resp, err := a.roundTrip(req, h)
	if err != nil {
		return nil, err
	}
	a.client.jar.take(p.url, resp)
	if resp.StatusCode == http.StatusSwitchingProtocols {
		_ = resp.Body.Close()
		return nil, &Error{Fault: FaultMalformed, Err: errSwitched}
	}
	return resp, nil
}

var errSwitched = errors.New("the server switched to another protocol (101), which nobody asked for")

// redirected keeps and tells a redirect that is followed.
func (a *attempt) redirected(r Redirect) {
	a.reply.Redirects = append(a.reply.Redirects, r)
	if a.obs == nil {
		return
	}
	a.order.Lock()
	defer a.order.Unlock()
	a.obs.Redirected(r)
}

// explain turns what net/http says into what happened.
func (a *attempt) explain(ctx context.Context, err error) error {
	if own := a.failure(); own != nil {
		return own
	}
	if ctx.Err() != nil {
		return cancelled(ctx)
	}
	return a.client.explain(err)
}

// explain gives an error of net/http its type.
func (c *Client) explain(err error) error {
	var late *TimeoutError
	var request *RequestError
	var redirect *RedirectError
	var known *Error
	switch {
	case errors.As(err, &late):
		return late
	case errors.As(err, &request), errors.As(err, &redirect), errors.As(err, &known), errors.Is(err, ErrClosed):
		return err
	case c.pool.isClosed():
		return ErrClosed
	}
	return c.classify(err)
}

// classify gives an error that has no type of ours one.
func (c *Client) classify(err error) error {
	text := err.Error()
	if strings.HasPrefix(text, "net/http: invalid ") {
		return &RequestError{What: "send the request", Err: err}
	}
	if c.settings.Mode.insists() && strings.Contains(text, "no application protocol") {
		return &Error{Fault: FaultTLS, Err: ErrNoHTTP2}
	}
	if c.settings.Mode == ModeH2C && strings.Contains(text, notEstablished) {
		return &Error{Fault: FaultMalformed, Err: err} // nothing was negotiated before
	}
	e := &Error{Fault: faultOf(err), Err: err}
	if limit := c.settings.Connect; limit > 0 && e.Timeout() && connecting(e.Fault) {
		return &TimeoutError{Kind: TimeoutConnect, After: limit}
	}
	return e
}

// connecting reports whether a deadline below this package was that of a
// connection being made.
func connecting(f Fault) bool { return f == FaultConnect || f == FaultTLS }

// dial makes a connection for the hop in its context.
func (c *Client) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := c.bounded(ctx)
	defer cancel()
	done, err := c.pool.dial(cancel)
	if err != nil {
		return nil, err
	}
	defer done()
	origin := ""
	if h, ok := ctx.Value(hopKey{}).(*hop); ok {
		origin = originOf(h.url)
		h.dialing()
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{DNSStart: h.dnsStart, DNSDone: h.dnsDone})
	}
	raw, err := c.dialer(ctx, network, addr)
	if err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, err
	}
	return c.pool.track(raw, origin)
}

// bounded ends a dial that its request has given up: net/http goes on with it,
// in case another request wants the connection.
func (c *Client) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if c.settings.Connect == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, c.settings.Connect, &TimeoutError{Kind: TimeoutConnect, After: c.settings.Connect})
}

// Pool tells what the pool holds now.
func (c *Client) Pool() PoolStats { return c.pool.stats() }

// Close ends the client: every connection is closed, whatever it carries, and Do
// returns ErrClosed from now on. It may be called more than once.
func (c *Client) Close() {
	c.pool.close()
	c.rt.CloseIdleConnections()
	c.watch.stop()
}
