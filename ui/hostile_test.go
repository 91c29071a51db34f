package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/hinshun/vt10x"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// hostileLibrary gives items and bodies that are made of a hostile text.
type hostileLibrary struct{ text string }

func (l hostileLibrary) Items(_ context.Context, p sessions.Page) ([][]byte, error) {
	quoted, _ := json.Marshal(l.text)
	items := [][]byte{
		[]byte(l.text), []byte(`{"` + l.text + `":1,"raw":"` + l.text + `"}`),
		fmt.Appendf(nil, `{%s:%s,"id":1,"list":[%s,{%s:null}]}`, quoted, quoted, quoted, quoted),
	}
	for len(items) < p.Items {
		items = append(items, items[2])
	}
	return items, errors.New(l.text)
}

func (l hostileLibrary) Body(_ context.Context, exchange uint64, _ int, _ engine.BodyPart) ([]byte, sessions.BodyFacts, error) {
	items, _ := l.Items(context.Background(), sessions.Page{Items: 3})
	facts := sessions.BodyFacts{ContentType: l.text, Size: 1, Complete: true}
	switch exchange % 4 {
	case 0:
		return []byte(l.text), facts, nil
	case 1:
		facts.ContentType = "application/json"
		return bytes.Join(items[2:], []byte(",")), facts, nil
	case 2:
		facts.ContentType = "text/html"
		return []byte("<!DOCTYPE html><p class=\"" + l.text + "\">" + l.text + "</p><!-- " + l.text), facts, nil
	}
	return nil, facts, errors.New(l.text)
}

// hostileEvents puts a text wherever a server can put one.
func hostileEvents(text string) *script {
	s := newScript().walk()
	s.events[len(s.events)-1] = engine.RunStarted{
		Header: s.events[len(s.events)-1].Head(), Mode: engine.ModeWalk, Name: text, Method: "GET" + text, URL: testOrigin + "/" + text,
	}
	fields := engine.FieldLines{"Content-Type": {text}, text: {text}, "Link": {text}}
	for id := uint64(1); id <= 4; id++ {
		s.add(engine.ExchangeStarted{Header: s.head(id, 0), Method: "GET" + text, URL: testOrigin + "/" + text, Page: int(id)})
		s.add(engine.AttemptStarted{Header: s.head(id, 1), Method: text, URL: text, Max: 4, InFlight: 1, Fields: fields})
		s.add(engine.ConnectionOpened{Header: s.head(0, 0), Conn: id, Proto: text, Remote: text})
		s.add(engine.AttemptFinished{
			Header: s.head(id, 1), Status: 200, Proto: text, Conn: id, Remote: text, Fields: fields, HasBody: true, Outcome: "success",
			Error: &engine.ErrorFacts{Class: text, Text: text},
		})
		s.add(engine.RetryScheduled{Header: s.head(id, 1), Next: 2, Max: 4, Why: text, Until: s.now})
	}
	s.add(engine.PaginationDetected{Header: s.head(0, 0), Dialect: text, Evidence: []string{text}})
	s.add(engine.PageFetched{Header: s.head(1, 1), Number: 1, Token: text, Next: text, URL: text, Status: 200, Items: 4, ItemsPath: text, Trouble: text})
	s.add(engine.PageFailed{Header: s.head(2, 1), Number: 2, Token: text, Error: &engine.ErrorFacts{Class: text, Text: text}})
	s.add(engine.QuotaSeen{Header: s.head(1, 1)})
	return s.add(engine.RunFinished{Header: s.head(0, 0), Outcome: engine.RunFailed, Reason: text, Error: &engine.ErrorFacts{Class: text, Text: text}})
}

// hostileKeys go everywhere where a text of a server is drawn.
func hostileKeys() []string {
	return strings.Fields("1 2 enter down ) f 2 v y esc 8 v W end home right y esc 4 5 6 7 3 right enter ] ] 9 G enter z z ? esc : esc c esc x x")
}

// FuzzHostile feeds a text through the whole model and looks at every frame
// that comes of it, byte by byte and through a terminal.
func FuzzHostile(f *testing.F) {
	for _, seed := range []string{
		"", "plain", "\x1b]0;PWNED\x07\x1b[2J\x1b[999;999H", "\x9b2J\xc2\x9b2J\u009d0;PWNED\u009c", "\u202egnp.exe\u2066\u2069\u200f",
		"\x1bP+q\x1b\\\x1b_PWNED\x1b\\\x1b^", "a\u0301\u0302\u200b\u200d\ufeff\U000e0041", "長江👩‍🚒🇩🇪☝🏽ｶﾞ한글ำ", "\x00\x7f\r\n\t\b\x0e\x0f\x05",
		"\xff\xfe\xc0\x80\xed\xa0\x80", "\"\\\"<&]]>-->", strings.Repeat("e\u0301", 200), "\U0001f468\u200d\u202e\U0001f469",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			text = text[:2000]
		}
		d := newDesk(t, 100, 30, func(o *Options) {
			o.Requests = []Named{{Name: text, URL: testOrigin + "/" + text, Hint: text}}
		})
		d.m.walk.library = hostileLibrary{text}
		term := vt10x.New(vt10x.WithSize(200, 30)) // wide enough for what it takes to be narrow
		d.tell(hostileEvents(text))
		d.m.notices.fail(errors.New(text))
		d.m.find(text)
		for _, key := range hostileKeys() {
			d.press(key)
			checkHarmless(t, term, d.m.View(), 100, 30)
		}
		d.m.filterItems(text)
		d.send(nil)
		checkHarmless(t, term, d.m.View(), 100, 30)
		if strings.ContainsFunc(d.clipboard, obeyed) {
			t.Fatalf("%q was copied", d.clipboard)
		}
	})
}

// checkHarmless fails unless a frame holds our own colours and text alone, and
// a terminal that is given it shows each line from its first cell on.
func checkHarmless(t *testing.T, term vt10x.Terminal, v tea.View, w, h int) {
	t.Helper()
	if bad := strings.IndexFunc(v.WindowTitle, sent); bad >= 0 || !utf8.ValidString(v.WindowTitle) {
		t.Fatalf("the title is %q", v.WindowTitle)
	}
	lines := strings.Split(v.Content, "\n")
	if len(lines) != h {
		t.Fatalf("the frame has %d lines", len(lines))
	}
	for y, line := range lines {
		checkLine(t, line, w)
		_, _ = fmt.Fprintf(term, "\x1b[%d;1H\x1b[K%s", y+1, line)
	}
	if got := term.Title(); got != "" {
		t.Fatalf("the terminal's title became %q", got)
	}
	if term.Mode()&vt10x.ModeAltScreen != 0 {
		t.Fatal("the terminal changed its screen")
	}
	for y, line := range lines {
		want, _ := utf8.DecodeRuneInString(styles.Plain(line))
		if got := term.Cell(0, y).Char; got != want {
			t.Fatalf("line %d begins with %q in the terminal, want %q", y, got, want)
		}
	}
}

// sent says of a character that no terminal may be sent it as part of a text.
func sent(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp)
}

// checkLine fails unless a line is w cells of valid text, with no escape
// sequence but those of colours.
func checkLine(t *testing.T, line string, w int) {
	t.Helper()
	for rest := line; ; {
		at := strings.IndexByte(rest, '\x1b')
		if at < 0 {
			break
		}
		end := strings.IndexFunc(rest[at+1:], func(r rune) bool { return r != '[' && r != ';' && (r < '0' || r > '9') })
		if end < 0 || rest[at+1+end] != 'm' || rest[at+1] != '[' {
			t.Fatalf("an escape sequence is sent: %q", rest[at:min(len(rest), at+20)])
		}
		rest = rest[at+1+end:]
	}
	plain := styles.Plain(line)
	if at := strings.IndexFunc(plain, sent); at >= 0 || !utf8.ValidString(plain) {
		t.Fatalf("it is sent: %q", plain)
	}
	if got := ansi.StringWidthWc(plain); got != w {
		t.Fatalf("the line is %d cells wide, want %d: %q", got, w, plain)
	}
}

// What the program as a whole sends to a terminal holds no sequence of a
// server's.
func TestHostileStream(t *testing.T) {
	const evil = "\x1b]0;PWNED\x07\x1b]52;c;UFdORUQ=\x1b\\\x1bPPWNED\x1b\\\u009d2;PWNED\u009c\x9b31m\u202e\x7f\x00PWNED"
	d := newDesk(t, 110, 30)
	d.m.walk.library = hostileLibrary{evil}
	var out bytes.Buffer
	p := tea.NewProgram(d.m, tea.WithInput(nil), tea.WithOutput(&out), tea.WithWindowSize(110, 30), tea.WithoutSignals(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	go func() {
		p.Send(eventsMsg{hostileEvents(evil).events})
		for _, key := range hostileKeys() {
			p.Send(keyPress(key))
		}
		p.Send(troubleMsg{errors.New(evil)})
		p.Quit()
	}()
	if _, err := p.Run(); err != nil {
		t.Fatal(err)
	}
	stream, state := out.Bytes(), byte(0)
	if len(stream) < 1000 {
		t.Fatalf("only %d bytes were sent", len(stream))
	}
	for len(stream) > 0 {
		seq, _, n, next := ansi.DecodeSequence(stream, state, nil)
		if n == 0 {
			t.Fatalf("it cannot be read on: %q", stream[:min(40, len(stream))])
		}
		stream, state = stream[n:], next
		switch {
		case len(seq) == 1 && seq[0] < ' ' && !bytes.Contains([]byte("\r\n\b\t"), seq), len(seq) == 1 && seq[0] >= 0x7f:
			t.Fatalf("the control character %q is sent", seq)
		case len(seq) > 1 && seq[0] == '\x1b' && bytes.Contains(seq, []byte("PWNED")) && !bytes.HasPrefix(seq, []byte("\x1b]2;weir")):
			t.Fatalf("a server's sequence is sent: %q", seq)
		case bytes.Contains(seq, []byte("UFdORUQ=")) && seq[0] == '\x1b' && !bytes.HasPrefix(seq, []byte("\x1b]2;weir")):
			t.Fatalf("a server's sequence is sent: %q", seq)
		}
	}
}
