package compare

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"unicode/utf8"
)

const (
	// mostDiffs is how many fields of one item are named.
	mostDiffs = 100
	// valueLen is where a value is cut, in bytes.
	valueLen = 200
)

// fieldDiff walks two values side by side.
type fieldDiff struct {
	mark    *regexp.Regexp
	fields  []Field
	secrets int64
}

// marks finds what stands for struck-out secrets.
func marks() *regexp.Regexp { return regexp.MustCompile(`‹redacted:[0-9a-f]{8}›`) }

// diffFields says in which fields two JSON values differ. Order of members,
// space and how a text is escaped do not count; struck-out secrets are counted
// and taken as equal.
func diffFields(mark *regexp.Regexp, a, b []byte) (fields []Field, secrets int64) {
	d := &fieldDiff{mark: mark}
	av, aOK := decode(a)
	bv, bOK := decode(b)
	switch {
	case aOK && bOK:
		d.walk("", av, bv, true, true)
	case !bytes.Equal(a, b):
		d.fields = []Field{{Path: "", From: clip(string(a)), To: clip(string(b))}}
	}
	return d.fields, d.secrets
}

func decode(data []byte) (v any, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // long numbers keep their digits
	return v, dec.Decode(&v) == nil
}

func (d *fieldDiff) walk(path string, a, b any, inA, inB bool) {
	if len(d.fields) >= mostDiffs {
		return
	}
	am, aIs := a.(map[string]any)
	bm, bIs := b.(map[string]any)
	if aIs && bIs {
		d.members(path, am, bm)
		return
	}
	if inA == inB && d.equal(a, b) {
		return
	}
	d.fields = append(d.fields, Field{Path: path, From: textOf(a, inA), To: textOf(b, inB)})
}

func (d *fieldDiff) members(path string, a, b map[string]any) {
	names := slices.Sorted(maps.Keys(a))
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		av, inA := a[name]
		bv, inB := b[name]
		d.walk(join(path, name), av, bv, inA, inB)
	}
}

// equal compares values; the marks of secrets differ from session to session.
func (d *fieldDiff) equal(a, b any) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	at, aOK := a.(string)
	bt, bOK := b.(string)
	if !aOK || !bOK {
		return d.equalLists(a, b)
	}
	plain := d.mark.ReplaceAllString(at, "‹redacted›")
	if plain == at || plain != d.mark.ReplaceAllString(bt, "‹redacted›") {
		return false
	}
	d.secrets++
	return true
}

func (d *fieldDiff) equalLists(a, b any) bool {
	al, aOK := a.([]any)
	bl, bOK := b.([]any)
	if !aOK || !bOK || len(al) != len(bl) {
		return false
	}
	for i := range al {
		within := &fieldDiff{mark: d.mark}
		within.walk("", al[i], bl[i], true, true)
		if len(within.fields) > 0 {
			return false
		}
		d.secrets += within.secrets
	}
	return true
}

// join names a member in the words of --items.
func join(path, name string) string {
	for _, r := range name {
		if r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return path + "[" + strconv.Quote(name) + "]"
		}
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

func textOf(v any, there bool) string {
	if !there {
		return ""
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "?"
	}
	return clip(string(bytes.TrimSpace(out.Bytes())))
}

func clip(text string) string {
	if len(text) <= valueLen {
		return text
	}
	end := valueLen
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
