package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// Streams are the process's standard streams.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
	// Terminal says whether a stream is one; nil asks the system where the
	// stream is a file.
	Terminal func(stream any) bool
}

// Run runs the command that args name, without the program's own name, and
// returns the exit code. When ctx ends, the command is interrupted: what it
// has is kept and reported.
func Run(ctx context.Context, args []string, s Streams, version string) int {
	root := newRoot(s, version)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch why := notWritten(err); {
	case err == nil, brokenPipe(err):
	case why != nil:
		_, _ = fmt.Fprintf(s.Err, "weir: write to standard output: %v; what is there is not complete\n", why)
	default:
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(err.Error()))
	}
	return exitCode(err)
}

// oneLine keeps an error to a single line without control characters, since
// parts of it may come from a server or from a file.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case r < ' ', r == 0x7f, r >= 0x80 && r < 0xa0:
			return -1
		default:
			return r
		}
	}, strings.TrimSpace(text))
}

func newRoot(s Streams, version string) *cobra.Command {
	open := openFlags{version: version}
	root := &cobra.Command{
		Use:   "weir",
		Short: "Explore HTTP APIs and watch the request engine work",
		Long: `weir explores HTTP APIs in the terminal and shows what its request engine is
doing while it does it: retries, token bucket, circuit breaker, pages.

Without a command it opens the screen on the built-in practice API.`,
		Example: `  weir                                     the screen, on the practice API
  weir open http://127.0.0.1:8080/items    the screen, on a URL
  weir get URL --all --output items        every item of every page, one a line
  weir replay FILE                         look at a recorded session again`,
		Version:       version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noTarget,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return open.show(cmd, s, "")
		},
	}
	open.add(root)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	root.SetVersionTemplate("weir {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w (see '%s --help')", flagError(cmd, err), cmd.CommandPath()))
	})
	root.SuggestionsMinimumDistance = 2
	root.AddCommand(
		newOpen(s, version), newGet(s, version), newReplay(s, version), newSessions(s, version), newPlayground(s), newThemes(s), newConfig(s), newVersion(s, version), newReference(), newPaginate(),
	)
	completeValues(root)
	sayShells(root)
	return root
}

// sayShells lets the command that completes say which shells it knows, where
// one is named that it does not.
func sayShells(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return usage(fmt.Errorf("weir completion takes a shell: bash, zsh, fish or powershell (see '%s --help')", cmd.CommandPath()))
	}
}

// noTarget explains that a target needs a command.
func noTarget(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if hint := cmd.SuggestionsFor(args[0]); len(hint) > 0 {
		return usage(fmt.Errorf("there is no command %q, did you mean %q?", args[0], hint[0]))
	}
	return usage(fmt.Errorf("there is no command %q; to look at a URL or a file say 'weir open %s' or 'weir get %s'", args[0], args[0], args[0]))
}

// flagError names the nearest flag where an unknown one was given.
func flagError(cmd *cobra.Command, err error) error {
	const unknown = "unknown flag: --"
	name, found := strings.CutPrefix(err.Error(), unknown)
	if !found {
		return err
	}
	if near := nearestFlag(cmd, name); near != "" {
		return fmt.Errorf("there is no flag --%s, did you mean --%s?", name, near)
	}
	return fmt.Errorf("there is no flag --%s", name)
}

// exactly takes n arguments and says which are missing.
func exactly(n int, names string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return usage(fmt.Errorf("%s takes %s (see '%s --help')", cmd.CommandPath(), names, cmd.CommandPath()))
	}
}

// terminal reports whether a stream is a terminal.
func (s Streams) terminal(stream any) bool {
	if s.Terminal != nil {
		return s.Terminal(stream)
	}
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
