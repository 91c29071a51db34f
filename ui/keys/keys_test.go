package keys

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestPresetHasNoConflict(t *testing.T) {
	t.Parallel()
	for _, c := range Preset().Conflicts() {
		t.Error(c.Error())
	}
}

// Every scope in which something is bound is listed, so that the reference
// names every key.
func TestScopesAreComplete(t *testing.T) {
	t.Parallel()
	for _, b := range Preset().bindings {
		if !slices.Contains(Scopes(), b.Scope) {
			t.Errorf("%s is bound in %q, which is not listed", b.Intent, b.Scope)
		}
	}
}

// What a person needs stands on the keys that the interface promises.
func TestPresetKeys(t *testing.T) {
	t.Parallel()
	live := Chain{Items, Live, Global}
	tests := []struct {
		key   string
		chain Chain
		want  Intent
	}{
		{"tab", live, FocusNext},
		{"ctrl+p", live, Palette},
		{":", live, Palette},
		{"?", live, Help},
		{"enter", Chain{Requests, Live, Global}, Send},
		{"enter", live, Open},
		{"enter", Chain{Pages, Live, Global}, Open},
		{"esc", live, Back},
		{"n", live, NextPage},
		{"p", live, PrevPage},
		{"g", live, FirstPage},
		{"G", live, LastPage},
		{"space", live, Pause},
		{"s", live, Save},
		{"o", live, OpenSession},
		{"R", live, Replay},
		{"y", live, Copy},
		{"z", live, Zoom},
		{"1", live, Focus1},
		{"9", live, Focus9},
		{"q", live, Quit},
		{"t", live, TripBreaker},
		{"r", live, Rate},
		{"j", live, Down},
		{"down", live, Down},
		{"k", live, Up},
		{"/", live, Search},
		{"|", live, Filter},
		{"space", Chain{Items, Replaying, Global}, PlayPause},
		{"right", Chain{Items, Replaying, Global}, StepForward},
		{"n", Chain{Items, Replaying, Global}, NextMark},
		{"+", Chain{Bucket, Live, Global}, Faster},
		{"j", Chain{Dialog, Menu}, Down},
		{"é", live, None},
		{"", live, None},
	}
	for _, tt := range tests {
		if got := Preset().Lookup(tt.key, tt.chain); got != tt.want {
			t.Errorf("%q in %v means %q, want %q", tt.key, tt.chain, got, tt.want)
		}
	}
}

// While a text field has the focus, every key that makes text is text.
func TestLettersAreText(t *testing.T) {
	t.Parallel()
	m := Preset()
	for _, chain := range []Chain{{Text, Requests, Live, Global}, {Dialog, Text}, {Text, Body, Replaying, Global}} {
		for r := ' '; r < 0x7f; r++ {
			key := string(r)
			if r == ' ' {
				key = "space"
			}
			if got := m.Lookup(key, chain); got != None {
				t.Errorf("%q in %v means %q, want text", key, chain, got)
			}
		}
	}
}

func TestKeysOutsideATextField(t *testing.T) {
	t.Parallel()
	chain := Chain{Text, Items, Live, Global}
	tests := []struct {
		key  string
		want Intent
	}{
		{"enter", Accept},
		{"esc", Leave},
		{"tab", FocusNext},
		{"ctrl+p", Palette},
		{"ctrl+c", Quit},
		{"left", None}, // moves in the field
		{"up", None},
		{"ctrl+x", None},
		{"home", None},
		{"ctrl+f", None},
	}
	for _, tt := range tests {
		if got := Preset().Lookup(tt.key, chain); got != tt.want {
			t.Errorf("%q in a text field means %q, want %q", tt.key, got, tt.want)
		}
	}
}

func TestConflicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		a, b Binding
		want string // part of the conflict's words, empty for none
	}{
		{"two in a scope", bind(Live, Send, "", "", "x"), bind(Live, Rate, "", "", "x"), `"x" means both send and rate`},
		{"live and everywhere", bind(Live, Send, "", "", "x"), bind(Global, Quit, "", "", "x"), "means both"},
		{"a panel takes it", bind(Items, Sort, "", "", "x"), bind(Global, Quit, "", "", "x"), ""},
		{"a replay takes it", bind(Replaying, StepBack, "", "", "left"), bind(Global, Left, "", "", "left"), ""},
		{"live and replay", bind(Live, Pause, "", "", "space"), bind(Replaying, PlayPause, "", "", "space"), ""},
		{"two keys of one", bind(Live, Send, "", "", "x"), bind(Live, Send, "", "", "x"), ""},
		{"flow control", bind(Live, Save, "", "", "ctrl+s"), Binding{}, "terminals keep it"},
		{"a line feed", bind(Live, Send, "", "", "ctrl+j"), Binding{}, "terminals keep it"},
		{"suspend", bind(Global, Suspend, "", "", "ctrl+z"), Binding{}, ""},
		{"a letter in a field", bind(Text, Accept, "", "", "a"), Binding{}, "it is text"},
		{"a blank", bind(Live, Send, "", "", " "), Binding{}, "space"},
		{"nothing", bind(Live, Send, "", "", ""), Binding{}, "empty"},
	}
	for _, tt := range tests {
		_, err := New([]Binding{tt.a, tt.b})
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", tt.name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
}

func TestRemap(t *testing.T) {
	t.Parallel()
	m, err := Preset().Remap(map[string][]string{"send": {"ctrl+g"}, "quit": {"Q"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Lookup("Q", Chain{Items, Live, Global}); got != Quit {
		t.Errorf("Q means %q after the change", got)
	}
	if got := m.Lookup("q", Chain{Items, Live, Global}); got != None {
		t.Errorf("q still means %q", got)
	}
	if got := Preset().Lookup("q", Chain{Global}); got != Quit {
		t.Errorf("the change reached another map: q means %q", got)
	}
	var unknown *UnknownError
	if _, err := m.Remap(map[string][]string{"next-pgae": {"N"}}); !errors.As(err, &unknown) || unknown.Near != "next-page" {
		t.Errorf("error %v, want one that suggests next-page", err)
	}
	var conflict Conflict
	if _, err := m.Remap(map[string][]string{"pause": {"n"}}); !errors.As(err, &conflict) {
		t.Errorf("error %v, want a conflict", err)
	}
}

// Every action that has a key in a chain stands in its help and its palette,
// and every binding says what it does.
func TestHelpAndPaletteAreComplete(t *testing.T) {
	t.Parallel()
	m := Preset()
	for _, chain := range []Chain{{Requests, Live, Global}, {Body, Live, Global}, {Log, Replaying, Global}} {
		helped := map[Intent]bool{}
		for _, s := range m.Help(chain) {
			for _, b := range s.Bindings {
				helped[b.Intent] = true
				for _, k := range b.Keys {
					if got := m.Lookup(k, chain); got != b.Intent {
						t.Errorf("help says %q is %s, it means %q", k, b.Intent, got)
					}
				}
			}
		}
		offered := map[Intent]bool{Palette: true}
		for _, b := range m.Actions(chain) {
			offered[b.Intent] = true
		}
		for i := range helped {
			if !offered[i] {
				t.Errorf("the palette of %v lacks %s", chain, i)
			}
		}
	}
	for _, b := range m.bindings {
		if b.Help == "" || b.Help != strings.TrimSpace(b.Help) || strings.HasSuffix(b.Help, ".") {
			t.Errorf("%s has the help %q", b.Intent, b.Help)
		}
	}
}

func TestHints(t *testing.T) {
	t.Parallel()
	hints := Preset().Hints(Chain{Requests, Live, Global})
	if len(hints) == 0 || hints[0].Intent != Send {
		t.Fatalf("the first hint for the requests is %+v, want send", hints)
	}
	if !slices.ContainsFunc(hints, func(b Binding) bool { return b.Intent == Quit }) {
		t.Error("no hint says how to leave")
	}
}

func TestShow(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"enter": "⏎", "left": "←", "ctrl+p": "ctrl+p", "space": "space", "shift+right": "⇧→"}
	for key, want := range tests {
		if got := Show(key); got != want {
			t.Errorf("%q is shown as %q, want %q", key, got, want)
		}
	}
	if got := Preset().KeyOf(Quit, Chain{Live, Global}); got != "q" {
		t.Errorf("quit is on %q", got)
	}
}
