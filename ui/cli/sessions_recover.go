package cli

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"weir/sessions"
)

func newSessionsRecover(s Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "recover FILE NEW",
		Short: "Save what can be read of a damaged session to a new file",
		Long: `recover reads a damaged session, as far as that goes, and writes what it finds to a
new file. The damaged one is left as it is.`,
		Args: exactly(2, "the damaged session, and the file that is to be written"),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := findSession(args[0])
			saved, err := sessions.Recover(cmd.Context(), path, args[1])
			if errors.Is(err, fs.ErrNotExist) {
				err = fmt.Errorf("there is no session %s: 'weir sessions ls' lists those that are there", args[0])
			}
			if err != nil {
				return usage(err)
			}
			for _, damage := range saved.Damages {
				_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(damage.Error()))
			}
			_, err = fmt.Fprintf(s.Out, "%s: %s; %s is as it was\n", oneLine(args[1]), saved, oneLine(path))
			return err
		},
	}
}
