package sessions

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"weir/engine"
)

// Extension is how the names of session files end.
const Extension = ".weir"

// Info is what a session says about itself.
type Info struct {
	Path    string
	Name    string // as a person called it, else of its file
	Kept    bool   // a person named it: it is kept until a person deletes it
	Created time.Time
	Program string
	// Redacted is false where secrets were written as they are.
	Redacted  bool
	Size      int64  // bytes on disk
	Target    string // method and path of the first run
	Origin    string // of the first run
	Runs      int64
	Exchanges int64
	Events    int64
	Duration  time.Duration // from the first event to the last
	// Whole is false where the recording program did not close the file. All
	// that it had committed is there nevertheless.
	Whole bool
	// Damage says what of the file cannot be read; nil where nothing was met.
	Damage error
	// Held is who records into it now; nil for nobody.
	Held *HeldError
}

// summary counts what is recorded, for Info.
type summary struct {
	created     time.Time
	first, last time.Time
	runs        int64
	exchanges   int64
	events      int64
	target      string
	origin      string
}

// summaryLine is its form in the file.
type summaryLine struct {
	Runs      int64  `json:"runs"`
	Exchanges int64  `json:"exchanges"`
	Events    int64  `json:"events"`
	Nanos     int64  `json:"duration_ns"`
	Target    string `json:"target"`
	Origin    string `json:"origin"`
}

func (s *summary) add(e engine.Event) {
	h := e.Head()
	if s.first.IsZero() {
		s.first = h.At
	}
	s.last = h.At
	s.events++
	switch e := e.(type) {
	case engine.RunStarted:
		s.runs++
		if s.target == "" {
			s.target, s.origin = target(e.Method, e.URL), originOf(e)
		}
	case engine.ExchangeStarted:
		s.exchanges++
	}
}

func (s *summary) line() summaryLine {
	return summaryLine{
		Runs: s.runs, Exchanges: s.exchanges, Events: s.events,
		Nanos: int64(s.last.Sub(s.first)), Target: s.target, Origin: s.origin,
	}
}

// conclude writes the summary that List reads.
func (s *Session) conclude() {
	s.mu.Lock()
	line := s.sum.line()
	s.mu.Unlock()
	if s.redact != nil {
		line.Target, line.Origin = s.redact.Text(line.Target), s.redact.Text(line.Origin)
	}
	text, _ := json.Marshal(line) // strings and numbers always encode
	s.w.add(metaOp{"summary", string(text)}, metaOp{"closed", stamp(time.Now())})
}

// Info returns what the session says about itself. While it is recorded, that
// is how it stands at this moment.
func (s *Session) Info(ctx context.Context) (Info, error) {
	if s.w == nil {
		return s.told(ctx)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := Info{
		Path: s.path, Name: s.name, Kept: s.name != "", Created: s.sum.created, Redacted: s.redact != nil, Size: sizeOf(s.path),
	}
	i.apply(s.sum.line())
	i.nameIt()
	return i, nil
}

func (i *Info) apply(l summaryLine) {
	i.Runs, i.Exchanges, i.Events = l.Runs, l.Exchanges, l.Events
	i.Duration, i.Target, i.Origin = time.Duration(max(0, l.Nanos)), l.Target, l.Origin
}

func (i *Info) nameIt() {
	if i.Name == "" {
		i.Name = strings.TrimSuffix(filepath.Base(i.Path), Extension)
	}
}

// told reads what the file says about itself.
func (s *Session) told(ctx context.Context) (Info, error) {
	facts, err := s.facts(ctx)
	if err != nil {
		return Info{Path: s.path, Size: sizeOf(s.path)}, err
	}
	i := Info{
		Path: s.path, Name: facts["name"], Kept: facts["name"] != "", Program: facts["program"],
		Redacted: facts["redaction"] != "off", Size: sizeOf(s.path), Whole: facts["closed"] != "",
	}
	i.Created, _ = time.Parse(time.RFC3339Nano, facts["created"])
	i.nameIt()
	var line summaryLine
	if json.Unmarshal([]byte(facts["summary"]), &line) == nil {
		i.apply(line)
		return i, nil
	}
	i.Whole = false
	line, err = s.count(ctx)
	i.apply(line)
	return i, err
}

// facts reads the meta table.
func (s *Session) facts(ctx context.Context) (map[string]string, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT key, value FROM meta LIMIT 64")
	if err != nil {
		return nil, s.broken("what it says about itself", err)
	}
	defer func() { _ = rows.Close() }()
	facts := map[string]string{}
	for rows.Next() {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return nil, s.broken("what it says about itself", err)
		}
		facts[key] = value
	}
	return facts, rows.Err()
}

// count makes up the summary of a file that was not closed.
func (s *Session) count(ctx context.Context) (summaryLine, error) {
	var l summaryLine
	err := s.read.QueryRowContext(ctx, `SELECT count(*), coalesce(max(at) - min(at), 0),
		(SELECT count(*) FROM exchanges), (SELECT count(*) FROM events WHERE kind = 'run.started') FROM events`,
	).Scan(&l.Events, &l.Nanos, &l.Exchanges, &l.Runs)
	if err != nil {
		return l, s.broken("its events", err)
	}
	var first string
	err = s.read.QueryRowContext(ctx, "SELECT json FROM events WHERE kind = 'run.started' ORDER BY seq LIMIT 1").Scan(&first)
	if e, perr := engine.ParseEvent([]byte(first)); err == nil && perr == nil {
		if start, ok := e.(engine.RunStarted); ok {
			l.Target, l.Origin = target(start.Method, start.URL), originOf(start)
		}
	}
	return l, nil
}

// originOf is the origin of a run's first request; empty where nobody can know.
func originOf(e engine.RunStarted) string {
	if e.Origin != "" {
		return e.Origin
	}
	origin, _ := engine.OriginOf(e.URL)
	return origin
}

// sizeOf returns how many bytes a session takes, its log included.
func sizeOf(path string) int64 {
	size := int64(0)
	for _, p := range []string{path, path + "-wal"} {
		if st, err := os.Stat(p); err == nil {
			size += st.Size()
		}
	}
	return size
}

// holder returns who records into the file; nil for nobody.
func holder(ctx context.Context, path string) *HeldError {
	db, err := openReader(path, asItIs, 1)
	if err != nil {
		return nil
	}
	s := &Session{path: path, read: db}
	facts, err := s.facts(ctx)
	_ = db.Close()
	if err != nil || facts["closed"] != "" || facts["writer.pid"] == "" {
		return nil
	}
	held := &HeldError{Path: path, Host: facts["writer.host"]}
	held.PID, _ = strconv.Atoi(facts["writer.pid"])
	held.Since, _ = time.Parse(time.RFC3339Nano, facts["writer.since"])
	tries := 3
	if held.mayLive() {
		tries = 20
	}
	if !isTaken(ctx, path, tries) {
		return nil
	}
	return held
}

// mayLive says whether the process that is said to record is there. It may be
// another by now.
func (e *HeldError) mayLive() bool {
	host, err := os.Hostname()
	if err != nil || host != e.Host {
		return true
	}
	process, err := os.FindProcess(e.PID)
	if err != nil {
		return false
	}
	defer func() { _ = process.Release() }()
	return !errors.Is(process.Signal(syscall.Signal(0)), os.ErrProcessDone)
}

// isTaken says whether a writer's transaction is open on the file. Between two
// transactions it is not for a moment, and for a longer one where a long log
// begins anew (see disk), so it asks more than once.
func isTaken(ctx context.Context, path string, tries int) bool {
	db, err := openWriteProbe(path)
	if err != nil {
		return false
	}
	defer func() { _ = db.Close() }()
	for try := range tries {
		if try > 0 {
			pause(ctx, 10*time.Millisecond)
		}
		if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
			return true
		}
		_, _ = db.ExecContext(ctx, "ROLLBACK")
	}
	return false
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

func (i Info) String() string {
	return fmt.Sprintf("%s: %s, %s, %s", i.Name, several(i.Runs, "run"), several(i.Exchanges, "exchange"), Size(i.Size))
}
