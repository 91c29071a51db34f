package playground

import (
	"encoding/base64"
	"net/http"
	"unicode/utf8"
)

// echoReport is what the server saw of a request.
type echoReport struct {
	Method   string              `json:"method"`
	URL      string              `json:"url"`
	Path     string              `json:"path"`
	Query    map[string][]string `json:"query"`
	Protocol string              `json:"protocol"`
	Host     string              `json:"host"`
	Remote   string              `json:"remote"`
	Header   http.Header         `json:"headers"`
	Bytes    int                 `json:"body_bytes"`
	Body     string              `json:"body"`
	Base64   bool                `json:"body_is_base64,omitempty"`
}

// echo answers with the request as it arrived.
func (p *Playground) echo(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	u := c.base()
	u.Path, u.RawQuery = c.r.URL.Path, c.r.URL.RawQuery
	r := echoReport{
		Method: c.r.Method, URL: u.String(), Path: c.r.URL.Path, Query: c.q, Protocol: c.r.Proto,
		Host: c.r.Host, Remote: c.r.RemoteAddr, Header: c.r.Header, Bytes: len(body), Body: string(body),
	}
	if !utf8.Valid(body) {
		r.Body, r.Base64 = base64.StdEncoding.EncodeToString(body), true
	}
	return c.value(r)
}
