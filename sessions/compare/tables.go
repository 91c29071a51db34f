package compare

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"weir/sessions"
)

// The marks in the margin of a table.
const (
	markSame    = " "
	markAdded   = "+"
	markRemoved = "−"
	markChanged = "~"
)

// Table is a part of a report for people to read. What servers sent stands in
// it as it came: escape it before it goes to a terminal.
type Table struct {
	Title string   // may be empty
	Notes []string // sentences below the title
	Rows  []Row
	Right []int // columns of numbers
	// Loose tables have cells that do not stand below each other.
	Loose bool
}

// Row is a row of a table.
type Row struct {
	// Mark is + for what only B has, − for what only A has, ~ for what differs.
	Mark  string
	Cells []string
	// All is set where the row stands for what is not named: how many there are
	// with those that are.
	All int64
}

func (t *Table) add(mark string, cells ...string) {
	t.Rows = append(t.Rows, Row{Mark: mark, Cells: cells})
}

// Tables lays a report out: counts, latency, its histogram, requests, and the
// items of each list.
func (r *Report) Tables() []Table {
	out := []Table{countTable(r.A, r.B), latencyTable(r.A, r.B)}
	if t := histogramTable(r.A.Latency, r.B.Latency); len(t.Rows) > 0 {
		out = append(out, t)
	}
	if len(r.Requests) > 0 {
		out = append(out, requestTable(r.Requests))
	}
	for _, l := range r.Lists {
		out = append(out, listTable(l))
	}
	return out
}

// Verdict says in a sentence whether they differ, and in what.
func (r *Report) Verdict() string {
	if r.Same {
		return "A and B are the same but for how long they took."
	}
	differ := 0
	for _, q := range r.Requests {
		if !q.Same {
			differ++
		}
	}
	var n ItemCounts
	for _, l := range r.Lists {
		n.Added, n.Removed, n.Changed = n.Added+l.ItemCounts.Added, n.Removed+l.ItemCounts.Removed, n.Changed+l.ItemCounts.Changed
	}
	return fmt.Sprintf("A and B differ: %s of %s; items %s added, %s removed, %s changed.",
		sessions.Count(int64(differ)), plural(len(r.Requests), "request"), sessions.Count(n.Added), sessions.Count(n.Removed), sessions.Count(n.Changed))
}

func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return sessions.Count(int64(n)) + " " + noun
}

func countTable(a, b Side) Table {
	t := Table{Right: []int{1, 2, 3}}
	t.add(markSame, "", "A", "B", "")
	row := func(name string, a, b int64, always bool) {
		if a == 0 && b == 0 && !always {
			return
		}
		mark, delta := markSame, ""
		if a != b {
			mark, delta = markChanged, signed(b-a)
		}
		t.add(mark, name, sessions.Count(a), sessions.Count(b), delta)
	}
	row("exchanges", a.Exchanges, b.Exchanges, true)
	row("  answered", a.Answered, b.Answered, true)
	row("  refused (4xx, 5xx)", a.Refused, b.Refused, false)
	row("  failed", a.Failed, b.Failed, false)
	row("  rejected by breaker", a.Rejected, b.Rejected, false)
	row("  cancelled", a.Cancelled, b.Cancelled, false)
	row("  unfinished", a.Unfinished, b.Unfinished, false)
	for _, class := range unionOf(a.Statuses, b.Statuses) {
		row("  "+class, a.Statuses[class], b.Statuses[class], false)
	}
	row("attempts", a.Attempts, b.Attempts, true)
	row("retries", a.Retries, b.Retries, true)
	row("retries not made", a.NotRetried, b.NotRetried, false)
	row("breaker trips", a.Trips, b.Trips, true)
	row("pages", a.Pages, b.Pages, false)
	row("failed pages", a.LostPages, b.LostPages, false)
	row("items", a.Items, b.Items, false)
	row("bytes", a.Bytes, b.Bytes, true)
	return t
}

func unionOf(a, b map[string]int64) []string {
	names := slices.Concat(slices.Collect(maps.Keys(a)), slices.Collect(maps.Keys(b)))
	slices.Sort(names)
	return slices.Compact(names)
}

func signed(n int64) string {
	if n > 0 {
		return "+" + sessions.Count(n)
	}
	return "−" + sessions.Count(-n)
}

// latencyTable shows quantiles: of attempts, and of exchanges with their waits.
func latencyTable(a, b Side) Table {
	t := Table{Right: []int{1, 2, 3, 4, 5, 6}}
	t.add(markSame, "latency", "attempts A", "B", "", "exchanges A", "B", "")
	row := func(name string, of func(Distribution) time.Duration) {
		cells := []string{name}
		for _, pair := range [][2]Distribution{{a.Latency, b.Latency}, {a.Elapsed, b.Elapsed}} {
			cells = append(cells, took(pair[0], of), took(pair[1], of), change(of(pair[0]), of(pair[1])))
		}
		t.add(markSame, cells...)
	}
	row("p50", func(d Distribution) time.Duration { return d.P50 })
	row("p90", func(d Distribution) time.Duration { return d.P90 })
	row("p95", func(d Distribution) time.Duration { return d.P95 })
	row("p99", func(d Distribution) time.Duration { return d.P99 })
	row("max", func(d Distribution) time.Duration { return d.Max })
	return t
}

func took(d Distribution, of func(Distribution) time.Duration) string {
	if d.Count == 0 {
		return "-"
	}
	return span(of(d))
}

// span writes a latency; below 10 ms with a tenth.
func span(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return sessions.Span(d)
}

// change says by which part a latency rose or fell.
func change(a, b time.Duration) string {
	if a <= 0 || b <= 0 {
		return ""
	}
	percent := (float64(b)/float64(a) - 1) * 100
	switch {
	case percent >= 1000:
		return fmt.Sprintf("×%.0f", float64(b)/float64(a))
	case percent >= 0.5:
		return fmt.Sprintf("+%.0f %%", percent)
	case percent <= -0.5:
		return fmt.Sprintf("−%.0f %%", -percent)
	}
	return "="
}

// histogramTable draws both histograms side by side.
func histogramTable(a, b Distribution) Table {
	t := Table{Title: "attempts by latency", Right: []int{0, 1, 3}}
	counts := map[time.Duration][2]int64{}
	most := int64(1)
	for side, d := range []Distribution{a, b} {
		for _, bucket := range d.Histogram {
			pair := counts[bucket.Below]
			pair[side] = bucket.Count
			counts[bucket.Below] = pair
			most = max(most, bucket.Count)
		}
	}
	bounds := slices.Sorted(maps.Keys(counts))
	if len(bounds) > 1 && bounds[0] == 0 { // the one without a bound is the last
		bounds = append(bounds[1:], 0)
	}
	for _, below := range bounds {
		name := "< " + sessions.Span(below)
		if below == 0 {
			name = "more"
		}
		n := counts[below]
		t.add(markSame, name, sessions.Count(n[0]), bar(n[0], most), sessions.Count(n[1]), bar(n[1], most))
	}
	return t
}

// bar is up to 16 blocks long; what is not nothing shows.
func bar(n, most int64) string {
	const widest = 16
	if n == 0 {
		return ""
	}
	return strings.Repeat("▇", max(1, int(n*widest/most)))
}

func requestTable(requests []Request) Table {
	t := Table{Title: "requests", Right: []int{3, 4}}
	t.add(markSame, "", "A", "B", "p50 A", "B")
	for _, q := range requests {
		mark := markSame
		switch {
		case q.A == nil:
			mark = markAdded
		case q.B == nil:
			mark = markRemoved
		case !q.Same:
			mark = markChanged
		}
		t.add(mark, q.Request, endsText(q.A), endsText(q.B), typical(q.A), typical(q.B))
	}
	return t
}

// endsText says how the exchanges of a request ended: "12×200 1×503, 2 retries".
func endsText(r *RequestSide) string {
	if r == nil {
		return "-"
	}
	var parts []string
	for _, end := range slices.Sorted(maps.Keys(r.Ends)) {
		parts = append(parts, sessions.Count(r.Ends[end])+"×"+end)
	}
	text := strings.Join(parts, " ")
	switch {
	case r.Retries == 1:
		text += ", 1 retry"
	case r.Retries > 1:
		text += ", " + sessions.Count(r.Retries) + " retries"
	}
	return text
}

func typical(r *RequestSide) string {
	if r == nil || r.P50 == 0 {
		return "-"
	}
	return span(r.P50)
}

func listTable(l List) Table {
	by := ""
	if l.By != "" {
		by = ", by " + l.By
	}
	if !l.Sure && l.By != "" {
		by += " (a guess: they have no id)"
	}
	n := l.ItemCounts
	t := Table{Loose: true, Title: fmt.Sprintf("items of %s%s: %s → %s, %s the same, +%s −%s ~%s", l.List, by, sessions.Count(l.A), sessions.Count(l.B),
		sessions.Count(l.Same), sessions.Count(n.Added), sessions.Count(n.Removed), sessions.Count(n.Changed))}
	if len(l.Fields) > 0 {
		t.Notes = append(t.Notes, "fields that differ: "+fieldCounts(l.Fields))
	}
	for _, id := range l.Added {
		t.add(markAdded, id)
	}
	t.more(n.Added, len(l.Added), "added")
	for _, id := range l.Removed {
		t.add(markRemoved, id)
	}
	t.more(n.Removed, len(l.Removed), "removed")
	for _, c := range l.Changed {
		t.add(markChanged, c.ID, fieldsText(c.Fields))
	}
	t.more(n.Changed, len(l.Changed), "changed")
	return t
}

func (t *Table) more(all int64, shown int, what string) {
	if all > int64(shown) {
		t.Rows = append(t.Rows, Row{Mark: markSame, Cells: []string{"… " + sessions.Count(all-int64(shown)) + " more " + what}, All: all})
	}
}

// fieldCounts lists the fields that differ most often.
func fieldCounts(fields map[string]int64) string {
	const most = 8
	names := slices.SortedFunc(maps.Keys(fields), func(a, b string) int {
		if fields[a] != fields[b] {
			return int(fields[b] - fields[a])
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for i, name := range names {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(names)-most))
			break
		}
		parts = append(parts, fmt.Sprintf("%s ×%s", pathText(name), sessions.Count(fields[name])))
	}
	return strings.Join(parts, ", ")
}

func pathText(path string) string {
	if path == "" {
		return "the whole"
	}
	return path
}

func fieldsText(fields []Field) string {
	const most = 6
	var parts []string
	for i, f := range fields {
		if i == most {
			parts = append(parts, fmt.Sprintf("and %d more", len(fields)-most))
			break
		}
		parts = append(parts, fmt.Sprintf("%s: %s → %s", pathText(f.Path), there(f.From), there(f.To)))
	}
	return strings.Join(parts, "; ")
}

func there(value string) string {
	if value == "" {
		return "(absent)"
	}
	return shorten(value, 60)
}

// shorten shortens a text to so many characters.
func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}
