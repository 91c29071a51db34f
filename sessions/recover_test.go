package sessions

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"weir/engine"
)

// wholeFile records a session with bodies, closes it and returns its bytes.
func wholeFile(t *testing.T) (file []byte, events []engine.Event) {
	t.Helper()
	s := create(t, Options{Name: "mine", Program: "weir test"})
	script := newScript().start(engine.ModeRepeat)
	for range 300 {
		x := script.begin(0)
		write(t, s, ref(x, "text/plain"), []byte(fmt.Sprintf("body %d %s", x, strings.Repeat("river ", int(x)))), 1000)
		script.attempt(x, 1, 200)
		script.end(x, 200, 1)
	}
	s.Add(script.events...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	return file, script.events
}

func TestRecoverSavesWhatCanBeRead(t *testing.T) {
	t.Parallel()
	file, events := wholeFile(t)
	n := len(file)
	cases := []struct {
		name     string
		from, to int // is overwritten
		length   int // is kept
		least    int // events
	}{
		{"sound", 0, 0, n, len(events)},
		{"the first page is gone", 0, pageSize, n, len(events)},
		{"the header is gone", 0, 100, n, len(events)},
		{"the middle is gone", n / 2, n/2 + 4*pageSize, n, len(events) / 3},
		{"the end is cut off", 0, 0, n * 2 / 3, len(events) / 3},
		{"a piece of a page is cut off", 0, 0, n - 1000, len(events) / 3},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			damaged := bytes.Clone(file[:c.length])
			for i := c.from; i < c.to; i++ {
				damaged[i] = 0xA5
			}
			path, out := filepath.Join(dir, "damaged.weir"), filepath.Join(dir, "saved", "out.weir")
			if err := os.WriteFile(path, damaged, 0o400); err != nil {
				t.Fatal(err)
			}
			got, err := Recover(t.Context(), path, out)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(got)
			saved := reopen(t, out)
			if back := all(t, saved); len(back) != got.Events || len(back) < c.least {
				t.Errorf("%d events, told %d, at least %d", len(back), got.Events, c.least)
			} else if len(back) == len(events) {
				if diff := cmp.Diff(events, back); diff != "" {
					t.Error(diff)
				}
			}
			bodies := 0
			for x := range uint64(300) {
				data, facts, err := saved.Body(t.Context(), x+1, 1, engine.ResponseBody)
				if err == nil && facts.Complete {
					bodies++
					if !bytes.HasPrefix(data, fmt.Appendf(nil, "body %d river", x+1)) || facts.ContentType != "text/plain" {
						t.Errorf("body %d is %.20q, %+v", x+1, data, facts)
					}
				}
			}
			if bodies != got.Bodies-got.Broken {
				t.Errorf("%d whole bodies, told %d of %d", bodies, got.Broken, got.Bodies)
			}
			if now, _ := os.ReadFile(path); !bytes.Equal(now, damaged) {
				t.Error("the damaged file was changed")
			}
			if names, _ := filepath.Glob(filepath.Join(dir, "*")); len(names) != 2 {
				t.Errorf("left behind: %q", names)
			}
			if names, _ := os.ReadDir(filepath.Dir(out)); len(names) != 1 {
				t.Errorf("left behind: %v", names)
			}
			if info, err := saved.Info(t.Context()); err != nil || info.Events != int64(got.Events) || !info.Whole {
				t.Errorf("info is %+v, %v", info, err)
			}
		})
	}
}

func TestRecoverRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := filepath.Join(dir, "text.weir")
	if err := os.WriteFile(text, []byte(strings.Repeat("hello\n", 9000)), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.weir")
	var other *NotSessionError
	if _, err := Recover(t.Context(), text, out); !errors.As(err, &other) {
		t.Errorf("text: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file is left")
	}
	var exists *ExistsError
	if _, err := Recover(t.Context(), text, text); !errors.As(err, &exists) {
		t.Errorf("over a file: %v", err)
	}
	s := create(t, Options{})
	s.Add(busy(3)...)
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	var held *HeldError
	if _, err := Recover(t.Context(), s.Path(), out); !errors.As(err, &held) {
		t.Errorf("while it is recorded: %v", err)
	}
	if _, err := Recover(t.Context(), filepath.Join(dir, "none.weir"), out); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}
