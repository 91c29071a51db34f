package openapi

import (
	"net/url"
	"slices"
	"strings"
)

// baseURL reads the document's server into the variable baseUrl.
func (r *reader) baseURL() {
	if r.old {
		r.base = r.based(r.root.get("host"), r.hostAndPath())
		return
	}
	servers := r.root.get("servers")
	r.base = r.based(servers, r.server(servers))
	r.others(servers)
}

// based declares baseUrl for a server's URL, and returns how a request's URL
// begins: {{baseUrl}}, and a path where no host is known.
func (r *reader) based(at span, server string) string {
	where := r.resolve(server)
	if absolute(where) {
		return mention(r.variable("base", "baseUrl", where, false))
	}
	name := r.variable("base", "baseUrl", "", false)
	what := "the document names no host: give it with --var " + name + "=https://HOST"
	if where != "" {
		what += ", without " + quote(where) + ", which the document puts behind it"
	}
	r.loseUnless(name, at, what)
	return mention(name) + where
}

// absolute tells a URL with a host, also one that begins with a variable.
func absolute(u string) bool {
	return strings.Contains(u, "://") || strings.HasPrefix(u, "{{")
}

// resolve makes a server's URL absolute where the document came from a URL, and
// takes the last slash off, since paths begin with one.
func (r *reader) resolve(server string) string {
	from := r.name
	if self := r.str(r.root.get("$self")); isHTTP(self) {
		from = self
	}
	if !absolute(server) && isHTTP(from) {
		if origin, err := url.Parse(from); err == nil {
			if to, err := origin.Parse(escapeBraces(server)); err == nil {
				to.RawQuery, to.Fragment = "", ""
				server = strings.NewReplacer("%7B", "{", "%7D", "}").Replace(to.String())
			}
		}
	}
	if !absolute(server) {
		server = "/" + strings.Trim(server, "./")
	}
	return strings.TrimRight(server, "/")
}

func escapeBraces(s string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D").Replace(s)
}

func isHTTP(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// server returns the first server's URL with its variables, "/" where there is
// none, as the specification says.
func (r *reader) server(servers span) string {
	first := r.object(r.first(servers))
	text := r.str(first.get("url"))
	if text == "" {
		return "/"
	}
	for _, m := range r.object(first.get("variables")).members {
		v := r.object(m.value)
		value := r.str(v.get("default"))
		if value == "" {
			value = r.str(r.first(v.get("enum")))
		}
		if in := "{" + m.name + "}"; strings.Contains(text, in) {
			text = strings.ReplaceAll(text, in, mention(r.variable("server "+m.name, m.name, value, false)))
		}
	}
	return text
}

// others tells of servers beside the first.
func (r *reader) others(servers span) {
	var others []string
	for i, s := range r.elements(servers) {
		if i > 0 {
			others = append(others, r.str(r.object(s).get("url")))
		}
	}
	if len(others) > 0 {
		r.lose(servers, "baseUrl is the first server; there are also %s", some(others, 4))
	}
}

// hostAndPath puts the URL of a Swagger 2.0 document together.
func (r *reader) hostAndPath() string {
	path := r.str(r.root.get("basePath"))
	host := r.str(r.root.get("host"))
	if host == "" {
		return path
	}
	var schemes []string
	for _, s := range r.elements(r.root.get("schemes")) {
		schemes = append(schemes, r.str(s))
	}
	scheme := "https"
	if len(schemes) > 0 && !slices.Contains(schemes, scheme) {
		scheme = "http"
	}
	if len(schemes) == 0 && strings.HasPrefix(r.name, "http://") {
		scheme = "http"
	}
	if path != "" && !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return scheme + "://" + host + path
}
