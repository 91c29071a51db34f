package sessions

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// gatherFor is how long the writer gathers before it commits. With the
	// commit's own time and mostLag it stays below 100 ms.
	gatherFor = 10 * time.Millisecond
	// mostLag is how long an event waits to be written, in its feed and in the
	// line, before those who bring bodies wait, and with them the run. What is
	// left of 100 ms is for a machine that has others to serve first.
	mostLag = 25 * time.Millisecond
	// batchBytes ends the gathering early, and bounds a transaction.
	batchBytes = 1 << 20
	// mostPending is how much waits for the disk before those who record wait.
	mostPending = 16 << 20
	retryAfter  = time.Second
)

// op is one thing to write. Ops reach the disk in the order in which they were
// put, and none of a transaction without the others.
type op interface {
	write(ctx context.Context, w *statements) error
	size() int
}

// writer commits ops in groups. It sleeps while there are none.
type writer struct {
	path    string
	db      *sql.DB
	conn    *sql.Conn
	st      *statements
	disk    *disk
	lag     func() time.Duration // for how long waits what is still to be put
	trouble chan<- error

	mu      sync.Mutex
	room    *sync.Cond // pending has become less, or it no longer matters
	pending []op
	bytes   int
	put     uint64 // ops that were put
	done    uint64 // ops that are written or given up: the program's end does not take them away
	safe    uint64 // ops that no power cut takes away either, or that are given up
	unsafe  int    // bytes of those that are done and not safe
	marks   []mark // of what is not done, the oldest first
	waiters []waiter
	failing error // the last commit's error; nil after one that worked
	stopped error // why nothing more is kept
	closing bool

	wake   chan struct{} // there is something to do
	hurry  chan struct{} // do it now
	ended  chan struct{} // run has returned
	paused time.Duration // between tries after a failure
	aside  atomic.Bool   // the log is to begin anew
	logged int           // bytes since it was last taken into the file, for run alone
}

// mark says when ops up to one were put.
type mark struct {
	put uint64
	at  time.Time
}

// waiter waits until the ops up to one are safe.
type waiter struct {
	upTo uint64
	told chan error
}

// newWriter starts the writer of a file. What it writes is safe from a power
// cut soon if it is to be durable.
func newWriter(path string, db *sql.DB, conn *sql.Conn, durable bool, lag func() time.Duration, trouble chan<- error) (*writer, error) {
	ctx := context.Background()
	st, err := prepare(ctx, conn)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, st.close())
	}
	disk, err := openDisk(path, durable)
	if err != nil {
		return nil, errors.Join(err, st.close())
	}
	w := &writer{
		path: path, db: db, conn: conn, st: st, disk: disk, lag: lag, trouble: trouble, paused: retryAfter,
		wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	w.room = sync.NewCond(&w.mu)
	disk.start(w)
	go w.run()
	return w, nil
}

// add puts ops in the line.
func (w *writer) add(ops ...op) { w.addSince(time.Now(), ops...) }

// addSince puts ops in the line that wait since a moment. It waits while too
// much is pending, unless writing fails: then recording stops rather than the
// run.
func (w *writer) addSince(since time.Time, ops ...op) {
	if len(ops) == 0 {
		return
	}
	size := 0
	for _, o := range ops {
		size += o.size()
	}
	w.mu.Lock()
	for w.bytes+size > mostPending && w.bytes > 0 && w.failing == nil && w.stopped == nil && !w.closing {
		w.room.Wait()
	}
	var told error
	switch {
	case w.closing || w.stopped != nil:
	case w.failing != nil && w.bytes+size > mostPending:
		told = w.stop(w.failing)
	default:
		w.pending = append(w.pending, ops...)
		w.bytes += size
		w.mark(uint64(len(ops)), since)
	}
	large := w.bytes >= batchBytes
	w.mu.Unlock()
	if told != nil {
		w.tell(told)
	}
	poke(w.wake)
	if large {
		poke(w.hurry)
	}
}

// mark counts n ops as put that wait since then; w.mu is held.
func (w *writer) mark(n uint64, since time.Time) {
	// What was put before and came later waits for them no less.
	for i := len(w.marks) - 1; i >= 0 && w.marks[i].at.After(since); i-- {
		w.marks[i].at = since
	}
	if last := len(w.marks) - 1; last < 0 || since.Sub(w.marks[last].at) >= time.Millisecond {
		w.marks = append(w.marks, mark{at: since})
	}
	w.put += n
	w.marks[len(w.marks)-1].put = w.put
}

// pace waits while the writer is behind by more than mostLag, or the disk by
// more than mostUnsafe, so that whoever was told of something finds it on disk
// soon, however fast a run is.
func (w *writer) pace() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.behind() && w.failing == nil && w.stopped == nil && !w.closing {
		// What waits to be put may become less without a commit.
		t := time.AfterFunc(mostLag/8, w.nudge)
		w.room.Wait()
		t.Stop()
	}
}

// nudge lets those who wait in pace look again.
func (w *writer) nudge() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.room.Broadcast()
}

// behind says whether something waits for long to be written, put or not;
// w.mu is held.
func (w *writer) behind() bool {
	return w.age() > mostLag || w.lag() > mostLag || w.unsafe > mostUnsafe
}

// age is for how long the oldest op waits that is not written; w.mu is held.
func (w *writer) age() time.Duration {
	if len(w.marks) == 0 {
		return 0
	}
	return time.Since(w.marks[0].at)
}

// stop gives up what is pending; w.mu is held.
func (w *writer) stop(err error) error {
	w.stopped = &TroubleError{Path: w.path, Err: err, Stopped: true}
	w.pending, w.bytes, w.unsafe = nil, 0, 0
	w.done, w.safe = w.put, w.put
	w.release()
	return w.stopped
}

// release answers the waiters whose ops are safe; w.mu is held.
func (w *writer) release() {
	gone := 0
	for gone < len(w.marks) && w.marks[gone].put <= w.done {
		gone++
	}
	w.marks = w.marks[gone:]
	w.room.Broadcast()
	left := w.waiters[:0]
	for _, x := range w.waiters {
		if x.upTo <= w.safe || w.failing != nil || w.stopped != nil {
			err := w.stopped
			if err == nil && w.failing != nil && x.upTo > w.safe {
				err = &TroubleError{Path: w.path, Err: w.failing}
			}
			x.told <- err
			continue
		}
		left = append(left, x)
	}
	w.waiters = left
}

// tell says what went wrong to whoever listens, and waits for nobody.
func (w *writer) tell(err error) {
	select {
	case w.trouble <- err:
	default:
	}
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// sync waits until everything that was put is safe. The error says why it
// is not.
func (w *writer) sync(ctx context.Context) error {
	told := make(chan error, 1)
	w.mu.Lock()
	if w.stopped != nil || w.safe == w.put {
		defer w.mu.Unlock()
		return w.stopped
	}
	w.waiters = append(w.waiters, waiter{upTo: w.put, told: told})
	if w.done == w.put && !w.closing { // else it is hurried once it is written, or as the file is closed
		poke(w.disk.hurry)
	}
	w.mu.Unlock()
	poke(w.wake)
	poke(w.hurry)
	select {
	case err := <-told:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close commits what is pending, tries once more where that fails, and ends.
// The connection is left open and in no transaction, for the log to be taken
// into the file and sealed to be told.
func (w *writer) close() error {
	w.mu.Lock()
	w.closing = true
	w.room.Broadcast()
	w.mu.Unlock()
	poke(w.wake)
	poke(w.hurry)
	<-w.ended
	w.disk.end()
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.stopped
	if w.failing != nil && err == nil {
		err = w.stop(w.failing)
	}
	_, _ = w.conn.ExecContext(context.Background(), "ROLLBACK") // it is empty
	return errors.Join(err, w.st.close(), w.disk.db.Close())
}

// sealed ends what close left: the log was taken into the file, which made all
// of it safe, or err says why not. Where another program reads the file the log
// stays, and is made safe where it is; the error says where it could not be.
func (w *writer) sealed(err error) error {
	var unsafe error
	if err == nil && hasLog(w.path) {
		unsafe = w.makeSafe()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.stopped != nil:
	case err != nil:
		_ = w.stop(err)
	default:
		w.safe, w.unsafe = w.done, 0
	}
	w.release()
	if w.disk.log == nil {
		return nil
	}
	return errors.Join(unsafe, w.disk.log.Close())
}

func (w *writer) run() {
	defer close(w.ended)
	for {
		<-w.wake
		w.gather()
		closing := w.flush()
		if closing {
			return
		}
	}
}

// gather waits a little for more, so that a commit carries many ops.
func (w *writer) gather() {
	w.mu.Lock()
	t := time.NewTimer(gatherFor - w.age())
	w.mu.Unlock()
	defer t.Stop()
	select {
	case <-w.hurry:
	case <-t.C:
	}
}

// flush commits until nothing is pending. It says whether the writer is to end.
func (w *writer) flush() (closing bool) {
	for {
		batch, bytes := w.take()
		if len(batch) == 0 {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.closing && len(w.pending) == 0
		}
		err := w.commit(batch)
		if w.settle(len(batch), bytes, err) {
			return true
		}
		if err != nil {
			w.rest()
		}
	}
}

// take returns the next ops to commit; they stay pending until they are.
func (w *writer) take() (batch []op, bytes int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for n < len(w.pending) && (bytes < batchBytes || n == 0) {
		bytes += w.pending[n].size()
		n++
	}
	return w.pending[:n:n], bytes
}

// commit writes ops and opens the next transaction.
func (w *writer) commit(batch []op) error {
	ctx := context.Background()
	if err := w.st.writeAll(ctx, batch); err != nil {
		return errors.Join(err, w.reopen(ctx, "ROLLBACK"))
	}
	if _, err := w.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return errors.Join(err, w.reopen(ctx, "ROLLBACK"))
	}
	// From here on the ops are written: a transaction that cannot be opened
	// fails the next commit.
	if w.aside.CompareAndSwap(true, false) {
		_, _ = w.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)") // little is left to take
	}
	_ = w.reopen(ctx, "")
	return nil
}

func (w *writer) reopen(ctx context.Context, end string) error {
	if end != "" {
		_, _ = w.conn.ExecContext(ctx, end) // SQLite may have done so itself
	}
	_, err := w.conn.ExecContext(ctx, "BEGIN IMMEDIATE")
	return err
}

// settle takes in what came of a commit. It says whether the writer is to end.
func (w *writer) settle(n, bytes int, err error) (end bool) {
	w.mu.Lock()
	first := err != nil && w.failing == nil && w.stopped == nil
	w.failing = err
	if err == nil && w.stopped == nil {
		w.pending = w.pending[n:]
		w.bytes -= bytes
		w.done += uint64(n)
		w.unsafe += bytes
		if len(w.pending) == 0 {
			w.pending = nil // gives its array back
		}
	}
	w.release()
	hurry := len(w.waiters) > 0 || w.unsafe > mostUnsafe/2
	end = err != nil && (w.closing || w.stopped != nil)
	if w.stopped != nil && !w.closing {
		end, w.pending, w.bytes = false, nil, 0
	}
	w.mu.Unlock()
	if first {
		w.tell(&TroubleError{Path: w.path, Err: err})
	}
	if err == nil {
		w.handOver(bytes, hurry)
	}
	return end
}

// handOver lets the disk know of bytes that were written.
func (w *writer) handOver(bytes int, hurry bool) {
	poke(w.disk.wrote)
	if hurry {
		poke(w.disk.hurry)
	}
	if w.logged += bytes; w.logged >= tidyAfter {
		w.logged = 0
		poke(w.disk.tidy)
	}
}

// rest waits before the next try, unless somebody asks for one.
func (w *writer) rest() {
	t := time.NewTimer(w.paused)
	defer t.Stop()
	select {
	case <-w.hurry:
	case <-t.C:
	}
}
