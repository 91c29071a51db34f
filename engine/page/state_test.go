package page

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// Every walk goes on from every one of its pages, through JSON.
func TestResumeFromEveryPage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first string
		serve server
	}{
		{"https://h/x?cursor=", cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`)},
		{"https://h/x?page=1&limit=5", func(r Request) Response {
			return body(`{"total":%d,"rows":%s}`, items, object(cut(5*(number(query(r), "page", 1)-1), 5)))
		}},
		{"https://h/x?offset=0&limit=5", func(r Request) Response {
			return body(`{"rows":%s}`, object(cut(number(query(r), "offset", 0), 5)))
		}},
		{"https://h/x", func(r Request) Response {
			at := number(query(r), "at", 0)
			next := "null"
			if at+5 < items {
				next = `"/x?at=` + wantIDs(at+5, at+6)[0][2:] + `"`
			}
			return body(`{"next":%s,"rows":%s}`, next, object(cut(at, 5)))
		}},
	} {
		for pages := 1; pages <= 4; pages++ {
			got := run(t, get(c.first), Spec{MaxPages: pages}, c.serve)
			text, err := json.Marshal(got.walk.State())
			if err != nil {
				t.Fatal(err)
			}
			var s State
			if err := json.Unmarshal(text, &s); err != nil {
				t.Fatal(err)
			}
			w, err := Resume(get(c.first), Spec{}, s)
			if err != nil {
				t.Fatal(err)
			}
			rest := drive(t, w, c.serve)
			if all := append(got.ids, rest.ids...); !slices.Equal(all, wantIDs(0, items)) {
				t.Errorf("%s after page %d: %v", c.first, pages, all)
			}
			if rest.pages[0].Number != pages+1 {
				t.Errorf("%s goes on with page %d", c.first, rest.pages[0].Number)
			}
		}
	}
}

func TestStateHoldsNoHeaders(t *testing.T) {
	t.Parallel()
	first := get("https://h/x?cursor=")
	first.Header.Set("Authorization", "Bearer planted")
	got := run(t, first, Spec{MaxPages: 1}, cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`))
	text, err := json.Marshal(got.walk.State())
	if err != nil || strings.Contains(string(text), "planted") {
		t.Errorf("%s %v", text, err)
	}
}

func TestResumeRefuses(t *testing.T) {
	t.Parallel()
	serve := cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`)
	done := run(t, get("https://h/x?cursor="), Spec{}, serve).walk.State()
	if _, err := Resume(get("https://h/x?cursor="), Spec{}, done); !errors.Is(err, ErrAtEnd) {
		t.Errorf("%v", err)
	}
	open := run(t, get("https://h/x?cursor="), Spec{MaxPages: 1}, serve).walk.State()
	for name, spoil := range map[string]func(*State){
		"version":        func(s *State) { s.Version = 9 },
		"no dialect":     func(s *State) { s.Recipe.Dialect = "pages" },
		"is not https":   func(s *State) { s.Next = Step{URL: "https://evil/x"} },
		"no absolute":    func(s *State) { s.Next = Step{URL: "file:///etc/passwd"} },
		"lacks its para": func(s *State) { s.Recipe.Dialect, s.Recipe.Params = "page", nil },
	} {
		s := open
		recipe := *open.Recipe
		s.Recipe = &recipe
		spoil(&s)
		if _, err := Resume(get("https://h/x?cursor="), Spec{}, s); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if w, err := Resume(get("https://h/x"), Spec{}, State{Version: stateVersion}); err != nil || w.Number() != 0 {
		t.Errorf("a state from before the first page starts anew: %v", err)
	}
}

// An offset walk that was cut off by a dead server takes up at the same page.
func TestResumeAfterFailure(t *testing.T) {
	t.Parallel()
	sick := true
	serve := func(r Request) Response {
		if sick && query(r).Get("cursor") != "" {
			return Response{Status: 503}
		}
		return cursorServer("cursor", `{"items":%s,"next_cursor":"%s"}`)(r)
	}
	got := run(t, get("https://h/x?cursor="), Spec{}, serve)
	sick = false
	w, err := Resume(get("https://h/x?cursor="), Spec{}, got.walk.State())
	if err != nil {
		t.Fatal(err)
	}
	rest := drive(t, w, serve)
	if all := append(got.ids, rest.ids...); !slices.Equal(all, wantIDs(0, items)) {
		t.Errorf("%v", all)
	}
}
