package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"weir/sessions"
	"weir/sessions/har"
)

// importFlags say what becomes of files that are imported.
type importFlags struct {
	keepSecrets bool
	version     string
}

func newSessionsImport(s Streams, version string) *cobra.Command {
	f := importFlags{version: version}
	cmd := &cobra.Command{
		Use:   "import FILE...",
		Short: "Make recorded sessions of HAR files",
		Long: `Make a recorded session of each HAR file: it opens, replays, lists and exports
like any other. It is named after the file and kept until it is deleted.
Secrets are struck out as they are when weir records.`,
		Example: `  weir sessions import shop.har
  weir replay shop`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(errors.New("weir sessions import takes HAR files"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range args {
				if err := f.take(cmd.Context(), s, name); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&f.keepSecrets, "keep-secrets", false, "keep secrets as they stand in the file; the session says so")
	return cmd
}

// take imports one file.
func (f *importFlags) take(ctx context.Context, s Streams, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return usage(err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return usage(err)
	}
	if !info.Mode().IsRegular() {
		return usage(fmt.Errorf("%s is no file that can be imported", name))
	}
	if err := isForeign(file, name); err != nil {
		return usage(err)
	}
	session, err := f.create(name)
	if err != nil {
		return usage(err)
	}
	sum, losses, err := har.Import(ctx, file, info.Size(), session)
	if closed := session.Close(); err == nil && closed != nil {
		err = &internalError{closed}
	}
	if err == nil && sum.Exchanges == 0 {
		err = errors.New("it holds no requests")
	}
	if err != nil {
		_ = os.Remove(session.Path())
		return importError(name, err)
	}
	tellLosses(s, losses)
	_, err = fmt.Fprintf(s.Out, "%s: %s, %s\n", session.Path(), several(sum.Exchanges, "exchange"), several(sum.Attempts, "attempt"))
	return err
}

func importError(name string, err error) error {
	err = fmt.Errorf("import %s: %w", name, err)
	var internal *internalError
	if errors.As(err, &internal) || errors.Is(err, context.Canceled) {
		return err
	}
	return usage(err)
}

// isForeign says what to do with files that are no HAR files.
func isForeign(file io.ReaderAt, name string) error {
	head := make([]byte, 512)
	n, _ := file.ReadAt(head, 0)
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3")):
		return fmt.Errorf("%s is a session or another database: open it with 'weir open %s'", name, name)
	case !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("{")) &&
		!bytes.HasPrefix(head, []byte("\xff\xfe")) && !bytes.HasPrefix(head, []byte("\xfe\xff")):
		return fmt.Errorf("%s is no HAR file: only those become sessions", name)
	}
	return nil
}

// create makes the session's file, under a name that is free.
func (f *importFlags) create(name string) (*sessions.Session, error) {
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	for n := 1; ; n++ {
		title := base
		if n > 1 {
			title = fmt.Sprintf("%s-%d", base, n)
		}
		path, err := sessions.PathOf(sessions.DefaultDir(), title)
		if err != nil {
			return nil, err
		}
		session, err := sessions.Create(path, sessions.Options{Program: "weir " + f.version, Name: title, KeepSecrets: f.keepSecrets})
		var exists *sessions.ExistsError
		var held *sessions.HeldError
		if !errors.As(err, &exists) && !errors.As(err, &held) || n > 1000 {
			return session, err
		}
	}
}

func several(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return sessions.Count(int64(n)) + " " + what + "s"
}
