package sessions

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// Temporary makes a session that is gone when it is closed, for where nothing
// is to be recorded: bodies and events of a long run still leave memory. Only
// its owner may read it while it is there.
func Temporary(opts Options) (*Session, error) {
	dir, err := os.MkdirTemp("", "weir-")
	if err != nil {
		return nil, fmt.Errorf("create temporary session: %w", err)
	}
	path := filepath.Join(dir, "unrecorded"+Extension)
	if err := newFile(path, blank); err != nil {
		return nil, err
	}
	s, err := begin(context.Background(), path, opts, false)
	if err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	s.remove = dir
	return s, nil
}
