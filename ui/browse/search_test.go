package browse

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestPattern(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, text string
		start, end    int
	}{
		{"lock", "Upper LOCK", 6, 10},
		{"Lock", "lock Lock", 5, 9},
		{"", "x", -1, -1},
		{"é", "cafÉ", 3, 5},
		{"川", "の川", 3, 6},
		{"a.c", "abc a.c", 4, 7},
		{"\xff", "a\xff", 1, 2},
		{"k", "\u212a k", 4, 5},
		{"none", "no ne", -1, -1},
	}
	for _, tt := range tests {
		start, end, ok := NewPattern(tt.pattern).find([]byte(tt.text))
		if !ok {
			start, end = -1, -1
		}
		if start != tt.start || end != tt.end {
			t.Errorf("%q in %q: %d to %d, want %d to %d", tt.pattern, tt.text, start, end, tt.start, tt.end)
		}
	}
}

// TestSearchBody compares with a search that is plain and slow.
func TestSearchBody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		pattern := rapid.StringMatching(`[abA]{1,3}`).Draw(rt, "pattern")
		parts := rapid.SliceOfN(rapid.StringMatching(`[abAB]{0,9}`), 0, 3).Draw(rt, "parts")
		gap := rapid.SampledFrom([]int{1, 2, 250, 256, 4090, 4096, searchChunk - 4}).Draw(rt, "gap")
		body := strings.Join(parts, strings.Repeat("-", gap))
		m, err := SearchBody(t.Context(), []byte(body), NewPattern(pattern))
		if err != nil {
			rt.Fatal(err)
		}
		text := body
		if strings.ToLower(pattern) == pattern {
			text = strings.ToLower(body)
		}
		var want []int
		for at := 0; ; {
			i := strings.Index(text[at:], pattern)
			if i < 0 {
				break
			}
			want = append(want, at+i)
			at += i + len(pattern)
		}
		if diff := cmp.Diff(want, m.places); diff != "" {
			rt.Fatal(diff)
		}
	})
}

func TestMatchesWrap(t *testing.T) {
	t.Parallel()
	m, err := SearchBody(t.Context(), []byte("a-a--a"), NewPattern("a"))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Label(); got != "0/3" {
		t.Errorf("label is %q before the first move", got)
	}
	steps := []struct {
		move  func(int) (int, bool)
		from  int
		want  int
		label string
	}{
		{m.Next, 0, 2, "2/3"},
		{m.Next, 2, 5, "3/3"},
		{m.Next, 5, 0, "1/3"},
		{m.Prev, 0, 5, "3/3"},
		{m.Prev, 4, 2, "2/3"},
		{m.Next, -1, 0, "1/3"},
	}
	for i, s := range steps {
		if got, ok := s.move(s.from); !ok || got != s.want || m.Label() != s.label {
			t.Errorf("step %d is at %d (%s), want %d (%s)", i, got, m.Label(), s.want, s.label)
		}
	}
	if _, ok := (&Matches{}).Next(0); ok {
		t.Error("there is a find among none")
	}
}

func TestSearchIsBounded(t *testing.T) {
	t.Parallel()
	m, err := SearchBody(t.Context(), bytes.Repeat([]byte("A"), maxHits+1), NewPattern("A"))
	if err != nil || m.Len() != maxHits || m.Label() != "0/100,000+" {
		t.Errorf("%d finds, %q, %v", m.Len(), m.Label(), err)
	}
}

func TestSearchItems(t *testing.T) {
	t.Parallel()
	source := list{
		`{"name":"Upper lock"}`, `{"lock":1}`, "", `{"at":{"lock":["LOCK"]}}`, `"lock"`, `{"n":"\u006cock"}`, `{"n":"lo`, `[{"a":"x"},"a lock"]`,
	}
	m, err := SearchItems(t.Context(), source, NewPattern("lock"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 3, 4, 5, 7}, m.places); diff != "" {
		t.Error(diff)
	}
}

func TestSearchEnds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := SearchBody(ctx, []byte("a"), NewPattern("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if _, err := SearchItems(ctx, list{"1"}, NewPattern("a")); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func FuzzSearchItems(f *testing.F) {
	f.Add([]byte(`{"a":["b",{"c":"\n"}]}`), "c")
	f.Fuzz(func(t *testing.T, item []byte, pattern string) {
		if _, err := SearchItems(t.Context(), list{string(item)}, NewPattern(pattern)); err != nil {
			t.Fatal(err)
		}
		m, err := SearchBody(t.Context(), item, NewPattern(pattern))
		if err != nil {
			t.Fatal(err)
		}
		if at, ok := m.Next(-1); ok && at >= len(item) {
			t.Fatalf("a find at %d of %d", at, len(item))
		}
	})
}

func BenchmarkSearchBody(b *testing.B) {
	body := bytes.Repeat([]byte("the river rises and rises, and who knows why\n"), 1_000_000)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, err := SearchBody(b.Context(), body, NewPattern("nothing")); err != nil {
			b.Fatal(err)
		}
	}
}
