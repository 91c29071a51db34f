package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	"weir/engine"
	"weir/engine/breaker"
)

// The exit codes, as documented in the README and in docs/reference/commands.md.
const (
	exitOK          = 0
	exitInternal    = 1
	exitUsage       = 2
	exitStatus      = 3
	exitNetwork     = 4
	exitBreaker     = 5
	exitRetryAfter  = 6
	exitSafety      = 7
	exitOutput      = 23 // as curl has it
	exitInterrupted = 130
)

// usageError is a mistake in flags, configuration or an input file.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usage marks an error as a mistake of the caller; nil stays nil.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &usageError{err}
}

// internalError is what no caller could have avoided, such as a full disk.
type internalError struct{ err error }

func (e *internalError) Error() string { return e.err.Error() }
func (e *internalError) Unwrap() error { return e.err }

// brokenPipe reports whether the reader of our output went away, which ends a
// command quietly.
func brokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// notWritten returns why standard output could not be written to, nil where that
// is not what an error says.
func notWritten(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) && failed.Op == "write" && failed.Path == os.Stdout.Name() {
		return failed.Err
	}
	return nil
}

// exitCode turns how a command ended into the process's exit code.
func exitCode(err error) int {
	var use *usageError
	var plan *engine.PlanError
	var internal *internalError
	switch {
	case err == nil:
		return exitOK
	case brokenPipe(err), notWritten(err) != nil:
		return exitOutput
	case errors.As(err, &use), errors.As(err, &plan):
		return exitUsage
	case errors.As(err, &internal):
		return exitInternal
	case errors.Is(err, engine.ErrCancelled), errors.Is(err, context.Canceled):
		return exitInterrupted
	default:
		return exitOfRun(err)
	}
}

// exitOfRun is the exit code for what ended a run.
func exitOfRun(err error) int {
	var open *breaker.OpenError
	var asked *engine.RetryAfterError
	var walk *engine.WalkError
	var status *engine.StatusError
	var page *engine.PageError
	switch {
	case errors.As(err, &open):
		return exitBreaker
	case errors.As(err, &asked):
		return exitRetryAfter
	case errors.As(err, &walk):
		return exitSafety
	case errors.As(err, &status):
		return exitStatus
	case errors.As(err, &page) && page.Err == nil:
		return exitStatus
	default:
		return exitNetwork
	}
}
