package code

import (
	"fmt"
	"go/format"
	"strconv"
	"strings"
	"unicode/utf8"

	"weir/sessions/blank"
	"weir/sessions/collection"
)

// Go writes a program that sends the requests with net/http.
func Go(requests []collection.Request) (string, []collection.Loss) {
	w := &writer{
		env:   func(name string) string { return "os.Getenv(" + strconv.Quote(name) + ")" },
		quote: goQuote,
	}
	w.line("// Sends what weir recorded. Retries, pacing and paging are not in it.")
	w.line("package main\n")
	body, files := false, false
	for _, r := range requests {
		b, f := has(r)
		body, files = body || b, files || f
	}
	w.line("import (\n%q", "fmt")
	w.line("%q\n%q\n%q", "io", "net/http", "os")
	if body {
		w.line("%q", "strings")
	}
	w.line(")\n")
	w.line("func main() {\nfor _, send := range []func() (*http.Response, error){")
	for i := range requests {
		w.line("request%d,", i+1)
	}
	w.line("} {\nif err := show(send()); err != nil {\nfmt.Fprintln(os.Stderr, err)\nos.Exit(1)\n}\n}\n}\n")
	w.line("%s", goShow)
	for i, r := range requests {
		w.goRequest(i+1, r)
	}
	if files {
		w.line("%s", goFile)
	}
	text, err := format.Source([]byte(w.out.String()))
	if err != nil {
		w.lose("the program could not be formatted: %v", err)
		return w.out.String(), w.losses
	}
	return string(text), w.losses
}

const goShow = `// show prints a reply.
func show(resp *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	fmt.Fprintln(os.Stderr, resp.Status)
	_, err = io.Copy(os.Stdout, resp.Body)
	return err
}
`

const goFile = `
// file returns the content of a file.
func file(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return string(content)
}
`

func (w *writer) goRequest(n int, r collection.Request) {
	w.sheet = &blank.Sheet{}
	w.line("\n// request%d: %s", n, comment(r))
	w.line("func request%d() (*http.Response, error) {", n)
	body := "nil"
	if is, _ := has(r); is {
		body = "strings.NewReader(" + w.goBody(r) + ")"
	}
	w.line("req, err := http.NewRequest(%s, %s, %s)", goQuote(r.Method), w.text(r.URL, "URL", false), body)
	w.line("if err != nil {\nreturn nil, err\n}")
	for _, f := range w.fields(r) {
		if strings.EqualFold(f.Name, "Host") {
			w.line("req.Host = %s", w.text(f.Value, f.Name, false))
			continue
		}
		w.line("req.Header.Add(%s, %s)", goQuote(f.Name), w.text(f.Value, f.Name, false))
	}
	w.line("return http.DefaultClient.Do(req)\n}")
	w.settings(r)
	w.losses = append(w.losses, w.sheet.Losses()...)
}

func (w *writer) goBody(r collection.Request) string {
	var terms []string
	for _, p := range r.Body {
		switch {
		case p.File != "":
			if !p.Literal {
				w.lose("variables in the file %q are not filled in", p.File)
			}
			terms = append(terms, "file("+w.text(p.File, "file", false)+")")
		case p.Text != "":
			terms = append(terms, w.text(p.Text, "body", p.Literal))
		}
	}
	return strings.Join(terms, " + ")
}

// goQuote writes a text as Go does: between backquotes where it reads better so.
func goQuote(text string) string {
	if strings.ContainsAny(text, "\"\\\n") && utf8.ValidString(text) && strconv.CanBackquote(strings.ReplaceAll(text, "\n", "")) {
		return "`" + text + "`"
	}
	return fmt.Sprintf("%q", text)
}
