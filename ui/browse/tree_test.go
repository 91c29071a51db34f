package browse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/itchyny/gojq"
	"pgregory.net/rapid"

	"weir/ui/styles"
)

const riverJSON = `{
  "river": "Severn", "level": -1.92e3, "open": true, "none": null,
  "gauges": [
    {"id": "g-1", "name": "Upper lock", "at": {"lat": 52.1, "lon": -2.2}},
    {"id": "g-2", "name": "caf\u00e9 \u001b]0;owned\u0007", "tags": []},
    [1, [2, [3]]]
  ],
  "the long text": "` + "it rains and rains and the river rises and rises; who stands on the bridge looks down at the water and thinks of the sea, which is far away" + `",
  "wide": "川の水位"
}`

func tree(t testing.TB, body string) *Tree {
	t.Helper()
	x, err := BuildIndex(t.Context(), []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return NewTree(x)
}

func TestTreeGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		w := tree(t, riverJSON)
		w.Mark(NewPattern("lock"))
		w.View(f)
		w.Jump(strings.Index(riverJSON, "tags"))
		w.Parent()
		w.Sibling(-1)
		w.Toggle()
		return w.View(f)
	})
}

func TestTreeBrokenGolden(t *testing.T) {
	t.Parallel()
	requireGolden(t, func(f Frame) []string {
		w := tree(t, "{\"items\": [1, {\"a\": 2},\n  {\"b\": nul")
		w.End()
		return w.View(f)
	})
}

func TestNodeSize(t *testing.T) {
	t.Parallel()
	if got := unsafe.Sizeof(node{}); got != 24 {
		t.Errorf("a node takes %d bytes, want 24", got)
	}
}

func TestIndexFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body   string
		nodes        int
		line, column int
	}{
		{"whole", `{"a":[1,2]}`, 4, 0, 0},
		{"several values", "{\"a\":1}\n{\"a\":2}\n3", 5, 0, 0},
		{"a byte order mark", "\ufeff[1]", 2, 0, 0},
		{"cut in a list", "[1,\n2,", 3, 2, 3},
		{"cut in a text", `{"a":1,"b":"x`, 2, 1, 14},
		{"cut after a name", `{"a":1,"b"`, 2, 1, 11},
		{"a wrong literal", "[1,\n nul]", 2, 2, 5},
		{"a wrong end", `{"a":1]`, 2, 1, 7},
		{"no JSON", "<html>", 0, 1, 1},
		{"nothing", " ", 0, 1, 2},
		{"broken UTF-8", "[\"\xff\"]", 2, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			x, err := BuildIndex(t.Context(), []byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if x.Len() != tt.nodes {
				t.Errorf("%d values are found, want %d", x.Len(), tt.nodes)
			}
			line, column := 0, 0
			if f := x.Fault(); f != nil {
				line, column = f.Line, f.Column
			}
			if line != tt.line || column != tt.column {
				t.Errorf("fault at %d:%d, want %d:%d: %v", line, column, tt.line, tt.column, x.Fault())
			}
		})
	}
}

func TestBuildIndexEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := BuildIndex(ctx, []byte(`[1]`)); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestTreeCopies(t *testing.T) {
	t.Parallel()
	body := `{"items":[{"a b":{"ok":[true]}},7],"caf\u00e9":1}`
	tests := []struct{ at, path, key, value string }{
		{`{"items"`, ".", "", body},
		{`"items"`, ".items", "items", `[{"a b":{"ok":[true]}},7]`},
		{`true`, `.items[0]["a b"].ok[0]`, "", "true"},
		{`7`, `.items[1]`, "", "7"},
		{`"caf`, `["caf\u00e9"]`, "café", "1"},
	}
	for _, tt := range tests {
		w := tree(t, body)
		w.FoldAll()
		w.Jump(strings.Index(body, tt.at))
		want := tt.path
		if want[0] == '[' {
			want = "." + want
		}
		got := []string{w.Path(), w.Key(), string(w.Value())}
		if diff := cmp.Diff([]string{want, tt.key, tt.value}, got); diff != "" {
			t.Errorf("at %s: %s", tt.at, diff)
		}
		if _, err := gojq.Parse(w.Path()); err != nil {
			t.Errorf("jq does not read %s: %v", w.Path(), err)
		}
	}
}

func TestTreeFolds(t *testing.T) {
	t.Parallel()
	w := tree(t, `{"a":{"b":{"c":1}},"d":[2],"e":3}`)
	f := frame(40, 8)
	lines := func() string {
		var names []string
		for _, line := range w.View(f)[:7] {
			if text := strings.TrimLeft(styles.Plain(line), "›▾▸ "); strings.TrimSpace(text) != "" {
				names = append(names, text[:1])
			}
		}
		return strings.Join(names, "")
	}
	steps := []struct {
		do   func()
		want string
		path string
	}{
		{func() {}, "{abcd0e", "."},
		{w.FoldAll, "{ade", "."},
		{func() { w.Move(1); w.Unfold() }, "{abde", ".a"},
		{func() { w.FoldLevel(2) }, "{abd0e", ".a"},
		{w.UnfoldAll, "{abcd0e", ".a"},
		{func() { w.Unfold(); w.Unfold() }, "{abcd0e", ".a.b.c"},
		{w.Fold, "{abcd0e", ".a.b"},
		{w.Fold, "{abd0e", ".a.b"},
		{w.FoldAll, "{ade", ".a"},
		{func() { w.Sibling(9) }, "{ade", ".e"},
		{func() { w.Sibling(-1) }, "{ade", ".d"},
		{func() { w.Jump(12) }, "{abcde", ".a.b.c"},
		{w.End, "{abcde", ".e"},
		{func() { w.Click(1, 0) }, "{", "."},
	}
	for i, s := range steps {
		s.do()
		if got := lines(); got != s.want || w.Path() != s.path {
			t.Errorf("step %d: lines %q at %s, want %q at %s", i, got, w.Path(), s.want, s.path)
		}
	}
}

// TestTreeDeep moves about in the deepest JSON that is read.
func TestTreeDeep(t *testing.T) {
	t.Parallel()
	w := tree(t, strings.Repeat(`{"a":[`, 6000))
	f := frame(60, 20)
	if w.index.Fault() == nil {
		t.Error("nothing tells that it ends too early")
	}
	for _, move := range []func(){w.End, func() { w.Move(-5) }, func() { w.Page(-1) }, w.Parent, w.FoldAll, w.UnfoldAll, w.End} {
		move()
		lines := w.View(f)
		requireSound(t, f, lines)
		requireCursor(t, lines)
	}
}

// value draws a JSON value with hostile texts.
func value(depth int) *rapid.Generator[string] {
	text := rapid.Map(hostile(), func(s string) string {
		b, _ := jsontext.AppendQuote(nil, s)
		return string(b)
	})
	scalar := rapid.OneOf(text, rapid.SampledFrom([]string{"1", "-2.5e9", "true", "null", "[]", "{}"}))
	if depth == 0 {
		return scalar
	}
	return rapid.Custom(func(t *rapid.T) string {
		inner := rapid.SliceOfN(value(depth-1), 0, 4).Draw(t, "values")
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			return "[" + strings.Join(inner, " ,\n") + "]"
		case 1:
			for i := range inner {
				inner[i] = text.Draw(t, "name") + " : " + inner[i]
			}
			return "{" + strings.Join(inner, ",") + "}"
		}
		return scalar.Draw(t, "scalar")
	})
}

func TestTreeMoves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		body := value(3).Draw(rt, "body")
		if rapid.Bool().Draw(rt, "cut") {
			body = body[:rapid.IntRange(0, len(body)).Draw(rt, "at")]
		}
		w := tree(t, body)
		rt.Repeat(map[string]func(*rapid.T){
			"move":    func(t *rapid.T) { w.Move(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"page":    func(t *rapid.T) { w.Page(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"scroll":  func(t *rapid.T) { w.Scroll(rapid.IntRange(-5, 5).Draw(t, "by")) },
			"sibling": func(t *rapid.T) { w.Sibling(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"click":   func(t *rapid.T) { w.Click(rapid.IntRange(0, 9).Draw(t, "x"), rapid.IntRange(0, 9).Draw(t, "y")) },
			"jump":    func(t *rapid.T) { w.Jump(rapid.IntRange(-1, len(body)).Draw(t, "to")) },
			"level":   func(t *rapid.T) { w.FoldLevel(rapid.IntRange(0, 3).Draw(t, "depth")) },
			"toggle":  func(*rapid.T) { w.Toggle() },
			"fold":    func(*rapid.T) { w.Fold() },
			"unfold":  func(*rapid.T) { w.Unfold() },
			"all":     func(*rapid.T) { w.UnfoldAll() },
			"parent":  func(*rapid.T) { w.Parent() },
			"end":     func(*rapid.T) { w.End() },
			"": func(t *rapid.T) {
				f := frame(rapid.IntRange(2, 70).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"))
				lines := w.View(f)
				requireSound(t, f, lines)
				if w.len() > 0 {
					requireCursor(t, lines)
				}
				if v := jsontext.Value(w.Value()); w.index.Fault() == nil && !v.IsValid(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) {
					t.Fatalf("value at %s is no JSON: %q", w.Path(), v)
				}
			},
		})
	})
}

func FuzzTree(f *testing.F) {
	f.Add([]byte(riverJSON))
	f.Add([]byte(`[[[[{"a":"\ud800`))
	f.Fuzz(func(t *testing.T, body []byte) {
		w := tree(t, string(body))
		f := frame(30, 6)
		requireSound(t, f, w.View(f))
		w.End()
		w.Path()
		w.FoldAll()
		requireSound(t, f, w.View(f))
		w.Jump(len(body) / 2)
		requireSound(t, f, w.View(f))
	})
}

// bigJSON is a list of n objects of 4 values.
func bigJSON(n int) []byte {
	var b bytes.Buffer
	b.WriteString("[")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"id":%d,"name":"gauge %d","level":1.5,"ok":true}`, i, i)
	}
	b.WriteString("]")
	return b.Bytes()
}

func BenchmarkBuildIndex(b *testing.B) {
	body := bigJSON(200_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := BuildIndex(b.Context(), body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTreeView(b *testing.B) {
	x, _ := BuildIndex(b.Context(), bigJSON(200_000))
	w := NewTree(x)
	f := Frame{Styles: drawn(styles.TrueColor), Width: 120, Height: 40, Focused: true}
	for i := 0; b.Loop(); i++ {
		w.Jump(i * 7919 % len(x.body))
		w.View(f)
	}
}

func BenchmarkTreeMove(b *testing.B) {
	x, _ := BuildIndex(b.Context(), bigJSON(200_000))
	w := NewTree(x)
	w.View(frame(120, 40))
	for b.Loop() {
		w.Move(1)
	}
}
