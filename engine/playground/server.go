package playground

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Server is a playground that listens. Safe for concurrent use.
type Server struct {
	playground *Playground
	plain      net.Addr
	secure     net.Addr // nil without TLS
	root       *certificate
	servers    []*http.Server
	wake       context.CancelFunc // ends every wait of a handler, and the server
	serving    sync.WaitGroup
	failed     error // of closing; written before serving is done
}

// grace is how long Close waits for replies that are under way.
const grace = time.Second

// Start listens and serves in the background, HTTP/1.1 and HTTP/2 without TLS
// (h2c) on one port, and with Options.TLS also HTTPS on another. When it
// returns, connections are accepted. The server ends with Close, or when ctx is
// done.
//
// An address that cannot be listened on is an error that wraps the net
// package's.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	plain, err := listen(ctx, o.Addr)
	if err != nil {
		return nil, err
	}
	base, wake := context.WithCancel(ctx)
	s := &Server{playground: New(o), plain: plain.Addr(), wake: wake}
	if o.TLS {
		if err := s.serveTLS(ctx, base, o.Addr); err != nil {
			wake()
			return nil, errors.Join(err, plain.Close())
		}
	}
	s.serve(s.server(base), plain)
	s.serving.Go(func() {
		<-base.Done()
		s.failed = s.shutdown()
	})
	return s, nil
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("listen on %q: %w; choose another address, 127.0.0.1:0 takes any free port", addr, err)
	}
	return l, nil
}

// server makes an http.Server for one listener.
func (s *Server) server(base context.Context) *http.Server {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	return &http.Server{
		Handler:           s.playground,
		Protocols:         protocols,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // clients that leave or mistrust the certificate are no news
		BaseContext:       func(net.Listener) context.Context { return base },
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			return context.WithValue(ctx, connectionKey{}, conn)
		},
		ConnState: s.playground.stats.connection,
	}
}

// serve runs a server until it is closed.
func (s *Server) serve(server *http.Server, l net.Listener) {
	s.servers = append(s.servers, server)
	s.serving.Go(func() {
		_ = server.Serve(l) // always ends with ErrServerClosed, or with a listener that broke
	})
}

// serveTLS listens for HTTPS on addr's host.
func (s *Server) serveTLS(ctx, base context.Context, addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("listen with TLS beside %q: %w", addr, err)
	}
	if s.root, err = newCertificate(host, time.Now()); err != nil {
		return err
	}
	l, err := listen(ctx, net.JoinHostPort(host, "0"))
	if err != nil {
		return err
	}
	s.secure = l.Addr()
	config := &tls.Config{
		Certificates: []tls.Certificate{s.root.pair},
		MinVersion:   tls.VersionTLS12,
		NextProtos:   []string{"h2", "http/1.1"},
	}
	s.serve(s.server(base), tls.NewListener(l, config))
	return nil
}

// URL is where the server listens, such as http://127.0.0.1:8080. A server that
// listens on every address of the machine names the loopback one.
func (s *Server) URL() string { return "http://" + reachable(s.plain) }

// TLSURL is where the server listens for HTTPS, or "" without Options.TLS.
func (s *Server) TLSURL() string {
	if s.secure == nil {
		return ""
	}
	return "https://" + reachable(s.secure)
}

// CertificatePEM is the certificate of TLSURL, for clients that shall trust it,
// or nil without Options.TLS.
func (s *Server) CertificatePEM() []byte {
	if s.root == nil {
		return nil
	}
	return s.root.pem
}

// reachable is addr as a client on this machine can dial it.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(tcp.Port)) // Go's wildcards take both families
}

// Playground is the handler that the server serves.
func (s *Server) Playground() *Playground { return s.playground }

// Close stops listening, wakes every handler that waits, gives replies under
// way a second to end, and then closes all connections. When it returns no
// connection is open and every handler has ended or finds its client gone.
// Closing again returns the same result.
func (s *Server) Close() error {
	s.wake()
	s.serving.Wait()
	return s.failed
}

func (s *Server) shutdown() error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	var failed []error
	for _, server := range s.servers {
		if err := server.Shutdown(ctx); err != nil {
			failed = append(failed, server.Close())
		}
	}
	return errors.Join(failed...)
}
