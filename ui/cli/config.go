package cli

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/ui/config"
)

// effective is one value as 'weir config' prints it.
type effective struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

func newConfig(s Streams) *cobra.Command {
	f := openFlags{}
	asJSON := false
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print what is in force, and where each value comes from",
		Long: `config prints the settings that are in force and the source of each: the default,
the user's config.toml, the workspace's weir.toml, a WEIR_ variable, or a flag.
It checks all of them on the way.`,
		Example: `  weir config
  WEIR_RATE=5/s weir config --as-json`,
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := configured(cmd)
			if err != nil {
				return err
			}
			if _, err := keyMap(c); err != nil {
				return err
			}
			if err := checkTheme(c, f.theme); err != nil {
				return err
			}
			if _, err := f.engineConfig(c); err != nil {
				return err
			}
			return printConfig(s, c, inForce(cmd, c), asJSON)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&asJSON, "as-json", false, "print one JSON object")
	return cmd
}

// inForce lists what is in force.
func inForce(cmd *cobra.Command, c *config.Config) []effective {
	var all []effective
	for _, name := range config.Names() {
		all = append(all, settingInForce(cmd, c, name))
	}
	for _, r := range c.Rules {
		for _, set := range r.Settings {
			all = append(all, effective{r.Scope + " " + set.Name, set.Text, set.Source.String()})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Keys)) {
		k := c.Keys[name]
		all = append(all, effective{"keys." + name, strings.Join(k.List, " "), k.Source.String()})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Secrets)) {
		secret := c.Secrets[name]
		all = append(all, effective{"secrets." + name, "from the " + secret.String(), secret.Source.String()})
	}
	return all
}

func settingInForce(cmd *cobra.Command, c *config.Config, name string) effective {
	one := effective{Name: name, Source: "default"}
	flag := cmd.Flags().Lookup(name)
	if v, ok := c.Settings[name]; ok {
		one.Value, one.Source = v.Text, v.Source.String()
	}
	switch {
	case flag == nil && one.Source == "default":
		one.Value = defaultOf(name)
	case flag == nil:
	case flag.Changed:
		one.Value, one.Source = flag.Value.String(), "--"+name
	case one.Source == "default":
		one.Value = cmp.Or(flag.DefValue, defaultOf(name))
	}
	return one
}

// defaultOf is the default of a setting whose flag has none of its own.
func defaultOf(name string) string {
	facts := engine.DefaultPolicy().Facts()
	switch name {
	case "rate":
		return facts.Rate
	case "burst":
		return "one second's worth"
	case "backoff":
		return facts.Backoff
	case "breaker":
		return facts.Breaker
	case "timeout":
		return facts.Timeouts
	case "theme":
		return "by the terminal's background"
	case "keymap":
		return "default"
	case "progress":
		return "auto"
	case "proxy":
		return "by HTTP_PROXY and so on"
	}
	return "-"
}

func printConfig(s Streams, c *config.Config, all []effective, asJSON bool) error {
	if asJSON {
		values := struct {
			Files  []string    `json:"files"`
			Values []effective `json:"values"`
		}{c.Files, all}
		enc := json.NewEncoder(s.Out)
		enc.SetIndent("", "  ")
		return enc.Encode(values)
	}
	return printTable(s.Out, c, all)
}

func printTable(out io.Writer, c *config.Config, all []effective) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "SETTING\tVALUE\tSOURCE")
	for _, one := range all {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", oneLine(one.Name), oneLine(one.Value), oneLine(one.Source))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	files := "none"
	if len(c.Files) > 0 {
		files = strings.Join(c.Files, ", ")
	}
	_, err := fmt.Fprintf(out, "\nfiles read: %s\nyour own file: %s\n", oneLine(files), oneLine(c.User))
	return err
}
