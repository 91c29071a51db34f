package har

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"weir/sessions/collection"
)

const (
	// longestEntry bounds in bytes an entry that is read.
	longestEntry = 512 << 20
	// mostEntries bounds how many are.
	mostEntries = 2_000_000
)

// place is where an entry stands in the file, and what orders it.
type place struct {
	at     int64
	length int
	start  time.Time
	run    string // what entries of one run have in common
	group  uint64 // the exchange in a file of ours, else 0
}

// index is what a first pass over an archive finds.
type index struct {
	places []place
	titles map[string]string // of pages, by their id
}

// brief is what the first pass reads of an entry.
type brief struct {
	Started string `json:"startedDateTime"`
	Pageref string `json:"pageref"`
	Weir    *struct {
		Run, Exchange uint64
	} `json:"_weir"`
}

// meter ends what grows without bound.
type meter struct {
	from io.Reader
	left int64
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, fmt.Errorf("an entry is larger than %d MiB", longestEntry>>20)
	}
	n, err := m.from.Read(p)
	m.left -= int64(n)
	return n, err
}

// scan finds the entries of an archive. An error comes with what stands before
// the place where it breaks off.
func scan(file io.ReaderAt, size int64) (*index, error) {
	base, err := begin(file)
	if err != nil {
		return nil, err
	}
	m := &meter{from: io.NewSectionReader(file, base, size-base), left: longestEntry}
	dec := jsontext.NewDecoder(m, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	found := &index{titles: map[string]string{}}
	s := scanner{dec: dec, meter: m, base: base, found: found}
	err = s.members(func(name string) error {
		if name == "log" {
			return s.members(s.log)
		}
		return dec.SkipValue()
	})
	if err != nil && len(found.places) == 0 {
		return nil, fmt.Errorf("this is no HAR file: %w", err)
	}
	if !s.entries {
		return nil, errors.New("this is no HAR file: it has no log.entries")
	}
	found.date()
	return found, err
}

// date gives entries without a moment that of the one before them.
func (x *index) date() {
	last := time.Now().UTC()
	if i := slices.IndexFunc(x.places, func(p place) bool { return !p.start.IsZero() }); i >= 0 {
		last = x.places[i].start
	}
	for i := range x.places {
		if x.places[i].start.IsZero() {
			x.places[i].start = last
		}
		last = x.places[i].start
	}
}

// begin steps over a byte order mark.
func begin(file io.ReaderAt) (int64, error) {
	head := make([]byte, 3)
	n, err := file.ReadAt(head, 0)
	switch head = head[:n]; {
	case err != nil && !errors.Is(err, io.EOF):
		return 0, err
	case bytes.Equal(head, []byte("\xef\xbb\xbf")):
		return 3, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return 0, errors.New("this is UTF-16: save it as UTF-8")
	}
	return 0, nil
}

type scanner struct {
	dec     *jsontext.Decoder
	meter   *meter
	base    int64
	found   *index
	entries bool
}

// members calls visit with each name of an object; visit takes its value.
func (s *scanner) members(visit func(name string) error) error {
	if open, err := s.dec.ReadToken(); err != nil {
		return err
	} else if open.Kind() != '{' {
		return fmt.Errorf("there is no object at byte %d", s.dec.InputOffset())
	}
	for s.dec.PeekKind() != '}' {
		name, err := s.dec.ReadToken()
		if err != nil {
			return err
		}
		if err := visit(name.String()); err != nil {
			return err
		}
	}
	_, err := s.dec.ReadToken()
	return err
}

// elements calls visit with each element of an array, and what else stands there.
func (s *scanner) elements(visit func(v jsontext.Value)) error {
	if s.dec.PeekKind() != '[' {
		return s.dec.SkipValue()
	}
	if _, err := s.dec.ReadToken(); err != nil {
		return err
	}
	for s.dec.PeekKind() != ']' {
		v, err := s.dec.ReadValue()
		if err != nil {
			return err
		}
		s.meter.left = longestEntry
		visit(v)
	}
	_, err := s.dec.ReadToken()
	return err
}

func (s *scanner) log(name string) error {
	switch name {
	case "entries":
		s.entries = true
		return s.elements(s.entry)
	case "pages":
		return s.elements(func(v jsontext.Value) {
			var p page
			_ = json.Unmarshal(v, &p) // what is of another type is passed over
			if p.ID != "" && len(s.found.titles) < mostPages {
				s.found.titles[p.ID] = p.Title
			}
		})
	}
	return s.dec.SkipValue()
}

func (s *scanner) entry(v jsontext.Value) {
	if v.Kind() != '{' || len(s.found.places) >= mostEntries {
		return
	}
	var b brief
	_ = json.Unmarshal(v, &b) // what is of another type is passed over
	p := place{at: s.base + s.dec.InputOffset() - int64(len(v)), length: len(v), start: moment(b.Started), run: b.Pageref}
	if b.Weir != nil {
		p.run, p.group = pageID(b.Weir.Run), b.Weir.Exchange
	}
	s.found.places = append(s.found.places, p)
}

// moment reads a date as tools write them; zero where it is none.
func moment(text string) time.Time {
	for _, form := range []string{
		time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
		"2006-01-02 15:04:05.999999999",
	} {
		if t, err := time.Parse(form, text); err == nil && t.Year() > 1900 && t.Year() < 2200 {
			return t
		}
	}
	return time.Time{}
}

// read reads an entry.
func (p place) read(file io.ReaderAt) (*entry, error) {
	text := make([]byte, p.length)
	if _, err := file.ReadAt(text, p.at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	e := &entry{}
	var kind *json.UnmarshalTypeError
	if err := json.Unmarshal(text, e); err != nil && !errors.As(err, &kind) {
		return nil, err
	}
	return e, nil
}

// tally counts losses of one kind.
type tally struct {
	order []string
	count map[string]int
}

func (t *tally) add(what string) {
	if t.count == nil {
		t.count = map[string]int{}
	}
	if t.count[what]++; t.count[what] == 1 {
		t.order = append(t.order, what)
	}
}

// losses returns each kind once, with its number.
func (t *tally) losses() []collection.Loss {
	var all []collection.Loss
	for _, what := range t.order {
		n := "1 entry"
		if c := t.count[what]; c != 1 {
			n = fmt.Sprintf("%d entries", c)
		}
		all = append(all, collection.Loss{What: n + ": " + what})
	}
	return all
}
