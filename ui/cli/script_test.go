package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"weir/engine/playground"
	"weir/ui/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(leakless{m}, map[string]func(){
		"weir": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			signal.Ignore(syscall.SIGPIPE) // as main does
			os.Exit(cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, "v0-test"))
		},
	})
}

// leakless runs tests, and fails where they leave goroutines behind.
type leakless struct{ m *testing.M }

// Run implements testscript.TestingM.
func (l leakless) Run() int {
	code := l.m.Run()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// TestScripts runs weir as a shell would. Each script has a playground of its
// own at $URL, and its own folder for sessions.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			server, err := playground.Start(context.Background(), playground.Options{Items: 250})
			if err != nil {
				return err
			}
			env.Defer(func() { _ = server.Close() })
			env.Setenv("URL", server.URL())
			env.Setenv("XDG_DATA_HOME", env.WorkDir+"/data")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exit":        exitCmd,
			"lines":       linesCmd,
			"ids":         idsCmd,
			"killed":      killedCmd,
			"interrupted": interruptedCmd,
			"serve":       serveCmd,
		},
	})
}

// exitCmd runs weir and checks its exit code: exit CODE ARGS...
func exitCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exit CODE ARGS...")
	}
	err := ts.Exec("weir", args[1:]...)
	code := 0
	if err != nil {
		var found int
		if _, serr := fmt.Sscanf(err.Error(), "exit status %d", &found); serr != nil {
			ts.Fatalf("weir: %v", err)
		}
		code = found
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// serveCmd serves a session until the script ends, at $SERVED, with its
// standard error in a file: serve ERRFILE ARGS...
func serveCmd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: serve ERRFILE ARGS...")
	}
	stderr, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	command := append([]string{"sessions", "serve"}, args[1:]...)
	command[2] = ts.MkAbs(command[2])
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		cli.Run(ctx, command, cli.Streams{In: strings.NewReader(""), Out: in, Err: stderr}, "v0-test")
		_ = in.Close()
	}()
	ts.Defer(func() {
		stop()
		<-done
		_ = stderr.Close()
	})
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	ts.Check(err)
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	ts.Setenv("SERVED", strings.Fields(line)[5])
}

// linesCmd checks how many lines a file has: lines FILE N
func linesCmd(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if n := strings.Count(text, "\n"); strconv.Itoa(n) != args[1] {
		ts.Fatalf("%s has %d lines, want %s", args[0], n, args[1])
	}
}

// idsCmd checks that a file holds the gauges 1 to N in order: ids FILE N
func idsCmd(ts *testscript.TestScript, _ bool, args []string) {
	n, _ := strconv.Atoi(args[1])
	lines := strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n")
	if len(lines) != n {
		ts.Fatalf("%s has %d lines, want %d", args[0], len(lines), n)
	}
	for i, line := range lines {
		if want := fmt.Sprintf(`{"id":"g-%06d"`, i+1); !strings.HasPrefix(line, want) {
			ts.Fatalf("line %d is %.40s, want %s", i+1, line, want)
		}
	}
}

// killedCmd runs weir until it has written N lines, kills it, and keeps what it
// wrote: killed N FILE ARGS...
func killedCmd(ts *testscript.TestScript, _ bool, args []string) {
	if text := stopped(ts, os.Kill, args); text != "" {
		ts.Fatalf("standard error is %q", text)
	}
}

// interruptedCmd does so with an interrupt, which has to be reported.
func interruptedCmd(ts *testscript.TestScript, _ bool, args []string) {
	text := stopped(ts, os.Interrupt, args)
	if ok, err := regexp.MatchString(`^weir: interrupted after \d+ pages, \d+ items; go on with the same command and --resume \S*part.weir\n$`, text); err != nil || !ok {
		ts.Fatalf("standard error is %q", text)
	}
}

// stopped runs weir until it has written N lines, sends it a signal, keeps what
// it wrote, and returns what it said: N FILE ARGS...
func stopped(ts *testscript.TestScript, by os.Signal, args []string) string {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	weir := exec.Command(filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "weir"), args[2:]...)
	weir.Dir = ts.Getenv("WORK")
	for _, name := range []string{"HOME", "PATH", "XDG_DATA_HOME", "XDG_CONFIG_HOME"} {
		weir.Env = append(weir.Env, name+"="+ts.Getenv(name))
	}
	var said bytes.Buffer
	weir.Stderr = &said
	out, err := weir.StdoutPipe()
	ts.Check(err)
	ts.Check(weir.Start())
	var kept bytes.Buffer
	lines := bufio.NewScanner(out)
	for i := 1; lines.Scan(); i++ {
		_, _ = kept.Write(append(lines.Bytes(), '\n'))
		if i == n {
			ts.Check(weir.Process.Signal(by))
		}
	}
	var ended *exec.ExitError
	if err := weir.Wait(); !errors.As(err, &ended) || by == os.Interrupt && ended.ExitCode() != 130 {
		ts.Fatalf("weir ended with %v", err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), kept.Bytes(), 0o600))
	return said.String()
}
