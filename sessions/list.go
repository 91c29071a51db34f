package sessions

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/adrg/xdg"
)

// Retention is how long sessions that nobody named are kept.
type Retention struct {
	Age   time.Duration // 0 keeps them whatever their age
	Bytes int64         // all of them together; 0 is without bound
}

// DefaultRetention returns 30 days and 1 GiB.
func DefaultRetention() Retention { return Retention{Age: 30 * 24 * time.Hour, Bytes: 1 << 30} }

// DefaultDir returns the folder where sessions are kept unless told otherwise.
func DefaultDir() string { return filepath.Join(xdg.DataHome, "weir", "sessions") }

// NewName returns a name for a session that begins now, such as
// "2026-11-23-154501".
func NewName(now time.Time) string { return now.Format("2006-01-02-150405") }

// PathOf returns the file of the session of that name in a folder. A name
// that is a path stays one. The error says what a name must not hold.
func PathOf(dir, name string) (string, error) {
	switch {
	case strings.TrimSpace(name) == "" || name == "." || name == "..":
		return "", errors.New("a session needs a name")
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", fmt.Errorf("session name %q: it holds a control character", name)
	}
	if !strings.HasSuffix(name, Extension) {
		name += Extension
	}
	if filepath.Base(name) != name {
		return name, nil
	}
	return filepath.Join(dir, name), nil
}

// OpenDefault begins a session in a folder, under a new name of the present
// moment, and applies the retention to those that are there, once an hour.
func OpenDefault(dir string, opts Options) (*Session, error) {
	now := time.Now()
	if isDue(dir, now) {
		_, _ = Prune(context.Background(), dir, DefaultRetention(), now) // what it cannot delete is tried the next time
	}
	name := NewName(now)
	for n := 2; ; n++ {
		s, err := Create(filepath.Join(dir, name+Extension), opts)
		var exists *ExistsError
		var held *HeldError
		if (!errors.As(err, &exists) && !errors.As(err, &held)) || n > 100 {
			return s, err
		}
		name = fmt.Sprintf("%s-%d", NewName(now), n)
	}
}

const (
	// pruneEvery is how long a folder is left alone after it was pruned.
	pruneEvery = time.Hour
	// prunedAt is the file in a folder whose time says when that was.
	prunedAt = ".pruned"
)

// isDue says whether a folder is to be pruned, and that it is from now on. One
// whose stamp cannot be kept is pruned each time.
func isDue(dir string, now time.Time) bool {
	stamp := filepath.Join(dir, prunedAt)
	// A time to come is a clock's mistake.
	if last, err := os.Stat(stamp); err == nil && now.Sub(last.ModTime()).Abs() < pruneEvery {
		return false
	}
	f, err := os.OpenFile(stamp, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_ = errors.Join(f.Close(), os.Chtimes(stamp, now, now)) // at worst it is due again
	}
	return true
}

// List returns the sessions of a folder, the newest first. Files that are none
// are left out; those that are damaged are there as far as they can be read.
// A folder that is not there holds none.
func List(ctx context.Context, dir string) ([]Info, error) {
	files, err := filesIn(dir)
	return lookAll(ctx, dir, files), err
}

// filesIn lists what may be sessions in a folder.
func filesIn(dir string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() || filepath.Ext(e.Name()) != Extension
	}), nil
}

// lookAll reads what files say about themselves, the newest first.
func lookAll(ctx context.Context, dir string, files []fs.DirEntry) []Info {
	var infos []Info
	for _, file := range files {
		if info, ok := look(ctx, filepath.Join(dir, file.Name())); ok {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b Info) int { return b.Created.Compare(a.Created) })
	return infos
}

// look reads what one file says about itself.
func look(ctx context.Context, path string) (Info, bool) {
	s, err := Open(path)
	var damaged *DamagedError
	if errors.As(err, &damaged) {
		return Info{Path: path, Name: strings.TrimSuffix(filepath.Base(path), Extension), Size: sizeOf(path), Damage: err}, true
	}
	if err != nil {
		return Info{}, false
	}
	defer func() { _ = s.Close() }()
	info, err := s.told(ctx) // a damaged one is listed with what it tells
	info.Damage = err
	if !info.Whole {
		info.Held = holder(ctx, path)
	}
	info.nameIt()
	return info, true
}

// Remove deletes a session's file and what lies beside it. It refuses what is
// no session, and with *HeldError what is being recorded.
func Remove(ctx context.Context, path string) error {
	s, err := Open(path)
	var damaged *DamagedError
	switch {
	case errors.As(err, &damaged):
	case err != nil:
		return err
	default:
		_ = s.Close()
		if held := holder(ctx, path); held != nil {
			return held
		}
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	for _, beside := range []string{"-wal", "-shm"} {
		_ = os.Remove(path + beside) // mostly there is none
	}
	return nil
}

// Prune deletes the sessions of a folder that nobody named and that are older
// than the retention, or that exceed its size together, the oldest first. What
// was written to within the retention's age counts as younger. It leaves those that are being recorded or damaged, and returns what it deleted.
func Prune(ctx context.Context, dir string, keep Retention, now time.Time) ([]Info, error) {
	files, err := filesIn(dir)
	if err != nil {
		return nil, err
	}
	var gone []Info
	var errs []error
	total := int64(0)
	for _, info := range lookAll(ctx, dir, keep.doubtful(files, now)) {
		if info.Kept || info.Held != nil || info.Created.IsZero() {
			continue
		}
		total += info.Size
		old := keep.Age > 0 && now.Sub(info.Created) > keep.Age
		much := keep.Bytes > 0 && total > keep.Bytes
		if !old && !much {
			continue
		}
		if err := Remove(ctx, info.Path); err != nil {
			errs = append(errs, err)
			continue
		}
		total -= info.Size
		gone = append(gone, info)
	}
	return gone, errors.Join(errs...)
}

// doubtful leaves out the files that the retention keeps by what their folder
// tells of them. A session that begins waits for the pruning, and opening hundreds
// would take longer than most of what is recorded.
func (keep Retention) doubtful(files []fs.DirEntry, now time.Time) []fs.DirEntry {
	var old []fs.DirEntry
	total := int64(0)
	for _, file := range files {
		facts, err := file.Info()
		if err != nil {
			continue // it is gone
		}
		total += facts.Size()
		if keep.Age > 0 && now.Sub(facts.ModTime()) > keep.Age {
			old = append(old, file)
		}
	}
	if keep.Bytes > 0 && total > keep.Bytes {
		return files
	}
	return old
}
