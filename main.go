// Command weir explores HTTP APIs in the terminal and shows what its request
// engine is doing while it does it.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"weir/ui/cli"
)

// version is set by the linker for releases.
var version = "" //nolint:gochecknoglobals // the linker can set nothing else

func main() {
	os.Exit(run())
}

func run() int {
	// net/http logs what servers do wrong; it would spoil the screen and says
	// nothing that an event does not.
	log.SetOutput(io.Discard)
	// A reader that went away ends a command quietly and in order, with its
	// session closed, instead of by a signal.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, buildVersion())
}

// buildVersion is the release's version, else what the build knows of itself.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
