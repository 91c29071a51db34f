package curl

import (
	"errors"
	"fmt"
	"strings"

	"weir/sessions/collection"
)

// most bounds in bytes the commands that are read.
const most = 2 << 20

// Parse reads the first curl command of a text. Losses name what the request
// cannot carry. The error is *collection.SyntaxError where the text is no
// command that can be read without running something, and names what would be.
//
// Text in a body stays what it is, also {{name}} ([collection.Piece.Literal]).
func Parse(text string) (collection.Request, []collection.Loss, error) {
	if len(text) > most {
		return collection.Request{}, nil, fmt.Errorf("a curl command of %d MiB is too long to be read", len(text)>>20)
	}
	c, losses, err := find(unix(text))
	if err != nil {
		return collection.Request{}, nil, fmt.Errorf("read the curl command: %w", err)
	}
	d := &draft{stdin: c.stdin, losses: losses, letters: shorts()}
	d.read(c.args)
	r, err := d.request()
	if err != nil {
		return collection.Request{}, nil, fmt.Errorf("read the curl command: %w", err)
	}
	return r, d.losses, nil
}

// draft is a request while the options of its command are read.
type draft struct {
	letters  map[string]string // long names of options of one letter
	stdin    []collection.Piece
	losses   []collection.Loss
	urls     []word
	method   string
	header   []collection.Field
	cookies  []string
	removed  map[string]bool // header fields that curl is told not to send
	body     []collection.Piece
	sources  int // of the body, so far
	kind     string
	form     []field
	get      bool
	head     bool
	upload   bool
	globOff  bool
	timeouts []string
	settings []collection.Setting
}

func (d *draft) lose(format string, args ...any) {
	d.losses = append(d.losses, collection.Loss{What: fmt.Sprintf(format, args...)})
}

func (d *draft) set(name, value string) {
	d.settings = append(d.settings, collection.Setting{Name: name, Value: value})
}

// read takes in the options in their order.
func (d *draft) read(args []word) {
	known := options()
	for len(args) > 0 {
		arg := args[0]
		lead := arg.lead()
		args = args[1:]
		switch {
		case arg.String() == "--next" || arg.String() == "-:":
			d.lose("another request follows --next: only the first one is read")
			return
		case arg.String() == "--":
			d.urls = append(d.urls, args...)
			return
		case strings.HasPrefix(lead, "--"):
			args = d.long(known, arg, args)
		case strings.HasPrefix(lead, "-") && len(lead) > 1:
			args = d.short(known, arg, args)
		default:
			d.urls = append(d.urls, arg)
		}
	}
}

// long takes in --name, --name value and --name=value.
func (d *draft) long(known map[string]option, arg word, args []word) []word {
	name, value, given := arg.cut("=")
	o, ok := known[strings.TrimPrefix(name.String(), "--")]
	switch {
	case !ok:
		d.lose("curl's option %s is not known", quoted(name.String()))
	case o.take == nil:
		o.note(d, name.String())
	case given:
		o.take(d, value)
	case len(args) == 0:
		d.lose("the option %s has no value", quoted(name.String()))
	default:
		o.take(d, args[0])
		return args[1:]
	}
	return args
}

// short takes in -x, -xVALUE, -x VALUE, and several in one: -sSL.
func (d *draft) short(known map[string]option, arg word, args []word) []word {
	for rest := arg.from(1); rest.lead() != ""; {
		letter := rest.lead()[:1]
		rest = rest.from(1)
		o, ok := known[d.letters[letter]]
		switch {
		case !ok:
			d.lose("curl's option %s is not known", quoted("-"+letter))
		case o.take == nil:
			o.note(d, "-"+letter)
		case rest.String() != "":
			o.take(d, rest)
			return args
		case len(args) == 0:
			d.lose("the option -%s has no value", letter)
		default:
			o.take(d, args[0])
			return args[1:]
		}
	}
	return args
}

// request puts together what the options said.
func (d *draft) request() (collection.Request, error) {
	if len(d.urls) == 0 {
		return collection.Request{}, errors.New("it names no URL")
	}
	if len(d.urls) > 1 {
		d.lose("it names %d URLs: only the first one is read", len(d.urls))
	}
	d.multipart()
	if len(d.cookies) > 0 {
		d.header = append(d.header, collection.Field{Name: "Cookie", Value: strings.Join(d.cookies, "; ")})
	}
	r := collection.Request{URL: d.address(), Method: d.verb()}
	if d.get || r.Method == "HEAD" && d.method == "" {
		d.body = nil
	} else if d.kind != "" && !d.has("Content-Type") && !d.removed["content-type"] {
		d.header = append(d.header, collection.Field{Name: "Content-Type", Value: d.kind})
	}
	r.Header, r.Body, r.Settings = d.header, merged(d.body), d.settings
	if len(d.timeouts) > 0 {
		r.Settings = append(r.Settings, collection.Setting{Name: "timeout", Value: strings.Join(d.timeouts, ",")})
	}
	return r, nil
}

func (d *draft) has(name string) bool {
	for _, f := range d.header {
		if strings.EqualFold(f.Name, name) {
			return true
		}
	}
	return false
}

// verb is the method, as asked for or as curl chooses it.
func (d *draft) verb() string {
	switch {
	case d.method != "":
		return d.method
	case d.head:
		return "HEAD"
	case d.get:
		return "GET"
	case d.upload:
		return "PUT"
	case d.sources > 0:
		return "POST"
	}
	return "GET"
}

// address is the URL, with the data in its query if they belong there.
func (d *draft) address() string {
	url := d.urls[0].String()
	for _, p := range d.urls[0] {
		d.braces("URL", p.text)
		if !d.globOff && strings.ContainsAny(p.text, "{}[]") && !strings.Contains(p.text, "{{") && !strings.Contains(p.text, "://[") {
			d.lose("curl makes several requests of the %s in the URL: it is taken as it stands", "{ } or [ ]")
		}
	}
	if !strings.Contains(url, "://") && !strings.HasPrefix(url, "{{") {
		url = "http://" + url
	}
	if !d.get || d.sources == 0 {
		return url
	}
	var query strings.Builder
	for _, p := range d.body {
		if p.File != "" {
			d.lose("the query would come from the file %s: it is left out", quoted(p.File))
		}
		query.WriteString(p.Text)
	}
	rest, fragment, has := strings.Cut(url, "#")
	sep := "?"
	if strings.Contains(rest, "?") {
		sep = "&"
	}
	rest += sep + query.String()
	if has {
		rest += "#" + fragment
	}
	return rest
}

// braces tells of text that a request reads as a variable.
func (d *draft) braces(where, text string) {
	if strings.Contains(text, "{{") && strings.Contains(text, "}}") {
		d.lose("the %s holds {{ }}, which curl sends as text: here it names a variable", where)
	}
}

// quoted names something of the command in a loss, cut where it is long.
func quoted(text string) string {
	const longest = 60
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
