package playground

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// call is one request while it is answered.
type call struct {
	w *reply
	r *http.Request
	q url.Values // the query, parsed once
}

// setting is a query parameter to set, or to remove when value is empty.
type setting struct{ name, value string }

// send answers with a body that is held whole, so that its length is known.
func (c *call) send(status int, contentType string, body []byte) {
	h := c.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		_, _ = c.w.Write(body) // the client went away: nobody is left to tell
	}
}

// json answers 200 with a JSON text.
func (c *call) json(body []byte) error {
	return c.jsonAs("application/json; charset=utf-8", body)
}

// jsonAs answers 200 with a JSON text of a media type of its own.
func (c *call) jsonAs(media string, body []byte) error {
	c.send(http.StatusOK, media, append(body, '\n'))
	return nil
}

// value answers 200 with v as indented JSON, for people to read.
func (c *call) value(v any) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	c.send(http.StatusOK, "application/json; charset=utf-8", body)
	return nil
}

// encode gives v as indented JSON that keeps <, > and & as they are.
func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode the answer: %w", err)
	}
	return out.Bytes(), nil
}

// base is the scheme and host that the client used to come here.
func (c *call) base() url.URL {
	u := url.URL{Scheme: "http", Host: c.r.Host}
	if c.r.TLS != nil {
		u.Scheme = "https"
	}
	if u.Host == "" || strings.ContainsAny(u.Host, "\"<>\\") {
		// HTTP/1.0 need not name a host, and a handler used without net/http
		// gets it unchecked: links become relative.
		u.Host = ""
		u.Scheme = ""
	}
	return u
}

// href is the URL of this request with some parameters changed. Every other
// parameter is kept, so faults that a walk began with stay with it.
func (c *call) href(changes ...setting) string {
	q := make(url.Values, len(c.q)+len(changes))
	for name, values := range c.q {
		q[name] = values
	}
	for _, change := range changes {
		if change.value == "" {
			delete(q, change.name)
			continue
		}
		q[change.name] = []string{change.value}
	}
	u := c.base()
	u.Path, u.RawQuery = c.r.URL.Path, q.Encode()
	return u.String()
}

// number reads a whole number between least and most from the first of names
// that is present.
func (c *call) number(preset, least, most int, names ...string) (int, error) {
	for _, name := range names {
		if !c.q.Has(name) {
			continue
		}
		n, err := strconv.Atoi(c.q.Get(name))
		if err != nil || n < least || n > most {
			return 0, badRequest("bad_"+name, "%s=%s is not a whole number from %d to %d; leave it out for %d",
				name, excerpt(c.q.Get(name)), least, most, preset)
		}
		return n, nil
	}
	return preset, nil
}

// duration reads a time span between 0 and most, such as 50ms or 1.5s.
func (c *call) duration(name string, preset, most time.Duration) (time.Duration, error) {
	if !c.q.Has(name) {
		return preset, nil
	}
	d, err := time.ParseDuration(c.q.Get(name))
	if err != nil || d < 0 || d > most {
		return 0, badRequest("bad_"+name, "%s=%s is not a time between 0s and %s; write it like 250ms or 1.5s",
			name, excerpt(c.q.Get(name)), most)
	}
	return d, nil
}

// body reads the request's body, up to 64 KiB.
func (c *call) body() ([]byte, error) {
	const most = 64 << 10
	body, err := io.ReadAll(io.LimitReader(c.r.Body, most+1))
	if err != nil {
		return nil, badRequest("bad_body", "the request body broke off: %v", err)
	}
	if len(body) > most {
		return nil, &problem{
			status: http.StatusRequestEntityTooLarge, code: "body_too_large",
			message: "the request body is over 64 KiB; nothing here needs that much",
		}
	}
	return body, nil
}
