package compare

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTemplates(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"http://h:1/v1/gauges/g-000451?limit=5&cursor=x": "/v1/gauges/{id}?cursor&limit",
		"http://h:1":                                            "/",
		"http://h:1?a=1&a=2#f?x":                                "/?a",
		"https://‹redacted:00000000›@h:1/x":                     "/x",
		"https://h/a/550e8400-e29b-41d4-a716-446655440000/b/7":  "/a/{id}/b/{id}",
		"https://h/oauth2/v2/deadbeefdeadbeef/deadbeefdeadbee1": "/oauth2/v2/deadbeefdeadbeef/{id}",
		"https://h/%zz?%zz=1":                                   "/%zz?%zz",
	} {
		if got := addressOf("", raw).template(); got != want {
			t.Errorf("%s becomes %s, want %s", raw, got, want)
		}
	}
}

func TestQuantilesAreExactToThreePercent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var l latencies
		micros := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 200).Draw(t, "µs")
		for _, us := range micros {
			l.add(time.Duration(us) * time.Microsecond)
		}
		slices.Sort(micros)
		for _, q := range []float64{0, 0.5, 0.9, 0.99, 1} {
			rank := max(1, int(q*float64(len(micros))+0.999999))
			want := time.Duration(micros[rank-1]) * time.Microsecond
			if got := l.quantile(q); got < want || float64(got-want) > 0.0313*float64(want)+float64(time.Microsecond) {
				t.Fatalf("quantile %v of %v is %v, want %v", q, micros, got, want)
			}
		}
		total := int64(0)
		for _, b := range l.histogram() {
			total += b.Count
		}
		if total != l.count {
			t.Fatalf("the histogram holds %d of %d", total, l.count)
		}
	})
}

// FuzzFields holds that equal values have no difference, and that the
// difference of two valid ones is empty only where they mean the same.
func FuzzFields(f *testing.F) {
	f.Add([]byte(`{"a":1,"b":[1,{"c":null}]}`), []byte(`{"b":[1,{"c":2}],"a":1}`))
	f.Add([]byte(`"‹redacted:01234567›"`), []byte(`"‹redacted:89abcdef›"`))
	f.Add([]byte(`{`), []byte(``))
	mark := marks()
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if fields, _ := diffFields(mark, a, a); len(fields) != 0 {
			t.Fatalf("%q differs from itself: %v", a, fields)
		}
		fields, secrets := diffFields(mark, a, b)
		var av, bv any
		if json.Unmarshal(a, &av) != nil || json.Unmarshal(b, &bv) != nil || secrets > 0 {
			return
		}
		back, _ := diffFields(mark, b, a)
		if len(fields) != len(back) {
			t.Fatalf("%q and %q differ in %d fields, and in %d the other way", a, b, len(fields), len(back))
		}
	})
}
