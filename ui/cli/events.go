package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"weir/engine"
)

// eventLog writes the engine's events to a file as they happen, one JSON
// object a line, without secrets.
type eventLog struct {
	out    io.WriteCloser
	redact func(engine.Event) engine.Event
	done   chan error
}

// newEventLog opens the file, "-" being standard output, before anything is
// sent, so that a path that cannot be written costs no request.
func newEventLog(path string, stdout io.Writer, redact func(engine.Event) engine.Event) (*eventLog, error) {
	l := &eventLog{redact: redact, done: make(chan error, 1)}
	if path == "-" {
		l.out = nopCloser{stdout}
		return l, nil
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, usage(fmt.Errorf("--events: %w", err))
	}
	l.out = f
	return l, nil
}

// follow writes everything the feed gives until it ends.
func (l *eventLog) follow(feed *engine.Feed) {
	go func() { l.done <- l.write(feed) }()
}

func (l *eventLog) write(feed *engine.Feed) error {
	w := bufio.NewWriter(l.out)
	var events []engine.Event
	var line []byte
	for {
		var err error
		events, err = feed.Next(context.Background(), events)
		if errors.Is(err, io.EOF) {
			return errors.Join(w.Flush(), l.out.Close())
		}
		for _, ev := range events {
			if line, err = engine.AppendJSON(line[:0], l.redact(ev)); err != nil {
				return err
			}
			_, _ = w.Write(append(line, '\n'))
		}
		if err := w.Flush(); err != nil {
			feed.Close()
			return err
		}
	}
}

// wait waits until everything is written.
func (l *eventLog) wait() error {
	if err := <-l.done; err != nil {
		return &internalError{fmt.Errorf("--events: the event log is not complete: %w", err)}
	}
	return nil
}

// nopCloser is a writer that others close.
type nopCloser struct{ io.Writer }

// Close implements io.Closer.
func (nopCloser) Close() error { return nil }
