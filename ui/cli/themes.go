package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"charm.land/lipgloss/v2"
	"github.com/spf13/cobra"

	"weir/themes"
	"weir/ui/config"
)

func newThemes(s Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "themes",
		Short: "List and print palettes",
		Long: `themes lists the palettes: those that are built in, and your own, one in each
file NAME.toml of the folder themes beside config.toml. One of yours is read anew
on the screen as soon as its file changes.`,
		Args: exactly(0, "a command: ls or show"),
		RunE: func(*cobra.Command, []string) error { return listThemes(s, shelf()) },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "ls",
			Short: "List the palettes, your own among them",
			Args:  exactly(0, "no arguments"),
			RunE:  func(*cobra.Command, []string) error { return listThemes(s, shelf()) },
		},
		&cobra.Command{
			Use:   "show NAME",
			Short: "Print the roles of a palette and their colours, and check it",
			Args:  exactly(1, "the name of a palette that 'weir themes ls' shows"),
			RunE:  func(_ *cobra.Command, args []string) error { return showTheme(s, shelf(), args[0]) },
		},
	)
	return cmd
}

// shelf is where the themes are.
func shelf() themes.Shelf { return themes.Shelf{Dir: filepath.Join(userDir(), "themes")} }

// listThemes prints a line for each theme. Those that cannot be used are listed
// too, and make an error at the end.
func listThemes(s Streams, all themes.Shelf) error {
	names, err := all.Names()
	if err != nil {
		return usage(err)
	}
	w := tabwriter.NewWriter(s.Out, 0, 0, 2, ' ', 0)
	var broken []error
	for _, name := range names {
		t, err := all.Load(name)
		if err != nil {
			broken = append(broken, err)
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", name, "broken", all.File(name))
			continue
		}
		ground := "light"
		if t.Dark {
			ground = "dark"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", name, ground, oneLine(strings.TrimSpace(t.Title+"  "+t.File)))
	}
	if err := w.Flush(); err != nil || len(broken) == 0 {
		return err
	}
	return tellFaults(s, errors.Join(broken...))
}

// tellFaults tells all but the last of several errors, a line each, and returns
// that one.
func tellFaults(s Streams, err error) error {
	all := faultsOf(err)
	for _, one := range all[:len(all)-1] {
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(one.Error()))
	}
	return usage(all[len(all)-1])
}

// faultsOf takes joined errors apart.
func faultsOf(err error) []error {
	many, ok := err.(interface{ Unwrap() []error }) //nolint:errorlint // what is wrapped stays whole
	if !ok {
		return []error{err}
	}
	var all []error
	for _, one := range many.Unwrap() {
		all = append(all, faultsOf(one)...)
	}
	return all
}

// checkTheme says what is wrong with the theme that a flag or the configuration
// names; empty names none.
func checkTheme(c *config.Config, name string) error {
	if name == "" {
		return nil
	}
	_, err := shelf().Load(name)
	if all := faultsOf(err); len(all) > 1 {
		err = fmt.Errorf("%w (and %d more: weir themes show %s)", all[0], len(all)-1, name)
	}
	if set, ok := c.Settings["theme"]; ok && err != nil && set.Text == name {
		err = &config.Error{Source: set.Source, Key: "theme", Err: err}
	}
	return usage(err)
}

func showTheme(s Streams, all themes.Shelf, name string) error {
	t, err := all.Load(name)
	if err != nil {
		return tellFaults(s, err)
	}
	for _, role := range themes.Roles() {
		swatch := lipgloss.NewStyle().Background(lipgloss.Color(string(t.Color(role)))).Render("    ")
		// Lip Gloss writes what the terminal can show, and no colour to a file.
		if _, err := lipgloss.Fprintf(s.Out, "%-16s %s  %s\n", role, t.Color(role), swatch); err != nil {
			return err
		}
	}
	for _, problem := range t.Check() {
		_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(problem.String()))
	}
	return nil
}
