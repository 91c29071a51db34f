package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"weir/sessions"
	"weir/sessions/collection"
	"weir/sessions/export"
)

// exportFlags say what a session is written as, and where.
type exportFlags struct {
	format   string
	out      string
	exchange uint64
	version  string
}

// exportFormats are the forms, as the flag names them.
const exportFormats = "har, curl, http, go or python"

func newSessionsExport(s Streams, version string) *cobra.Command {
	f := exportFlags{version: version}
	cmd := &cobra.Command{
		Use:   "export FILE --format har|curl|http|go|python [-o OUT]",
		Short: "Write a session as a HAR file, or its requests as curl commands or code",
		Example: `  weir sessions export monday.weir --format har -o monday.har
  weir sessions export monday.weir --format curl --exchange 3`,
		Args: exactly(1, "the file of a session, or the name of one that 'weir sessions ls' shows"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.Context(), s, args[0]) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "", exportFormats)
	fl.StringVarP(&f.out, "out", "o", "", "file to write, which must be new (default: standard output)")
	fl.Uint64Var(&f.exchange, "exchange", 0, "only the request of that exchange; not with har")
	return cmd
}

func (f *exportFlags) run(ctx context.Context, s Streams, name string) error {
	if err := f.check(); err != nil {
		return usage(err)
	}
	session, err := openSession(name)
	if err != nil {
		return err
	}
	defer func() { _ = session.Close() }()
	losses, err := f.to(s, func(w io.Writer) ([]collection.Loss, error) { return f.write(ctx, w, session) })
	tellLosses(s, losses)
	return err
}

func (f *exportFlags) check() error {
	switch export.Form(f.format) {
	case export.HAR:
		if f.exchange > 0 {
			return errors.New("--exchange takes one request, and har writes all of them: leave it out")
		}
	case export.Curl, export.HTTP, export.Go, export.Python:
	case "":
		return errors.New("--format is missing: " + exportFormats)
	default:
		return fmt.Errorf("--format: there is no form %q: use %s", f.format, exportFormats)
	}
	return nil
}

// write writes the session, or the one request that was asked for.
func (f *exportFlags) write(ctx context.Context, w io.Writer, s *sessions.Session) (losses []collection.Loss, err error) {
	if f.exchange == 0 {
		losses, err = export.Write(ctx, w, s, export.Form(f.format), "weir", f.version)
	} else {
		var r collection.Request
		if r, err = s.Request(ctx, f.exchange); err == nil {
			losses, err = export.Requests(w, []collection.Request{r}, export.Form(f.format))
		}
	}
	switch {
	case errors.Is(err, sessions.ErrNoExchange):
		err = usage(fmt.Errorf("there is no exchange %d in this session: 'weir sessions show' lists them", f.exchange))
	case errors.Is(err, export.ErrNoRequests):
		err = usage(err)
	}
	return losses, err
}

// to writes to the file that was asked for, or to standard output. A file that
// could not be written whole is not left behind.
func (f *exportFlags) to(s Streams, write func(io.Writer) ([]collection.Loss, error)) ([]collection.Loss, error) {
	if f.out == "" || f.out == "-" {
		out := bufio.NewWriter(s.Out)
		losses, err := write(out)
		return losses, failed(errors.Join(err, out.Flush()))
	}
	file, err := os.OpenFile(f.out, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, usage(fmt.Errorf("%s exists already: choose another name", f.out))
	}
	if err != nil {
		return nil, usage(err)
	}
	losses, err := write(file)
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(f.out)
	}
	return losses, failed(err)
}

// failed gives an error that nobody could have avoided its exit code.
func failed(err error) error {
	var use *usageError
	if err == nil || errors.As(err, &use) || brokenPipe(err) || errors.Is(err, context.Canceled) {
		return err
	}
	return &internalError{err}
}

// tellLosses prints what could not be carried over.
func tellLosses(s Streams, losses []collection.Loss) {
	const most = 20
	for i, l := range losses {
		if i == most {
			_, _ = fmt.Fprintf(s.Err, "weir: and %d more losses\n", len(losses)-most)
			return
		}
		_, _ = fmt.Fprintf(s.Err, "weir: not carried over: %s\n", oneLine(l.String()))
	}
}
