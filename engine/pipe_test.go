package engine_test

import (
	"context"
	"net"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"weir/engine"
	"weir/engine/retry"
)

// pipes is a listener whose connections are in-memory pipes, so that a server
// and its client live in one synctest bubble.
type pipes struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// target is where the server of a bubble answers.
const target = "http://weir.test/"

// bubble runs a test in virtual time, with an engine whose every origin is the
// handler. The policy has no jitter.
func bubble(t *testing.T, handler http.HandlerFunc, change func(*engine.Policy), test func(t *testing.T, e *engine.Engine, l *ledger)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ln := newPipes()
		server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Hour}
		go func() { _ = server.Serve(ln) }()
		p := engine.DefaultPolicy()
		p.Retry.Jitter = retry.None
		if change != nil {
			change(&p)
		}
		e, err := engine.New(engine.Config{Policy: p, Dial: ln.dial})
		if err != nil {
			t.Fatal(err)
		}
		l := audit(t, e)
		test(t, e, l)
		l.close(e)
		_ = server.Close()
		time.Sleep(time.Minute) // handlers that are still busy end
	})
}

// answers replies with the statuses in turn, then with the last one for ever.
func answers(statuses ...int) http.HandlerFunc {
	var mu sync.Mutex
	n := 0
	return func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		status := statuses[min(n, len(statuses)-1)]
		n++
		mu.Unlock()
		w.WriteHeader(status)
		_, _ = w.Write([]byte(http.StatusText(status)))
	}
}

func start(t *testing.T, e *engine.Engine, p engine.Plan) *engine.Run {
	t.Helper()
	r, err := e.Start(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// many returns the same request n times.
func many(n int) []engine.Request {
	reqs := make([]engine.Request, n)
	for i := range reqs {
		reqs[i] = engine.Request{URL: target}
	}
	return reqs
}
