package ui

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"weir/engine"
	"weir/sessions/collection"
	"weir/sessions/httpfile"
	"weir/ui/dialogs"
)

// The sections of the form of a request, in their order.
const (
	formName = iota
	formMethod
	formURL
	formQuery
	formHeader
	formAuth
	formBody
	formSettings
	formSections
)

// openForm opens the selected request in a form.
func (m *Model) openForm() {
	row, ok := m.requests.selected()
	if !ok {
		m.notices.say("Select a request first.")
		return
	}
	r := requestOf(row)
	if row.Kept != nil && !m.requests.book.Editable() {
		r = m.requests.book.Placed(r) // for a copy beside the file
	}
	m.dialogs.Push(dialogs.NewForm(changeRequest, "", "Change "+label(row), m.formOf(r)).Focus(formURL))
}

// requestOf is a row as a file would hold it.
func requestOf(n Named) collection.Request {
	if n.Kept != nil {
		return *n.Kept
	}
	r := collection.Request{Name: n.Name, Method: methodOf(n), URL: n.URL, Hint: n.Hint, Folder: n.Folder}
	names := make([]string, 0, len(n.Header))
	for name := range n.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range n.Header[name] {
			r.Header = append(r.Header, collection.Field{Name: name, Value: value})
		}
	}
	if len(n.Body) > 0 {
		r.Body = []collection.Piece{{Text: string(n.Body)}}
	}
	return r
}

// resolved is the request of a row whose variables are the file's: it is held
// there, or was typed beside it. nil is one that is sent as it is written.
func (m *Model) resolved(row Named) *collection.Request {
	switch {
	case row.Kept != nil:
		return row.Kept
	case m.requests.book == nil || !namesVariables(row):
		return nil
	}
	r := requestOf(row)
	r.Place.File = m.requests.book.Path()
	return &r
}

// namesVariables reports whether a row's URL or header holds variables.
func namesVariables(n Named) bool {
	names := strings.Contains(n.URL, "{{")
	for _, values := range n.Header {
		names = names || strings.Contains(strings.Join(values, " "), "{{")
	}
	return names
}

// formOf is the form of a request.
func (m *Model) formOf(r collection.Request) []dialogs.Section {
	base, query := splitQuery(r.URL)
	header, auth, _ := splitAuth(r.Header)
	fields := make([]string, len(header))
	for i, f := range header {
		fields[i] = f.Name + ": " + f.Value
	}
	settings := make([]string, len(r.Settings))
	for i, s := range r.Settings {
		settings[i] = strings.TrimSpace(s.Name + " " + s.Value)
	}
	one := func(text string) []string {
		return slices.DeleteFunc([]string{text}, func(s string) bool { return s == "" })
	}
	s := make([]dialogs.Section, formSections)
	s[formName] = dialogs.Section{Label: "Name", Values: one(r.Name), Hint: "how lists call it"}
	s[formMethod] = dialogs.Section{Label: "Method", Values: one(r.Method), Hint: "GET", Check: checkMethod}
	s[formURL] = dialogs.Section{Label: "URL", Values: one(base), Hint: "https://api.example.com/items", Check: checkTarget, Note: m.means}
	s[formQuery] = dialogs.Section{Label: "Query", Values: query, Hint: "name=value", Many: true, Note: m.means}
	s[formHeader] = dialogs.Section{Label: "Headers", Values: fields, Hint: "Name: value", Many: true, Check: checkField, Note: m.means}
	s[formAuth] = dialogs.Section{Label: "Auth", Values: one(auth), Hint: "bearer:TOKEN or basic:USER:PASSWORD", Check: checkAuth, Note: m.means}
	s[formBody] = dialogs.Section{Label: "Body", Values: one(httpfile.FormatBody(r)), Hint: "text; < FILE sends a file", Lines: true, Note: m.lacks}
	s[formSettings] = dialogs.Section{
		Label: "Settings", Values: settings, Hint: "such as rate 10/s, retries 5, paginate cursor", Many: true, Check: checkSetting,
	}
	return s
}

// means says what a text with variables stands for now, secrets hidden.
func (m *Model) means(text string) (string, bool) {
	if !strings.Contains(text, "{{") || m.requests.book == nil {
		return "", false
	}
	shown, unknown := m.requests.book.Shown(text)
	if len(unknown) > 0 {
		return "no value for " + plainLine(strings.Join(unknown, ", ")), true
	}
	return plainLine(shown), false
}

// lacks says which variables of a text have no value.
func (m *Model) lacks(text string) (string, bool) {
	if said, trouble := m.means(text); trouble {
		return said, true
	}
	return "", false
}

func checkMethod(text string) error {
	if text != "" && !isMethod(text) {
		return errors.New("a method is one word, such as GET or POST")
	}
	return nil
}

func checkField(text string) error {
	name, _, ok := strings.Cut(text, ":")
	if !ok || strings.TrimSpace(name) == "" || strings.ContainsAny(strings.TrimSpace(name), " \t") {
		return errors.New("write a header field as Name: value")
	}
	return nil
}

func checkAuth(text string) error {
	kind, secret, _ := strings.Cut(text, ":")
	if text == "" || secret != "" && (strings.EqualFold(kind, "bearer") || strings.EqualFold(kind, "basic")) {
		return nil
	}
	return errors.New("write bearer:TOKEN or basic:USER:PASSWORD, or nothing")
}

// checkSetting refuses a setting that is not known, or its value.
func checkSetting(text string) error {
	name, value, _ := strings.Cut(text, " ")
	if !slices.Contains(httpfile.Settings(), name) {
		return fmt.Errorf("there is no setting %q: use %s", plainLine(name), strings.Join(httpfile.Settings(), ", "))
	}
	if slices.Contains(engine.WalkSettings(), name) {
		return (&engine.Walk{}).Set(name, value)
	}
	p := engine.DefaultPolicy()
	return p.Set(name, value)
}

// splitQuery splits a URL at its query, each parameter as it is written.
func splitQuery(target string) (base string, query []string) {
	base, rest, ok := strings.Cut(target, "?")
	if !ok {
		return target, nil
	}
	return base, strings.FieldsFunc(rest, func(r rune) bool { return r == '&' })
}

// splitAuth takes the credentials out of a header. at is where they stood, -1
// for none.
func splitAuth(header []collection.Field) (rest []collection.Field, auth string, at int) {
	for i, f := range header {
		scheme, value, _ := strings.Cut(f.Value, " ")
		if scheme = strings.ToLower(scheme); strings.EqualFold(f.Name, "Authorization") && (scheme == "bearer" || scheme == "basic") {
			return slices.Delete(slices.Clone(header), i, i+1), scheme + ":" + strings.TrimSpace(value), i
		}
	}
	return header, "", -1
}

// filled takes what a form holds.
func (m *Model) filled(values [][]string) {
	row, ok := m.requests.selected()
	if !ok {
		return
	}
	r := fill(requestOf(row), values)
	if row.Kept != nil && m.requests.book.Editable() {
		if m.replaceKept(row, r) {
			m.requests.point(row.index)
			m.notices.say("Enter sends the changed request, w saves it to its file.")
		}
		return
	}
	m.putCopy(r)
}

// putCopy puts a request into the list that is in no file.
func (m *Model) putCopy(r collection.Request) {
	n := Named{Name: r.Name, Method: r.Method, URL: r.URL, Hint: r.Hint, Header: http.Header{}}
	for _, f := range r.Header {
		n.Header.Add(f.Name, f.Value)
	}
	for _, p := range r.Body {
		n.Body = append(n.Body, p.Text...)
	}
	m.requests.put(n)
}

// fill puts what a form holds into a request. What was not changed stays as it
// is written.
func fill(r collection.Request, values [][]string) collection.Request {
	first := func(i int) string { return strings.Join(values[i], "") }
	r.Name, r.Method = first(formName), strings.ToUpper(first(formMethod))
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	if base, query := splitQuery(r.URL); base != first(formURL) || !slices.Equal(query, values[formQuery]) {
		r.URL = first(formURL)
		if len(values[formQuery]) > 0 {
			r.URL += "?" + strings.Join(values[formQuery], "&")
		}
	}
	r.Header = fillHeader(r.Header, values[formHeader], first(formAuth))
	if text := first(formBody); text != httpfile.FormatBody(r) {
		r.Body = httpfile.ParseBody(text, r.Header)
	}
	places := map[string]collection.Place{}
	for _, s := range r.Settings {
		places[s.Name] = s.Place
	}
	r.Settings = nil
	for _, text := range values[formSettings] {
		name, value, _ := strings.Cut(text, " ")
		r.Settings = append(r.Settings, collection.Setting{Name: name, Value: strings.TrimSpace(value), Place: places[name]})
	}
	return r
}

// fillHeader makes the header of its lines and of the credentials.
func fillHeader(old []collection.Field, lines []string, auth string) []collection.Field {
	_, was, at := splitAuth(old)
	var header []collection.Field
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ":")
		header = append(header, collection.Field{Name: strings.TrimSpace(name), Value: strings.TrimSpace(value)})
	}
	if auth == "" {
		return header
	}
	kind, secret, _ := strings.Cut(auth, ":")
	field := collection.Field{Name: "Authorization", Value: strings.ToUpper(kind[:1]) + strings.ToLower(kind[1:]) + " " + secret}
	if at < 0 {
		return append(header, field)
	}
	if auth == was {
		field = old[at]
	}
	return slices.Insert(header, min(at, len(header)), field)
}
