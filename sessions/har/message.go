package har

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"weir/engine"
)

// longestBody bounds in bytes what a packed body unpacks to.
const longestBody = 256 << 20

// target is the entry's URL as one that is sent; false for what never was.
func (e *entry) target(lost *tally) (string, bool) {
	address, _, _ := strings.Cut(e.Request.URL, "#")
	scheme, rest, _ := strings.Cut(address, ":")
	switch strings.ToLower(scheme) {
	case "ws":
		address = "http:" + rest
	case "wss":
		address = "https:" + rest
	case "http", "https":
	default:
		if len(scheme) > 20 || rest == "" {
			scheme = "no URL"
		}
		lost.add("a request of " + scheme + ", which is not sent over HTTP, is left out")
		return "", false
	}
	if _, err := engine.OriginOf(address); err != nil {
		lost.add("its URL cannot be read, it is left out")
		return "", false
	}
	if len(e.Messages) > 0 {
		lost.add("the messages of a WebSocket are left out, its handshake is kept")
	}
	return address, true
}

func (e *entry) method() string {
	m := strings.ToUpper(strings.TrimSpace(e.Request.Method))
	if m == "" || strings.ContainsAny(m, " \r\n\t") {
		return http.MethodGet
	}
	return m
}

// linesOf makes header fields of pairs, without HTTP/2's pseudo headers.
func linesOf(pairs []pair) engine.FieldLines {
	lines := engine.FieldLines{}
	for _, p := range pairs {
		if p.Name == "" || p.Name[0] == ':' {
			continue
		}
		name := textproto.CanonicalMIMEHeaderKey(p.Name)
		// Chrome joins the lines of one name by line ends.
		for value := range strings.SplitSeq(strings.ReplaceAll(p.Value, "\r", ""), "\n") {
			lines[name] = append(lines[name], value)
		}
	}
	return lines
}

// sent returns the request's body; ok is false for none.
func (e *entry) sent(lost *tally) (data []byte, kind string, ok bool) {
	p := e.Request.Post
	if p == nil {
		return nil, "", false
	}
	switch {
	case p.Text != nil && (*p.Text != "" || len(p.Params) == 0):
		if *p.Text == "" {
			return nil, p.MimeType, false
		}
		if p.Encoding == "base64" || p.Encoding2 == "base64" {
			return unbase(*p.Text, lost), p.MimeType, true
		}
		return []byte(*p.Text), p.MimeType, true
	case len(p.Params) == 0:
		return nil, p.MimeType, false
	case strings.HasPrefix(p.MimeType, "multipart/"):
		lost.add("the body is a form in parts, of which only the fields were kept: it is left out")
		return nil, p.MimeType, false
	}
	var form strings.Builder
	for i, f := range p.Params {
		if i > 0 {
			form.WriteByte('&')
		}
		form.WriteString(url.QueryEscape(plainly(f.Name)) + "=" + url.QueryEscape(plainly(f.Value)))
	}
	return []byte(form.String()), p.MimeType, true
}

// received returns the reply's body; ok is false where the archive has none.
func (e *entry) received(lost *tally) (data []byte, ok bool) {
	c := e.Response.Content
	if c.Text == nil {
		if c.Size > 0 {
			lost.add("the archive was made without the reply's body")
		}
		return nil, false
	}
	data = []byte(*c.Text)
	if strings.EqualFold(c.Encoding, "base64") {
		data = unbase(*c.Text, lost)
	}
	return unpacked(data, lost), true
}

func unbase(text string, lost *tally) []byte {
	data, err := base64.StdEncoding.DecodeString(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == ' ' {
			return -1
		}
		return r
	}, text))
	if err != nil {
		if data, err = base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "=")); err != nil {
			lost.add("a body says that it is base64 and is not: it is kept as it stands")
			return []byte(text)
		}
	}
	return data
}

// unpacked undoes gzip, which some tools leave on although HAR says not to.
func unpacked(data []byte, lost *tally) []byte {
	if !bytes.HasPrefix(data, []byte("\x1f\x8b\x08")) {
		return data
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return data
	}
	plain, err := io.ReadAll(io.LimitReader(r, longestBody+1))
	if err != nil || len(plain) > longestBody {
		lost.add("a packed body could not be unpacked: it is kept as it stands")
		return data
	}
	return plain
}

// proto is the version as net/http writes it.
func (e *entry) proto() string {
	v := e.Response.HTTPVersion
	if v == "" || strings.EqualFold(v, "unknown") {
		v = e.Request.HTTPVersion
	}
	switch v = strings.ToUpper(v); {
	case strings.HasPrefix(v, "H2"), strings.HasPrefix(v, "HTTP/2"):
		return "HTTP/2.0"
	case strings.HasPrefix(v, "H3"), strings.HasPrefix(v, "HTTP/3"), strings.Contains(v, "QUIC"):
		return "HTTP/3.0"
	case v == "HTTP/1.0":
		return v
	case strings.HasPrefix(v, "HTTP/1"):
		return "HTTP/1.1"
	}
	return ""
}

// timing is how long the phases took.
func (e *entry) timing() engine.Timing {
	t := e.Timings
	timing := engine.Timing{
		Pool: t.Blocked.duration(), DNS: t.DNS.duration(), Connect: t.Connect.duration(), TLS: t.SSL.duration(),
		Write: t.Send.duration(), FirstByte: t.Wait.duration(), Body: t.Receive.duration(),
	}
	timing.Connect = max(0, timing.Connect-timing.TLS)
	timing.Total = timing.Pool + timing.DNS + timing.Connect + timing.TLS + timing.Write + timing.FirstByte + timing.Body
	if all := e.Time.duration(); all > timing.Total {
		timing.Total = all
	}
	if w := e.Weir; w != nil && w.Total > 0 && w.Total < 1e18 {
		timing.Total = w.Total
	}
	return timing
}
