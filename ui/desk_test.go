package ui

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"weir/engine"
	"weir/sessions"
	"weir/ui/styles"
)

// base is when every script begins.
func base() time.Time { return time.Date(2026, time.March, 2, 9, 30, 0, 0, time.UTC) }

const testOrigin = "http://api.example.com"

// desk is a screen that a test sits at: it presses keys, tells events, runs
// the commands that come of it at once, and looks at the lines.
type desk struct {
	t         *testing.T
	m         *Model
	driver    *fakeDriver
	now       time.Time
	clipboard string
	quit      bool
}

func newDesk(t *testing.T, w, h int, change ...func(*Options)) *desk {
	t.Helper()
	d := &desk{t: t, now: base(), driver: &fakeDriver{runs: map[uint64]*fakeRun{}}}
	o := Options{
		rest: time.Nanosecond, Now: func() time.Time { return d.now }, Environ: []string{}, Prefetch: 1,
		Requests: []Named{
			{Name: "gauges", URL: testOrigin + "/v1/gauges?limit=50", Hint: "the gauges of all rivers, page by page"},
			{Name: "one gauge", URL: testOrigin + "/v1/gauges/g-000001"},
			{Name: "move a gauge", Method: "POST", URL: testOrigin + "/v1/gauges/g-000001/move"},
		},
	}
	for _, c := range change {
		c(&o)
	}
	d.m = newModel(context.Background(), o)
	d.m.driver = d.driver
	if o.Replay != nil {
		d.m.driver = nil
	}
	d.m.walk.library = fakeLibrary{}
	d.m.ticking = true
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	if o.Replay != nil {
		d.run(d.m.Init())
	}
	return d
}

// send updates the model and runs what comes of it.
func (d *desk) send(msg tea.Msg) {
	_, cmd := d.m.Update(msg)
	d.m.ticking = true
	d.run(cmd)
}

func (d *desk) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, one := range msg {
			d.run(one)
		}
	case tickMsg: // frames are drawn when the test says so
	case tea.QuitMsg:
		d.quit = true
	default:
		if reflect.TypeOf(msg).Name() == "setClipboardMsg" {
			d.clipboard = fmt.Sprint(msg)
			return
		}
		d.send(msg)
	}
}

// press presses keys, by their names with blanks between them.
func (d *desk) press(keys string) {
	d.t.Helper()
	for _, key := range strings.Fields(keys) {
		d.send(keyPress(key))
	}
}

func keyPress(key string) tea.KeyPressMsg {
	named := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "tab": tea.KeyTab,
		"left": tea.KeyLeft, "right": tea.KeyRight, "delete": tea.KeyDelete, "backspace": tea.KeyBackspace,
		"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	if code, ok := named[key]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if key == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		if code, ok := named[rest]; ok {
			return tea.KeyPressMsg{Code: code, Mod: tea.ModCtrl}
		}
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// typed types a text.
func (d *desk) typed(text string) {
	for _, r := range text {
		d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// tell brings the events of a script.
func (d *desk) tell(s *script) {
	d.now = s.now
	d.send(eventsMsg{s.events})
	s.events = nil
}

// screen is what stands on the screen.
func (d *desk) screen() string {
	d.t.Helper()
	v := d.m.View()
	lines := strings.Split(v.Content, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(styles.Plain(line), " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shows fails the test unless a text stands on the screen.
func (d *desk) shows(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if screen := d.screen(); !strings.Contains(screen, text) {
			d.t.Errorf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// script is a series of events as an engine states them.
type script struct {
	seq    uint64
	run    uint64
	now    time.Time
	events []engine.Event
}

func newScript() *script { return &script{now: base(), run: 1} }

// after lets time pass.
func (s *script) after(d time.Duration) *script {
	s.now = s.now.Add(d)
	return s
}

func (s *script) head(exchange uint64, attempt int) engine.Header {
	s.seq++
	return engine.Header{
		Seq: s.seq, At: s.now, Offset: s.now.Sub(base()), Run: s.run, Exchange: exchange, Attempt: attempt, Origin: testOrigin,
	}
}

func (s *script) add(e engine.Event) *script {
	s.events = append(s.events, e)
	return s
}

// walk starts a walk.
func (s *script) walk() *script {
	h := s.head(0, 0)
	h.Run = 0
	s.add(engine.BreakerChanged{
		Header: h, From: "closed", To: "closed", Rule: "start",
		Settings: "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3", Tally: engine.Tally{State: "closed"},
	})
	h = s.head(0, 0)
	h.Run = 0
	s.add(engine.BucketChanged{Header: h, Rate: 10, Burst: 6, Why: "start", Bucket: engine.Level{Tokens: 6}})
	h = s.head(0, 0)
	h.Run = 0
	s.add(engine.ConcurrencyChanged{Header: h, Limit: 64, Max: 64, Why: "start"})
	return s.add(engine.RunStarted{
		Header: s.head(0, 0), Mode: engine.ModeWalk, Name: "gauges", Method: "GET", URL: testOrigin + "/v1/gauges?limit=50",
		Requests: 1, Paginate: "auto", Policy: engine.DefaultPolicy().Facts(),
	})
}

// sent puts the first attempt of an exchange for a page on the wire.
func (s *script) sent(number int) *script {
	id := uint64(number)
	s.add(engine.ExchangeStarted{Header: s.head(id, 0), Method: "GET", URL: pageURL(number), Page: number})
	return s.attempt(id, 1)
}

func (s *script) attempt(id uint64, n int) *script {
	s.add(engine.AttemptStarted{
		Header: s.head(id, n), Method: "GET", URL: pageURL(int(id)), Max: 4, InFlight: 1,
		Fields: engine.FieldLines{"Accept": {"*/*"}}, Bucket: engine.Level{Tokens: 5},
	})
	if id == 1 && n == 1 {
		s.add(engine.ConnectionOpened{Header: s.head(0, 0), Conn: 1, Proto: "HTTP/2.0", Remote: "192.0.2.1:443"})
	}
	return s
}

func pageURL(number int) string {
	return fmt.Sprintf("%s/v1/gauges?limit=50&page=%d", testOrigin, number)
}

// answered ends an attempt with a status.
func (s *script) answered(id uint64, n, status int, tally engine.Tally) *script {
	outcome := "success"
	if status >= 500 {
		outcome = "failure"
	}
	return s.add(engine.AttemptFinished{
		Header: s.head(id, n), Status: status, Proto: "HTTP/2.0", Conn: 1, Remote: "192.0.2.1:443", Reused: id > 1 || n > 1,
		Fields:   engine.FieldLines{"Content-Type": {"application/json"}},
		Timing:   engine.Timing{Write: time.Millisecond, FirstByte: 40 * time.Millisecond, Body: 5 * time.Millisecond, Total: 46 * time.Millisecond},
		Received: 5321, Decoded: 9876, HasBody: true, Outcome: outcome, Tally: tally, Budget: 9, Bucket: engine.Level{Tokens: 5.2},
	})
}

// fetched ends an exchange with its page.
func (s *script) fetched(number int) *script {
	id := uint64(number)
	s.answered(id, 1, 200, engine.Tally{State: "closed", Calls: number})
	s.add(engine.ExchangeFinished{
		Header: s.head(id, 0), Outcome: engine.ExchangeAnswered, Status: 200, Attempts: 1, Elapsed: 46 * time.Millisecond,
	})
	if number == 1 {
		s.add(engine.PaginationDetected{
			Header: s.head(0, 0), Dialect: "link", Confidence: 0.98, Evidence: []string{`Link: rel="next"`},
		})
	}
	return s.add(engine.PageFetched{
		Header: s.head(id, 1), Number: number, Token: fmt.Sprint(number), Next: fmt.Sprint(number + 1), URL: pageURL(number), Status: 200,
		Items: pageSize, Total: 10_000, Bytes: 9876, Elapsed: 46 * time.Millisecond,
	})
}

// pages fetches the pages from to to, one after the other.
func (s *script) pages(from, to int) *script {
	for n := from; n <= to; n++ {
		s.sent(n).after(46 * time.Millisecond).fetched(n)
	}
	return s
}

const pageSize = 50

// fakeLibrary makes up the items of pages.
type fakeLibrary struct{}

func (fakeLibrary) Items(_ context.Context, p sessions.Page) ([][]byte, error) {
	rivers := []string{"Severn", "Loire", "Wisła", "Лена", "長江"}
	var items [][]byte
	for i := range p.Items {
		n := (p.Number-1)*pageSize + i
		items = append(items, fmt.Appendf(nil, `{"id":"g-%06d","name":"Upper lock","river":%q,"level":%d.%02d,"ok":true}`,
			n+1, rivers[n%len(rivers)], n%9, n%100))
	}
	return items, nil
}

func (l fakeLibrary) Body(ctx context.Context, exchange uint64, _ int, _ engine.BodyPart) ([]byte, sessions.BodyFacts, error) {
	items, _ := l.Items(ctx, sessions.Page{Number: int(exchange), Items: 2})
	body := "[" + string(items[0]) + "," + string(items[1]) + "]"
	return []byte(body), sessions.BodyFacts{ContentType: "application/json", Size: int64(len(body)), Complete: true}, nil
}

// fakeDriver notes what is asked of the engine.
type fakeDriver struct {
	calls []string
	plans []engine.Plan
	runs  map[uint64]*fakeRun
	fail  error
}

func (f *fakeDriver) note(format string, args ...any) {
	f.calls = append(f.calls, fmt.Sprintf(format, args...))
}

func (f *fakeDriver) last() string {
	if len(f.calls) == 0 {
		return ""
	}
	return f.calls[len(f.calls)-1]
}

func (f *fakeDriver) Start(_ context.Context, p engine.Plan) (run, error) {
	f.note("start %s %s", p.Requests[0].Method, p.Requests[0].URL)
	f.plans = append(f.plans, p)
	if f.fail != nil {
		return nil, f.fail
	}
	r := &fakeRun{driver: f, id: uint64(len(f.runs) + 1)}
	f.runs[r.id] = r
	return r, nil
}

func (f *fakeDriver) Trip(origin string) bool         { f.note("trip %s", origin); return true }
func (f *fakeDriver) ResetBreaker(origin string) bool { f.note("reset %s", origin); return true }
func (f *fakeDriver) Disable(origin string) bool      { f.note("disable %s", origin); return true }

func (f *fakeDriver) SetLimit(origin string, rate float64, burst int) error {
	f.note("limit %s %g %d", origin, rate, burst)
	return nil
}

func (f *fakeDriver) SetConcurrency(_ string, n int) error {
	f.note("concurrency %d", n)
	return nil
}

type fakeRun struct {
	driver *fakeDriver
	id     uint64
}

func (r *fakeRun) ID() uint64            { return r.id }
func (r *fakeRun) Pause()                { r.driver.note("pause") }
func (r *fakeRun) Resume()               { r.driver.note("resume") }
func (r *fakeRun) Cancel()               { r.driver.note("cancel") }
func (r *fakeRun) Skip(id uint64) bool   { r.driver.note("skip %d", id); return true }
func (r *fakeRun) GiveUp(id uint64) bool { r.driver.note("give up %d", id); return true }
func (r *fakeRun) Want(pages int)        { r.driver.note("want %d", pages) }
func (r *fakeRun) RetryPage(n int) bool  { r.driver.note("retry page %d", n); return true }

var errFake = errors.New("it did not work")
