package playground

import (
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// mostRedirects bounds the length of a chain.
const mostRedirects = 1000

// redirect leads n steps down to /v1/redirect/0, which answers.
func (p *Playground) redirect(c *call) error {
	text := c.r.PathValue("n")
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > mostRedirects {
		return badRequest("bad_redirects", "%s is not a number of redirects from 0 to %d", excerpt(text), mostRedirects)
	}
	if n == 0 {
		var o object
		return c.json(o.boolean("arrived", true).text("method", c.r.Method).bytes())
	}
	target := url.URL{Path: "/v1/redirect/" + strconv.Itoa(n-1), RawQuery: c.r.URL.RawQuery}
	return c.lead(target.String())
}

// redirectLoop leads to itself.
func (p *Playground) redirectLoop(c *call) error { return c.lead(c.href()) }

// redirectTo leads to a URL on this machine: another port, another scheme. It
// leads nowhere else, so that it cannot be used to disguise a link.
func (p *Playground) redirectTo(c *call) error {
	target, err := url.Parse(c.q.Get("url"))
	if err != nil || target.String() == "" || !staysHere(target) {
		return badRequest("bad_url", "url=%s is not a path or an http(s) URL of a loopback address, such as "+
			"http://127.0.0.1:8080/v1/echo", excerpt(c.q.Get("url")))
	}
	return c.lead(target.String())
}

// staysHere reports whether a URL is a path on this server or on a loopback
// address.
func staysHere(u *url.URL) bool {
	if u.Scheme == "" && u.Host == "" {
		return len(u.Path) > 0 && u.Path[0] == '/'
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// lead redirects with the status that code= names, 302 unless it does.
func (c *call) lead(target string) error {
	code, err := c.number(http.StatusFound, 301, 308, "code")
	if err != nil {
		return err
	}
	switch code {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return badRequest("bad_code", "code=%d is not 301, 302, 303, 307 or 308", code)
	}
	c.w.Header().Set("Location", target)
	var o object
	c.send(code, "application/json; charset=utf-8", append(o.text("location", target).bytes(), '\n'))
	return nil
}
