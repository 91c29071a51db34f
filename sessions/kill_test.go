package sessions

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"weir/engine"
)

// recordUntilKilled is what the child of TestKill does: it records without end
// and writes the number of the last event that is on disk.
func recordUntilKilled(path string) {
	s, err := Create(path, Options{})
	if err != nil {
		panic(err)
	}
	body := bytes.Repeat([]byte(`{"id":"g-0451"},`), 400)
	script := newScript().start(engine.ModeRepeat)
	for {
		x := script.begin(0)
		w := s.OpenBody(engine.BodyRef{Exchange: x, Attempt: 1, Part: engine.ResponseBody, ContentType: "text/plain"})
		_, _ = w.Write(strconv.AppendUint(body, x, 10))
		_ = w.Close(true)
		script.attempt(x, 1, 200)
		script.end(x, 200, 1)
		s.Add(script.events...)
		script.events = script.events[:0]
		if x%7 == 0 {
			if err := s.Sync(context.Background()); err != nil {
				panic(err)
			}
			fmt.Println(script.seq)
		}
	}
}

func TestKillLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	for round := range 3 {
		path := filepath.Join(t.TempDir(), "killed.weir")
		acknowledged := killAfter(t, path, 2+rand.IntN(10))
		s := reopen(t, path)
		var check string
		if err := s.read.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
			t.Fatalf("round %d: integrity is %q, %v", round, check, err)
		}
		events := all(t, s)
		if n := uint64(len(events)); n < acknowledged || n != events[n-1].Head().Seq {
			t.Errorf("round %d: %d events, %d were acknowledged, the last is %d", round, n, acknowledged, events[n-1].Head().Seq)
		}
		for _, e := range events {
			end, ok := e.(engine.AttemptFinished)
			if !ok {
				continue
			}
			if data, facts, err := s.Body(t.Context(), end.Exchange, 1, engine.ResponseBody); err != nil || !facts.Complete ||
				!bytes.HasSuffix(data, strconv.AppendUint(nil, end.Exchange, 10)) {
				t.Fatalf("round %d: body of exchange %d: %d bytes, %v", round, end.Exchange, len(data), err)
			}
		}
		if info, err := s.Info(t.Context()); err != nil || info.Whole || info.Events != int64(len(events)) || info.Target != "GET /gauges" {
			t.Errorf("round %d: info is %+v, %v", round, info, err)
		}
		if err := Remove(t.Context(), path); err != nil {
			t.Errorf("round %d: the dead writer still holds it: %v", round, err)
		}
	}
}

// killAfter starts a child that records to path and kills it once it has
// acknowledged a number of times. It returns the last event acknowledged.
func killAfter(t *testing.T, path string, times int) (last uint64) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "WEIR_TEST_RECORD="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if last, err = strconv.ParseUint(strings.TrimSpace(lines.Text()), 10, 64); err != nil {
			t.Errorf("the child says %q", lines.Text())
			break
		}
		if n == times {
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	if last == 0 {
		t.Fatal("the child acknowledged nothing")
	}
	return last
}
