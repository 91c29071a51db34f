package sessions

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"

	"weir/engine"
)

// Recovered is what could be saved of a damaged session.
type Recovered struct {
	Events int
	Bodies int // as attempts have them
	Broken int // bodies of which only the beginning could be read
	// Damages are what could not be read, the first 64 of it.
	Damages []error
}

// String says it in words.
func (r Recovered) String() string {
	text := several(int64(r.Events), "event") + " and " + several(int64(r.Bodies), "body")
	if r.Broken > 0 {
		text += fmt.Sprintf(" (%d in part)", r.Broken)
	}
	if n := len(r.Damages); n > 0 {
		text += "; " + several(int64(n), "damage") + " stepped over"
	}
	return text
}

const nothingRead = "nothing of one can be read from it"

// Recover writes what can be read of a damaged session to a new file. The
// damaged one is only read, as plain bytes, and so is the log beside it; a
// session whose first page is gone is read with that of a new one.
//
// The errors are *ExistsError for out, *HeldError where the session is being
// recorded, *NotSessionError where nothing of a session is found, and those of
// the file system.
func Recover(ctx context.Context, path, out string) (Recovered, error) {
	if _, err := os.Stat(path + "-shm"); err == nil {
		if held := holder(ctx, path); held != nil {
			return Recovered{}, held
		}
	}
	if _, err := os.Lstat(out); err == nil {
		return Recovered{}, &ExistsError{Path: out}
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o700); err != nil {
		return Recovered{}, fmt.Errorf("recover session: %w", err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(out), ".weir-recover-")
	if err != nil {
		return Recovered{}, fmt.Errorf("recover session: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	s, err := openCopy(path, dir)
	if err != nil {
		return Recovered{}, err
	}
	defer func() { _ = s.Close() }()
	return s.rescue(ctx, path, out)
}

// openCopy opens a copy of a session and its log, mended where it has to be.
func openCopy(path, dir string) (*Session, error) {
	name := filepath.Join(dir, "copy"+Extension)
	if err := copyFile(path, name); err != nil {
		return nil, fmt.Errorf("recover session: %w", err)
	}
	if err := copyFile(path+"-wal", name+"-wal"); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("recover session: %w", err)
	}
	s, err := Open(name)
	var other *NotSessionError
	var damaged *DamagedError
	if errors.As(err, &other) || errors.As(err, &damaged) {
		if err := mendFirstPage(name); err != nil {
			return nil, fmt.Errorf("recover %q: %w", path, err)
		}
		if s, err = Open(name); err != nil {
			return nil, &NotSessionError{Path: path, Why: nothingRead}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("recover %q: %w", path, err)
	}
	s.path = path // for what it says of damages
	return s, nil
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from) //nolint:gosec // the file that the caller names
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // in a folder of our own
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// mendFirstPage gives a file the first page of a new session, which says where
// the tables begin: that is the same in every session of a version.
func mendFirstPage(path string) error {
	fresh := filepath.Join(filepath.Dir(path), "fresh"+Extension)
	s, err := Create(fresh, Options{})
	if err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	template, err := os.ReadFile(fresh) //nolint:gosec // it was just made
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0) //nolint:gosec // a copy of our own
	if err != nil {
		return err
	}
	st, err := f.Stat()
	if err != nil {
		return errors.Join(err, f.Close())
	}
	page := template[:pageSize]
	// Offsets of the database header, as SQLite's file format has them.
	binary.BigEndian.PutUint32(page[28:], uint32(st.Size()/pageSize)) //nolint:gosec // SQLite has no more pages
	copy(page[32:40], make([]byte, 8))                                // no free pages
	copy(page[92:96], page[24:28])                                    // that size is valid
	if hasLog(path) {
		page[18], page[19] = 2, 2 // the log counts
	}
	_, err = f.WriteAt(page, 0)
	return errors.Join(err, f.Close())
}

// rescue records what can be read of s into a new file.
func (s *Session) rescue(ctx context.Context, path, out string) (Recovered, error) {
	facts := map[string]string{"redaction": "off"} // where nobody knows, it has to be treated so
	told, _ := s.facts(ctx)
	maps.Copy(facts, told)
	// What was struck out stays struck out, and the rest was seen before.
	to, err := Create(out, Options{Program: facts["program"], Name: facts["name"], KeepSecrets: true})
	if err != nil {
		return Recovered{}, err
	}
	for _, key := range []string{"redaction", "created"} {
		if facts[key] != "" {
			to.w.add(metaOp{key, facts[key]})
		}
	}
	rescuer := rescuer{from: s, to: to, open: map[bodyKey]bool{}}
	err = errors.Join(rescuer.run(ctx), to.Close())
	if err == nil && rescuer.saved.Events == 0 {
		err = &NotSessionError{Path: path, Why: nothingRead}
	}
	if err != nil {
		_ = os.Remove(out)
	}
	return rescuer.saved, err
}

// rescuer carries events and bodies from one session to another.
type rescuer struct {
	from, to *Session
	open     map[bodyKey]bool // attempts whose start was seen, and not their end
	saved    Recovered
}

func (r *rescuer) run(ctx context.Context) error {
	for e, err := range r.from.Events(ctx, 0, 1<<63-1) {
		if err != nil {
			r.damage(err)
			continue
		}
		h := e.Head()
		key := bodyKey{exchange: h.Exchange, attempt: h.Attempt}
		switch e := e.(type) {
		case engine.AttemptStarted:
			r.open[key] = true
			r.bodies(ctx, h, e.URL)
		case engine.AttemptFinished:
			if !r.open[key] {
				r.bodies(ctx, h, e.FinalURL)
			}
			delete(r.open, key)
		}
		r.to.Add(e)
		r.saved.Events++
	}
	return ctx.Err()
}

func (r *rescuer) damage(err error) {
	if len(r.saved.Damages) < keptChanges {
		r.saved.Damages = append(r.saved.Damages, err)
	}
}

// bodies carries an attempt's bodies, as far as they can be read.
func (r *rescuer) bodies(ctx context.Context, h engine.Header, url string) {
	for _, part := range []engine.BodyPart{engine.RequestBody, engine.ResponseBody} {
		key := bodyKey{h.Exchange, h.Attempt, part}
		id, facts, err := r.from.findBody(ctx, key)
		if err != nil {
			if !errors.Is(err, ErrNoBody) {
				r.damage(err)
			}
			continue
		}
		to := r.to.OpenBody(engine.BodyRef{
			Run: h.Run, Exchange: h.Exchange, Attempt: h.Attempt, Part: part, URL: url, ContentType: facts.ContentType,
		})
		written, err := r.from.writeChunks(ctx, to, id)
		if err != nil {
			r.damage(r.from.broken(key.words(), err))
		}
		whole := facts.Complete && written == facts.Size
		_ = to.Close(whole) // it fails only where it was closed before
		r.saved.Bodies++
		if !whole {
			r.saved.Broken++
		}
	}
}
