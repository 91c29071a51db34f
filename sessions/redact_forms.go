package sessions

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// formsOf returns the ways in which a value is written: as it is, in a query,
// in a path, in a JSON string.
func formsOf(v string) []string {
	query := url.QueryEscape(v)
	forms := []string{v, query, url.PathEscape(v), lowerEscapes(query), jsonInner(v, true), jsonInner(v, false)}
	slices.Sort(forms)
	return slices.Compact(forms)
}

// lowerEscapes writes the hex digits of percent escapes small, as some do.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}

// jsonInner returns v as it stands between the quotes of a JSON string.
func jsonInner(v string, html bool) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(html)
	_ = enc.Encode(v) // a string always encodes
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSuffix(out.String(), "\n"), `"`), `"`)
}

// jsonPlain returns what stands between the quotes of a JSON string, without
// its escapes; raw itself where it is not valid.
func jsonPlain(raw string) string {
	if !strings.Contains(raw, `\`) {
		return raw
	}
	var plain string
	if err := json.Unmarshal([]byte(`"`+raw+`"`), &plain); err != nil {
		return raw
	}
	return plain
}
