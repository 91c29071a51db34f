package digest

import "strings"

// parse reads the Digest challenges of one field, which may hold others too
// (RFC 9110, section 11.6.1).
func parse(field string) []Challenge {
	var list []Challenge
	digest := false
	for _, part := range split(field) {
		if scheme, rest, ok := strings.Cut(part, " "); ok && !strings.Contains(scheme, "=") {
			if digest = strings.EqualFold(scheme, "Digest"); digest {
				list = append(list, Challenge{})
			}
			part = strings.TrimSpace(rest)
		} else if !strings.Contains(part, "=") {
			digest = false // a scheme without parameters
		}
		if name, value, ok := strings.Cut(part, "="); ok && digest {
			list[len(list)-1].set(strings.ToLower(strings.TrimSpace(name)), unquote(strings.TrimSpace(value)))
		}
	}
	out := list[:0]
	for _, c := range list {
		if c.Algorithm != only {
			out = append(out, c)
		}
	}
	return out
}

// only marks a challenge whose qop cannot be answered.
const only = "auth-int"

func (c *Challenge) set(name, value string) {
	switch name {
	case "realm":
		c.Realm = value
	case "nonce":
		c.Nonce = value
	case "opaque":
		c.Opaque = value
	case "algorithm":
		if c.Algorithm != only {
			c.Algorithm = value
		}
	case "stale":
		c.Stale = strings.EqualFold(value, "true")
	case "userhash":
		c.UserHash = strings.EqualFold(value, "true")
	case "qop":
		for word := range strings.SplitSeq(value, ",") {
			c.Auth = c.Auth || strings.EqualFold(strings.TrimSpace(word), "auth")
		}
		if !c.Auth {
			c.Algorithm = only
		}
	}
}

// split cuts at the commas that stand outside quotes.
func split(field string) []string {
	var parts []string
	quoted, start := false, 0
	for i := 0; i < len(field); i++ {
		switch {
		case field[i] == '\\' && quoted:
			i++
		case field[i] == '"':
			quoted = !quoted
		case field[i] == ',' && !quoted:
			parts = append(parts, strings.TrimSpace(field[start:i]))
			start = i + 1
		}
	}
	return append(parts, strings.TrimSpace(field[start:]))
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i+1 < len(s)-1 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
