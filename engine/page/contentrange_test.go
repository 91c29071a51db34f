package page

import "testing"

func TestContentRange(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]contentRange{
		"items 0-24/1000": {unit: "items", first: 0, last: 24, has: true, total: 1000},
		"0-24/1000":       {first: 0, last: 24, has: true, total: 1000},
		"0-24/*":          {first: 0, last: 24, has: true, total: -1},
		"items */1000":    {unit: "items", total: 1000},
		"*/0":             {total: 0},
		" items 5-5 / 6 ": {unit: "items", first: 5, last: 5, has: true, total: 6},
	} {
		got, ok := parseContentRange(text)
		want.text = text
		if !ok || got != want {
			t.Errorf("%q: %+v %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "items", "items 0-24", "5-4/10", "0-10/5", "a-b/c", "-1-4/9", "0-4/-1", "0-99999999999999999999/*", "items 0/9"} {
		if got, ok := parseContentRange(text); ok {
			t.Errorf("%q is taken: %+v", text, got)
		}
	}
	for text, want := range map[string]string{"items=0-24": "items=", "10-20": "", "items=5-": "!", "items=9-3": "!", "": "!"} {
		unit, _, _, ok := parseRange(text)
		if ok != (want != "!") || ok && unit != want {
			t.Errorf("%q: %q %v", text, unit, ok)
		}
	}
}

func FuzzContentRange(f *testing.F) {
	f.Add("items 0-24/1000")
	f.Add("*/0")
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := parseContentRange(text)
		if ok && r.has && (r.first < 0 || r.last < r.first || r.total >= 0 && r.last >= r.total) {
			t.Fatalf("%q: %+v", text, r)
		}
	})
}
