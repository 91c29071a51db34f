package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"weir/sessions/compare"
)

// compareFlags are the flags of sessions compare.
type compareFlags struct {
	json bool
	show int
}

// shownItems is how many items of a list and kind are named unless told otherwise.
const shownItems = 20

func newSessionsCompare(s Streams) *cobra.Command {
	var f compareFlags
	cmd := &cobra.Command{
		Use:   "compare A B",
		Short: "Say what differs between two sessions: outcomes, latency, items",
		Long: `compare says what differs between the sessions A and B: how requests ended, retries,
rejections and trips, how long they took, and which items were added, removed or
changed, by their id. In the margin stand + for what only B has, − for what only A
has, and ~ for what differs.

It exits 0 whether or not they differ; --json says so in "same" (docs/COMPARE.md).
Latencies alone never make two sessions differ.`,
		Example: `  weir sessions compare monday.weir tuesday.weir
  weir sessions compare monday tuesday --json | jq .same`,
		Args: exactly(2, "two sessions, by file or by name"),
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, s, args[0], args[1]) },
	}
	cmd.Flags().BoolVar(&f.json, "json", false, "print the comparison as JSON")
	cmd.Flags().IntVar(&f.show, "show", shownItems, "how many items of each list and kind are named")
	return cmd
}

func (f *compareFlags) run(cmd *cobra.Command, s Streams, nameA, nameB string) error {
	if f.show < 0 {
		return usage(fmt.Errorf("--show: %d is too few, use 0 or more", f.show))
	}
	r, err := compareFiles(cmd, nameA, nameB, compare.Options{Show: f.show})
	if err != nil {
		return err
	}
	if f.json {
		out := json.NewEncoder(s.Out)
		out.SetEscapeHTML(false)
		out.SetIndent("", "  ")
		return out.Encode(r)
	}
	return printReport(s, s.Out, r)
}

// compareFiles opens and compares two sessions.
func compareFiles(cmd *cobra.Command, nameA, nameB string, o compare.Options) (*compare.Report, error) {
	a, err := openSession(nameA)
	if err != nil {
		return nil, err
	}
	defer func() { _ = a.Close() }()
	b, err := openSession(nameB)
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }()
	r, err := compare.Sessions(cmd.Context(), a, b, o)
	if err != nil && cmd.Context().Err() == nil {
		err = &internalError{err}
	}
	return r, err
}

// printReport writes a comparison for people.
func printReport(s Streams, w io.Writer, r *compare.Report) error {
	if s.terminal(w) {
		w = guard{w}
	}
	_, err := io.WriteString(w, reportText(r))
	return err
}
