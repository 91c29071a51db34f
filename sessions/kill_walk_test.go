package sessions

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"weir/engine"
	"weir/engine/playground"
)

// walkUntilKilled is what the child of TestKillDuringAWalk does: it walks a
// list that fails now and then, records that, and writes the number of each
// event that a follower was told.
func walkUntilKilled(path string) {
	server, err := playground.Start(context.Background(), playground.Options{Items: 10_000_000})
	if err != nil {
		panic(err)
	}
	s, err := Create(path, Options{})
	if err != nil {
		panic(err)
	}
	policy := engine.DefaultPolicy()
	policy.Retry.Base, policy.Retry.Cap = time.Millisecond, time.Millisecond
	e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
	if err != nil {
		panic(err)
	}
	if err := s.Record(e.Follow(8192)); err != nil {
		panic(err)
	}
	told := e.Follow(8192)
	if _, err := e.Start(context.Background(), engine.Plan{
		Requests: []engine.Request{{URL: server.URL() + "/v1/offset/gauges?limit=20&fail=0.1"}},
		Walk:     &engine.Walk{Pages: engine.AllPages, Parallel: 4},
	}); err != nil {
		panic(err)
	}
	var events []engine.Event
	for {
		if events, err = told.Next(context.Background(), events[:0]); err != nil {
			panic(err)
		}
		fmt.Println(events[len(events)-1].Head().Seq)
	}
}

// TestKillDuringAWalk kills the recording program at random moments: what a
// follower was told 100 ms before is there, the file is sound and plays. With
// WEIR_TEST_ALL it does so 200 times; else few times, and leaves a busy machine
// a second.
func TestKillDuringAWalk(t *testing.T) {
	t.Parallel()
	rounds, margin := 3, time.Second
	if os.Getenv("WEIR_TEST_ALL") != "" {
		rounds, margin = 200, 100*time.Millisecond
	}
	checked, recorded := uint64(0), 0
	for round := range rounds {
		path := filepath.Join(t.TempDir(), "killed.weir")
		told := killWithin(t, path, margin, margin+time.Duration(rand.Int64N(int64(time.Second/2))))
		n := checkKilled(t, path)
		if uint64(n) < told {
			t.Errorf("round %d: %d events are there, a follower was told %d %v before the end", round, n, told, margin)
		}
		checked, recorded = checked+told, recorded+n
	}
	t.Logf("%d events were told in time, %d are there", checked, recorded)
	if checked == 0 {
		t.Error("no event was told in time")
	}
}

// killWithin starts a child that records a walk, and kills it some time after
// it said its first word. It returns the last event that was told margin before.
func killWithin(t *testing.T, path string, margin, after time.Duration) (told uint64) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), "WEIR_TEST_WALK="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	type word struct {
		at  time.Time
		seq uint64
	}
	var words []word
	var killed time.Time
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		seq, err := strconv.ParseUint(lines.Text(), 10, 64)
		if err != nil {
			break // cut by the kill
		}
		words = append(words, word{time.Now(), seq})
		if killed.IsZero() && time.Since(words[0].at) >= after {
			killed = time.Now()
			if err := child.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = child.Wait() // it was killed
	for _, w := range words {
		if killed.Sub(w.at) >= margin {
			told = w.seq
		}
	}
	return told
}

// checkKilled holds that a file is sound and plays, and returns how many
// events it has.
func checkKilled(t *testing.T, path string) int {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	var check string
	if err := s.read.QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Fatalf("integrity is %q, %v", check, err)
	}
	if info, err := s.Info(t.Context()); err != nil || info.Runs > 0 && info.Target != "GET /v1/offset/gauges" {
		t.Errorf("info is %+v, %v", info, err)
	}
	r := NewReplay(s)
	if err := r.Load(t.Context(), nil); err != nil || len(r.Damages()) > 0 {
		t.Fatal(err, r.Damages())
	}
	if err := r.Seek(t.Context(), r.Len()); err != nil {
		t.Fatal(err)
	}
	if r.State().Seq() != uint64(r.Len()) {
		t.Errorf("%d events, the last is %d", r.Len(), r.State().Seq())
	}
	for e := range s.Events(t.Context(), 0, 1<<62) {
		end, ok := e.(engine.AttemptFinished)
		if !ok || !end.HasBody {
			continue
		}
		if _, facts, err := s.Body(t.Context(), end.Exchange, end.Attempt, engine.ResponseBody); err != nil || !facts.Complete {
			t.Errorf("body of exchange %d: %+v, %v", end.Exchange, facts, err)
		}
	}
	return r.Len()
}
