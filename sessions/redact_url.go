package sessions

import (
	"net/url"
	"strings"
)

// URL strikes the secrets out of a URL: its user's password, or its user where
// there is no password, and the values of parameters with secret names, in
// the query and in the fragment. The rest stays as it was written.
func (r *Redactor) URL(address string) string {
	return r.values(r.address(address))
}

func (r *Redactor) address(address string) string {
	rest, fragment, hasFragment := strings.Cut(address, "#")
	base, query, hasQuery := strings.Cut(rest, "?")
	out := r.user(base)
	if hasQuery {
		out += "?" + r.query(query)
	}
	if hasFragment {
		out += "#" + r.query(fragment)
	}
	return out
}

func (r *Redactor) user(base string) string {
	at := strings.Index(base, "://")
	if at < 0 {
		return base
	}
	from, to := userOf(base, at)
	if from >= to {
		return base
	}
	return base[:from] + r.strike(plainValue(base[from:to])) + base[to:]
}

// query strikes the values of secret parameters out of a query or a form.
func (r *Redactor) query(query string) string {
	var out strings.Builder
	for query != "" {
		end := strings.IndexAny(query, "&;")
		part, sep := query, ""
		if end >= 0 {
			part, sep = query[:end], query[end:end+1]
		}
		out.WriteString(r.param(part))
		out.WriteString(sep)
		query = query[len(part)+len(sep):]
	}
	return out.String()
}

func (r *Redactor) param(part string) string {
	rawName, raw, ok := strings.Cut(part, "=")
	if !ok {
		return part
	}
	name := plainValue(rawName)
	if secretName(name, inParam) {
		return rawName + "=" + r.strike(plainValue(raw))
	}
	look := anywhere
	if pages(wordsOf(name)) {
		look = inTokens
	}
	// A value may be a URL or JSON of its own.
	plain := plainValue(raw)
	if clean, _ := r.cut(plain, true, look); clean != plain {
		return rawName + "=" + plainMarks().Replace(url.QueryEscape(clean))
	}
	return part
}

// plainMarks returns what turns escaped marks into readable ones.
func plainMarks() *strings.Replacer {
	return strings.NewReplacer(url.QueryEscape(markOpen), markOpen, url.QueryEscape(markClose), markClose)
}

// learnURL learns the secrets that a request's URL holds.
func (r *Redactor) learnURL(address string) {
	u, err := url.Parse(address)
	if err != nil {
		return
	}
	if u.User != nil {
		password, ok := u.User.Password()
		if !ok {
			password = u.User.Username()
		}
		r.learn(password)
	}
	for name, values := range u.Query() {
		if !secretName(name, inParam) {
			continue
		}
		for _, v := range values {
			r.learn(v)
		}
	}
}
