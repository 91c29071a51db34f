package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/engine"
	"weir/sessions/book"
	"weir/sessions/collection"
)

const kept = `@base = http://{{host}}/v1

### list gauges
# @rate 10/s
# @paginate cursor
GET {{base}}/gauges?limit=50&river=Severn
Accept: application/json
Authorization: Bearer {{key}}

### move a gauge
POST {{base}}/gauges/g-1/move
Content-Type: application/json

{
  "to": "{{place}}",
  "at": 3,
  "now": true
}

### lost
GET {{nowhere}}/x
`

// keptIn opens a file of requests.
func keptIn(t *testing.T, src string) *book.Book {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"api.http":                     src,
		"http-client.env.json":         `{"dev": {"host": "api.example.com", "place": "lock"}, "prod": {"host": "example.org"}}`,
		"http-client.private.env.json": `{"dev": {"key": "s3cr3t-key-value"}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := book.Open(filepath.Join(dir, "api.http"), book.Options{Environment: "dev"})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bookDesk is a screen on a file of requests.
func bookDesk(t *testing.T, w, h int) *desk {
	t.Helper()
	return newDesk(t, w, h, func(o *Options) { o.Requests, o.Book = nil, keptIn(t, kept) })
}

// ofFile puts a file of requests on a screen.
func ofFile(t *testing.T) []func(*Options) {
	return []func(*Options){func(o *Options) { o.Requests, o.Book = nil, keptIn(t, kept) }}
}

func content(t *testing.T, d *desk) string {
	t.Helper()
	src, err := os.ReadFile(d.m.requests.book.Path())
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func lastPlan(d *desk) engine.Plan { return d.driver.plans[len(d.driver.plans)-1] }

func TestSendKept(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.shows("list gauges", "POST move a gauge", "GET http://api.example.com/v1/gauges?limit=50&river=Severn")
	d.press("enter")
	p := lastPlan(d)
	if p.Requests[0].URL != "http://api.example.com/v1/gauges?limit=50&river=Severn" || p.Requests[0].Header.Get("Authorization") != "Bearer s3cr3t-key-value" {
		t.Errorf("sent %+v", p.Requests[0])
	}
	if p.Walk == nil || p.Walk.Spec.Dialect != "cursor" || p.Policy == nil || p.Policy.Limit.Rate != 10 {
		t.Errorf("sent under %+v, walk %+v", p.Policy, p.Walk)
	}
	d.press("1 enter")
	if lastPlan(d).Policy != nil {
		t.Error("the same settings were put in force again, over what was changed by hand")
	}
	d.press("1 down enter")
	if p = lastPlan(d); p.Policy == nil || p.Policy.Limit.Limited() || p.Walk != nil {
		t.Errorf("the settings of another request hold on: %+v", p.Policy)
	}
	d.press("1 down enter")
	d.shows("Lost was not sent: nowhere has no value (in the URL): press v")
}

func TestChangeInAForm(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("c")
	d.shows("Change list gauges", "→ http://api.example.com/v1/gauges", "bearer:{{key}}", "→ bearer:•••", "rate 10/s")
	if strings.Contains(d.screen(), "s3cr3t") {
		t.Errorf("a secret is shown:\n%s", d.screen())
	}
	d.typed("/all")
	d.press("esc")
	d.shows("What you typed is not taken yet")
	d.press("n tab tab")
	d.typed("0")
	d.press("enter")
	d.shows("Enter sends the changed request")
	if strings.Contains(content(t, d), "/all") {
		t.Error("the file was written before it was asked for")
	}
	d.press("q")
	d.shows("are not saved")
	d.press("n w")
	d.shows("only what you changed was written")
	want := strings.Replace(kept, "gauges?limit=50&river=Severn", "gauges/all?limit=50&river=Severn0", 1)
	if got := content(t, d); got != want {
		t.Errorf("the file is now\n%s", got)
	}
	d.press("c esc")
	if d.m.dialogs.Open() {
		t.Error("a form without changes asks before it is left")
	}
}

func TestFormChecks(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("c up")
	d.typed("!")
	d.press("enter")
	d.shows("a method is one word")
	d.press("backspace shift+tab shift+tab")
	d.typed("retires 3")
	d.press("enter")
	d.shows(`there is no setting "retires"`)
	d.press("esc")
	d.press("y")
	if d.m.dialogs.Open() || d.m.requests.book.Edited() {
		t.Error("what was dropped was taken")
	}
}

func TestChangeTheBody(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("down c tab tab tab tab tab down down")
	d.press("end")
	d.press("enter")
	d.typed(`"more": 1,`)
	d.press("tab enter w")
	want := strings.Replace(kept, "  \"at\": 3,\n", "  \"at\": 3,\n  \"more\": 1,\n", 1)
	if got := content(t, d); got != want {
		t.Errorf("the file is now\n%s", got)
	}
}

// A file that someone else changed is not written over.
func TestChangedMeanwhile(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("d")
	d.shows("list gauges copy")
	theirs := "GET http://example.org/theirs\n"
	if err := os.WriteFile(d.m.requests.book.Path(), []byte(theirs), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("w")
	d.shows("was changed by someone else")
	if content(t, d) != theirs {
		t.Error("their changes were written over")
	}
}

func TestNewRenameDelete(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("a")
	d.typed("{{base}}/rivers")
	d.press("enter")
	d.shows("Change {{base}}/rivers")
	d.press("esc m")
	d.typed("rivers")
	d.press("enter")
	d.shows("▸ rivers")
	d.press("up delete")
	d.shows("This deletes the request list gauges")
	d.press("y w")
	got := content(t, d)
	if strings.Contains(got, "list gauges") || !strings.Contains(got, "### rivers\nGET {{base}}/rivers\n") || !strings.Contains(got, "@base = ") {
		t.Errorf("the file is now\n%s", got)
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("v down down enter")
	d.shows("GET http://example.org/v1/gauges")
	d.press("enter")
	d.shows("key has no value (in the header Authorization)")
}

func TestPreview(t *testing.T) {
	t.Parallel()
	d := bookDesk(t, 120, 40)
	d.press("i")
	d.shows("Would be sent: list gauges", "GET http://api.example.com/v1/gauges?limit=50&river=Severn", "Authorization: Bearer •••",
		"rate", "10/s · ", "api.http:4", "cursor")
	if strings.Contains(d.screen(), "s3cr3t") || len(d.driver.plans) > 0 {
		t.Errorf("a secret is shown, or something was sent:\n%s", d.screen())
	}
	d.press("esc down i")
	d.shows(`"to": "lock",`, "POST http://api.example.com/v1/gauges/g-1/move")
}

func TestUneditedKeptStays(t *testing.T) {
	t.Parallel()
	b := keptIn(t, kept)
	for i, r := range b.Collection().Requests {
		d := newDesk(t, 80, 24, func(o *Options) { o.Book = b })
		d.m.requests.point(i)
		form := d.m.formOf(r)
		values := make([][]string, len(form))
		for j, s := range form {
			values[j] = s.Values
		}
		next, err := b.Replace(i, fill(r, values))
		if err != nil || next.Edited() {
			t.Errorf("taking the form of %q unchanged changes the file: %v", r.Name, err)
		}
	}
}

// many is a list of requests in folders, as a large document makes it.
func many(n int) []Named {
	rows := make([]Named, n)
	for i := range rows {
		r := collection.Request{Name: fmt.Sprintf("operation %d", i), Method: "GET", URL: fmt.Sprintf("http://h/operations/%d", i)}
		rows[i] = Named{Name: r.Name, URL: r.URL, Folder: []string{fmt.Sprintf("group %d", i%40), fmt.Sprintf("part %d", i%3)}}
	}
	return rows
}

func TestTree(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40, func(o *Options) { o.Requests = many(1200) })
	d.shows("▸ group 0 30", "▸ group 33 30")
	d.press("right down right down")
	d.shows("▾ group 0 30", "▾ part 0 10", "operation 0", "operation 120")
	if got, ok := d.m.requests.selected(); !ok || got.Name != "operation 0" {
		t.Errorf("selected %+v", got)
	}
	d.press("left left")
	d.shows("▸ part 0 10")
	d.press("/")
	d.typed("GROUP operation 77")
	d.press("enter")
	d.shows("operation 77", "operation 777")
	if got, ok := d.m.requests.selected(); !ok || !strings.Contains(got.Name, "77") {
		t.Errorf("selected %+v", got)
	}
	d.press("down")
	was, _ := d.m.requests.selected()
	d.press("esc")
	if got, ok := d.m.requests.selected(); !ok || got.Name != was.Name || len(d.m.requests.lines) > 100 {
		t.Errorf("selected %+v of %d lines, was %s", got, len(d.m.requests.lines), was.Name)
	}
	d.press("+")
	if len(d.m.requests.lines) != 1200+40+120 {
		t.Errorf("%d lines", len(d.m.requests.lines))
	}
	d.press("-")
	if len(d.m.requests.lines) != 40 {
		t.Errorf("%d lines", len(d.m.requests.lines))
	}
}

// A filter that is typed has to keep up with the keys.
func BenchmarkTree(b *testing.B) {
	l := newRequestList(many(1200), nil)
	for b.Loop() {
		l.narrow("operation 7")
		l.narrow("")
	}
}
