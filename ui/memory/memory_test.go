package memory

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func monday() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }

func TestWhatIsKeptComesBack(t *testing.T) {
	t.Parallel()
	f := File{filepath.Join(t.TempDir(), "weir", "screen.json")}
	place := Place{Left: 0.25, Right: 0.3, Hidden: []string{"Bucket"}, Zoom: "Main", Tab: "Log"}
	if err := f.KeepPlace("/work", place, monday()); err != nil {
		t.Fatal(err)
	}
	if err := f.KeepTheme("nord"); err != nil {
		t.Fatal(err)
	}
	if got := f.Place("/work"); !got.Equal(place) {
		t.Errorf("place %+v, want %+v", got, place)
	}
	if got := f.Place("/elsewhere"); !got.Equal(Place{}) {
		t.Errorf("another workspace has %+v", got)
	}
	if got := f.Theme(); got != "nord" {
		t.Errorf("theme %q", got)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(f.Path), "*")); len(left) != 1 {
		t.Errorf("files %v", left)
	}
}

func TestTheZeroFileKeepsNothing(t *testing.T) {
	t.Parallel()
	var f File
	if err := f.KeepTheme("nord"); err != nil || f.Theme() != "" {
		t.Errorf("theme %q, %v", f.Theme(), err)
	}
}

func TestDamageCountsAsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", "[]", `{"theme":5}`, "\x00\xff"} {
		f := File{filepath.Join(t.TempDir(), "screen.json")}
		if err := os.WriteFile(f.Path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := f.Theme(); got != "" {
			t.Errorf("%q: theme %q", text, got)
		}
		if err := f.KeepTheme("nord"); err != nil || f.Theme() != "nord" {
			t.Errorf("%q: theme %q, %v", text, f.Theme(), err)
		}
	}
}

func TestTheOldestWorkspacesAreForgotten(t *testing.T) {
	t.Parallel()
	n := notes{Workspaces: map[string]kept{}}
	for i := range mostWorkspaces + 5 {
		n.Workspaces[fmt.Sprintf("w%03d", i)] = kept{At: monday().Add(time.Duration(i) * time.Second)}
	}
	for range 5 {
		n.forgetOldest()
	}
	if _, there := n.Workspaces["w004"]; there || len(n.Workspaces) != mostWorkspaces {
		t.Errorf("%d workspaces are left, w004 among them: %v", len(n.Workspaces), there)
	}
}

func TestAFolderThatCannotBeMadeIsNamed(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (File{filepath.Join(blocked, "weir", "screen.json")}).KeepTheme("nord"); err == nil {
		t.Error("no error")
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"theme":"nord","workspaces":{"/a":{"left":0.5,"right":-1,"hidden":["Bucket"],"at":"2026-03-02T09:30:00Z"}}}`))
	f.Add([]byte(`{"workspaces":{"":{"left":1e308,"hidden":[]}}}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		for _, k := range parse(document).Workspaces {
			if k.Left < 0 || k.Left >= 1 || k.Right < 0 || k.Right >= 1 || len(k.Hidden) > mostPanels {
				t.Fatalf("place %+v", k)
			}
		}
	})
}
