package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// newReference makes what is packed beside the program: manual pages and the
// completions of shells. It is for who builds a release, so the help leaves it
// out.
func newReference() *cobra.Command {
	return &cobra.Command{
		Use:    "reference man|completions DIR",
		Short:  "Write manual pages or completions into a folder",
		Hidden: true,
		Args:   exactly(2, "man or completions, and a folder"),
		RunE: func(cmd *cobra.Command, args []string) error {
			write := map[string]func(*cobra.Command, string) error{"man": writeMan, "completions": writeCompletions}[args[0]]
			if write == nil {
				return usage(fmt.Errorf("there is no reference %q: say man or completions", args[0]))
			}
			if err := os.MkdirAll(args[1], 0o755); err != nil { //nolint:gosec // what is packed is for everyone
				return usage(err)
			}
			return write(cmd.Root(), args[1])
		},
	}
}

// writeMan writes a manual page for each command. Its date is that of the
// source where SOURCE_DATE_EPOCH tells it, so that builds can be repeated.
func writeMan(root *cobra.Command, dir string) error {
	date := time.Unix(0, 0).UTC()
	if epoch := os.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
		seconds, err := time.ParseDuration(epoch + "s")
		if err != nil {
			return usage(fmt.Errorf("SOURCE_DATE_EPOCH: %q is no number of seconds", epoch))
		}
		date = date.Add(seconds)
	}
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{
		Title: "WEIR", Section: "1", Date: &date, Source: "weir", Manual: "weir manual",
	}, dir)
}

func writeCompletions(root *cobra.Command, dir string) error {
	for name, write := range map[string]func(string) error{
		"weir.bash": func(path string) error { return root.GenBashCompletionFileV2(path, true) },
		"_weir":     root.GenZshCompletionFile,
		"weir.fish": func(path string) error { return root.GenFishCompletionFile(path, true) },
	} {
		if err := write(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
