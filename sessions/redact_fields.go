package sessions

import (
	"net/textproto"
	"strings"

	"weir/engine"
)

// Fields strikes the secrets out of header fields. The names of cookies and
// of authorisation schemes stay.
func (r *Redactor) Fields(fields engine.FieldLines) engine.FieldLines {
	if fields == nil {
		return nil
	}
	out := make(engine.FieldLines, len(fields))
	for name, values := range fields {
		clean := make([]string, len(values))
		for i, v := range values {
			clean[i] = r.field(name, v)
		}
		out[name] = clean
	}
	return out
}

func (r *Redactor) field(name, value string) string {
	switch textproto.CanonicalMIMEHeaderKey(name) {
	case "Authorization", "Proxy-Authorization":
		return r.credentials(value)
	case "Cookie":
		return r.cookies(value)
	case "Set-Cookie":
		first, attributes, _ := strings.Cut(value, ";")
		clean := r.cookies(first)
		if attributes != "" {
			clean += ";" + r.values(attributes)
		}
		return clean
	case "Location", "Content-Location", "Referer", "Origin":
		return r.URL(value)
	}
	if secretName(name, inHeader) {
		return r.strike(value)
	}
	return r.Text(value)
}

// credentials strikes out what follows the scheme (RFC 9110, section 11.4).
func (r *Redactor) credentials(value string) string {
	scheme, rest, ok := strings.Cut(value, " ")
	if !ok || !knownScheme(scheme) {
		return r.strike(value)
	}
	return scheme + " " + r.strike(strings.TrimSpace(rest))
}

func knownScheme(scheme string) bool {
	lower := strings.ToLower(scheme)
	switch lower {
	case "digest", "hoba", "mutual", "vapid", "signature":
		return true
	}
	return schemeName(scheme) || strings.HasPrefix(lower, "aws4-") || strings.HasPrefix(lower, "scram-") || strings.HasPrefix(lower, "hmac")
}

// cookies strikes out the values of a cookie-string (RFC 6265, section 4.2.1).
func (r *Redactor) cookies(value string) string {
	parts := strings.Split(value, ";")
	for i, part := range parts {
		name, v, ok := strings.Cut(part, "=")
		if !ok {
			parts[i] = r.strike(part)
			continue
		}
		parts[i] = r.values(name) + "=" + r.strike(strings.Trim(v, `"`))
	}
	return strings.Join(parts, ";")
}

// learnFields learns the secrets that a request sends, so that they are known
// where its reply repeats them.
func (r *Redactor) learnFields(fields engine.FieldLines) {
	for name, values := range fields {
		if !secretName(name, inHeader) {
			continue
		}
		for _, v := range values {
			r.learnField(textproto.CanonicalMIMEHeaderKey(name), v)
		}
	}
}

func (r *Redactor) learnField(name, value string) {
	switch name {
	case "Cookie":
		for part := range strings.SplitSeq(value, ";") {
			if _, v, ok := strings.Cut(part, "="); ok {
				r.learn(strings.Trim(v, `"`))
			}
		}
	case "Authorization", "Proxy-Authorization":
		if scheme, rest, ok := strings.Cut(value, " "); ok && knownScheme(scheme) {
			value = strings.TrimSpace(rest)
		}
		r.learn(value)
	default:
		r.learn(value)
	}
}
