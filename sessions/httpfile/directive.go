package httpfile

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"weir/engine"
	"weir/sessions/collection"
)

// notFromFiles are settings that a file may not make: they lower what protects
// the person who opens it, read other files, or hold for every origin.
func notFromFiles() []string {
	return []string{"insecure", "proxy", "cacert", "cert", "key", "http", "max-body", "cookies", "seed"}
}

// Settings lists the names of the directives that say how a request is sent.
func Settings() []string {
	names := slices.Concat(engine.PolicySettings(), engine.WalkSettings())
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(notFromFiles(), name) })
}

// directive acts on a comment that begins with @.
func (p *parser) directive(l line, said string, b *block, r *collection.Request) {
	said, ok := strings.CutPrefix(said, "@")
	if !ok {
		return
	}
	name, value := cutDirective(said)
	switch {
	case name == "name":
		if value == "" {
			return
		}
		from := l.from + strings.LastIndex(l.text, value)
		b.name, b.nameLine = span{from, from + len(value)}, l.span
		r.Name = value
	case slices.Contains(Settings(), name):
		if name == "timeout" {
			value = seconds("read", value)
		}
		p.setting(l, name, value, b, r)
	case name == "connection-timeout":
		p.setting(l, "timeout", seconds("connect", value), b, r)
	default:
		if what := unheeded(name, value); what != "" {
			p.lose(l, what)
		}
	}
}

func (p *parser) setting(l line, name, value string, b *block, r *collection.Request) {
	r.Settings = append(r.Settings, collection.Setting{Name: name, Value: value, Place: p.place(l)})
	b.settings = append(b.settings, l.span)
}

// cutDirective splits "name value", "name = value" and "name=value".
func cutDirective(said string) (name, value string) {
	end := strings.IndexFunc(said, func(r rune) bool { return unicode.IsSpace(r) || r == '=' })
	if end < 0 {
		return said, ""
	}
	name, value = said[:end], strings.TrimSpace(said[end:])
	if rest, ok := strings.CutPrefix(value, "="); ok {
		value = strings.TrimSpace(rest)
	}
	return name, value
}

// seconds writes JetBrains' timeouts, a number of seconds or "100 ms", as ours.
func seconds(which, value string) string {
	number, unit, _ := strings.Cut(value, " ")
	if number == "" || strings.Trim(number, "0123456789") != "" {
		return value
	}
	switch unit = strings.TrimSpace(unit); unit {
	case "":
		unit = "s"
	case "s", "m", "ms", "h":
	default:
		return value
	}
	return which + "=" + number + unit
}

// unheeded says what is lost with a directive that is not ours; empty where it
// changes nothing of what is sent.
func unheeded(name, value string) string {
	switch name {
	case "no-redirect":
		return "@no-redirect is not heeded: redirects are followed"
	case "no-cookie-jar":
		return "@no-cookie-jar is not needed: cookies are kept only with --cookies"
	case "no-auto-encoding":
		return "@no-auto-encoding is not heeded: the URL is sent as it is written, with what it may not hold encoded"
	case "use-os-credentials":
		return "@use-os-credentials is not heeded: credentials of the system are never read"
	case "prompt":
		name, _, _ := strings.Cut(value, " ")
		return fmt.Sprintf("@prompt does not ask: give the variable with --var %s=…", name)
	}
	if slices.Contains(notFromFiles(), name) {
		return fmt.Sprintf("@%s is not taken from a file: say --%s", name, name)
	}
	if near := nearest(name, Settings()); near != "" {
		return fmt.Sprintf("@%s is no setting, did you mean @%s?", name, near)
	}
	return ""
}

// nearest returns the known word that differs by a letter or two; empty for
// none.
func nearest(word string, known []string) string {
	for _, k := range known {
		if len(word) > 3 && (oneOff(word, k) || oneOff(k, word)) {
			return k
		}
	}
	return ""
}

// oneOff reports whether b is a with a letter left out, replaced, or swapped
// with its neighbour.
func oneOff(a, b string) bool {
	for i := range a {
		rest := a[i+1:]
		switch {
		case a[:i]+rest == b:
			return true
		case len(a) == len(b) && a[:i] == b[:i] && rest == b[i+1:]:
			return true
		case len(rest) > 0 && a[:i]+rest[:1]+a[i:i+1]+rest[1:] == b:
			return true
		}
	}
	return false
}
