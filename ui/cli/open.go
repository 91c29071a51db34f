package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/playground"
	"weir/sessions"
	"weir/ui"
	"weir/ui/memory"
)

// openFlags are the flags of the screen.
type openFlags struct {
	policyFlags
	requestFlags
	walkFlags
	recordFlags
	bookFlags
	theme   string
	version string
}

func (f *openFlags) add(cmd *cobra.Command) {
	f.policyFlags.add(cmd)
	f.requestFlags.add(cmd)
	f.walkFlags.add(cmd)
	f.recordFlags.add(cmd)
	f.bookFlags.add(cmd)
	cmd.Flags().StringVar(&f.theme, "theme", "", "palette (see 'weir themes ls'; default: by the terminal's background)")
}

func newOpen(s Streams, version string) *cobra.Command {
	f := openFlags{version: version}
	cmd := &cobra.Command{
		Use:   "open TARGET [flags]",
		Short: "Show the screen on a URL, a file of requests, or a recorded session",
		Example: `  weir open http://127.0.0.1:8080/items
  weir open http://127.0.0.1:8080/items --rate 5/s --burst 2
  weir open api.http --env dev
  weir open monday.weir`,
		Args: exactly(1, "a URL, a file of requests, or the file of a session"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if isSession(args[0]) {
				return showReplay(cmd, s, args[0], version)
			}
			return f.show(cmd, s, args[0])
		},
	}
	f.add(cmd)
	return cmd
}

// isSession reports whether a target is a session's file, or the name of one,
// and no URL.
func isSession(target string) bool {
	if strings.Contains(target, "://") {
		return false
	}
	return strings.HasSuffix(target, sessions.Extension) || findSession(target) != target
}

func newReplay(s Streams, version string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Show the screen on a recorded session; no network is touched",
		Args:  exactly(1, "the file of a session, or the name of one that 'weir sessions ls' shows"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return showReplay(cmd, s, args[0], version)
		},
	}
	cmd.Flags().String("theme", "", "palette (see 'weir themes ls'; default: by the terminal's background)")
	return cmd
}

// showReplay shows the screen on a recorded session.
func showReplay(cmd *cobra.Command, s Streams, file, version string) error {
	c, err := configured(cmd)
	if err != nil {
		return err
	}
	m, err := keyMap(c)
	if err != nil {
		return err
	}
	theme, err := cmd.Flags().GetString("theme")
	if err != nil {
		return &internalError{err}
	}
	if err := checkTheme(c, theme); err != nil {
		return err
	}
	session, err := openSession(file)
	if err != nil {
		return err
	}
	defer func() { _ = session.Close() }()
	o := ui.Options{Replay: session, Theme: theme, Keys: m, Input: s.In, Output: s.Out}
	o.Renew = renew(engine.Config{Policy: engine.DefaultPolicy()}, version, nil)
	return screenError(ui.Run(cmd.Context(), remembering(o, session.Path())))
}

// show shows the screen on a target, or on the practice API where it is empty.
func (f *openFlags) show(cmd *cobra.Command, s Streams, target string) error {
	if !s.terminal(s.Out) || !s.terminal(s.In) {
		return usage(ui.ErrNoTerminal)
	}
	c, err := configured(cmd)
	if err != nil {
		return err
	}
	cfg, err := f.engineConfig(c)
	if err != nil {
		return err
	}
	m, err := keyMap(c)
	if err != nil {
		return err
	}
	if err := checkTheme(c, f.theme); err != nil {
		return err
	}
	ctx := cmd.Context()
	o := ui.Options{Policy: cfg.Policy, PolicyOf: cfg.PolicyOf, Keys: m, Theme: f.theme, Prefetch: f.prefetch, Input: s.In, Output: s.Out}
	if target == "" {
		server, err := playground.Start(ctx, playground.Options{})
		if err != nil {
			return &internalError{err}
		}
		defer func() { _ = server.Close() }()
		o.Playground = server
	} else if file, name, ok := splitTarget(target); ok {
		f.base = cfg.PolicyOf
		if err := f.aim(&o, file, name); err != nil {
			return err
		}
	} else {
		revealed := []string{target}
		secrets, err := f.reveal(ctx, c, revealed)
		if err != nil {
			return err
		}
		f.met.add(secrets...)
		if o.Requests, err = f.named(revealed[0], s); err != nil {
			return err
		}
		o.Requests[0].Name = target
	}
	cfg.Policy.Transport.Digest = f.digest
	o.Policy = cfg.Policy
	return f.live(ctx, s, o, cfg, target)
}

// remembering gives the screen the person's themes and what was chosen before
// for a target: a URL's origin, a file, or the working folder where it is empty.
func remembering(o ui.Options, target string) ui.Options {
	o.Themes, o.Memory, o.Workspace = shelf(), memory.Default(), target
	if origin, err := engine.OriginOf(target); err == nil {
		o.Workspace = origin
	} else if path, err := filepath.Abs(target); err == nil {
		o.Workspace = path
	}
	return o
}

// aim takes the requests of a file.
func (f *openFlags) aim(o *ui.Options, file, name string) (err error) {
	if f.method != "" || f.hasBody() || len(f.headers) > 0 || f.auth != "" {
		return usage(errors.New("a file of requests says what is sent: change it on the screen, or use --var"))
	}
	o.Select = name
	if o.Book, err = f.book(file, f.settings()); err != nil {
		return err
	}
	if len(f.vars) > 0 {
		f.known.note(o.Book, o.Book.Collection().Requests)
	}
	return f.known.check(f.vars)
}

// named is the one request that a target and the flags describe.
func (f *openFlags) named(target string, s Streams) ([]ui.Named, error) {
	req, err := f.request(target, s.In)
	if err != nil {
		return nil, err
	}
	if _, err := engine.OriginOf(req.URL); err != nil {
		return nil, err
	}
	walk, err := f.walk(1)
	if err != nil {
		return nil, err
	}
	return []ui.Named{{Name: target, Method: req.Method, URL: req.URL, Header: req.Header, Body: req.Body, Walk: walk}}, nil
}

// live runs the screen over an engine and its session, which are made beside
// its first frame: but for a session that a person named, whose errors are told
// instead of a screen.
func (f *openFlags) live(ctx context.Context, s Streams, o ui.Options, cfg engine.Config, target string) error {
	if err := f.check(s); err != nil {
		return err
	}
	later := newLaterRig(func() (*rig, error, error) { return f.rig(cfg) })
	o.Open, o.Renew = later.open, renew(cfg, f.version, f.met.all)
	if f.session != "" || f.mustRecord {
		if _, err := later.open(); err != nil {
			return err
		}
	}
	err := ui.Run(ctx, remembering(o, target))
	closed := later.close()
	if later.err != nil {
		return later.err
	}
	return errors.Join(screenError(err), closed)
}

// rig puts the engine and its session together.
func (f *openFlags) rig(cfg engine.Config) (r *rig, warning, err error) {
	session, warning, err := f.create(f.version)
	if err != nil {
		return nil, nil, err
	}
	if session == nil {
		// What leaves memory has to go somewhere, and leaves no trace there.
		if session, err = sessions.Temporary(sessions.Options{}); err != nil {
			return nil, nil, &internalError{err}
		}
	}
	if redactor := session.Redactor(); redactor != nil {
		redactor.Know(f.met.all()...)
	}
	if r, err = newRig(cfg, session, nil, nil); err != nil {
		return nil, nil, errors.Join(err, session.Close())
	}
	return r, warning, nil
}

// renew makes engines as cfg says, each with a new session among the others that
// holds none of the secrets that were met; met may be nil.
func renew(cfg engine.Config, version string, met func() []string) func(context.Context, engine.Policy, []string) (ui.Renewed, error) {
	return func(_ context.Context, policy engine.Policy, secrets []string) (ui.Renewed, error) {
		if met != nil {
			secrets = slices.Concat(secrets, met())
		}
		session, err := sessions.OpenDefault(sessions.DefaultDir(), sessions.Options{
			Program: "weir " + version, Secrets: secrets,
		})
		if err != nil {
			return ui.Renewed{}, err
		}
		cfg := cfg
		transport := cfg.Policy.Transport // who is trusted, and by which way, is this machine's
		transport.Timeouts, transport.Mode = policy.Transport.Timeouts, policy.Transport.Mode
		policy.Transport, cfg.Policy = transport, policy
		r, err := newRig(cfg, session, nil, nil)
		if err != nil {
			return ui.Renewed{}, errors.Join(err, session.Close())
		}
		return ui.Renewed{Engine: r.engine, Session: session, Close: r.close}, nil
	}
}

// screenError gives an error of the screen its exit code.
func screenError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ui.ErrNoTerminal):
		return usage(err)
	case errors.Is(err, context.Canceled):
		return engine.ErrCancelled
	default:
		return &internalError{fmt.Errorf("%w", err)}
	}
}
