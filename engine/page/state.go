package page

import (
	"encoding/binary"
	"errors"
	"fmt"

	"weir/engine/page/jsonpath"
)

// stateVersion is the form of State that this code writes.
const stateVersion = 1

// ErrAtEnd says that a walk had come to the end of its list: there is nothing
// to resume.
var ErrAtEnd = errors.New("the walk had reached its end")

// State is a walk's position, to go on from after a stop or a crash. It holds
// no credentials of the request's headers, but its step may hold a URL with
// what the server put there. It is a few KiB, and at most about 40 KiB, of
// JSON: of the ids seen it keeps the latest 1,024, so that a list that moved by
// a few pages still gives no item twice.
type State struct {
	Version   int          `json:"version"`
	Done      bool         `json:"done,omitempty"`
	Recipe    *Recipe      `json:"recipe,omitempty"`
	Verified  bool         `json:"verified,omitempty"`
	Guess     bool         `json:"guess,omitempty"`
	Sure      float64      `json:"confidence,omitempty"`
	Evidence  []string     `json:"evidence,omitempty"`
	Number    int          `json:"page"` // the last page that is there
	Next      Step         `json:"next"`
	List      string       `json:"list,omitempty"`
	ID        string       `json:"id,omitempty"`
	IDKnown   bool         `json:"id_known,omitempty"`
	IDWhole   bool         `json:"id_whole,omitempty"`
	IDStrong  bool         `json:"id_strong,omitempty"`
	Seen      []byte       `json:"seen,omitempty"`  // digests of ids, 8 bytes each
	Asked     []byte       `json:"asked,omitempty"` // digests of the latest requests, 8 bytes each
	Position  int64        `json:"position,omitempty"`
	Skipped   int64        `json:"skipped,omitempty"`
	Size      int          `json:"size,omitempty"`
	Raw       int64        `json:"raw,omitempty"`
	Items     int64        `json:"items,omitempty"`
	Bytes     int64        `json:"bytes,omitempty"`
	Total     int64        `json:"total"`
	Delivered int          `json:"delivered,omitempty"` // items of the next page that were given out
	LastCount int          `json:"last_count,omitempty"`
	Failed    map[int]Step `json:"failed,omitempty"`
}

// State returns where the walk is. It may be taken after any call.
func (w *Walk) State() State {
	s := State{
		Version: stateVersion, Done: w.stop != nil && !w.stop.Resumable, Recipe: w.recipe, Verified: w.detection.Verified,
		Guess: w.detection.Guess, Sure: w.detection.Confidence, Evidence: w.detection.Evidence,
		Number: w.number, Next: w.next, List: w.listAt, ID: w.ids.name, IDKnown: w.ids.decided, IDWhole: w.ids.whole,
		IDStrong: w.ids.strong, Position: w.position, Skipped: w.skipped, Size: w.size, Raw: w.raw, Items: w.items,
		Bytes: w.bytes, Total: w.total, Delivered: w.delivered, LastCount: w.lastCount, Failed: w.failed,
	}
	for _, d := range w.seen.recent {
		s.Seen = binary.LittleEndian.AppendUint64(s.Seen, d)
	}
	for d, number := range w.trail {
		if number > w.number-keptRecent {
			s.Asked = binary.LittleEndian.AppendUint64(s.Asked, d)
		}
	}
	return s
}

// Resume goes on from a State. The first request is the one the walk began
// with; headers may be fresh. A guess that page 2 had not proved yet is made
// anew from page 1, whose items are not given out again. The caps of the spec count from the list's
// beginning. Errors are those of New, ErrAtEnd, and what is wrong with a state.
func Resume(first Request, spec Spec, s State) (*Walk, error) {
	w, err := New(first, spec)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Version != stateVersion:
		return nil, fmt.Errorf("resume the walk: its state has version %d, and this program reads %d", s.Version, stateVersion)
	case s.Done:
		return nil, fmt.Errorf("resume the walk: %w", ErrAtEnd)
	case s.Recipe == nil || s.Number < 0:
		return w, nil
	}
	if err := w.restore(s); err != nil {
		return nil, fmt.Errorf("resume the walk: %w", err)
	}
	w.request, err = w.build(s.Next)
	if err != nil {
		return nil, fmt.Errorf("resume the walk: %w", err)
	}
	if err := w.sameOrigin(); err != nil {
		return nil, err
	}
	if s.Guess && !s.Verified && s.Number == 1 {
		return reread(first, spec, s, w)
	}
	return w, nil
}

// reread begins with page 1 again and takes over what was given out.
func reread(first Request, spec Spec, s State, restored *Walk) (*Walk, error) {
	w, err := New(first, spec)
	if err != nil {
		return nil, err
	}
	w.ids, w.seen = restored.ids, restored.seen
	w.items, w.bytes, w.delivered, w.rereads = s.Items, s.Bytes, s.LastCount, true
	return w, nil
}

// sameOrigin keeps a doctored state from leading elsewhere.
func (w *Walk) sameOrigin() error {
	u, err := parseURL(w.request.URL)
	if err != nil {
		return fmt.Errorf("resume the walk: %w", err)
	}
	if o := originOf(u); o != w.origin && !w.spec.AllowForeign {
		return fmt.Errorf("resume the walk: its next page is at %s, which is not %s", o, w.origin)
	}
	return nil
}

func (w *Walk) restore(s State) error {
	d, ok := dialectNamed(s.Recipe.Dialect)
	if !ok {
		return unknownDialect(s.Recipe.Dialect)
	}
	if err := s.Recipe.check(); err != nil {
		return err
	}
	p, err := jsonpath.Parse(s.ID)
	if err != nil {
		return err
	}
	recipe := *s.Recipe
	w.recipe, w.dialect = &recipe, d
	w.detection = Detection{Dialect: d.Name, Confidence: s.Sure, Evidence: s.Evidence, Guess: s.Guess, Verified: s.Verified}
	w.number, w.next, w.listAt = s.Number, s.Next, s.List
	w.ids = identity{decided: s.IDKnown, name: s.ID, path: p, whole: s.IDWhole, strong: s.IDStrong}
	w.position, w.skipped, w.size, w.raw = s.Position, s.Skipped, s.Size, s.Raw
	w.items, w.bytes, w.total, w.delivered, w.lastCount = s.Items, s.Bytes, s.Total, s.Delivered, s.LastCount
	w.failed = s.Failed
	for b := s.Seen; len(b) >= 8; b = b[8:] {
		w.seen.add(binary.LittleEndian.Uint64(b) | 1)
	}
	for b := s.Asked; len(b) >= 8; b = b[8:] {
		w.trail[binary.LittleEndian.Uint64(b)] = s.Number
	}
	delete(w.trail, w.fingerprintOf(s.Next))
	return nil
}

func (w *Walk) fingerprintOf(s Step) uint64 {
	req, err := w.build(s)
	if err != nil {
		return 0
	}
	return fingerprint(req, s)
}

// check refuses a recipe that its dialect cannot run with.
func (r *Recipe) check() error {
	needsNext := r.Dialect == "next-url"
	needsParam := r.Dialect == "page" || r.Dialect == "offset" || r.Dialect == "last-id"
	if needsNext && len(r.Next) == 0 || needsParam && len(r.Params) == 0 {
		return fmt.Errorf("the state of dialect %s lacks its parameters", r.Dialect)
	}
	return nil
}
