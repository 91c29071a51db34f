package playground

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestGaugeIDRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		index := rapid.IntRange(0, mostItems).Draw(t, "index")
		if got, ok := gaugeIndex(gaugeID(index)); !ok || got != index {
			t.Fatalf("gaugeIndex(%s) = %d, %v", gaugeID(index), got, ok)
		}
	})
}

func TestGaugeIDForm(t *testing.T) {
	t.Parallel()
	for index, want := range map[int]string{0: "g-000001", 450: "g-000451", 999_999: "g-1000000"} {
		if got := gaugeID(index); got != want {
			t.Errorf("gaugeID(%d) = %s, want %s", index, got, want)
		}
	}
	for _, id := range []string{"", "g-", "g-000000", "g-0000001", "g-+00001", "g-1", "x-000001", "g-99999999999999999999"} {
		if index, ok := gaugeIndex(id); ok {
			t.Errorf("gaugeIndex(%q) = %d, want no gauge", id, index)
		}
	}
}

func TestAppendFixed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, decimals int
		want        string
	}{{192, 2, "1.92"}, {5, 2, "0.05"}, {0, 1, "0.0"}, {1234, 1, "123.4"}, {100, 2, "1.00"}} {
		if got := string(appendFixed(nil, c.n, c.decimals)); got != c.want {
			t.Errorf("appendFixed(%d, %d) = %s, want %s", c.n, c.decimals, got, c.want)
		}
	}
}

func TestGaugeIsPlausible(t *testing.T) {
	t.Parallel()
	c := newCatalogue()
	wide := 0
	for i := range 2000 {
		g := c.gauge(i)
		var got struct {
			ID, Name, River, Unit, Trend, Updated string
			Level, Flow                           float64
		}
		if err := json.Unmarshal(g.appendJSON(nil), &got); err != nil {
			t.Fatalf("gauge %d: %v", i, err)
		}
		if got.ID != gaugeID(i) || got.Name != g.name || got.River != g.river.name || got.Unit != "m" {
			t.Fatalf("gauge %d reads back as %+v", i, got)
		}
		if got.Level <= 0 || got.Level > 10 || got.Flow <= 0 || !strings.HasPrefix(got.Updated, "2026-03-") || !strings.HasSuffix(got.Updated, "Z") {
			t.Fatalf("gauge %d is implausible: %+v", i, got)
		}
		if math.Abs(got.Level*100-float64(g.level)) > 1e-6 {
			t.Fatalf("gauge %d: level %v from %d", i, got.Level, g.level)
		}
		if utf8.RuneCountInString(got.River) < len(got.River)/2 {
			wide++
		}
	}
	if wide == 0 {
		t.Error("no river has a wide name")
	}
}

func TestRiversAreWellFormed(t *testing.T) {
	t.Parallel()
	seen := make(map[string]bool)
	all := rivers()
	for _, r := range all {
		if seen[r.id] || r.id == "" || strings.ToLower(r.id) != r.id {
			t.Errorf("river id %q is empty, doubled or not a slug", r.id)
		}
		seen[r.id] = true
		for _, text := range append(r.places[:], r.name, r.country, r.mouth) {
			if text == "" || strings.ContainsAny(text, "\"\\\n") || !utf8.ValidString(text) {
				t.Errorf("river %s: text %q is empty or needs escaping", r.id, text)
			}
		}
	}
	for d := 2; d < len(all); d++ {
		if len(all)%d == 0 {
			t.Fatalf("%d rivers is no prime number", len(all))
		}
	}
}

func TestNthInvertsRiverOf(t *testing.T) {
	t.Parallel()
	c := newCatalogue()
	rapid.Check(t, func(t *rapid.T) {
		river := rapid.IntRange(0, len(c.rivers)-1).Draw(t, "river")
		k := rapid.IntRange(0, 1000).Draw(t, "k")
		index := c.nth(river, k)
		if c.riverOf(index) != river || index/len(c.rivers) != k {
			t.Fatalf("nth(%d, %d) = %d, which is river %d", river, k, index, c.riverOf(index))
		}
	})
}
