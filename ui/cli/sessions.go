package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/sessions"
)

func newSessions(s Streams, version string) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sessions",
		Short: "List, show, search, compare, rerun, serve, export, import, recover and delete recorded sessions",
		Args:  exactly(0, "a command: ls, show, search, compare, rerun, serve, export, import, recover or rm"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return listSessions(cmd, s)
		},
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "ls",
			Short: "List the recorded sessions, the newest first",
			Args:  exactly(0, "no arguments"),
			RunE:  func(cmd *cobra.Command, _ []string) error { return listSessions(cmd, s) },
		},
		&cobra.Command{
			Use:   "show FILE",
			Short: "Print what a session holds: its facts, then every event in words",
			Args:  exactly(1, "the file of a session, or the name of one that 'weir sessions ls' shows"),
			RunE:  func(cmd *cobra.Command, args []string) error { return showSession(cmd, s, args[0]) },
		},
		newSessionsSearch(s), newSessionsRecover(s), newSessionsRm(s),
		newSessionsCompare(s), newSessionsRerun(s, version), newSessionsServe(s),
		newSessionsExport(s, version), newSessionsImport(s, version),
	)
	return cmd
}

// openSession opens a session by its file's path, or by the name of one in the
// default folder.
func openSession(name string) (*sessions.Session, error) {
	session, err := sessions.Open(findSession(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage(fmt.Errorf("there is no session %s: 'weir sessions ls' lists those that are there", name))
	}
	var damaged *sessions.DamagedError
	if errors.As(err, &damaged) {
		err = fmt.Errorf("%w; 'weir sessions recover %s NEW' saves what can be read", err, name)
	}
	return session, usage(err)
}

// findSession takes a file's path, or the name of a session of the default
// folder.
func findSession(name string) string {
	if _, err := os.Stat(name); err == nil || filepath.Base(name) != name {
		return name
	}
	if path, err := sessions.PathOf(sessions.DefaultDir(), name); err == nil {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return name
}

func listSessions(cmd *cobra.Command, s Streams) error {
	dir := sessions.DefaultDir()
	found, err := sessions.List(cmd.Context(), dir)
	if err != nil {
		return &internalError{err}
	}
	if len(found) == 0 {
		_, _ = fmt.Fprintf(s.Err, "no sessions in %s yet: each run of weir records one\n", dir)
		return nil
	}
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "NAME\tCREATED\tEXCHANGES\tEVENTS\tDURATION\tSIZE\tTARGET")
	for _, i := range found {
		target := i.Origin + " " + i.Target
		if !i.Redacted && i.Damage == nil {
			target += " (secrets kept)"
		}
		if i.Held != nil {
			target += fmt.Sprintf(" (being recorded by process %d)", i.Held.PID)
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", i.Name, i.Created.Local().Format(time.DateTime), i.Exchanges,
			i.Events, i.Duration.Round(time.Millisecond), sessions.Size(i.Size), oneLine(target))
	}
	return w.Flush()
}

func showSession(cmd *cobra.Command, s Streams, name string) error {
	session, err := openSession(name)
	if err != nil {
		return err
	}
	defer func() { _ = session.Close() }()
	info, err := session.Info(cmd.Context())
	if err != nil {
		return &internalError{err}
	}
	out := s.Out
	if s.terminal(s.Out) {
		out = guard{s.Out}
	}
	_, _ = fmt.Fprintln(out, info)
	if !info.Redacted {
		_, _ = fmt.Fprintln(out, "secrets: kept as they are, do not share this file")
	}
	for ev, err := range session.Events(cmd.Context(), 1, ^uint64(0)>>1) {
		if err != nil {
			_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(err.Error()))
			continue
		}
		if err := printEvent(out, ev); err != nil {
			return err
		}
	}
	return nil
}

func newSessionsRm(s Streams) *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use:   "rm FILE...",
		Short: "Delete sessions",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(errors.New("weir sessions rm takes the files or names of sessions"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, name := range args {
				if err := removeSession(cmd, s, findSession(name), yes); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do not ask")
	return cmd
}

// removeSession deletes a session; a person is asked first.
func removeSession(cmd *cobra.Command, s Streams, path string, yes bool) error {
	if !yes {
		if !s.terminal(s.In) {
			return usage(fmt.Errorf("deleting %s has to be confirmed: say --yes", path))
		}
		_, _ = fmt.Fprintf(s.Err, "delete %s? [y/N] ", path)
		var answer string
		if _, err := fmt.Fscanln(s.In, &answer); err != nil || answer != "y" && answer != "yes" {
			return nil
		}
	}
	err := sessions.Remove(cmd.Context(), path)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no session %s: 'weir sessions ls' lists those that are there", path)
	}
	return usage(err)
}

// printEvent writes an event in words, with its moment.
func printEvent(w interface{ Write([]byte) (int, error) }, ev engine.Event) error {
	_, err := fmt.Fprintf(w, "%s  %s\n", ev.Head().At.Local().Format("15:04:05.000"), oneLine(sessions.Words(ev)))
	return err
}
