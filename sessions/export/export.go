package export

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode"

	"weir/sessions"
	"weir/sessions/blank"
	"weir/sessions/code"
	"weir/sessions/collection"
	"weir/sessions/curl"
	"weir/sessions/har"
	"weir/sessions/httpfile"
)

// ErrNoRequests says that there is nothing to write.
var ErrNoRequests = errors.New("the session holds no requests")

// Form is what a session is written as.
type Form string

// The forms.
const (
	HAR    Form = "har"
	Curl   Form = "curl"
	HTTP   Form = "http"
	Go     Form = "go"
	Python Form = "python"
)

// Ending returns how the names of files of the form end.
func (f Form) Ending() string {
	switch f {
	case Curl:
		return ".sh"
	case Python:
		return ".py"
	default:
		return "." + string(f)
	}
}

// Write writes a session in a form; program and version name who writes. The
// error is ErrNoRequests where nothing was asked, and else that of the file, of
// w, or of the context.
func Write(ctx context.Context, w io.Writer, s *sessions.Session, f Form, program, version string) ([]collection.Loss, error) {
	if f == HAR {
		return har.Write(ctx, w, s, program, version)
	}
	requests, losses, err := s.Requests(ctx)
	if err != nil {
		return nil, err
	}
	more, err := Requests(w, requests, f)
	return append(losses, more...), err
}

// Requests writes requests in a form other than HAR.
func Requests(w io.Writer, requests []collection.Request, f Form) ([]collection.Loss, error) {
	if len(requests) == 0 {
		return nil, ErrNoRequests
	}
	var text string
	var losses []collection.Loss
	switch f {
	case Curl:
		text, losses = curlCommands(requests)
	case HTTP:
		requests, losses = openBlanks(requests)
		data, more := httpfile.Write(&collection.Collection{Requests: requests})
		text, losses = string(data), append(losses, more...)
	case Go:
		text, losses = code.Go(requests)
	case Python:
		text, losses = code.Python(requests)
	default:
		return nil, errors.New("there is no form " + string(f))
	}
	_, err := io.WriteString(w, text)
	return losses, err
}

// curlCommands writes a command for each request.
func curlCommands(requests []collection.Request) (string, []collection.Loss) {
	var b strings.Builder
	var losses []collection.Loss
	for i, r := range requests {
		if i > 0 {
			b.WriteByte('\n')
		}
		if title := comment(r); title != "" {
			b.WriteString("# " + title + "\n")
		}
		command, lost := curl.Command(r)
		b.WriteString(command + "\n")
		losses = append(losses, lost...)
	}
	return b.String(), losses
}

// comment is what is said of a request in a line above it.
func comment(r collection.Request) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, strings.Trim(r.Name+": "+r.Hint, ": ")))
}

// openBlanks makes variables, which whoever sends the requests sets, of the values
// that were struck out when they were recorded.
func openBlanks(requests []collection.Request) ([]collection.Request, []collection.Loss) {
	var sheet blank.Sheet
	open := func(text, about string) string {
		var b strings.Builder
		for _, p := range sheet.Split(text, about, true) {
			b.WriteString(p.Text)
			if p.Name != "" {
				b.WriteString("{{" + p.Name + "}}")
			}
		}
		return b.String()
	}
	var braces []collection.Loss
	opened := slices.Clone(requests)
	for i := range opened {
		r := &opened[i]
		r.URL = open(r.URL, "URL")
		r.Header = slices.Clone(r.Header)
		for j, f := range r.Header {
			r.Header[j].Value = open(f.Value, f.Name)
		}
		r.Body = slices.Clone(r.Body)
		for j, p := range r.Body {
			text := open(p.Text, "body")
			if text == p.Text {
				continue
			}
			r.Body[j].Text, r.Body[j].Literal = text, false
			if p.Literal && strings.Contains(p.Text, "{{") {
				braces = append(braces, collection.Loss{Place: r.Place, What: "the body holds {{ }} of its own, which names a variable here"})
			}
		}
	}
	return opened, append(sheet.Losses(), braces...)
}
