package sessions

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	lib "modernc.org/sqlite/lib"
)

// Errors that a caller may meet as they are.
var (
	// ErrNoBody says that no body was kept for an attempt.
	ErrNoBody = errors.New("no body was kept")
	// ErrNoExchange says that a session holds no exchange of that number.
	ErrNoExchange = errors.New("no such exchange in this session")
	// ErrReadOnly says that a session is only read, not recorded.
	ErrReadOnly = errors.New("the session is open for reading only")
	// ErrClosed says that a session is closed.
	ErrClosed = errors.New("the session is closed")

	errFull  = errors.New("the disk is full, make room on it")
	errShort = errors.New("they were there before")
)

// NotSessionError says that a file is no session.
type NotSessionError struct {
	Path string
	Why  string
}

func (e *NotSessionError) Error() string {
	return fmt.Sprintf("%s is no weir session: %s", e.Path, e.Why)
}

// NewerError says that a newer program wrote the file.
type NewerError struct {
	Path           string
	Version, Known int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer weir (file version %d, this one reads up to %d): update weir to open it", e.Path, e.Version, e.Known)
}

// HeldError says that another program is recording into the file.
type HeldError struct {
	Path  string
	PID   int
	Host  string
	Since time.Time
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is being recorded by process %d on %s since %s: wait until it ends, or choose another name",
		e.Path, e.PID, e.Host, e.Since.Local().Format("2006-01-02 15:04:05"))
}

// ExistsError says that a file of that name is there already. It is never
// overwritten.
type ExistsError struct{ Path string }

func (e *ExistsError) Error() string { return e.Path + " exists already: choose another name" }

// DamagedError says that a part of a session's file cannot be read. The file
// is left as it is.
type DamagedError struct {
	Path string
	What string // that cannot be read
	Err  error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s is damaged: %s cannot be read: %v", e.Path, e.What, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// TroubleError says that what was recorded could not be written to disk.
type TroubleError struct {
	Path string
	Err  error
	// Stopped says that recording has ended: nothing more is kept. Otherwise
	// it is tried again, and nothing is lost yet.
	Stopped bool
	// Lost says that one event has no form on disk and is not kept. Recording
	// goes on.
	Lost bool
}

func (e *TroubleError) Error() string {
	why := e.Err
	if isCode(why, lib.SQLITE_FULL) || errors.Is(why, syscall.ENOSPC) {
		why = errFull
	}
	switch {
	case e.Lost:
		return fmt.Sprintf("an event is missing in %s: %v", e.Path, e.Err)
	case e.Stopped:
		return fmt.Sprintf("recording to %s has stopped, what follows is not kept: %v", e.Path, why)
	}
	return fmt.Sprintf("cannot write %s, trying again: %v", e.Path, why)
}

func (e *TroubleError) Unwrap() error { return e.Err }
