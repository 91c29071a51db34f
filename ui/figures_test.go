//go:build unix

package ui

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/creack/pty"

	"weir/engine"
)

// million is how many items the screen under load holds.
const million = 1_000_000

// screenUnderLoad is the screen with a million items and a thousand events a
// second, or with a body of 100 MB.
func screenUnderLoad(ctx context.Context, kind string) int {
	o := Options{Environ: os.Environ(), Input: os.Stdin, Output: os.Stdout, Now: time.Now, rest: typingRest, Prefetch: 1}
	m := newModel(ctx, o)
	s := newScript().walk().pages(1, million/pageSize)
	for _, e := range s.events {
		m.state.Apply(e)
	}
	m.walk.library = fakeLibrary{}
	if kind == "large body" {
		m.walk.library = bodyLibrary{body: largeBody(100 << 20)}
	} else {
		m.feed.source = &busySource{script: s, last: time.Now()}
	}
	if _, err := newProgram(m, append(programOptions(ctx, o), tea.WithInput(o.Input))...).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	return 0
}

// busySource states a thousand events a second, in the pieces that are asked for.
type busySource struct {
	script *script
	last   time.Time
}

func (b *busySource) Next(ctx context.Context, _ []engine.Event) ([]engine.Event, int, error) {
	n := int(time.Since(b.last) / time.Millisecond)
	if n == 0 {
		n = 1
	}
	b.last = time.Now()
	b.script.events = nil
	for range n {
		id := b.script.seq%64 + 1
		b.script.now = time.Now()
		b.script.answered(id, 1, 200, engine.Tally{State: "closed", Calls: int(b.script.seq)})
	}
	return b.script.events, 0, ctx.Err()
}

// Close implements source.
func (b *busySource) Close() {}

// largeBody is a JSON list of that many bytes at least.
func largeBody(size int) []byte {
	b := bytes.NewBuffer(make([]byte, 0, size+200))
	b.WriteString(`[`)
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(b, `{"id":%d,"name":"Upper lock","river":"Wisła","level":%d.5,"at":{"lat":52.2,"tags":["a","b"]}},`, i, i%9)
	}
	b.WriteString(`"end"]`)
	return b.Bytes()
}

// build builds a program of this module and returns its file.
func build(b *testing.B, dir, pkg string) string {
	b.Helper()
	file := filepath.Join(dir, filepath.Base(pkg))
	if out, err := exec.Command("go", "build", "-o", file, pkg).CombinedOutput(); err != nil {
		b.Fatalf("build %s: %v\n%s", pkg, err, out)
	}
	return file
}

// firstFrame starts a program on a terminal and returns how long it takes until
// it has drawn a text.
func firstFrame(b *testing.B, file, text string) time.Duration {
	b.Helper()
	cmd := exec.Command(file)
	dir := b.TempDir()
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	start := time.Now()
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: 120})
	if err != nil {
		b.Skipf("there is no pty here: %v", err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = master.Close()
	}()
	var seen []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := master.Read(buf)
		if seen = append(seen, buf[:n]...); bytes.Contains(seen, []byte(text)) {
			return time.Since(start)
		}
		if err != nil {
			b.Fatalf("%s ended before it drew %q: %v", file, text, err)
		}
	}
}

// BenchmarkFirstFrame measures the time from exec to the first full frame,
// against a program that draws one word, in turns.
func BenchmarkFirstFrame(b *testing.B) {
	dir := b.TempDir()
	weir, word := build(b, dir, "weir"), build(b, dir, "weir/ui/testdata/oneword")
	var ours, theirs []time.Duration
	for b.Loop() {
		ours = append(ours, firstFrame(b, weir, "quit"))
		theirs = append(theirs, firstFrame(b, word, "river"))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(quantile(ours, 50)), "ms-p50")
	b.ReportMetric(ms(quantile(theirs, 50)), "ms-oneword-p50")
	b.ReportMetric(ms(quantile(ours, 50))/ms(quantile(theirs, 50)), "ratio")
}

// BenchmarkKeyToFrame measures the time from a key to its frame on a terminal,
// with a million items and a thousand events a second.
func BenchmarkKeyToFrame(b *testing.B) { keysToFrames(b, "million", "/ 1,000,000", "2") }

// BenchmarkKeyToFrameLargeBody does so from the moment on that a body of 100 MB
// is opened, while it is being indexed.
func BenchmarkKeyToFrameLargeBody(b *testing.B) { keysToFrames(b, "large body", "105 MB", "8") }

// BenchmarkKeyToFrameSearch does so from the moment on that this body is
// searched for what it has not.
func BenchmarkKeyToFrameSearch(b *testing.B) {
	keysToFrames(b, "large body", "105 MB", "8", "/", "zzz", "\r")
}

// keysToFrames presses a key in the screen and in a program that draws one word,
// in turns, so that what else the machine does delays both.
func keysToFrames(b *testing.B, kind, ready string, open ...string) {
	word := openConsoleWith(b, exec.Command(build(b, b.TempDir(), "weir/ui/testdata/oneword")), "")
	word.awaits("river")
	c := openConsole(b, kind)
	c.awaits("quit")
	c.keys(open[0])
	c.awaits(ready)
	for _, keys := range open[1:] {
		c.keys(keys)
	}
	sent, busy := c.sent(), processor(b, c.cmd.Process.Pid)
	var ours, theirs []time.Duration
	for b.Loop() {
		n := len(ours) + 1
		ours = append(ours, c.answers("j", " "+position(n+1)+" / "))
		theirs = append(theirs, word.answers("j", "river "+strconv.Itoa(n)+" "))
	}
	keys := float64(len(ours))
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ms(quantile(ours, 50)), "ms-p50")
	b.ReportMetric(ms(quantile(ours, 99)), "ms-p99")
	b.ReportMetric(ms(quantile(theirs, 50)), "ms-oneword-p50")
	b.ReportMetric(ms(quantile(theirs, 99)), "ms-oneword-p99")
	b.ReportMetric(ms(processor(b, c.cmd.Process.Pid)-busy)/keys, "ms-cpu/key")
	b.ReportMetric(float64(c.sent()-sent)/keys, "B/key")
	b.ReportMetric(float64(status(b, c.cmd.Process.Pid, "VmHWM:"))/1024, "MB-peak")
}

// answers presses a key and returns how long it takes until a text stands on
// the screen.
func (c *console) answers(key, text string) time.Duration {
	c.t.Helper()
	start := time.Now()
	c.keys(key)
	c.awaits(text)
	return time.Since(start)
}

// sent is how many bytes came so far.
func (c *console) sent() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.raw.Len()
}

// processor is how long a process has used it, all its threads together.
func processor(b *testing.B, pid int) time.Duration {
	b.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	sum := time.Duration(0)
	for _, file := range files {
		text, _ := os.ReadFile(file) // a thread may have ended
		if fields := strings.Fields(string(text)); len(fields) > 0 {
			n, _ := strconv.ParseInt(fields[0], 10, 64)
			sum += time.Duration(n)
		}
	}
	return sum
}

// position writes a number as positions are written.
func position(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "," + fmt.Sprintf("%03d", n%1000)
}

// BenchmarkIdle counts what wakes the screen up while nothing moves.
func BenchmarkIdle(b *testing.B) {
	c := openConsole(b, "plain")
	c.awaits("quit")
	calm := time.NewTicker(3 * time.Second)
	defer calm.Stop()
	<-calm.C
	var woken, sent int
	for b.Loop() {
		from := status(b, c.cmd.Process.Pid, "voluntary_ctxt_switches:")
		before := c.sent()
		<-calm.C
		sent += c.sent() - before
		woken += status(b, c.cmd.Process.Pid, "voluntary_ctxt_switches:") - from
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(woken)/3/float64(b.N), "wake-ups/s")
	b.ReportMetric(float64(sent)/3/float64(b.N), "B/s")
}

// status reads a number from what Linux tells of a process, of all its threads
// together where it counts switches.
func status(b *testing.B, pid int, name string) int {
	b.Helper()
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	if strings.HasPrefix(name, "Vm") && len(files) > 0 {
		files = files[:1]
	}
	sum := 0
	for _, file := range files {
		text, _ := os.ReadFile(file) // a thread may have ended
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, name); ok {
				n, _ := strconv.Atoi(strings.Fields(rest)[0])
				sum += n
			}
		}
	}
	return sum
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// quantile returns that percentage's quantile.
func quantile(of []time.Duration, percent int) time.Duration {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)]
}
