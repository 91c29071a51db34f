package link

import (
	"strings"
	"testing"
)

func TestFindNext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lines []string
		want  string
	}{
		{[]string{`<https://a/x?page=2>; rel="next", <https://a/x?page=9>; rel="last"`}, "https://a/x?page=2"},
		{[]string{`</v2/_catalog?last=a&n=4>; rel=next`}, "/v2/_catalog?last=a&n=4"},
		{[]string{`<a>; rel="prev"`, `<b>; rel="next"`}, "b"},
		{[]string{`<x?a=1,2;b>; title="a, <b>; c"; rel="next"`}, "x?a=1,2;b"},
		{[]string{`<x>; rel="prev last NEXT"`}, "x"},
		{[]string{`<x> ; REL = next `}, "x"},
		{[]string{`<x>; title="\"q\", rel=no"; rel=next`}, "x"},
		{[]string{`<x>; rel=prev; rel=next`}, ""},
		{[]string{`<x>; rel="nextish"`}, ""},
		{[]string{``}, ""},
		{[]string{`<>; rel="next"`}, ""},
		{[]string{`<x; rel="next"`}, ""},
		{[]string{`nonsense, <x>; rel=next`}, "x"},
		{[]string{`<y> garbage "a,b", <x>; rel=next`}, "x"},
		{[]string{`<y>; rel, <x>; rel=next;`}, "x"},
	} {
		l, _ := Find(c.lines, "next")
		if l.Target != c.want {
			t.Errorf("%q: got %q, want %q", c.lines, l.Target, c.want)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add(`<https://a/x?page=2>; rel="next", <b>; rel=last; title="x\"y"`)
	f.Add(`<>;;;,,<`)
	f.Fuzz(func(t *testing.T, line string) {
		for _, l := range Parse(line) {
			if strings.ContainsAny(l.Target, "<>") && !strings.Contains(l.Target, "<") {
				t.Fatalf("target %q holds its delimiter", l.Target)
			}
			l.Is("next")
		}
	})
}
