package transport

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"
)

// TLSInfo is what a TLS handshake found (RFC 8446).
type TLSInfo struct {
	Version    string // such as TLS 1.3
	Cipher     string // suite, as IANA names it
	ALPN       string // protocol that was chosen, such as h2; "" is none
	ServerName string // that was asked for
	Subject    string // of the server's certificate
	Issuer     string
	NotAfter   time.Time // when the certificate ends
	SelfSigned bool      // it is its own issuer
	Verified   bool      // checked against the trusted issuers and the server's name
	Problem    string    // what the check would have found, where it was off
}

// judge looks at certificates.
type judge struct {
	roots    *x509.CertPool // nil is the system's
	insecure bool
}

// info takes the facts out of a finished handshake.
func (j judge) info(state *tls.ConnectionState) *TLSInfo {
	t := &TLSInfo{
		Version:    tls.VersionName(state.Version),
		Cipher:     tls.CipherSuiteName(state.CipherSuite),
		ALPN:       state.NegotiatedProtocol,
		ServerName: state.ServerName,
		Verified:   !j.insecure,
	}
	if len(state.PeerCertificates) == 0 {
		return t
	}
	leaf := state.PeerCertificates[0]
	t.Subject, t.Issuer = leaf.Subject.String(), leaf.Issuer.String()
	t.NotAfter = leaf.NotAfter
	t.SelfSigned = bytes.Equal(leaf.RawSubject, leaf.RawIssuer) &&
		leaf.CheckSignature(leaf.SignatureAlgorithm, leaf.RawTBSCertificate, leaf.Signature) == nil
	if j.insecure {
		t.Problem = j.problem(state)
	}
	return t
}

// problem checks a chain that was let through without a check.
func (j judge) problem(state *tls.ConnectionState) string {
	between := x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{
		DNSName: state.ServerName, Roots: j.roots, Intermediates: between,
	})
	if err != nil {
		return err.Error()
	}
	return ""
}

// tlsConfig makes the configuration of TLS, and reads the files it names.
func tlsConfig(s *Settings) (*tls.Config, error) {
	cfg := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: s.Insecure}
	roots, err := trusted(s.CACert)
	if err != nil {
		return nil, err
	}
	cfg.RootCAs = roots
	if cfg.Certificates, err = identity(s.Cert, s.Key); err != nil {
		return nil, err
	}
	if s.Mode.insists() {
		cfg.VerifyConnection = onlyHTTP2
	}
	return cfg, nil
}

// onlyHTTP2 refuses a connection on which HTTP/2 was not chosen: net/http would
// go on with HTTP/1.1.
func onlyHTTP2(state tls.ConnectionState) error {
	if state.NegotiatedProtocol != "h2" {
		return ErrNoHTTP2
	}
	return nil
}

// trusted returns the system's issuers and those of a file; nil is the system's
// alone.
func trusted(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the CA certificates: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("read the CA certificates: %s holds no certificate in PEM form", file)
	}
	return roots, nil
}

// identity reads the certificate to show to servers.
func identity(cert, key string) ([]tls.Certificate, error) {
	if cert == "" && key == "" {
		return nil, nil
	}
	if key == "" {
		key = cert // both in one file, as curl has it
	}
	if cert == "" {
		return nil, errors.New("a client key needs its certificate: add --cert FILE")
	}
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("read the client certificate %s: %w", cert, err)
	}
	return []tls.Certificate{pair}, nil
}
