package sessions

import (
	"strings"
	"testing"

	"weir/engine"
)

func TestSearchLooksIntoBodies(t *testing.T) {
	t.Parallel()
	s := create(t, Options{})
	script := newScript().start(engine.ModeRepeat)
	for n := range uint64(600) {
		x := script.begin(0)
		body := "nothing here"
		switch n {
		case 3:
			body = `{"river":"The Upper WEIR"}`
		case 300: // the text stands where two pieces meet
			body = strings.Repeat("x", chunkLen-4) + "upper weir" + strings.Repeat("y", 100)
		}
		write(t, s, ref(x, "text/plain"), []byte(body), 32<<10)
		status := 200
		if n%2 == 1 {
			status = 503
		}
		script.attempt(x, 1, status)
		script.end(x, status, 1)
	}
	s.Add(script.events...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name string
		f    Filter
		want []uint64
	}{
		{"in either case", Filter{Text: "Upper Weir"}, []uint64{4, 301}},
		{"with a status", Filter{Text: "upper weir", MinStatus: 500, MaxStatus: 599}, []uint64{4}},
		{"behind a number", Filter{Text: "upper weir", FromID: 4}, []uint64{301}},
		{"not there", Filter{Text: "lower weir"}, nil},
		{"in the URL", Filter{Text: "GAUGES", Limit: 2}, []uint64{1, 2}},
		{"without a text", Filter{MinStatus: 500, FromID: 590}, []uint64{592, 594, 596, 598, 600}},
		{"another outcome", Filter{Outcome: engine.ExchangeRejected}, nil},
	}
	for _, c := range cases {
		var got []uint64
		for m, err := range s.Search(t.Context(), c.f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, m.ID)
			if c.name == "in either case" && (m.Part != engine.ResponseBody || m.Attempt != 1 || !strings.Contains(strings.ToLower(m.Excerpt), "upper weir") || len(m.Excerpt) > 100) {
				t.Errorf("found in %q of attempt %d: %q", m.Part, m.Attempt, m.Excerpt)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: found %v, not %v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: found %v, not %v", c.name, got, c.want)
			}
		}
	}
}
