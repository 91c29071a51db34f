package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"weir/engine"
	"weir/sessions"
	"weir/ui/browse"
	"weir/ui/keys"
	"weir/ui/layout"
)

// The items are filtered as the program is typed, over all pages that come.
func TestItemsAreFiltered(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	s := newScript().walk().pages(1, 3)
	d.tell(s)
	d.press("2 |")
	d.typed(`select(.river == "Loire") | {id, level}`)
	d.shows("jq 30 of 150", "g-000002")
	if strings.Contains(d.screen(), "g-000001") {
		t.Error("an item that does not pass is shown")
	}
	d.press("enter down")
	if got := d.m.walk.table.Selected(); got != 6 {
		t.Errorf("the reader stands at item %d of the walk, want 6", got)
	}
	d.tell(s.pages(4, 4))
	d.shows("40 of 200")
	d.press("n") // to the next page, which the filter follows
	if from := d.m.sieve.from[d.m.sieve.table.Selected()]; from != 51 {
		t.Errorf("the filter stands at item %d, want 51", from)
	}
	d.press("/")
	d.typed("g-0001")
	d.press("enter")
	d.shows("find 1/", "in 40 rows")
	d.press("esc esc")
	if d.m.sieve.on() {
		t.Error("esc does not take the filter away")
	}
	d.shows("g-0001")
}

// What was there before comes back where a filter is given up; a program that
// is no jq changes nothing and teaches.
func TestFilterIsGivenUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.press("2 |")
	d.typed(".level")
	d.press("enter")
	d.shows("150 of 150")
	d.press("| ctrl+u")
	d.typed("select(")
	d.shows("something is missing after", "g-000001")
	d.press("ctrl+u")
	d.typed(".id[]")
	d.shows("only lists and objects have elements")
	d.press("esc")
	if d.m.sieve.program != ".level" || d.m.sieve.err != nil {
		t.Errorf("the filter is %q, %v", d.m.sieve.program, d.m.sieve.err)
	}
	d.shows("150 of 150")
}

func TestTeaching(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		".items[":       `something is missing after ".items["`,
		".a | | .b":     `"|" cannot stand after ".a |"`,
		"name":          "a field begins with a dot",
		"$x":            "bind it first",
		`"a`:            "this is no jq",
		"{a:1,":         "something is missing",
		"[range(1e12)]": "",
	} {
		err := checkJQ(program)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", program, err, want)
		}
	}
	for program, want := range map[string]string{
		".a[]":        "may be missing",
		".b.c":        "go into the list first",
		".b[] | .c":   "no fields",
		"env.HOME":    "",
		"input":       "jq: ",
		`error("\n")`: "jq: ",
	} {
		_, err := jq(t.Context(), program, []byte(`{"a":null,"b":[1]}`))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", program, err, want)
		}
	}
	if got, err := jq(t.Context(), ".a", []byte("{\"a\":12345678901234567890}\n{\"a\":2}")); string(got) != "12345678901234567890\n2\n" {
		t.Errorf("two values give %q, %v", got, err)
	}
}

// bodyLibrary gives one body for every exchange.
type bodyLibrary struct {
	fakeLibrary
	body []byte
	kind string // its content type; empty is JSON
}

func (l bodyLibrary) Body(context.Context, uint64, int, engine.BodyPart) ([]byte, sessions.BodyFacts, error) {
	kind := l.kind
	if kind == "" {
		kind = "application/json"
	}
	return l.body, sessions.BodyFacts{ContentType: kind, Size: int64(len(l.body)), Complete: true}, nil
}

func TestDetail(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d) // on the third item of the second page
	d.press("2 enter")
	d.shows("Item 53 / 150", `id: "g-000053"`)
	if scope := d.m.scope(); scope != keys.Item {
		t.Errorf("keys are looked up in %q", scope)
	}
	d.press("down down y p")
	if d.clipboard != ".[2].name" {
		t.Errorf("the path was copied as %q", d.clipboard)
	}
	d.press(")")
	d.shows("Item 54 / 150", `id: "g-000054"`)
	if got := d.m.detail.tree.Key(); got != "name" {
		t.Errorf("in the next item the cursor stands on %q, want the same name", got)
	}
	d.press("backspace")
	if got := d.m.detail.tree.Path(); got != "." {
		t.Errorf("what holds the value is %q", got)
	}
	d.press("f 1")
	d.press("f 0 J")
	if got := d.m.detail.tree.Path(); got != "." {
		t.Errorf("the top has a sibling: %q", got)
	}
	d.press("( esc")
	if d.m.detail.open || d.m.table().Selected() != 52 {
		t.Errorf("after esc the item is open: %v, the table stands at %d", d.m.detail.open, d.m.table().Selected())
	}
}

// In a panel with little room the item takes the place of the table, and a
// click finds what is drawn.
func TestDetailSizes(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{40, 10}, {60, 14}, {80, 24}, {200, 60}} {
		d := newDesk(t, size[0], size[1])
		walking(d)
		d.press("2 enter")
		checkFrame(t, d, size[0], size[1])
		r := d.m.frame.Rect(layout.Main)
		for y := range r.H {
			d.m.clickPanel(layout.Main, 2, y+1)
			checkFrame(t, d, size[0], size[1])
		}
	}
}

func TestColumnKeys(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	d.screen() // columns are found as they are drawn
	d.press("2 right }")
	if got := d.m.table().Columns()[2]; got.Name != "name" {
		t.Errorf("the third column is %q", got.Name)
	}
	d.press("y v")
	if d.clipboard != `"Upper lock"` {
		t.Errorf("the value was copied as %q", d.clipboard)
	}
	d.press("y p")
	if d.clipboard != ".[2].name" {
		t.Errorf("the path was copied as %q", d.clipboard)
	}
	d.press("delete")
	if strings.Contains(d.screen(), "Upper lock") {
		t.Error("the column is not hidden")
	}
}

// What is copied holds nothing that a terminal would obey once it is pasted.
func TestCopyIsHarmless(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text, want string
		json       bool
		marked     int
	}{
		{"plain\r\n\ttext", "plain\r\n\ttext", false, 0},
		{"👩‍🚒 é 長江", "👩‍🚒 é 長江", false, 0},
		{"a\x1b]52;c;eA==\x07b", "a␛]52;c;eA==␇b", false, 2},
		{"a\rb", "a␍b", false, 1},
		{"\u202etxt\u200b\xff\x7f\u0085", "‹U+202E›txt‹U+200B›‹xff›␡‹U+0085›", false, 5},
		{"\"a\x7f\u202e\U000e0041\"", "\"a\\u007f\\u202e\\udb40\\udc41\"", true, 3},
	}
	for _, tt := range tests {
		d := newDesk(t, 120, 40)
		copied := d.m.copyText
		if tt.json {
			copied = d.m.copyJSON
		}
		d.run(copied("it", tt.text))
		if d.clipboard != tt.want {
			t.Errorf("%q is copied as %q, want %q", tt.text, d.clipboard, tt.want)
		}
		if n, _, _ := d.m.notices.newest(); (tt.marked > 0) != strings.Contains(n.text, "written out") {
			t.Errorf("%q: the notice is %q", tt.text, n.text)
		}
	}
}

// A large body is shown by its start while the rest is read, and the reader
// stays where they are.
func TestLargeBodyGrows(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	walking(d)
	var b strings.Builder
	b.WriteString("[")
	for i := range 40_000 {
		fmt.Fprintf(&b, `{"id":%d,"name":"gauge"},`, i)
	}
	b.WriteString(`"end"]`)
	d.m.walk.library = bodyLibrary{body: []byte(b.String())}
	m := d.m
	m.place.show(tabBody)
	m.arrange()
	first, ok := m.needBody()().(bodyMsg)
	if !ok || first.rest == nil {
		t.Fatal("the start does not come first")
	}
	rest := m.bodyRead(first)
	d.shows("1.1 MB …", `id: 3`)
	if strings.Contains(d.screen(), "no JSON") {
		t.Error("the end of the start is called a fault")
	}
	d.press("J K f 2 down down")
	before := m.widgets.body.window.(*browse.Tree).Path()
	if cmd := m.bodyRead(rest().(bodyMsg)); cmd != nil {
		t.Error("there is more after the rest")
	}
	d.shows("120,002", "JSON")
	if got := m.widgets.body.window.(*browse.Tree).Path(); got != before {
		t.Errorf("the reader is moved from %q to %q", before, got)
	}
	d.press("end")
	d.shows(`"end"`)
}
