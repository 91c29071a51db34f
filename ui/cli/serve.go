package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"weir/sessions/serve"
)

// serveFlags are the flags of sessions serve.
type serveFlags struct {
	addr  string
	delay string
	opts  serve.Options
}

func newSessionsServe(s Streams) *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use:   "serve FILE",
		Short: "Answer HTTP from a recorded session, so that others can work offline",
		Long: `serve answers requests from what a session recorded, until it is interrupted. They
are matched by method, path, query and body, then once more without secrets, which
a recording does not hold. Several answers of one request are given in their order,
and the last one stays. What was never recorded is answered with 404 and the nearest
recorded requests, and told on standard error.

Links to the recorded origins are rewritten to the address that serves them, so a
walk stays on the recording. The first origin is served at the root, each of them
also at /.origin/SCHEME/HOST:PORT/.`,
		Example: `  weir sessions serve monday.weir --addr 127.0.0.1:8080
  weir get 'http://127.0.0.1:8080/items?limit=100' --all`,
		Args: exactly(1, "a session, by file or by name"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), s, args[0]) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.addr, "addr", "127.0.0.1:0", "where to listen; port 0 takes a free one")
	fl.StringVar(&f.delay, "delay", "none", "how long answers take: none, recorded, or a factor of the recorded time such as 0.5")
	fl.StringVar(&f.opts.Origin, "origin", "", "origin that is served at the root (default: the one that was asked first)")
	fl.BoolVar(&f.opts.EveryAttempt, "every-attempt", false, "give also replies that were tried again, such as a 503 before a 200")
	fl.BoolVar(&f.opts.AsRecorded, "as-recorded", false, "leave links as they were recorded")
	return cmd
}

// parseDelay reads --delay as a factor of the recorded time.
func parseDelay(text string) (float64, error) {
	switch text {
	case "none":
		return 0, nil
	case "recorded":
		return 1, nil
	}
	factor, err := strconv.ParseFloat(text, 64)
	if err != nil || !(factor >= 0 && factor <= 1000) {
		return 0, fmt.Errorf("--delay: %q is none of none, recorded, or a factor from 0 to 1000", text)
	}
	return factor, nil
}

func (f *serveFlags) run(ctx context.Context, s Streams, name string) (err error) {
	if f.opts.Delay, err = parseDelay(f.delay); err != nil {
		return usage(err)
	}
	session, err := openSession(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, session.Close()) }()
	var told sync.Mutex
	f.opts.Log = func(line string) {
		told.Lock()
		defer told.Unlock()
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(line))
	}
	h, err := serve.New(ctx, session, f.opts)
	if err != nil {
		return usage(fmt.Errorf("serve %s: %w", name, err))
	}
	for _, damage := range h.Damages() {
		f.opts.Log(damage.Error())
	}
	var listen net.ListenConfig
	l, err := listen.Listen(ctx, "tcp", f.addr)
	if err != nil {
		return usage(fmt.Errorf("--addr: %w", err))
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		f.opts.Log("WARNING: " + f.addr + " can be reached from other machines: everyone there can read what was recorded")
	}
	for _, origin := range h.Origins() {
		_, _ = fmt.Fprintf(s.Out, "weir sessions serve listening on http://%s%s (%s)\n", l.Addr(), h.Path(origin), oneLine(origin))
	}
	return serveUntil(ctx, l, h)
}

// serveUntil serves until ctx ends.
func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return &internalError{err}
	}
	return nil
}
