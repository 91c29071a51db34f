package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// ParseSpec reads "cursor,param=after,next=meta.cursor,max-pages=3": a dialect's
// name, then its parameters and, as items, max-pages, max-items and max-bytes,
// what else a Spec holds. Repeated param= and next= stand for several tokens, in
// their order. A value that holds commas stands in double quotes, as in Go.
// Errors are *SpecError.
func ParseSpec(text string) (Spec, error) {
	parts := splitParts(text)
	name := strings.ToLower(strings.TrimSpace(parts[0]))
	if name == "" {
		name = Auto
	}
	s := Spec{Dialect: name, Params: Params{}}
	for _, part := range parts[1:] {
		key, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if !ok {
			return Spec{}, &SpecError{part, "a parameter is written name=value, such as param=after"}
		}
		value = strings.TrimSpace(value)
		if plain, err := strconv.Unquote(value); err == nil && value[0] == '"' {
			value = plain
		}
		if err := s.put(strings.ToLower(strings.TrimSpace(key)), value); err != nil {
			return Spec{}, err
		}
	}
	return s, s.Check()
}

// put sets what a part of the text names.
func (s *Spec) put(key, value string) error {
	switch key {
	case "items":
		s.Items = value
	case "max-pages", "max-items", "max-bytes":
		return s.putCap(key, value)
	default:
		if old := s.Params[key]; old != "" && (key == "param" || key == "next") {
			value = old + "+" + value
		}
		s.Params[key] = value
	}
	return nil
}

func (s *Spec) putCap(key, value string) error {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 || int64(int(n)) != n {
		return &SpecError{key + "=" + value, "a cap is a whole number, 0 for none"}
	}
	switch key {
	case "max-pages":
		s.MaxPages = int(n)
	case "max-items":
		s.MaxItems = int(n)
	case "max-bytes":
		s.MaxBytes = n
	}
	return nil
}

// String writes the spec as ParseSpec reads it. AllowForeign is left out: it is
// a person's word for one walk.
func (s Spec) String() string {
	text := []string{cmp.Or(strings.TrimSpace(s.Dialect), Auto)}
	put := func(key, value string) { text = append(text, key+"="+quotedPart(value)) }
	for _, key := range slices.Sorted(mapKeys(s.Params)) {
		put(key, s.Params[key])
	}
	if s.Items != "" {
		put("items", s.Items)
	}
	for _, most := range []struct {
		key   string
		value int64
	}{{"max-pages", int64(s.MaxPages)}, {"max-items", int64(s.MaxItems)}, {"max-bytes", s.MaxBytes}} {
		if most.value > 0 {
			put(most.key, strconv.FormatInt(most.value, 10))
		}
	}
	return strings.Join(text, ",")
}

// quotedPart puts a value in quotes where it would not be read back without.
func quotedPart(value string) string {
	if strings.HasPrefix(value, `"`) || strings.TrimSpace(value) != value || splitParts(value + ",")[0] != value {
		return strconv.Quote(value)
	}
	return value
}

// splitParts cuts at commas that stand outside brackets and quotes.
func splitParts(text string) []string {
	var parts []string
	depth, start, quote := 0, 0, byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quote != 0 && c == '\\':
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			continue
		case c == '"', c == '\'' && depth > 0:
			quote = c
		case c == '[':
			depth++
		case c == ']':
			depth = max(0, depth-1) // one too many opens nothing
		case c == ',' && depth == 0:
			parts = append(parts, text[start:i])
			start = i + 1
		}
	}
	return append(parts, text[start:])
}
