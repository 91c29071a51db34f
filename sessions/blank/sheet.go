package blank

import (
	"fmt"
	"regexp"
	"strings"

	"weir/sessions/collection"
)

// Part is a stretch of a text: what is written there, or a blank.
type Part struct {
	Text string // empty for a blank
	Name string // the environment variable that fills a blank, else empty
}

// Sheet names the blanks of one request. The zero value is ready to use.
type Sheet struct {
	struck map[string]string // mark to name
	taken  map[string]string // name to what it stands for
	losses []collection.Loss
}

// Split splits a text. about names what the text is, such as a header's name,
// for blanks that nothing in the text names. In a literal text {{name}} is
// text.
func (s *Sheet) Split(text, about string, literal bool) []Part {
	var parts []Part
	for text != "" {
		at := blanks().FindStringIndex(text)
		if at == nil {
			return add(parts, Part{Text: text})
		}
		found := text[at[0]:at[1]]
		name := ""
		switch {
		case strings.HasPrefix(found, "‹"):
			name = s.struckName(found, text[:at[0]], about)
		case !literal:
			name = s.variable(strings.TrimSpace(found[2 : len(found)-2]))
		}
		parts = add(parts, Part{Text: text[:at[0]]})
		if name == "" {
			parts = add(parts, Part{Text: found})
		} else {
			parts = append(parts, Part{Name: name})
		}
		text = text[at[1]:]
	}
	return parts
}

// add appends written text to what stands before it.
func add(parts []Part, p Part) []Part {
	n := len(parts)
	switch {
	case p.Text == "":
	case n > 0 && parts[n-1].Name == "":
		parts[n-1].Text += p.Text
	default:
		parts = append(parts, p)
	}
	return parts
}

// Losses tells which values were struck out and have to be set.
func (s *Sheet) Losses() []collection.Loss { return s.losses }

func blanks() *regexp.Regexp {
	return regexp.MustCompile(`‹redacted:[0-9a-f]{8}›|\{\{ *[$_\p{L}][^{}"':,\n]*\}\}`)
}

// before finds the name that a value stands under: name=, "name":, name: .
func before() *regexp.Regexp {
	return regexp.MustCompile(`([A-Za-z0-9_.-]{1,64})["']?\s*[=:]\s*["']?$`)
}

// struckName names a value that was struck out.
func (s *Sheet) struckName(mark, text, about string) string {
	if name, ok := s.struck[mark]; ok {
		return name
	}
	if len(text) > 128 {
		text = text[len(text)-128:]
	}
	if m := before().FindStringSubmatch(text); m != nil {
		about = m[1]
	}
	name := strings.ToUpper(identifier(about))
	if name == "AUTHORIZATION" || name == "PROXY_AUTHORIZATION" {
		name = "TOKEN"
	}
	name = s.free(name, mark)
	if s.struck == nil {
		s.struck = map[string]string{}
	}
	s.struck[mark] = name
	s.losses = append(s.losses, collection.Loss{
		What: fmt.Sprintf("the value of %s was struck out when it was recorded: set %s to it", about, name),
	})
	return name
}

// variable names a variable as it is called, as far as an environment takes that.
func (s *Sheet) variable(name string) string {
	return s.free(identifier(name), "{{"+name+"}}")
}

// free returns the name, or one like it that stands for nothing else.
func (s *Sheet) free(name, of string) string {
	if ours(name) {
		name += "_VALUE"
	}
	if s.taken == nil {
		s.taken = map[string]string{}
	}
	for try, n := name, 2; ; n++ {
		if has, ok := s.taken[try]; !ok || has == of {
			s.taken[try] = of
			return try
		}
		try = fmt.Sprintf("%s_%d", name, n)
	}
}

// ours says whether a machine sets a variable of that name for itself.
func ours(name string) bool {
	switch strings.ToUpper(name) {
	case "PATH", "HOME", "USER", "SHELL", "PWD", "OLDPWD", "IFS", "TERM", "LANG", "LOGNAME", "HOSTNAME", "MAIL", "TMPDIR",
		"ENV", "PS1", "PS2", "PS4", "PPID", "UID", "EUID", "RANDOM", "SECONDS", "LINENO", "EDITOR", "DISPLAY":
		return true
	}
	return false
}

// identifier makes a name that a shell and an environment take.
func identifier(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		}
		return '_'
	}, strings.TrimPrefix(name, "$"))
	switch {
	case strings.Trim(name, "_") == "":
		return "VALUE"
	case name[0] >= '0' && name[0] <= '9':
		return "_" + name
	}
	return name
}
