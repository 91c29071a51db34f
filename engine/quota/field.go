package quota

import (
	"net/http"
	"slices"
	"strings"
)

// Bounds on what is read of a reply, far above what any server sends.
const (
	maxFields   = 64
	maxValue    = 1024
	maxEvidence = 200
)

// field is one header that may speak of a quota.
type field struct {
	name  string // as received
	lower string
	value string
}

// collect returns the fields that may speak of a quota, in the order of their
// names, since a map has none.
func collect(h http.Header) []field {
	var found []field
	for name, values := range h {
		if !mentionsLimit(name) || len(values) == 0 {
			continue
		}
		value := values[0]
		if len(values) > 1 {
			// Lines of one name are one list (RFC 9110, section 5.2).
			value = strings.Join(values[:min(len(values), maxFields)], ", ")
		}
		if len(value) <= maxValue && len(name) <= maxEvidence {
			found = append(found, field{name, strings.ToLower(name), strings.TrimSpace(value)})
		}
	}
	slices.SortFunc(found, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return found[:min(len(found), maxFields)]
}

// mentionsLimit reports whether the name holds "limit" in any case. It is all
// that most headers of most replies are asked.
func mentionsLimit(name string) bool {
	const word = "limit"
	for i := 0; i+len(word) <= len(name); i++ {
		if name[i]|0x20 == word[0] && strings.EqualFold(name[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

func lookup(found []field, lower string) (field, bool) {
	at := slices.IndexFunc(found, func(f field) bool { return f.lower == lower })
	if at < 0 {
		return field{}, false
	}
	return found[at], true
}

// evidence shows the fields that are there, one a line.
func evidence(fields ...field) string {
	var lines strings.Builder
	for _, f := range fields {
		if f.name == "" {
			continue
		}
		if lines.Len() > 0 {
			lines.WriteByte('\n')
		}
		lines.WriteString(f.name)
		lines.WriteString(": ")
		lines.WriteString(strings.ToValidUTF8(f.value[:min(len(f.value), maxEvidence)], ""))
	}
	return lines.String()
}
