package browse

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/ui/styles"
)

// list is a source that holds some items; an empty one is being loaded.
type list []string

func (l list) Len() int { return len(l) }

func (l list) Item(i int) ([]byte, bool) { return []byte(l[i]), l[i] != "" }

// gauges is a source of as many items as wanted; it notes what is read.
type gauges struct {
	n    int
	read map[int]bool
	rows [][]byte
}

func newGauges(n int) *gauges {
	g := &gauges{n: n, read: map[int]bool{}}
	for i := range 64 {
		g.rows = append(g.rows, []byte(fmt.Sprintf(
			`{"id":"g-%04d","river":"Severn","name":"Lock %d","level":%d.25,"tags":["a","b"],"at":{"x":1,"y":2,"z":3},"ok":true}`, i, i, i%7)))
	}
	return g
}

func (g *gauges) Len() int { return g.n }

func (g *gauges) Item(i int) ([]byte, bool) {
	g.read[i] = true
	return g.rows[i%64], true
}

func TestItemsGolden(t *testing.T) {
	t.Parallel()
	source := list{
		`{"river":"Severn","id":"g-0001","level":1.92,"name":"Upper lock","open":true,"tags":["a","b"],"at":{"lat":1,"lon":2},"note":"a long text that tells of the water and of all who look at it from the bridge"}`,
		`{"river":"Wye","id":"g-0002","level":10.5,"name":"川の水位","open":false,"tags":[],"at":null}`,
		`{"river":"Usk","id":"g-0003","level":-3,"name":"\u001b]0;owned\u0007"}`,
		"", "",
		`{"river":"Teme","id":"g-0006","level":0.1,"name":"Lower lock"}`,
		`"no object"`,
	}
	requireGolden(t, func(f Frame) []string {
		table := NewItems(source)
		table.Mark(NewPattern("lock"))
		table.View(f)
		table.MoveColumn(3)
		table.Sort()
		table.Move(1)
		return table.View(f)
	})
}

func columns(t *Items) string {
	var names []string
	for _, c := range t.Columns() {
		names = append(names, c.Title)
	}
	return strings.Join(names, " ")
}

func TestItemsColumns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		items list
		want  string
	}{
		{"names of the item first, nested last", list{`{"a":{},"level":1,"name":"x","b":[1],"id":7,"z":null}`}, "id name level z a b"},
		{"a later item adds", list{`{"id":1,"x":1}`, `{"id":2,"y":1,"name":"n"}`}, "id name x y"},
		{"scalars", list{`"a"`, `1`, `null`}, "value"},
		{"lists", list{`[1,"a",{}]`}, "[0] [1] [2]"},
		{"a broken item keeps its start", list{`{"id":1,"name":"x","level":`}, "id name"},
		{"nothing", list{``}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			table := NewItems(tt.items)
			f := frame(80, 10)
			requireSound(t, f, table.View(f))
			if got := columns(table); got != tt.want {
				t.Errorf("columns are %q, want %q", got, tt.want)
			}
		})
	}
}

func TestItemsCells(t *testing.T) {
	t.Parallel()
	table := NewItems(list{`{"id":7,"tags":[1,[2],3],"at":{"x":{"y":1},"z":2},"none":null,"s":"caf\u00e9"}`})
	got := styles.Plain(table.View(frame(60, 3))...)
	want := []string{"id", "none", "s", "tags", "at", "7", "null", "café", "[3]", "{2}"}
	if diff := cmp.Diff(want, strings.Fields(strings.ReplaceAll(got, "›", ""))); diff != "" {
		t.Error(diff)
	}
}

func TestItemsReadOnlyWhatIsSeen(t *testing.T) {
	t.Parallel()
	source := newGauges(1_000_000)
	table := NewItems(source)
	f := frame(100, 20)
	table.View(f)
	table.Select(500_000)
	table.View(f)
	table.End()
	requireCursor(t, table.View(f))
	if n := len(source.read); n > 3*20 {
		t.Errorf("%d items were read", n)
	}
	if got, want := table.Position(), "1,000,000 / 1,000,000"; got != want {
		t.Errorf("position is %q, want %q", got, want)
	}
	if from, to := table.Wanted(); from != 1_000_000-18 || to != 1_000_000 {
		t.Errorf("%d to %d are wanted", from, to)
	}
}

func TestItemsSort(t *testing.T) {
	t.Parallel()
	source := list{`{"n":10}`, `{"n":9}`, `{"n":"b"}`, `{}`, `{"n":"A"}`, `{"n":-1}`, "", `{"n":-5}`}
	table := NewItems(source)
	table.View(frame(40, 12))
	order := func() []int {
		items := make([]int, 0, len(source))
		for row := range source {
			items = append(items, table.sort.item(row))
		}
		return items
	}
	table.Move(1)
	table.Sort()
	if diff := cmp.Diff([]int{5, 1, 0, 4, 2, 3, 6, 7}, order()); diff != "" {
		t.Error(diff)
	}
	if got := table.Selected(); got != 1 {
		t.Errorf("item %d is selected, want 1", got)
	}
	if head := styles.Plain(table.View(frame(40, 12))[0]); !strings.Contains(head, "n ▲") {
		t.Errorf("the header is %q", head)
	}
	table.Sort()
	if diff := cmp.Diff([]int{0, 1, 5, 2, 4, 3, 6, 7}, order()); diff != "" {
		t.Error(diff)
	}
	source[6] = `{"n":0}`
	table.Use(source)
	if diff := cmp.Diff([]int{0, 1, 6, 5, 7, 2, 4, 3}, order()); diff != "" {
		t.Error(diff)
	}
	if from, to := table.Wanted(); from != 0 || to != 8 {
		t.Errorf("%d to %d are wanted", from, to)
	}
	table.Sort()
	if !slices.IsSorted(order()) {
		t.Errorf("the third time leaves %v", order())
	}
}

func TestItemsHide(t *testing.T) {
	t.Parallel()
	table := NewItems(list{`{"a":1,"b":2,"c":3}`})
	f := frame(40, 4)
	table.View(f)
	table.MoveColumn(1)
	table.Hide()
	if got := styles.Plain(table.View(f)...); strings.Contains(got, "b") || !strings.Contains(got, "1 hidden") {
		t.Errorf("drawn is %q", got)
	}
	if !table.Columns()[2].Current {
		t.Errorf("the next column is not the current one: %+v", table.Columns())
	}
	table.Hide()
	table.Hide()
	if got := len(table.schema.shown()); got != 1 {
		t.Errorf("%d columns are left", got)
	}
	table.ShowAll()
	if got := len(table.schema.shown()); got != 3 {
		t.Errorf("%d columns are shown", got)
	}
}

func TestItemsClick(t *testing.T) {
	t.Parallel()
	table := NewItems(newGauges(100))
	table.View(frame(80, 10))
	if !table.Click(3, 4) || table.Selected() != 3 {
		t.Errorf("item %d is selected, want 3", table.Selected())
	}
	if table.Click(9, 0) || !table.Columns()[1].Current {
		t.Errorf("the second column is not the current one: %+v", table.Columns())
	}
	if table.Click(3, 30) {
		t.Error("below the table is a row")
	}
}

// TestItemsWidths moves about and checks that columns never become narrower.
func TestItemsWidths(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(hostile(), 1, 60).Draw(t, "texts")
		source := make(list, len(texts))
		for i, text := range texts {
			quoted, _ := jsontext.AppendQuote(nil, text)
			source[i] = `{"id":` + strconv.Itoa(i) + `,"text":` + string(quoted) + `,` + string(quoted) + `:[1]}`
		}
		table := NewItems(source)
		widths := map[string]int{}
		t.Repeat(map[string]func(*rapid.T){
			"move":   func(t *rapid.T) { table.Move(rapid.IntRange(-90, 90).Draw(t, "by")) },
			"page":   func(t *rapid.T) { table.Page(rapid.IntRange(-3, 3).Draw(t, "by")) },
			"scroll": func(t *rapid.T) { table.Scroll(rapid.IntRange(-9, 9).Draw(t, "by")) },
			"select": func(t *rapid.T) { table.Select(rapid.IntRange(-1, 70).Draw(t, "item")) },
			"column": func(t *rapid.T) { table.MoveColumn(rapid.IntRange(-2, 2).Draw(t, "by")) },
			"sort":   func(*rapid.T) { table.Sort() },
			"hide":   func(*rapid.T) { table.Hide() },
			"show":   func(*rapid.T) { table.ShowAll() },
			"cut":    func(t *rapid.T) { table.Use(source[:rapid.IntRange(1, len(source)).Draw(t, "n")]) },
			"mark":   func(t *rapid.T) { table.Mark(NewPattern(hostile().Draw(t, "pattern"))) },
			"": func(t *rapid.T) {
				f := frame(rapid.IntRange(2, 90).Draw(t, "width"), rapid.IntRange(1, 20).Draw(t, "height"))
				lines := table.View(f)
				requireSound(t, f, lines)
				requireCursor(t, lines)
				for i := range table.schema.columns {
					c := &table.schema.columns[i]
					if c.width(widest) < widths[c.name] {
						t.Fatalf("column %q became narrower", c.name)
					}
					widths[c.name] = c.width(widest)
				}
				if again := table.View(f); !slices.Equal(lines, again) {
					t.Fatalf("drawn twice it differs:\n%s\n%s", styles.Plain(lines...), styles.Plain(again...))
				}
			},
		})
	})
}

func FuzzItems(f *testing.F) {
	f.Add([]byte(`{"id":1,"name":"x","at":{"x":[1,2]}}`))
	f.Add([]byte(`[1,"\ud800",{"`))
	f.Fuzz(func(t *testing.T, item []byte) {
		table := NewItems(list{string(item)})
		frame := frame(50, 4)
		requireSound(t, frame, table.View(frame))
		table.Sort()
		requireSound(t, frame, table.View(frame))
	})
}

func BenchmarkItemsView(b *testing.B) {
	table := NewItems(newGauges(1_000_000))
	f := Frame{Styles: drawn(styles.TrueColor), Width: 120, Height: 40, Focused: true}
	for i := 0; b.Loop(); i++ {
		table.Select(i * 7919 % 1_000_000)
		table.View(f)
	}
}

func BenchmarkItemsMove(b *testing.B) {
	table := NewItems(newGauges(1_000_000))
	table.View(frame(120, 40))
	for b.Loop() {
		table.Move(1)
	}
}

func BenchmarkItemsSort(b *testing.B) {
	table := NewItems(newGauges(1_000_000))
	table.View(frame(120, 40))
	for b.Loop() {
		table.SortBy("level", Descending)
	}
}
