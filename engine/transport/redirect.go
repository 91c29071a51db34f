package transport

import (
	"net/http"
	"net/url"
	"slices"
)

// Redirect is one redirect that was followed.
type Redirect struct {
	Status  int      // of the reply that asked for it
	Method  string   // of the request that followed
	From    string   // URL without user and password
	To      string   // likewise
	Dropped []string // names of header fields that stayed behind, in order
}

// location reports whether a reply asks for a redirect, and where to.
func location(resp *http.Response) (string, bool) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		to := resp.Header.Get("Location")
		return to, to != ""
	default:
		return "", false
	}
}

// follow makes the plan of the request that a redirect asks for. followed is the
// number of redirects before it.
func (p *plan) follow(status int, to string, followed int, s *Settings) (*plan, Redirect, error) {
	refuse := func(u *url.URL, reason string) (*plan, Redirect, error) {
		e := &RedirectError{Status: status, Followed: followed, Reason: reason}
		if u != nil {
			e.To = bare(u)
		}
		return nil, Redirect{}, e
	}
	ref, err := url.Parse(to)
	if err != nil {
		return refuse(nil, "its Location is no URL: "+urlReason(err).Error())
	}
	u := p.url.ResolveReference(ref)
	u.User = nil // not ours to send
	if u.Fragment == "" {
		u.Fragment, u.RawFragment = p.url.Fragment, p.url.RawFragment // RFC 9110, section 10.2.2
	}
	if followed >= s.MaxRedirects {
		return refuse(u, "too many redirects")
	}
	if err := checkURL(u, s.Mode); err != nil {
		return refuse(u, err.Error())
	}
	next := &plan{method: p.method, url: u, host: p.host, header: p.header.Clone(), body: p.body, length: p.length}
	next.rewrite(status)
	if next.body != nil && p.url.Scheme == "https" && u.Scheme == "http" {
		return refuse(u, "it would send the request's body without encryption")
	}
	r := Redirect{Status: status, Method: next.method, From: p.url.String(), To: u.String()}
	if originOf(p.url) != originOf(u) {
		r.Dropped = next.leaveOrigin()
	}
	return next, r, nil
}

// rewrite makes the request a GET where the status asks for that (RFC 9110,
// sections 15.4.2 to 15.4.4): 307 and 308 keep method and body.
func (p *plan) rewrite(status int) {
	if status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect {
		return
	}
	if p.method != http.MethodGet && p.method != http.MethodHead {
		p.method = http.MethodGet
	}
	p.body, p.length = nil, 0
	dropBody(p.header)
}

// leaveOrigin takes out what only the origin it came from may see.
func (p *plan) leaveOrigin() []string {
	dropped := dropForeign(p.header)
	if p.host != "" {
		p.host = ""
		dropped = append(dropped, "Host")
	}
	slices.Sort(dropped)
	return dropped
}
