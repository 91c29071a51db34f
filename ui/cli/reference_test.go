package cli

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"weir/engine/page"
	"weir/ui/config"
	"weir/ui/keys"
)

var update = flag.Bool("update", false, "write docs/reference anew")

// The pages of docs/reference are made from the code and are what it says now.
func TestReference(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"commands.md": commandsPage(newRoot(Streams{}, "")), "keys.md": keysPage(t), "settings.md": settingsPage(),
		"pagination.md": paginationPage(),
	} {
		path := filepath.Join("..", "..", "docs", "reference", name)
		if *update {
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != text {
			t.Errorf("docs/reference/%s is stale: make docs", name)
		}
	}
}

// commandsPage writes every command with its flags.
func commandsPage(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("# Commands\n\nMade from the code by `make docs`. `weir COMMAND --help` prints the same.\n")
	b.WriteString("`weir completion bash|zsh|fish` writes completions.\n")
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if cmd.Hidden || cmd.IsAdditionalHelpTopicCommand() || cmd.Name() == "help" || cmd.Name() == "completion" {
			return
		}
		commandSection(&b, cmd)
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(root)
	return b.String()
}

func commandSection(b *strings.Builder, cmd *cobra.Command) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n", cmd.CommandPath(), cmp.Or(cmd.Long, cmd.Short+"."))
	if cmd.Runnable() {
		fmt.Fprintf(b, "\n```\n%s\n```\n", cmd.UseLine())
	}
	if cmd.Example != "" {
		fmt.Fprintf(b, "\n```sh\n%s\n```\n", cmd.Example)
	}
	var rows bytes.Buffer
	cmd.NonInheritedFlags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		byDefault := ""
		if f.DefValue != "" && f.DefValue != "[]" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" {
			byDefault = "`" + f.DefValue + "`"
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s |\n", name, cell(f.Usage), byDefault)
	})
	if rows.Len() > 0 {
		fmt.Fprintf(b, "\n| flag | what it does | default |\n|---|---|---|\n%s", rows.String())
	}
}

// cell keeps a text within its cell.
func cell(text string) string { return strings.ReplaceAll(text, "|", "\\|") }

// keysPage writes every intent with its keys in each key map.
func keysPage(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Keys\n\nMade from the code by `make docs`. The intents are the names that `[keys]` of config.toml takes; `keymap`\n")
	b.WriteString("chooses the key map. `?` shows the keys for where you are, `:` finds any action by name.\n")
	maps := make([]keys.Map, 0, len(keys.Presets()))
	for _, name := range keys.Presets() {
		m, err := keys.PresetNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		maps = append(maps, m)
	}
	for _, scope := range keys.Scopes() {
		fmt.Fprintf(&b, "\n## %s\n\n| intent | what it does | %s |\n|---|---|---|---|---|\n", scope.Title(), strings.Join(keys.Presets(), " | "))
		for i, bound := range maps[0].In(scope) {
			fmt.Fprintf(&b, "| `%s` | %s |", bound.Intent, bound.Help)
			for _, m := range maps {
				fmt.Fprintf(&b, " %s |", keyCells(m.In(scope)[i].Keys))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func keyCells(all []string) string {
	var out []string
	for _, k := range all {
		out = append(out, "`"+cell(k)+"`")
	}
	return strings.Join(out, " ")
}

// settingsPage writes the settings that configuration files take.
func settingsPage() string {
	var b strings.Builder
	b.WriteString("# Settings\n\nMade from the code by `make docs`. These are the names that `[defaults]` takes, as `WEIR_` variables and as flags;\n")
	b.WriteString("docs/CONFIG.md says where they may stand.\n\n| setting | variable | what it does | default |\n|---|---|---|---|\n")
	root := newRoot(Streams{}, "")
	get, _, _ := root.Find([]string{"get"})
	for _, name := range config.Names() {
		about := map[string]string{
			"theme": "palette (see 'weir themes ls')", "keymap": strings.Join(keys.Presets(), ", "),
		}[name]
		byDefault := defaultOf(name)
		if f := get.Flags().Lookup(name); f != nil {
			about, byDefault = f.Usage, cmp.Or(f.DefValue, byDefault)
		}
		variable := "WEIR_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", name, variable, cell(about), cell(byDefault))
	}
	return b.String()
}

// paginationPage writes what --paginate takes.
func paginationPage() string {
	var b strings.Builder
	b.WriteString("# Pagination\n\nMade from the code by `make docs`. `weir help paginate` prints the same.\n\n" + paginateLead + "\n\n")
	b.WriteString("```\n" + paginateExamples + "\n```\n\nA value that holds commas stands in double quotes. ")
	b.WriteString("How the dialect is found, and which rules end a walk, is in\n[why cursors](../explanation/cursors.md).\n")
	b.WriteString("\n## Dialects\n\n| dialect | what it does | ends when | parameters | for example |\n|---|---|---|---|---|\n")
	for _, d := range page.Dialects() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | `%s` | %s |\n", d.Name, cell(d.Description), cell(d.Stops), strings.Join(d.Params, "` `"), strings.Join(d.Wild, ", "))
	}
	for _, part := range []struct {
		title, head string
		words       []glossed
	}{
		{"Parameters", "parameter", append(paginateParams(), paginateRest()...)}, {"Paths", "path", paginatePaths()},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n| %s | means |\n|---|---|\n", part.title, part.head)
		for _, w := range part.words {
			fmt.Fprintf(&b, "| `%s` | %s |\n", w.name, cell(w.means))
		}
	}
	return b.String()
}

// Every parameter of a dialect is explained, and every example is one.
func TestPaginateHelp(t *testing.T) {
	t.Parallel()
	var told []string
	for _, w := range paginateParams() {
		told = append(told, w.name)
	}
	if !slices.Equal(told, page.ParamNames()) {
		t.Errorf("it explains %v of %v", told, page.ParamNames())
	}
	for line := range strings.Lines(paginateExamples) {
		_, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, err := page.ParseSpec(text); err != nil {
			t.Error(err)
		}
	}
	for line := range strings.Lines(paginateHelp()) {
		if len(line) > 130 {
			t.Errorf("a line of %d: %s", len(line), line)
		}
	}
}
