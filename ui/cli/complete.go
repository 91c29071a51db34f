package cli

import (
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine/page"
	"weir/sessions"
)

// completeValues lets shells complete what flags and commands take from a list
// that is known; anything else completes as files do.
func completeValues(cmd *cobra.Command) {
	for name, list := range flagValues() {
		if cmd.Flags().Lookup(name) != nil {
			_ = cmd.RegisterFlagCompletionFunc(name, list) // it is there, and once
		}
	}
	switch cmd.CommandPath() {
	case "weir replay", "weir sessions show", "weir sessions rm", "weir sessions export", "weir sessions compare",
		"weir sessions rerun", "weir sessions serve", "weir sessions recover":
		cmd.ValidArgsFunction = sessionNames
	case "weir themes show":
		cmd.ValidArgsFunction = themeNames
	}
	for _, below := range cmd.Commands() {
		completeValues(below)
	}
}

// flagValues are the flags that take one of a list.
func flagValues() map[string]cobra.CompletionFunc {
	dialects := []string{page.Auto}
	for _, d := range page.Dialects() {
		dialects = append(dialects, d.Name)
	}
	return map[string]cobra.CompletionFunc{
		"output":   oneOf("body", "items", "pages", "headers", "summary"),
		"progress": oneOf("auto", "json", "off"),
		"jitter":   oneOf("full", "equal", "decorrelated", "none"),
		"http":     oneOf("auto", "1.1", "2", "h2c"),
		"format":   oneOf("har", "curl", "http", "go", "python"),
		"paginate": oneOf(dialects...),
		"theme":    themeNames,
	}
}

func oneOf(values ...string) cobra.CompletionFunc {
	return cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
}

func themeNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	names, err := shelf().Names()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// sessionNames lists the recorded sessions; a session may be any file too.
func sessionNames(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	files, err := filepath.Glob(filepath.Join(sessions.DefaultDir(), "*"+sessions.Extension))
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), sessions.Extension)
	}
	return files, cobra.ShellCompDirectiveDefault
}
