package curl

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"weir/sessions/blank"
	"weir/sessions/collection"
)

// longest is how many bytes an argument may have: systems take 128 KiB.
const longest = 100_000

// Command writes a request as a curl command for a POSIX shell. What stands
// open in it, variables and values that were struck out, is read from
// environment variables, in the form "$NAME". A body that no argument can
// hold, because it is binary or long, is piped in.
func Command(r collection.Request) (string, []collection.Loss) {
	w := &writer{}
	w.words = append(w.words, "curl")
	w.address(r)
	w.method(r)
	for _, f := range r.Header {
		w.field(f)
	}
	w.body(r)
	for _, s := range r.Settings {
		w.setting(s)
	}
	return w.pipe + w.join(), append(w.losses, w.sheet.Losses()...)
}

type writer struct {
	words  []string
	pipe   string // what writes the body to standard input
	sheet  blank.Sheet
	losses []collection.Loss
}

func (w *writer) lose(format string, args ...any) {
	w.losses = append(w.losses, collection.Loss{What: fmt.Sprintf(format, args...)})
}

// join writes the words, an option on each line where they are many.
func (w *writer) join() string {
	var b strings.Builder
	sep := " "
	if n := len(strings.Join(w.words, " ")); n > 100 {
		sep = " \\\n  "
	}
	for i, word := range w.words {
		switch {
		case i == 0:
		case strings.HasPrefix(word, "-") && i > 1:
			b.WriteString(sep)
		default:
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}

// word writes a text as one word of the shell.
func (w *writer) word(text, about string, literal bool) string {
	return shell(w.sheet.Split(text, about, literal))
}

func shell(parts []blank.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Name != "" {
			b.WriteString(`"$` + p.Name + `"`)
			continue
		}
		b.WriteString(quote(strings.ReplaceAll(p.Text, "\x00", "")))
	}
	if b.Len() == 0 {
		return "''"
	}
	return b.String()
}

func (w *writer) address(r collection.Request) {
	target := w.word(r.URL, "URL", false)
	if strings.HasPrefix(r.URL, "-") {
		w.words = append(w.words, "--url")
	}
	w.words = append(w.words, target)
	path, _, _ := strings.Cut(r.URL, "?")
	if strings.Contains(path, "/./") || strings.Contains(path, "/../") || strings.HasSuffix(path, "/.") || strings.HasSuffix(path, "/..") {
		w.words = append(w.words, "--path-as-is")
	}
	for _, p := range w.sheet.Split(r.URL, "URL", false) {
		if strings.ContainsAny(p.Text, "{}[]") {
			w.words = append(w.words, "--globoff")
			return
		}
	}
}

func (w *writer) method(r collection.Request) {
	has := sends(r)
	switch {
	case r.Method == "HEAD":
		w.words = append(w.words, "--head")
	case r.Method == "GET" && !has, r.Method == "POST" && has:
	default:
		w.words = append(w.words, "-X", quote(r.Method))
	}
}

// sends says whether the request has a body.
func sends(r collection.Request) bool {
	for _, p := range r.Body {
		if p.Text != "" || p.File != "" {
			return true
		}
	}
	return false
}

func (w *writer) field(f collection.Field) {
	switch {
	case strings.EqualFold(f.Name, "Content-Length"):
		return // curl counts itself
	case !isToken(f.Name) || strings.ContainsAny(f.Value, "\r\n\x00"):
		w.lose("the header %s cannot be sent", quoted(f.Name))
		return
	case strings.TrimSpace(f.Value) == "":
		w.words = append(w.words, "-H", quote(f.Name+";"))
		return
	case strings.EqualFold(f.Name, "Accept-Encoding"):
		w.words = append(w.words, "--compressed")
	}
	w.words = append(w.words, "-H", w.word(f.Name+": "+f.Value, f.Name, false))
}

func (w *writer) body(r collection.Request) {
	if !sends(r) {
		return
	}
	if r.Method == "HEAD" {
		w.lose("curl sends no body with HEAD: it is left out")
		return
	}
	typed := false
	for _, f := range r.Header {
		typed = typed || strings.EqualFold(f.Name, "Content-Type")
	}
	if !typed {
		w.words = append(w.words, "-H", quote("Content-Type:"))
	}
	if len(r.Body) == 1 && r.Body[0].File != "" {
		w.file(r.Body[0])
		w.words = append(w.words, "--data-binary", w.word("@"+r.Body[0].File, "file", false))
		return
	}
	parts, ok := w.parts(r.Body)
	if ok {
		w.words = append(w.words, "--data-raw", shell(parts))
		return
	}
	w.piped(r.Body)
}

func (w *writer) file(p collection.Piece) {
	if !p.Literal {
		w.lose("variables in the file %s are not filled in", quoted(p.File))
	}
}

// parts is a body that an argument can hold.
func (w *writer) parts(body []collection.Piece) (parts []blank.Part, ok bool) {
	size := 0
	for _, p := range body {
		size += len(p.Text)
		if p.File != "" || !typeable(p.Text) || size > longest {
			return nil, false
		}
	}
	for _, p := range body {
		parts = append(parts, w.sheet.Split(p.Text, "body", p.Literal)...)
	}
	return parts, true
}

// typeable says whether a text survives a terminal and a clipboard.
func typeable(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	for _, r := range text {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufeff' {
			return false
		}
	}
	return true
}

// piped writes the body to standard input.
func (w *writer) piped(body []collection.Piece) {
	var lines []string
	for _, p := range body {
		if p.File != "" {
			w.file(p)
			lines = append(lines, "cat "+w.word(p.File, "file", false))
			continue
		}
		for _, part := range w.sheet.Split(p.Text, "body", p.Literal) {
			if part.Name == "" && !typeable(part.Text) {
				lines = append(lines, "printf "+octal(part.Text))
				continue
			}
			lines = append(lines, "printf '%s' "+shell([]blank.Part{part}))
		}
	}
	w.pipe = lines[0] + " |\n"
	if len(lines) > 1 {
		w.pipe = "{ " + strings.Join(lines, ";\n") + "; } |\n"
	}
	w.words = append(w.words, "--data-binary", "@-")
}

// octal writes bytes as printf reads them.
func octal(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '\'' || c == '\\' || c == '%' {
			fmt.Fprintf(&b, `\%03o`, c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('\'')
	return b.String()
}

func (w *writer) setting(s collection.Setting) {
	switch flag := map[string]string{
		"proxy": "-x", "cacert": "--cacert", "cert": "--cert", "key": "--key", "retries": "--retry", "rate": "--rate",
	}[s.Name]; {
	case flag != "":
		w.words = append(w.words, flag, w.word(s.Value, s.Name, false))
	case s.Name == "insecure" && s.Value != "false":
		w.words = append(w.words, "--insecure")
	case s.Name == "timeout":
		w.timeout(s.Value)
	case s.Name == "http":
		w.version(s.Value)
	default:
		w.lose("%s has no counterpart in curl", quoted(s.Name))
	}
}

func (w *writer) version(mode string) {
	switch mode {
	case "1.1":
		w.words = append(w.words, "--http1.1")
	case "2", "auto":
		w.words = append(w.words, "--http2")
	case "h2c":
		w.words = append(w.words, "--http2-prior-knowledge")
	}
}
