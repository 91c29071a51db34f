package sessions

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	// shortestKnown is the length in bytes from which a secret value is looked
	// for in text: shorter ones would strike half of every text out.
	shortestKnown = 4
	longestKnown  = 8 << 10
	// shortestLearnt is the least length of values that were seen under a
	// secret name.
	shortestLearnt = 8
	mostLearnt     = 256
)

// Redactor replaces secrets by ‹redacted:HASH8›. The hash is keyed with a salt
// that is drawn for the redactor and kept nowhere else, so equal secrets of
// one session are seen to be equal and none can be guessed at from the file.
//
// What is a secret is told by the name it stands under, by its form (users of
// URLs, credentials behind an authorisation scheme, JSON web tokens) and by
// its value: those that the caller names, and those that the session's own
// requests sent under a secret name.
//
// It is safe for concurrent use. What was struck out before stays as it is.
type Redactor struct {
	salt  [32]byte
	known atomic.Pointer[knownValues]
	mu    sync.Mutex // for changing known
	names sync.Pool  // of map[string]keyword: what names tell, for one document at a time
}

// NewRedactor returns a redactor that also strikes out the given values, such
// as those of secret variables, wherever they stand. Values shorter than 4
// bytes or longer than 8 KiB are only struck out by the names they stand under.
func NewRedactor(secrets ...string) *Redactor {
	r := &Redactor{}
	_, _ = rand.Read(r.salt[:]) // never fails: it would end the program
	r.known.Store(&knownValues{})
	r.Know(secrets...)
	return r
}

// Know adds values that are secret wherever they stand from now on.
func (r *Redactor) Know(secrets ...string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known.Store(r.known.Load().with(secrets, 0))
}

// learn adds a value that was seen under a secret name, so that it is known
// where a server sends it back under another.
func (r *Redactor) learn(value string) {
	if len(value) < shortestLearnt || isMark(value) || r.known.Load().has(value) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.known.Load(); k.learnt < mostLearnt {
		r.known.Store(k.with([]string{value}, 1))
	}
}

// strike returns the mark for a value that is a secret.
func (r *Redactor) strike(value string) string {
	if value == "" || isMark(value) {
		return value
	}
	h := r.hash()
	h.Write([]byte(value))
	return markOf(h)
}

func (r *Redactor) hash() hash.Hash { return hmac.New(sha256.New, r.salt[:]) }

func markOf(h hash.Hash) string { return markOpen + hex.EncodeToString(h.Sum(nil)[:4]) + markClose }

const (
	markOpen  = "‹redacted:"
	markClose = "›"
)

// isMark says whether text was struck out before.
func isMark(text string) bool {
	return len(text) == len(markOpen)+8+len(markClose) && strings.HasPrefix(text, markOpen) && strings.HasSuffix(text, markClose)
}

// knownValues finds values that are secret wherever they stand. It does not
// change.
type knownValues struct {
	values []string
	learnt int
	forms  map[[shortestKnown]byte][]form
	pairs  [1 << 16 / 64]uint64 // pairs of bytes that a form starts with, a bit each
}

// form is a way in which a secret value is written.
type form struct{ text, value string }

func (k *knownValues) has(value string) bool { return slices.Contains(k.values, value) }

func (k *knownValues) with(secrets []string, learnt int) *knownValues {
	c := &knownValues{values: slices.Clone(k.values), learnt: k.learnt + learnt, forms: map[[shortestKnown]byte][]form{}}
	for _, s := range secrets {
		if len(s) >= shortestKnown && len(s) <= longestKnown && !c.has(s) {
			c.values = append(c.values, s)
		}
	}
	// Where one value starts another, the longer one counts.
	slices.SortFunc(c.values, func(a, b string) int { return len(b) - len(a) })
	for _, v := range c.values {
		for _, text := range formsOf(v) {
			head := [shortestKnown]byte([]byte(text))
			c.forms[head] = append(c.forms[head], form{text: text, value: v})
			pair := pairAt(text, 0)
			c.pairs[pair/64] |= 1 << (pair % 64)
		}
	}
	return c
}

// at returns the known value that text holds at i, and where it ends.
func (k *knownValues) at(text string, i int) (value string, end int) {
	if !k.mayBeAt(text, i) {
		return "", i
	}
	for _, f := range k.forms[[shortestKnown]byte([]byte(text[i:i+shortestKnown]))] {
		if strings.HasPrefix(text[i:], f.text) {
			return f.value, i + len(f.text)
		}
	}
	return "", i
}

// mayBeAt is a quick answer: false says that no known value stands at i.
func (k *knownValues) mayBeAt(text string, i int) bool {
	if i+shortestKnown > len(text) {
		return false
	}
	pair := pairAt(text, i)
	return k.pairs[pair/64]&(1<<(pair%64)) != 0
}

func pairAt(text string, i int) uint16 { return uint16(text[i])<<8 | uint16(text[i+1]) }
