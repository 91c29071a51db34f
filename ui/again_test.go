package ui

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
)

// againDesk begins a replay of a session of a request that carried secrets.
func againDesk(t *testing.T, url string, header engine.FieldLines) *desk {
	t.Helper()
	old, err := sessions.Create(filepath.Join(t.TempDir(), "old.weir"), sessions.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = old.Close() })
	s := newScript()
	s.add(engine.RunStarted{
		Header: s.head(0, 0), Mode: engine.ModeWalk, Name: "gauges", Method: "GET", URL: url, Requests: 1, Paginate: "auto",
		Policy: engine.DefaultPolicy().Facts(),
	})
	s.add(engine.ExchangeStarted{Header: s.head(1, 0), Method: "GET", URL: url, Page: 1})
	s.add(engine.AttemptStarted{Header: s.head(1, 1), Method: "GET", URL: url, Max: 4, Fields: header})
	s.answered(1, 1, 200, tally("closed", 1, 0, 0))
	s.add(engine.ExchangeFinished{Header: s.head(1, 0), Outcome: engine.ExchangeAnswered, Status: 200, Attempts: 1})
	s.add(engine.PageFetched{Header: s.head(1, 1), Number: 1, URL: url, Status: 200, Items: 1, Total: -1})
	old.Add(s.finished(engine.RunCompleted).events...)
	return newDesk(t, 120, 40, func(o *Options) {
		o.Replay = old
		o.Renew = func(_ context.Context, p engine.Policy, secrets []string) (Renewed, error) {
			live, err := sessions.Create(filepath.Join(t.TempDir(), "new.weir"), sessions.Options{Secrets: secrets})
			if err != nil {
				return Renewed{}, err
			}
			e, err := engine.New(engine.Config{Policy: p, Bodies: live})
			if err != nil {
				return Renewed{}, err
			}
			closing := func() error { return errors.Join(e.Close(), live.Close()) }
			t.Cleanup(func() { _ = closing() })
			return Renewed{Engine: e, Session: live, Close: closing}, live.Record(e.Follow(64))
		}
	})
}

// What was struck out is asked for; without it nothing is sent.
func TestSendAgainAsksForSecrets(t *testing.T) {
	t.Parallel()
	d := againDesk(t, "http://127.0.0.1:1/list?token=s3cretvalue", engine.FieldLines{"Authorization": {"Bearer abcdefgh"}})
	d.press(".")
	d.shows("Header Authorization", "struck out")
	d.press("esc")
	d.shows("Nothing was sent")
	d.press(".")
	d.typed("Bearer new")
	d.press("enter")
	d.shows("Parameter token")
	d.press("enter")
	d.shows("cannot be left out")
	d.typed("fresh")
	a := &d.m.again
	a.given["parameter token"] = "fresh"
	plans, secrets, err := a.filled()
	if err != nil || len(secrets) != 2 {
		t.Fatalf("%v, %v", secrets, err)
	}
	req := plans[0].Requests[0]
	if req.URL != "http://127.0.0.1:1/list?token=fresh" || req.Header.Get("Authorization") != "Bearer new" || plans[0].Walk.Pages != 1 {
		t.Errorf("sent would be %+v for %d pages", req, plans[0].Walk.Pages)
	}
	a.given = map[string]string{"header Authorization": "x"}
	if _, _, err := a.filled(); err == nil || !strings.Contains(err.Error(), "parameter token is struck out") {
		t.Errorf("a placeholder would be sent: %v", err)
	}
}

// pump runs commands beside each other, as the program does, until what is
// waited for has come.
func (d *desk) pump(cmd tea.Cmd, done func() bool) {
	d.t.Helper()
	ctx := d.m.ctx
	messages := make(chan tea.Msg)
	start := func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			select {
			case messages <- cmd():
			case <-ctx.Done():
			}
		}()
	}
	for start(cmd); !done(); {
		select {
		case msg := <-messages:
			if all, ok := msg.(tea.BatchMsg); ok {
				for _, one := range all {
					start(one)
				}
				continue
			}
			d.m.ticking = true
			_, next := d.m.Update(msg)
			start(next)
		case <-ctx.Done():
			d.t.Fatalf("it never came:\n%s", d.screen())
		}
	}
}

// The same plan goes to the network again, into a session of its own, which
// then is compared with what it was.
func TestSendAgain(t *testing.T) {
	t.Parallel()
	server, err := playground.Start(t.Context(), playground.Options{Items: 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	d := againDesk(t, server.URL()+"/v1/offset/gauges?limit=20", nil)
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	d.m.ctx = ctx
	d.pump(d.m.sendAgain(), func() bool {
		r := d.m.state.Focus()
		return d.m.replay == nil && r != nil && d.m.again.plans == nil
	})
	if c := d.m.state.Counters; c.Pages != 1 || c.Items != 20 || d.m.opts.Session == nil {
		t.Errorf("sent again came %d pages with %d items, want those of then: 1 and 20", c.Pages, c.Items)
	}
	d.shows("Sent again: V compares")
	d.pump(d.m.compareLive(), func() bool { return strings.Contains(d.screen(), "A and B compared") })
	d.shows("old", "new")
}
