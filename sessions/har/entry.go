package har

import (
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"weir/engine"
)

// entryOf writes an attempt as an entry, without its bodies.
func entryOf(x *exchange, a attempt) *entry {
	e := &entry{
		Pageref: pageID(x.started.Run),
		Started: stamp(a.started.At),
		Request: request{
			Method: a.started.Method, URL: a.started.URL,
			Headers: pairsOf(a.started.Fields), Cookies: cookiesOf(a.started.Fields["Cookie"]), Query: queryOf(a.started.URL),
			HeadersSize: -1, BodySize: number(a.started.BodySize),
		},
		Response: response{Headers: []pair{}, Cookies: []cookie{}, HeadersSize: -1, BodySize: -1},
		Weir: &extra{
			Run: x.started.Run, Exchange: x.started.Exchange, Attempt: a.started.Attempt, Max: a.started.Max,
			Name: x.started.Name, Page: x.started.Page, Probe: a.started.Probe, Outcome: x.outcome,
		},
	}
	if a.finished == nil {
		e.Error = "the recording ended before the attempt did"
		e.Timings = timings{Blocked: -1, DNS: -1, Connect: -1, SSL: -1}
		return e
	}
	e.finish(*a.finished)
	if r := a.retry; r != nil {
		e.Weir.Retry = &retry{r.Next, r.Why, r.Delay}
	}
	if r := a.refused; r != nil {
		e.Weir.Refused = r.Reason
	}
	return e
}

// finish fills in what came of the attempt.
func (e *entry) finish(f engine.AttemptFinished) {
	e.Request.HTTPVersion = f.Proto
	e.Response.HTTPVersion = f.Proto
	e.Response.Status = number(f.Status)
	e.Response.StatusText = http.StatusText(f.Status)
	e.Response.Headers = pairsOf(f.Fields)
	e.Response.Cookies = setCookiesOf(f.Fields["Set-Cookie"])
	if f.Status >= 300 && f.Status < 400 && len(f.Fields["Location"]) > 0 {
		e.Response.RedirectURL = f.Fields["Location"][0]
	}
	e.Response.BodySize = number(f.Received)
	e.Response.Content = content{Size: number(f.Decoded), MimeType: first(f.Fields["Content-Type"])}
	if f.Received > 0 && f.Decoded > f.Received {
		e.Response.Content.Compression = number(f.Decoded - f.Received)
	}
	if f.Error != nil {
		e.Error = f.Error.Text
	}
	host, _, err := net.SplitHostPort(f.Remote)
	if err != nil {
		host = f.Remote
	}
	if net.ParseIP(host) != nil {
		e.Server = host
	}
	if f.Conn > 0 {
		e.Conn = strconv.FormatUint(f.Conn, 10)
	}
	e.time(f.Timing)
	w := e.Weir
	w.Breaker, w.Error, w.FinalURL, w.Redirects = f.Outcome, f.Error, f.FinalURL, f.Redirects
	w.Remote, w.Reused, w.Cut, w.Total = f.Remote, f.Reused, f.Cut, f.Timing.Total
	if len(f.Trailer) > 0 {
		w.Trailers = pairsOf(f.Trailer)
	}
}

// time fills in the phases; the entry's time is their sum.
func (e *entry) time(t engine.Timing) {
	e.Timings = timings{
		Blocked: happened(t.Pool), DNS: happened(t.DNS), Connect: happened(t.Connect + t.TLS), SSL: happened(t.TLS),
		Send: millis(max(0, t.Write)), Wait: millis(max(0, t.FirstByte)), Receive: millis(max(0, t.Body)),
	}
	e.Time = millis(max(0, t.Pool) + max(0, t.DNS) + max(0, t.Connect+t.TLS) + max(0, t.Write) + max(0, t.FirstByte) + max(0, t.Body))
}

// bodies makes the holes for the bodies.
func (e *entry) bodies(sent, received *body) {
	if sent != nil {
		e.Request.Post = &post{MimeType: sent.facts.ContentType, Text: &sent.hole}
		if !sent.form.text() {
			e.Request.Post.Encoding = "base64"
		}
	}
	if received != nil {
		c := &e.Response.Content
		c.Text, c.Size = &received.hole, number(received.facts.Size)
		if !received.form.text() {
			c.Encoding = "base64"
		}
		if c.MimeType == "" {
			c.MimeType = received.facts.ContentType
		}
	}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func pairsOf(lines engine.FieldLines) []pair {
	pairs := []pair{}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		for _, value := range lines[name] {
			pairs = append(pairs, pair{name, value})
		}
	}
	return pairs
}

func queryOf(address string) []pair {
	pairs := []pair{}
	address, _, _ = strings.Cut(address, "#")
	_, query, _ := strings.Cut(address, "?")
	for part := range strings.SplitSeq(query, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, pair{plainly(name), plainly(value)})
	}
	return pairs
}

func plainly(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// cookiesOf reads cookie-strings; their values may be struck out.
func cookiesOf(lines []string) []cookie {
	cookies := []cookie{}
	for _, line := range lines {
		for part := range strings.SplitSeq(line, ";") {
			if name, value, ok := strings.Cut(strings.TrimSpace(part), "="); ok {
				cookies = append(cookies, cookie{Name: name, Value: value})
			}
		}
	}
	return cookies
}

func setCookiesOf(lines []string) []cookie {
	cookies := []cookie{}
	for _, line := range lines {
		main, attributes, _ := strings.Cut(line, ";")
		name, value, ok := strings.Cut(strings.TrimSpace(main), "=")
		if !ok {
			continue
		}
		c := cookie{Name: name, Value: value}
		for part := range strings.SplitSeq(attributes, ";") {
			key, v, _ := strings.Cut(strings.TrimSpace(part), "=")
			switch strings.ToLower(key) {
			case "path":
				c.Path = v
			case "domain":
				c.Domain = v
			case "httponly":
				c.HTTPOnly = true
			case "secure":
				c.Secure = true
			}
		}
		cookies = append(cookies, c)
	}
	return cookies
}
