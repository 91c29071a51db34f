package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"weir/ui/config"
)

// nearestFlag returns the flag of cmd whose name is nearest to a mistyped one,
// or "" where none is near.
func nearestFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return config.Nearest(name, names)
}
