package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

const (
	// mostUnsafe is how many bytes may be written and not yet be safe from a
	// power cut before those who bring bodies wait.
	mostUnsafe = 8 << 20
	// tidyAfter is how many bytes are logged before the log is taken into the
	// file beside the writer.
	tidyAfter = 8 << 20
	// longestLog is the length of the log in bytes from which the writer stands
	// aside for a moment, so that it can begin anew.
	longestLog = 64 << 20
	// lingerFor is how long what is written waits for more before it is made
	// safe, unless somebody waits for it. With what comes before it stays below
	// 100 ms.
	lingerFor = 40 * time.Millisecond
)

// disk brings the log of a session to where a power cut does not reach it, and
// into the file. Both happen beside the writer: a slow disk does not hold up
// what is to be written, and what is written survives the program's end.
type disk struct {
	log   logFile       // nil where a power cut may take it
	db    *sql.DB       // takes the log into the file
	wrote chan struct{} // there is something to make safe
	hurry chan struct{} // make it safe now
	tidy  chan struct{} // there is enough to take into the file
	group sync.WaitGroup
}

// logFile is the write-ahead log.
type logFile interface {
	Sync() error
	io.Closer
}

// openDisk opens the log of a file whose writer is at work. A log of its own
// descriptor holds no locks, so closing it drops none.
func openDisk(path string, durable bool) (*disk, error) {
	d := &disk{wrote: make(chan struct{}, 1), hurry: make(chan struct{}, 1), tidy: make(chan struct{}, 1)}
	if durable {
		log, err := os.OpenFile(path+"-wal", os.O_RDWR, 0)
		if err != nil {
			return nil, fmt.Errorf("open the log: %w", err)
		}
		d.log = log
	}
	db, err := sql.Open("sqlite", address(path, "mode=rw&_pragma=busy_timeout(0)&_pragma=wal_autocheckpoint(0)"+
		"&_pragma=synchronous("+d.care()+")"))
	if err != nil {
		return nil, errors.Join(err, d.close())
	}
	db.SetMaxOpenConns(1)
	d.db = db
	return d, nil
}

// care is how SQLite itself is to sync: it does when the log is taken into the
// file, and leaves the log's own growth to the disk's makeSafe.
func (d *disk) care() string {
	if d.log == nil {
		return "OFF"
	}
	return "NORMAL"
}

func (d *disk) close() error {
	var errs []error
	if d.db != nil {
		errs = append(errs, d.db.Close())
	}
	if d.log != nil {
		errs = append(errs, d.log.Close())
	}
	return errors.Join(errs...)
}

// start runs what happens beside the writer, until end.
func (d *disk) start(w *writer) {
	d.group.Go(func() {
		for range d.wrote {
			if !d.linger() {
				return
			}
			_ = w.makeSafe() // it is told
		}
	})
	d.group.Go(func() {
		for range d.tidy {
			d.tidyUp(w)
		}
	})
}

// linger waits a little for more, so that a sync carries many commits. It
// returns false at the end.
func (d *disk) linger() (more bool) {
	t := time.NewTimer(lingerFor)
	defer t.Stop()
	select {
	case _, more = <-d.hurry:
		return more
	case <-t.C:
		return true
	}
}

// end is called once nothing more is written. What is not safe by then is made
// so as the log is taken into the file.
func (d *disk) end() {
	close(d.wrote)
	close(d.tidy)
	close(d.hurry)
	d.group.Wait()
}

// makeSafe syncs what is written. A failure ends the recording: what a disk
// failed to take it may not try again, and say that it did. It is told, and
// returned.
func (w *writer) makeSafe() error {
	w.mu.Lock()
	upTo, bytes, due := w.done, w.unsafe, w.safe < w.done && w.stopped == nil
	log := w.disk.log
	w.mu.Unlock()
	if !due {
		return nil
	}
	var err error
	if log != nil {
		err = log.Sync()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.stopped != nil:
	case err != nil:
		err = w.stop(fmt.Errorf("sync: %w", err))
		w.tell(err)
		return err
	default:
		w.safe, w.unsafe = upTo, w.unsafe-bytes
		w.release()
	}
	return nil
}

// tidyUp takes the log into the file as far as nobody reads it. Where the log
// has grown long all the same, the writer is asked to stand aside: only when
// nothing is written meanwhile does a log begin anew.
func (d *disk) tidyUp(w *writer) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var busy, frames, taken int64
	// What fails is tried again when more is there, and at the latest on close.
	err := d.db.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &taken)
	if err == nil && frames*pageSize > longestLog {
		w.aside.Store(true)
	}
}
