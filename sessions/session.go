package sessions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Options are how a session is recorded.
type Options struct {
	// Program is the recording program and its version, for the file's own facts.
	Program string
	// Secrets are values that are struck out wherever they stand.
	Secrets []string
	// KeepSecrets writes everything as it is. The file says so.
	KeepSecrets bool
	// Name is what a person calls the session; such a session is kept until a
	// person deletes it. Without one it is kept by age and size.
	Name string
}

// Session is a session's file, open for recording or for reading. It is safe
// for concurrent use.
type Session struct {
	path    string
	redact  *Redactor // nil keeps secrets
	w       *writer   // nil when it is only read
	writeDB *sql.DB
	read    *sql.DB
	params  string // with which it is read
	zip     *zstd.Encoder
	unzip   *zstd.Decoder
	cache   bodyCache
	bodies  atomic.Int64 // the last body's id
	late    workshop     // for bodies that have ended
	trouble chan error
	rec     recorder
	check   checkpoints
	remove  string // folder to remove on close, of a temporary session

	mu      sync.Mutex
	sum     summary
	name    string
	moveTo  string // where to move the file on close
	closing sync.Once
	closeIs error
}

// Create makes a session's file and records into it. The file must not exist;
// missing folders are made. Only its owner may read the file and new folders.
//
// The errors are *ExistsError, *HeldError where the existing file is being
// recorded, and those of the file system.
func Create(path string, opts Options) (*Session, error) {
	ctx := context.Background()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("create session: %w", err)
	}
	if err := newFile(path, blank); err != nil {
		var exists *ExistsError
		if held := holder(ctx, path); errors.As(err, &exists) && held != nil {
			return nil, held
		}
		return nil, err
	}
	s, err := begin(ctx, path, opts, true)
	if err != nil {
		_ = os.Remove(path)
		return nil, err
	}
	return s, nil
}

// begin opens a blank and starts its writer. What is written is safe from power
// cuts if it is to be durable.
func begin(ctx context.Context, path string, opts Options, durable bool) (*Session, error) {
	db, conn, err := openWriter(ctx, path, logPragmas(durable))
	if err != nil {
		return nil, fmt.Errorf("create session %q: %w", path, err)
	}
	fail := func(err error) (*Session, error) {
		return nil, errors.Join(fmt.Errorf("create session %q: %w", path, err), conn.Close(), db.Close())
	}
	s, err := newSession(path)
	if err != nil {
		return fail(err)
	}
	s.writeDB, s.name = db, opts.Name
	if !opts.KeepSecrets {
		s.redact = NewRedactor(opts.Secrets...)
	}
	s.params = asItIs
	if s.read, err = openReader(path, s.params, 4); err != nil {
		return fail(err)
	}
	if s.w, err = newWriter(path, db, conn, durable, s.rec.lag, s.trouble); err != nil {
		return fail(errors.Join(err, s.read.Close()))
	}
	s.late.open()
	s.check.begin()
	s.introduce(opts)
	return s, nil
}

// logPragmas sets up the connection that writes. The log's growth is synced
// beside the writer, see disk, so SQLite syncs only what keeps the file whole.
func logPragmas(durable bool) string {
	if durable {
		return "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = NORMAL"
	}
	return "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = OFF"
}

func newSession(path string) (*Session, error) {
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(runtime.GOMAXPROCS(0)))
	if err != nil {
		return nil, err
	}
	// The frames of a file that others made must not unpack without bound.
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(4*chunkLen))
	if err != nil {
		return nil, err
	}
	return &Session{path: path, zip: zip, unzip: unzip, trouble: make(chan error, 16)}, nil
}

// introduce writes what the file says about itself.
func (s *Session) introduce(opts Options) {
	now := time.Now()
	host, _ := os.Hostname()
	redaction := "on"
	if s.redact == nil {
		redaction = "off"
	}
	s.sum.created = now
	s.w.add(
		metaOp{"created", stamp(now)}, metaOp{"program", opts.Program}, metaOp{"redaction", redaction}, metaOp{"name", opts.Name},
		metaOp{"writer.pid", strconv.Itoa(os.Getpid())}, metaOp{"writer.host", host}, metaOp{"writer.since", stamp(now)},
	)
}

// Open opens a session's file for reading. It writes nothing, so a damaged
// file stays as it is and is read as far as it goes.
//
// The errors are *NotSessionError, *NewerError, *DamagedError, and those of
// the file system.
func Open(path string) (*Session, error) {
	db, params, err := openChecked(context.Background(), path)
	if err != nil {
		return nil, err
	}
	s, err := newSession(path)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s.read, s.params = db, params
	return s, nil
}

// Path returns where the file is.
func (s *Session) Path() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.path
}

// Recording says whether the session is recorded, not only read.
func (s *Session) Recording() bool { return s.w != nil }

// Redactor returns what strikes the session's secrets out; nil where they are
// kept and for a session that is only read.
func (s *Session) Redactor() *Redactor { return s.redact }

// Trouble tells what keeps the session from being written, as *TroubleError:
// at once when it happens, and once more if recording has to stop. It is never
// closed.
func (s *Session) Trouble() <-chan error { return s.trouble }

// Sync waits until everything recorded so far is on disk, where neither the
// end of this program nor a power cut takes it away. The error says why it is
// not.
func (s *Session) Sync(ctx context.Context) error {
	if s.w == nil {
		return nil
	}
	return s.w.sync(ctx)
}

// Close ends the recording and closes the file. Close the engine first: what
// its feed has not delivered by then is not kept. After Close the file stands
// alone, without a log beside it, and can be copied.
func (s *Session) Close() error {
	s.closing.Do(func() { s.closeIs = s.end() })
	return s.closeIs
}

func (s *Session) end() error {
	var errs []error
	if s.w != nil {
		s.rec.finish()
		s.conclude()
		errs = append(errs, s.w.close())
		s.late.close()
	}
	errs = append(errs, s.read.Close())
	if s.w != nil {
		sealed := s.seal()
		if errors.Join(errs...) == nil { // else it says the same again
			errs = append(errs, sealed)
		}
		errs = append(errs, s.w.conn.Close(), s.writeDB.Close())
	}
	s.unzip.Close()
	moved := s.move()
	errs = append(errs, s.zip.Close(), moved)
	if s.remove != "" && moved == nil {
		errs = append(errs, os.RemoveAll(s.remove))
	}
	return errors.Join(errs...)
}

// seal takes the log into the file: the log is synced, then the file. Another
// reader may keep it from doing so fully; then the log stays beside the file.
func (s *Session) seal() error {
	ctx := context.Background()
	_, err := s.w.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err = errors.Join(err, s.w.sealed(err)); err != nil {
		return fmt.Errorf("close session %q: %w", s.path, err)
	}
	if hasLog(s.path) {
		return nil // whoever closes the file last takes it in, and syncs
	}
	// That the file has no log from now on changes two bytes of its first page,
	// and either value opens it: this needs no sync, and SQLite would do five.
	_, _ = s.w.conn.ExecContext(ctx, "PRAGMA busy_timeout = 0; PRAGMA synchronous = OFF; PRAGMA journal_mode = DELETE")
	return nil
}
