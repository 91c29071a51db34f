package transport

import (
	"fmt"
	"net/http"
)

// Mode says which versions of HTTP a client speaks.
type Mode string

// The modes. ModeAuto lets the server choose between HTTP/2 and HTTP/1.1 by ALPN
// (RFC 7301) and speaks HTTP/1.1 without TLS. ModeHTTP2 insists on HTTP/2 over
// TLS. ModeH2C speaks HTTP/2 with prior knowledge (RFC 9113, section 3.3) where
// there is no TLS, and insists on HTTP/2 where there is.
const (
	ModeAuto  Mode = "auto"
	ModeHTTP1 Mode = "1.1"
	ModeHTTP2 Mode = "2"
	ModeH2C   Mode = "h2c"
)

// ParseMode reads a mode as --http gives it.
func ParseMode(text string) (Mode, error) {
	switch m := Mode(text); m {
	case ModeAuto, ModeHTTP1, ModeHTTP2, ModeH2C:
		return m, nil
	default:
		return "", fmt.Errorf("unknown HTTP version %q: use auto, 1.1, 2 or h2c", text)
	}
}

// protocols returns what net/http may speak.
func (m Mode) protocols() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(m == ModeAuto || m == ModeHTTP1)
	p.SetHTTP2(m != ModeHTTP1)
	p.SetUnencryptedHTTP2(m == ModeH2C)
	return p
}

// insists reports whether HTTP/1.1 is no way out.
func (m Mode) insists() bool { return m == ModeHTTP2 || m == ModeH2C }
