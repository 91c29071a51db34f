package ui

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weir/engine"
	"weir/sessions"
	"weir/sessions/compare"
	"weir/ui/dialogs"
)

// folderOfSessions makes session files in a folder: one that a person named, one that
// nobody did, one that is damaged.
func folderOfSessions(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, one := range []struct {
		file, name string
		events     []engine.Event
	}{
		{"monday", "monday", story().events},
		{"2026-03-01-080000", "", newScript().walk().pages(1, 3).events},
	} {
		s, err := sessions.Create(filepath.Join(dir, one.file+sessions.Extension), sessions.Options{Name: one.name})
		if err != nil {
			t.Fatal(err)
		}
		s.Add(one.events...)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(filepath.Join(dir, "monday"+sessions.Extension))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "torn"+sessions.Extension), whole[:5000], 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func shelfDesk(t *testing.T, w, h int) (*desk, string) {
	t.Helper()
	dir := folderOfSessions(t)
	d := newDesk(t, w, h, func(o *Options) { o.Folder = dir })
	t.Cleanup(func() { d.run(d.m.leaveReplay()) }) // closes what was opened
	return d, dir
}

// listOfSessions is the list of sessions that is open.
func (d *desk) listOfSessions() *dialogs.Picker {
	d.t.Helper()
	p, ok := d.m.dialogs.Top().(*dialogs.Picker)
	if !ok {
		d.t.Fatalf("no list is open, but %T:\n%s", d.m.dialogs.Top(), d.screen())
	}
	return p
}

// The list says how each session stands, and finds by any word.
func TestShelf(t *testing.T) {
	t.Parallel()
	d, _ := shelfDesk(t, 120, 40)
	d.press("o")
	d.shows("Sessions · 3", "monday", "kept", "damaged", "GET /v1/gauges", "days")
	d.typed("mon gauges")
	if row, _ := d.listOfSessions().Selected(); !strings.HasSuffix(row.ID, "monday.weir") {
		t.Errorf("found is %q", row.ID)
	}
	d.press("enter")
	if d.m.replay == nil || d.m.state.Counters.Trips != 1 {
		t.Errorf("enter opens nothing: %+v", d.m.notices.list)
	}
}

func TestShelfDeletesAndNames(t *testing.T) {
	t.Parallel()
	d, dir := shelfDesk(t, 80, 24)
	d.press("o")
	d.typed("080000")
	d.press("ctrl+r")
	d.typed("tuesday")
	d.press("enter")
	if _, err := os.Stat(filepath.Join(dir, "tuesday.weir")); err != nil {
		t.Fatalf("it was not named: %v\n%s", err, d.screen())
	}
	d.press("ctrl+u")
	d.typed("tues")
	d.shows("tuesday", "kept")
	d.press("delete")
	d.shows("Are you sure?")
	d.press("n")
	if _, err := os.Stat(filepath.Join(dir, "tuesday.weir")); err != nil {
		t.Error("deleted without a yes")
	}
	d.press("delete y")
	if _, err := os.Stat(filepath.Join(dir, "tuesday.weir")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	if p := d.listOfSessions(); p.Query() != "tues" {
		t.Errorf("the list lost what was typed: %q", p.Query())
	}
}

// Two sessions are compared: one is marked, then the other; esc comes back.
func TestShelfCompares(t *testing.T) {
	t.Parallel()
	d, _ := shelfDesk(t, 80, 24)
	d.press("o")
	d.typed("monday")
	d.press("ctrl+t")
	d.press("ctrl+u")
	d.typed("080000")
	d.press("ctrl+t")
	d.shows("A and B compared", "A and B differ", "exchanges", "scroll")
	for range 40 {
		d.press("pgdown")
		checkFrame(t, d, 80, 24)
	}
	d.press("esc")
	d.shows("Sessions · 3")
}

// What all sessions hold is searched, and opened where it was found.
func TestFindInAllSessions(t *testing.T) {
	t.Parallel()
	d, _ := shelfDesk(t, 120, 40)
	d.press("O")
	d.typed("page=6")
	d.press("enter")
	d.shows("“page=6” · 1 found in", "#6", "503", "the URL")
	d.press("enter")
	if d.m.replay == nil || d.m.widgets.exchange != 6 {
		t.Fatalf("it is not shown: %+v\n%s", d.m.notices.list, d.screen())
	}
	if x := d.m.exchange(); x == nil || x.ID != 6 || x.Live() {
		t.Errorf("the replay stands at %+v", x)
	}
}

func TestExportFromTheScreen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for key, ending := range map[string]string{"h": ".har", "c": ".sh", "r": ".http", "o": ".go", "p": ".py"} {
		d := newDesk(t, 120, 40, func(o *Options) { o.Replay = storied(t) })
		d.press("ctrl+p")
		d.typed("export the session")
		d.press("enter " + key)
		d.press("ctrl+u")
		to := filepath.Join(dir, "out"+ending)
		d.typed(to)
		d.press("enter")
		d.shows("Written to")
		if data, err := os.ReadFile(to); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", ending, len(data), err)
		}
		d.m.form = "har"
		d.run(d.m.export(to))
		d.shows("exists already")
	}
}

// sessionList opens a list of sessions in every standing that there is.
func sessionList(d *desk) {
	d.m.openShelf()
	info := func(name, target string, ago time.Duration, exchanges int64) sessions.Info {
		return sessions.Info{
			Path: "/data/" + name + ".weir", Name: name, Target: target, Origin: testOrigin, Created: base().Add(-ago), Exchanges: exchanges,
			Events: exchanges * 6, Duration: time.Duration(exchanges) * 40 * time.Millisecond, Size: exchanges * 3000, Whole: true, Redacted: true,
		}
	}
	all := []sessions.Info{
		info("2026-03-02-092501", "GET /v1/gauges", 5*time.Minute, 12), info("before the release", "GET /v1/cursor/gauges", 26*time.Hour, 1204),
		info("2026-02-20-110412", "POST /graphql", 10*24*time.Hour, 88_312), info("2026-01-31-080000", "GET /v1/outage", 29*24*time.Hour+time.Hour, 7),
		info("torn", "GET /v1/gauges", 3*24*time.Hour, 40),
	}
	all[0].Held = &sessions.HeldError{PID: 4711, Host: "here", Since: base()}
	all[1].Kept = true
	all[4].Damage = errFake
	d.send(sessionsMsg{infos: all})
	d.press("down")
}

// compared opens what differs between two sessions.
func compared(t *testing.T) func(*desk) {
	return func(d *desk) {
		a, b := storied(t), recorded(t)
		if err := errors.Join(a.Sync(t.Context()), b.Sync(t.Context())); err != nil {
			t.Fatal(err)
		}
		r, err := compare.Sessions(t.Context(), a, b, compare.Options{Show: 5})
		if err != nil {
			t.Fatal(err)
		}
		for i, side := range []*compare.Side{&r.A, &r.B} {
			side.Name, side.Created = []string{"before", "after"}[i], base().Add(time.Duration(i)*time.Hour)
		}
		r.Lists = []compare.List{{
			List: "GET /v1/gauges", By: "id", Sure: true, A: 450, B: 449, Same: 440, ItemCounts: compare.ItemCounts{Added: 1, Removed: 2, Changed: 8},
			Fields: map[string]int64{"level": 7, "updated": 8}, Added: []string{"g-000451"}, Removed: []string{"g-000012", "g-000013"},
			Changed: []compare.Changed{
				{ID: "g-000001", Fields: []compare.Field{{Path: "level", From: "1.92", To: "2.07"}, {Path: "updated", From: `"12:01"`, To: `"13:01"`}}},
				{ID: "g-000007", Fields: []compare.Field{{Path: "updated", From: `"12:01"`}}},
			},
		}}
		r.NotCompared = []string{"3 values are struck out as secrets in both sessions: whether they are the same cannot be told"}
		w := &weighing{cancel: func() {}}
		d.m.weigh = w
		d.send(weighedMsg{of: w, report: r})
	}
}
