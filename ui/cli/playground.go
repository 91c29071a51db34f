package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"weir/engine/playground"
)

func newPlayground(s Streams) *cobra.Command {
	var o playground.Options
	cmd := &cobra.Command{
		Use:   "playground",
		Short: "Serve the practice API: rivers and their gauges, with faults on request",
		Long: `playground serves the practice API until it is interrupted. Open its address in
weir, or ask it for / to see what there is.`,
		Example: `  weir playground --addr 127.0.0.1:8080
  weir get http://127.0.0.1:8080/v1/cursor/gauges?limit=100 --all`,
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			server, err := playground.Start(cmd.Context(), o)
			if err != nil {
				return usage(fmt.Errorf("--addr: %w", err))
			}
			_, _ = fmt.Fprintf(s.Out, "weir playground listening on %s\n", server.URL())
			if tls := server.TLSURL(); tls != "" {
				_, _ = fmt.Fprintf(s.Out, "weir playground listening on %s\n", tls)
			}
			<-cmd.Context().Done()
			return server.Close()
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&o.Addr, "addr", "127.0.0.1:0", "where to listen; port 0 takes a free one")
	fl.IntVar(&o.Items, "items", 10_000, "how many gauges there are")
	fl.Uint64Var(&o.Seed, "seed", 0, "chooses the faults, so that a run can be repeated")
	fl.BoolVar(&o.TLS, "tls", false, "listen for HTTPS with HTTP/2 too, with a throwaway certificate")
	return cmd
}
