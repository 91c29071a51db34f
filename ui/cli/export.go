package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"weir/sessions"
	"weir/sessions/code"
	"weir/sessions/collection"
	"weir/sessions/curl"
	"weir/sessions/har"
	"weir/sessions/httpfile"
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
	write, err := f.writer()
	if err != nil {
		return usage(err)
	}
	session, err := openSession(name)
	if err != nil {
		return err
	}
	defer func() { _ = session.Close() }()
	losses, err := f.to(s, func(w io.Writer) ([]collection.Loss, error) { return write(ctx, w, session) })
	tellLosses(s, losses)
	return err
}

// exporter writes a session in one form.
type exporter func(ctx context.Context, w io.Writer, s *sessions.Session) ([]collection.Loss, error)

func (f *exportFlags) writer() (exporter, error) {
	switch f.format {
	case "har":
		if f.exchange > 0 {
			return nil, errors.New("--exchange takes one request, and har writes all of them: leave it out")
		}
		return func(ctx context.Context, w io.Writer, s *sessions.Session) ([]collection.Loss, error) {
			return har.Write(ctx, w, s, "weir", f.version)
		}, nil
	case "curl":
		return f.requests(curlCommands), nil
	case "http":
		return f.requests(httpFile), nil
	case "go":
		return f.requests(code.Go), nil
	case "python":
		return f.requests(code.Python), nil
	case "":
		return nil, errors.New("--format is missing: " + exportFormats)
	}
	return nil, fmt.Errorf("--format: there is no form %q: use %s", f.format, exportFormats)
}

// requests writes the session's requests with a writer of requests.
func (f *exportFlags) requests(write func([]collection.Request) (string, []collection.Loss)) exporter {
	return func(ctx context.Context, w io.Writer, s *sessions.Session) ([]collection.Loss, error) {
		requests, losses, err := f.chosen(ctx, s)
		if err != nil {
			return nil, err
		}
		if len(requests) == 0 {
			return nil, usage(errors.New("the session holds no requests"))
		}
		text, more := write(requests)
		_, err = io.WriteString(w, text)
		return append(losses, more...), err
	}
}

func (f *exportFlags) chosen(ctx context.Context, s *sessions.Session) ([]collection.Request, []collection.Loss, error) {
	if f.exchange == 0 {
		return s.Requests(ctx)
	}
	r, err := s.Request(ctx, f.exchange)
	if errors.Is(err, sessions.ErrNoExchange) {
		return nil, nil, usage(fmt.Errorf("there is no exchange %d in this session: 'weir sessions show' lists them", f.exchange))
	}
	return []collection.Request{r}, nil, err
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

// curlCommands writes a command for each request.
func curlCommands(requests []collection.Request) (string, []collection.Loss) {
	var b strings.Builder
	var losses []collection.Loss
	for i, r := range requests {
		if i > 0 {
			b.WriteByte('\n')
		}
		if title := comment(r); title != "" {
			b.WriteString("# " + title + "\n")
		}
		command, lost := curl.Command(r)
		b.WriteString(command + "\n")
		losses = append(losses, lost...)
	}
	return b.String(), losses
}

// httpFile writes them as a file that editors send requests from.
func httpFile(requests []collection.Request) (string, []collection.Loss) {
	text, losses := httpfile.Write(&collection.Collection{Requests: requests})
	return string(text), losses
}

// comment is what is said of a request in a line above it.
func comment(r collection.Request) string {
	return oneLine(strings.Trim(r.Name+": "+r.Hint, ": "))
}
