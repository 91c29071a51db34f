package quota

import "strings"

// member is one of the members, separated by commas, of a header's value: name,
// or name=value, with parameters. It covers both lists and dictionaries of
// RFC 9651, and the looser forms that came before, and so checks less.
type member struct {
	name, value string
	params      []param
}

type param struct{ name, value string }

// param returns the value of a parameter, empty if there is none.
func (m member) param(name string) string {
	for _, p := range m.params {
		if p.name == name {
			return p.value
		}
	}
	return ""
}

// maxMembers bounds the members of a value, and the parameters of a member.
const maxMembers = 32

// members reads a value. A member without a name is left out.
func members(value string) []member {
	if value == "" {
		return nil
	}
	var list []member
	for _, text := range split(value, ',') {
		parts := split(text, ';')
		var m member
		m.name, m.value = pair(parts[0])
		for _, part := range parts[1:] {
			name, value := pair(part)
			m.params = append(m.params, param{strings.ToLower(name), value})
		}
		if m.name != "" {
			list = append(list, m)
		}
	}
	return list
}

// split cuts at each separator outside quotes and trims the parts; there is
// always at least one.
func split(text string, separator byte) []string {
	var parts []string
	begin, quoted := 0, false
	for i := 0; i < len(text) && len(parts) < maxMembers-1; i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			parts = append(parts, strings.TrimSpace(text[begin:i]))
			begin = i + 1
		}
	}
	return append(parts, strings.TrimSpace(text[begin:]))
}

// pair cuts name=value. A quoted name has no value: its text may hold the sign.
func pair(text string) (name, value string) {
	if strings.HasPrefix(text, `"`) {
		return unquote(text), ""
	}
	name, value, _ = strings.Cut(text, "=")
	return strings.TrimSpace(name), unquote(strings.TrimSpace(value))
}

// unquote returns the text of a quoted string without its quotes and escapes, up
// to its closing quote; any other text as it is.
func unquote(text string) string {
	if !strings.HasPrefix(text, `"`) {
		return text
	}
	var plain strings.Builder
	for i := 1; i < len(text) && text[i] != '"'; i++ {
		if text[i] == '\\' && i+1 < len(text) {
			i++
		}
		plain.WriteByte(text[i])
	}
	return plain.String()
}
