package transport

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"sync"

	"golang.org/x/net/publicsuffix"
)

// The bounds of a jar; RFC 6265, section 6.1 asks for at least as much.
const (
	maxCookies      = 3000 // in all
	maxCookiesReply = 50   // taken from one reply
	maxCookieBytes  = 4096 // name and value
)

// jar keeps cookies (RFC 6265) within bounds, as servers are not to be trusted
// with the memory of a long walk. nil keeps none.
type jar struct {
	cookies *cookiejar.Jar

	mu    sync.Mutex
	known map[string]struct{} // what has been kept: name, host, domain, path
}

func newJar(on bool) (*jar, error) {
	if !on {
		return nil, nil
	}
	cookies, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return nil, err
	}
	return &jar{cookies: cookies, known: make(map[string]struct{})}, nil
}

// send adds the cookies of the request's URL to it.
func (j *jar) send(req *http.Request) {
	if j == nil {
		return
	}
	cookies := j.cookies.Cookies(req.URL)
	if len(cookies) == 0 {
		return
	}
	req.Header = req.Header.Clone() // the plan keeps its own for the next hop
	for _, c := range cookies {
		req.AddCookie(c)
	}
}

// take keeps the cookies that a reply sets.
func (j *jar) take(u *url.URL, resp *http.Response) {
	if j == nil || len(resp.Header["Set-Cookie"]) == 0 {
		return
	}
	set := resp.Cookies()
	set = set[:min(len(set), maxCookiesReply)]
	kept := set[:0]
	j.mu.Lock()
	for _, c := range set {
		if j.fits(u, c) {
			kept = append(kept, c)
		}
	}
	j.mu.Unlock()
	j.cookies.SetCookies(u, kept)
}

// fits reports whether there is room for a cookie.
func (j *jar) fits(u *url.URL, c *http.Cookie) bool {
	if len(c.Name)+len(c.Value) > maxCookieBytes {
		return false
	}
	key := c.Name + "\x00" + u.Hostname() + "\x00" + c.Domain + "\x00" + c.Path
	if _, ok := j.known[key]; !ok && len(j.known) >= maxCookies {
		return false
	}
	j.known[key] = struct{}{}
	return true
}
