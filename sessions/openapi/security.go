package openapi

import "strings"

// scheme is a way to show who one is.
type scheme struct {
	in     string // header, query or cookie
	name   string // of the field
	prefix string // before the secret
	hint   string // what the secret's value is, where its name does not say
}

// readSchemes reads the security schemes.
func (r *reader) readSchemes() {
	at := r.object(r.root.get("components")).get("securitySchemes")
	if r.old {
		at = r.root.get("securityDefinitions")
	}
	r.schemes = make(map[string]scheme)
	for _, m := range r.object(at).members {
		o, _ := r.follow(m.value)
		r.schemes[m.name] = r.scheme(o)
	}
}

func (r *reader) scheme(o *object) scheme {
	authorization := scheme{in: "header", name: "Authorization", prefix: "Bearer "}
	kind := r.str(o.get("type"))
	switch {
	case kind == "apiKey":
		return scheme{in: r.str(o.get("in")), name: r.str(o.get("name"))}
	case kind == "basic", kind == "http" && strings.EqualFold(r.str(o.get("scheme")), "basic"):
		authorization.prefix = "Basic " // user:password is encoded as it is sent
		return authorization
	case kind == "http" && strings.EqualFold(r.str(o.get("scheme")), "bearer"):
		return authorization
	case kind == "oauth2", kind == "openIdConnect":
		authorization.hint = "is an access token, which is not fetched for you"
		return authorization
	default:
		return scheme{}
	}
}

// secure adds what the operation's first alternative of security asks for.
func (r *reader) secure(d *draft, op operation) {
	security := op.own.get("security")
	if security.absent() {
		security = r.root.get("security")
	}
	for _, m := range r.object(r.first(security)).members {
		s, ok := r.schemes[m.name]
		if !ok || s.in == "" || s.name == "" {
			r.lose(span{m.at, m.at + 1}, "the security scheme %s is of a kind that cannot be sent", quote(m.name))
			continue
		}
		r.prove(d, m, s)
	}
}

// prove adds one scheme's secret.
func (r *reader) prove(d *draft, m member, s scheme) {
	name := r.variable("secret "+m.name, m.name, "", true)
	if s.hint != "" {
		r.lose(span{m.at, m.at + 1}, "the variable %s %s", name, s.hint)
	}
	value := s.prefix + mention(name)
	switch s.in {
	case "header":
		d.header(s.name, value)
	case "query":
		d.query = append(d.query, pair(s.name, value))
	case "cookie":
		d.cookies = append(d.cookies, s.name+"="+value)
	}
}
