package cli

import (
	"fmt"
	"text/tabwriter"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"weir/themes"
)

func newThemes(s Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "themes",
		Short: "List and print palettes",
		Args:  exactly(0, "a command: ls or show"),
		RunE:  func(*cobra.Command, []string) error { return listThemes(s) },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "ls",
			Short: "List the built-in palettes",
			Args:  exactly(0, "no arguments"),
			RunE:  func(*cobra.Command, []string) error { return listThemes(s) },
		},
		&cobra.Command{
			Use:   "show NAME",
			Short: "Print the roles of a palette and their colours",
			Args:  exactly(1, "the name of a palette that 'weir themes ls' shows"),
			RunE:  func(_ *cobra.Command, args []string) error { return showTheme(s, args[0]) },
		},
	)
	return cmd
}

func listThemes(s Streams) error {
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	for _, name := range themes.Builtin() {
		t, err := themes.Load(name)
		if err != nil {
			return &internalError{err}
		}
		ground := "light"
		if t.Dark {
			ground = "dark"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", name, ground, t.Title)
	}
	return w.Flush()
}

func showTheme(s Streams, name string) error {
	t, err := themes.Load(name)
	if err != nil {
		return usage(err)
	}
	for _, role := range themes.Roles() {
		swatch := lipgloss.NewStyle().Background(lipgloss.Color(string(t.Color(role)))).Render("    ")
		// Lip Gloss writes what the terminal can show, and no colour to a file.
		if _, err := lipgloss.Fprintf(s.Out, "%-16s %s  %s\n", role, t.Color(role), swatch); err != nil {
			return err
		}
	}
	return nil
}
