package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"weir/engine"
	"weir/engine/page"
)

// output is what get prints of each result.
type output string

const (
	outputAuto    output = ""
	outputBody    output = "body"
	outputItems   output = "items"
	outputPages   output = "pages"
	outputHeaders output = "headers"
	outputSummary output = "summary"
)

// parseOutput reads --output; what is left out depends on whether pages are walked.
func parseOutput(text string, walk bool) (output, error) {
	o := output(text)
	switch o {
	case outputAuto:
		if walk {
			return outputItems, nil
		}
		return outputBody, nil
	case outputBody, outputItems, outputPages, outputHeaders, outputSummary:
		return o, nil
	default:
		return "", usage(fmt.Errorf("--output: %q is none of body, items, pages, headers, summary", text))
	}
}

// printer writes results to standard output.
type printer struct {
	form   output
	to     io.Writer
	out    *bufio.Writer // to it
	filter *filter       // nil prints as it is
	pretty bool          // a person reads: bodies end with a newline
	text   *textOnly     // what to is then, else nil

	itemsAt string // where the items of a reply stand that is no page of a walk
	cut     int64  // bytes of the first reply that was cut at the cap; 0 if none was
}

// print writes one result. Its error is that of the writer or of the filter.
func (p *printer) print(res engine.Result) error {
	if res.Cut && p.cut == 0 {
		p.cut = max(1, int64(len(res.Body)), res.Streamed)
	}
	defer p.text.next()
	if err := p.write(&res); err != nil {
		return err
	}
	return p.out.Flush()
}

// whole says whether all that was asked for was there to be printed.
func (p *printer) whole() error {
	if p.cut == 0 || p.form != outputBody && p.form != outputItems {
		return nil
	}
	return fmt.Errorf("the reply was cut after %d bytes and is not complete: allow more with --max-body", p.cut)
}

func (p *printer) write(res *engine.Result) error {
	switch p.form {
	case outputBody:
		return p.body(res)
	case outputItems:
		return p.items(res)
	case outputPages:
		return p.page(res)
	case outputHeaders:
		return p.headers(res)
	default:
		return nil
	}
}

func (p *printer) body(res *engine.Result) error {
	if res.Err != nil {
		return nil
	}
	if p.filter != nil {
		return p.filter.apply(p.out, res.Body)
	}
	if _, err := p.out.Write(res.Body); err != nil {
		return err
	}
	if p.pretty && len(res.Body) > 0 && !bytes.HasSuffix(res.Body, []byte("\n")) {
		return p.out.WriteByte('\n')
	}
	return nil
}

// items writes one item a line.
func (p *printer) items(res *engine.Result) error {
	if res.Page == nil {
		return p.found(res)
	}
	for _, item := range res.Items {
		if err := p.item(item.Bytes(res.Body)); err != nil {
			return err
		}
	}
	return nil
}

// found writes the items of a reply that is no page of a walk.
func (p *printer) found(res *engine.Result) error {
	if res.Err != nil || res.Status >= 400 {
		return nil
	}
	list, err := page.FindItems(res.Header.Get("Content-Type"), res.Body, p.itemsAt)
	if err != nil {
		return usage(fmt.Errorf("--output items: find the items of the reply: %w; name them with --items PATH", err))
	}
	for _, span := range list.Items {
		if err := p.item(list.Body[span.Start:span.End]); err != nil {
			return err
		}
	}
	return nil
}

func (p *printer) item(data []byte) error {
	if p.filter != nil {
		return p.filter.apply(p.out, data)
	}
	return p.line(data)
}

// line writes JSON on one line.
func (p *printer) line(data []byte) error {
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') < 0 {
		_, _ = p.out.Write(data)
		return p.out.WriteByte('\n')
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		return fmt.Errorf("print an item: %w", err)
	}
	_, _ = p.out.Write(compact.Bytes())
	return p.out.WriteByte('\n')
}

// pageLine is what --output pages prints of a page.
type pageLine struct {
	Page       int     `json:"page,omitempty"`    // of a walk, from 1
	Request    int     `json:"request,omitempty"` // of several, from 1
	Token      string  `json:"token,omitempty"`
	URL        string  `json:"url"`
	Status     int     `json:"status,omitempty"`
	Items      int     `json:"items"`
	Duplicates int     `json:"duplicates,omitempty"`
	Total      *int64  `json:"total,omitempty"`
	Bytes      int     `json:"bytes"`
	Attempts   int     `json:"attempts"`
	Seconds    float64 `json:"seconds"`
	Error      string  `json:"error,omitempty"`
}

func (p *printer) page(res *engine.Result) error {
	line := pageLine{
		URL: res.URL, Status: res.Status, Items: len(res.Items), Bytes: len(res.Body),
		Attempts: res.Attempts, Seconds: res.Elapsed.Round(time.Microsecond).Seconds(),
	}
	if res.Page == nil {
		line.Request = res.Index + 1
	} else {
		line.Page, line.Token, line.Duplicates = res.Page.Number, res.Page.Token, res.Page.Duplicates
		if res.Page.Total >= 0 {
			line.Total = &res.Page.Total
		}
	}
	if res.Err != nil {
		line.Error = res.Err.Error()
	}
	return json.NewEncoder(p.out).Encode(line)
}

// headers writes the status line and the header fields, in the order of their names.
func (p *printer) headers(res *engine.Result) error {
	if res.Err != nil {
		return nil
	}
	_, _ = fmt.Fprintf(p.out, "%s %d %s\n", res.Proto, res.Status, http.StatusText(res.Status))
	names := make([]string, 0, len(res.Header))
	for name := range res.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range res.Header[name] {
			_, _ = fmt.Fprintf(p.out, "%s: %s\n", name, value)
		}
	}
	return p.out.WriteByte('\n')
}

// summary writes how the run went, for people and for cut.
func summary(w io.Writer, out engine.Outcome) error {
	rows := []struct{ name, value string }{
		{"outcome", string(out.Outcome)},
		{"exchanges", fmt.Sprint(out.Exchanges)},
		{"attempts", fmt.Sprint(out.Attempts)},
		{"retries", fmt.Sprint(out.Retries)},
		{"pages", fmt.Sprint(out.Pages)},
		{"items", fmt.Sprint(out.Items)},
		{"bytes", fmt.Sprint(out.Bytes)},
		{"elapsed", out.Elapsed.Round(time.Millisecond).String()},
		{"reason", oneLine(out.Reason)},
	}
	for _, r := range rows {
		if r.value == "" {
			continue
		}
		if _, err := fmt.Fprintf(w, "%s\t%s\n", r.name, r.value); err != nil {
			return err
		}
	}
	return nil
}

// guard makes what goes to a terminal harmless: control characters that a
// server sent are shown, not obeyed.
type guard struct{ w io.Writer }

// Write implements io.Writer. It counts the bytes of p, not those it made of them.
func (g guard) Write(p []byte) (int, error) {
	safe := strings.Map(visible, strings.ToValidUTF8(string(p), "\ufffd"))
	if _, err := io.WriteString(g.w, safe); err != nil {
		return 0, err
	}
	return len(p), nil
}

// visible maps characters that a terminal would obey to ones that it shows.
func visible(r rune) rune {
	switch {
	case r == '\n', r == '\t':
		return r
	case r < 0x20:
		return 0x2400 + r
	case r == 0x7f:
		return 0x2421
	case r >= 0x80 && r < 0xa0, r == 0x61c,
		r >= 0x200e && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return 0xfffd
	default:
		return r
	}
}
