package postman

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"weir/sessions/collection"
)

// draft is a request in the making.
type draft struct {
	collection.Request
	off []string // what is switched off
}

// request makes the request of an item.
func (r *reader) request(item *folder, path []string, inherited *auth) collection.Request {
	from := item.Request
	d := &draft{Request: collection.Request{
		Name: line(item.Name), Folder: path, Method: strings.ToUpper(line(string(from.Method))), Place: collection.Place{File: r.file},
	}}
	if d.Method == "" {
		d.Method = "GET"
	}
	d.URL = d.address(from.URL)
	for _, f := range from.Header {
		if f.Disabled {
			d.switchedOff(f)
			continue
		}
		d.header(string(f.Key), string(f.Value))
	}
	if from.Auth != nil {
		inherited = from.Auth
	}
	r.authorise(d, inherited)
	if from.Body != nil && !from.Body.Disabled {
		r.body(d, from.Body)
	}
	if len(from.Certificate) > 4 || len(from.Proxy) > 4 {
		r.lose("the certificate or proxy of %q is not used", item.Name)
	}
	d.Hint = hint(string(from.Description), d.off)
	return d.Request
}

// hint is the first line of the description, and what is switched off.
func hint(description string, off []string) string {
	const longest, most = 160, 8
	first, _, _ := strings.Cut(strings.TrimSpace(description), "\n")
	text := []rune(line(first))
	if len(text) > longest {
		text = append(text[:longest-1], '…')
	}
	if len(off) == 0 {
		return string(text)
	}
	names := strings.Join(off[:min(len(off), most)], ", ")
	if len(off) > most {
		names += fmt.Sprintf(" and %d more", len(off)-most)
	}
	if len(text) > 0 {
		return string(text) + " · off: " + names
	}
	return "off: " + names
}

func (d *draft) switchedOff(f field) { d.off = append(d.off, line(string(f.Key))) }

// header adds a header field, and leaves out what cannot be one.
func (d *draft) header(name, value string) {
	if name = line(name); name != "" && !strings.ContainsAny(name, " :") {
		d.Header = append(d.Header, collection.Field{Name: name, Value: line(value)})
	}
}

func (d *draft) has(name string) bool {
	for _, f := range d.Header {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	return false
}

// contentType says what the body is, unless the request says so itself.
func (d *draft) contentType(value string) {
	if value != "" && !d.has("Content-Type") {
		d.header("Content-Type", value)
	}
}

// line makes one line of a text, without control characters.
func line(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, text))
}

// address writes a URL with its variables in the path and the parameters that
// are switched on.
func (d *draft) address(a address) string {
	before, query, _ := strings.Cut(string(a.Raw), "?")
	if before == "" {
		before = a.assemble()
	}
	before, _, _ = strings.Cut(before, "#")
	query, _, _ = strings.Cut(query, "#")
	if a.Query != nil {
		var pairs []string
		for _, f := range a.Query {
			if f.Disabled {
				d.switchedOff(f)
				continue
			}
			pairs = append(pairs, escape(string(f.Key), lightly)+"="+escape(string(f.Value), lightly))
		}
		query = strings.Join(pairs, "&")
	}
	before = escape(inPath(strings.TrimSpace(before), a.Variable), lightly)
	if before != "" && !strings.Contains(before, "://") && !strings.HasPrefix(before, "{{") {
		before = "http://" + before
	}
	if query != "" {
		return before + "?" + escape(query, lightly)
	}
	return before
}

// assemble puts the parts of a URL together.
func (a address) assemble() string {
	out := a.Host.join(".")
	if out == "" {
		return ""
	}
	if a.Protocol != "" {
		out = strings.TrimSuffix(string(a.Protocol), "://") + "://" + out
	}
	if a.Port != "" {
		out += ":" + string(a.Port)
	}
	if path := a.Path.join("/"); path != "" {
		out += "/" + strings.TrimPrefix(path, "/")
	}
	return out
}

// inPath replaces the segments :name of a path by their values, and by
// {{name}} where they have none.
func inPath(path string, variables []variable) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		name, ok := strings.CutPrefix(segment, ":")
		if !ok || name == "" || i == 0 {
			continue
		}
		segments[i] = "{{" + name + "}}"
		for _, v := range variables {
			if v.name() == name && v.Value != "" {
				segments[i] = escape(string(v.Value), url.PathEscape)
			}
		}
	}
	return strings.Join(segments, "/")
}

// escape encodes a text but for its variables.
func escape(text string, encode func(string) string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{{")
		name, after, closed := strings.Cut(rest, "}}")
		if !ok || !closed {
			b.WriteString(encode(text))
			return b.String()
		}
		b.WriteString(encode(before))
		b.WriteString("{{" + name + "}}")
		text = after
	}
}

// lightly encodes what ends a URL or may not stand in one, as Postman does, and
// leaves what is encoded already.
func lightly(text string) string {
	return strings.NewReplacer(" ", "%20", "\"", "%22", "<", "%3C", ">", "%3E", "#", "%23",
		"\t", "%09", "\n", "%0A", "\r", "%0D").Replace(text)
}

// authorise adds an authorisation that is a header field or a parameter.
func (r *reader) authorise(d *draft, a *auth) {
	if a == nil {
		return
	}
	switch a.Type {
	case "", "noauth":
	case "basic":
		d.authorization("Basic " + credentials(a.values["username"], a.values["password"]))
	case "bearer":
		d.authorization("Bearer " + a.values["token"])
	case "apikey":
		r.apiKey(d, a)
	default:
		r.lose("the authorisation %q is not carried out: %q is sent without", a.Type, d.Name)
	}
}

func (d *draft) authorization(value string) {
	if !d.has("Authorization") {
		d.header("Authorization", value)
	}
}

// credentials encodes user and password (RFC 7617) where no variable is in
// them; else that is done as the request is sent.
func credentials(user, password string) string {
	text := user + ":" + password
	if strings.Contains(text, "{{") {
		return text
	}
	return base64.StdEncoding.EncodeToString([]byte(text))
}

// apiKey adds a key, which becomes a secret variable where it is written out.
func (r *reader) apiKey(d *draft, a *auth) {
	name, value := a.values["key"], a.values["value"]
	if value != "" && !strings.Contains(value, "{{") {
		value = "{{" + r.secret(value) + "}}"
	}
	if a.values["in"] != "query" {
		d.header(name, value)
		return
	}
	separator := "?"
	if strings.Contains(d.URL, "?") {
		separator = "&"
	}
	d.URL += separator + escape(name, url.QueryEscape) + "=" + escape(value, url.QueryEscape)
}

// secret declares a variable for a value that is not for the screen, one for
// each value.
func (r *reader) secret(value string) string {
	if name, ok := r.keys[value]; ok {
		return name
	}
	name := "apiKey"
	for n := max(2, len(r.keys)); r.has(name); n++ {
		name = fmt.Sprintf("apiKey%d", n)
	}
	r.keys[value] = name
	r.add(collection.Variable{Name: name, Value: value, Secret: true})
	return name
}
