package transport

import (
	"context"
	"fmt"
	"net"
	"time"
)

// Settings are how a client connects and what it puts up with. The zero value
// has no timeouts and no bounds: begin with [Defaults].
type Settings struct {
	Timeouts

	MaxConns   int           // connections to one origin at a time; 0 is no limit
	MaxIdle    int           // connections kept for reuse; 0 keeps none
	IdleExpiry time.Duration // how long an unused connection is kept; 0 is for ever
	Mode       Mode          // versions of HTTP; "" is ModeAuto

	Insecure bool   // accept any certificate; what is wrong with it is still told
	CACert   string // file of PEM certificates to trust besides the system's
	Cert     string // file of the PEM certificate to show to the server
	Key      string // file of its PEM private key
	// Proxy is a URL (http, https, socks5 or socks5h, or host:port). "" takes
	// HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY from the environment, "off"
	// uses none.
	Proxy string

	MaxRedirects int   // followed by one Do
	MaxBody      int64 // bytes of a decoded reply; 0 is no limit
	MaxHeader    int64 // bytes of a reply's header; 0 is net/http's 10 MiB

	Digest *DigestUser // answers the challenges of one origin; nil answers none

	Cookies        bool   // keep a jar: what one reply sets, later requests send
	UserAgent      string // sent where a request has none; "" sends none
	AcceptEncoding bool   // offer gzip, deflate, br and zstd where a request offers nothing

	// Dial replaces how TCP connections are made; nil uses the network. It must
	// return when its context ends.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Defaults are the settings a careful person would begin with.
func Defaults() Settings {
	return Settings{
		Timeouts:       DefaultTimeouts(),
		MaxConns:       100,
		MaxIdle:        20,
		IdleExpiry:     5 * time.Second,
		Mode:           ModeAuto,
		MaxRedirects:   20,
		MaxBody:        64 << 20,
		MaxHeader:      1 << 20,
		UserAgent:      "weir",
		AcceptEncoding: true,
	}
}

// check refuses what cannot be meant.
func (s *Settings) check() error {
	for _, bound := range []struct {
		name  string
		value int64
	}{
		{"connect timeout", int64(s.Connect)},
		{"read timeout", int64(s.Read)},
		{"write timeout", int64(s.Write)},
		{"pool timeout", int64(s.Pool)},
		{"total timeout", int64(s.Total)},
		{"limit of connections", int64(s.MaxConns)},
		{"limit of idle connections", int64(s.MaxIdle)},
		{"idle expiry", int64(s.IdleExpiry)},
		{"limit of redirects", int64(s.MaxRedirects)},
		{"limit of the body", s.MaxBody},
		{"limit of the header", s.MaxHeader},
	} {
		if bound.value < 0 {
			return fmt.Errorf("the %s is negative: use 0 for none", bound.name)
		}
	}
	if s.Mode == "" {
		s.Mode = ModeAuto
	}
	if _, err := ParseMode(string(s.Mode)); err != nil {
		return err
	}
	return s.Digest.check()
}
