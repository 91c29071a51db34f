package link

import "strings"

// Link is one member of a Link header.
type Link struct {
	Target string  // between the angle brackets, untouched
	Params []Param // in their order, the first of a name counts
}

// Param is a target attribute. Its name is in lower case, its value unquoted.
type Param struct{ Name, Value string }

// Param returns the first value of a target attribute. The name is given in
// lower case.
func (l Link) Param(name string) (string, bool) {
	for _, p := range l.Params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return "", false
}

// Is says whether the link has the relation type, such as "next". Of several
// rel parameters only the first counts (RFC 8288 section 3.3).
func (l Link) Is(relation string) bool {
	rel, _ := l.Param("rel")
	for name := range strings.FieldsSeq(rel) {
		if strings.EqualFold(name, relation) {
			return true
		}
	}
	return false
}

// Find returns the first link with the relation type.
func Find(lines []string, relation string) (Link, bool) {
	for _, line := range lines {
		for _, l := range Parse(line) {
			if l.Is(relation) {
				return l, true
			}
		}
	}
	return Link{}, false
}

// Parse reads one header line. What is malformed is left out.
func Parse(line string) []Link {
	var links []Link
	for line != "" {
		start := strings.IndexByte(line, '<')
		if start < 0 {
			break
		}
		end := strings.IndexByte(line[start:], '>')
		if end < 0 {
			break
		}
		l := Link{Target: strings.TrimSpace(line[start+1 : start+end])}
		l.Params, line = params(line[start+end+1:])
		links = append(links, l)
	}
	return links
}

// params reads `;name=value` until the comma that ends the member and returns
// what follows it.
func params(s string) ([]Param, string) {
	var list []Param
	for {
		s = strings.TrimLeft(s, " \t")
		if s == "" {
			return list, ""
		}
		if s[0] == ',' {
			return list, s[1:]
		}
		if s[0] != ';' {
			return list, skipMember(s)
		}
		var p Param
		p, s = param(s[1:])
		if p.Name != "" {
			list = append(list, p)
		}
	}
}

func param(s string) (Param, string) {
	s = strings.TrimLeft(s, " \t")
	end := strings.IndexAny(s, "=;,")
	if end < 0 {
		return Param{Name: name(s)}, ""
	}
	p := Param{Name: name(s[:end])}
	if s[end] != '=' {
		return p, s[end:]
	}
	p.Value, s = value(strings.TrimLeft(s[end+1:], " \t"))
	return p, s
}

func name(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// value reads a token or a quoted string and returns what follows it.
func value(s string) (string, string) {
	if s == "" || s[0] != '"' {
		end := strings.IndexAny(s, ";,")
		if end < 0 {
			end = len(s)
		}
		return strings.TrimSpace(s[:end]), s[end:]
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:]
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), ""
}

// skipMember leaves out what is not a parameter, up to the next member.
func skipMember(s string) string {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted:
			return s[i+1:]
		}
	}
	return ""
}
