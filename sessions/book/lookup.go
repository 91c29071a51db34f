package book

import (
	"math/rand/v2"
	"strings"
	"time"

	"weir/sessions/collection"
	"weir/sessions/httpfile"
)

// masked is what is shown of a secret value.
const masked = "•••"

// lookup returns how variables are looked up for one sending.
func (b *Book) lookup() collection.Lookup {
	values := map[string]string{}
	for _, v := range b.Variables() {
		values[v.Name] = v.Value
	}
	d := b.dynamic()
	return func(name string) (string, bool) {
		if value, ok := values[name]; ok {
			return value, true
		}
		value, ok := d.Value(name)
		if ok && httpfile.AsksMachine(name) {
			b.secret(value)
		}
		return value, ok
	}
}

// dynamic makes the variables that are drawn as a request is sent.
func (b *Book) dynamic() httpfile.Dynamic {
	d := httpfile.Dynamic{Now: b.opts.Now, Rand: b.opts.Rand}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Rand == nil {
		d.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())) //nolint:gosec // no secrets are drawn
	}
	if b.opts.Trust {
		d.Environ = b.opts.Environ
		d.Dotenv = func(name string) (string, bool) {
			value, ok := b.dotenv[name]
			return value, ok
		}
	}
	return d
}

// Shown returns a text with its variables replaced as they would be sent, but
// for secrets, which are shown as •••, and those that are drawn anew each time,
// which stay. unknown lists the variables without a value, which stay too.
func (b *Book) Shown(text string) (shown string, unknown []string) {
	values := map[string]collection.Variable{}
	for _, v := range b.Variables() {
		values[v.Name] = v
	}
	d := b.dynamic()
	seen := map[string]bool{}
	miss := func(name string) (string, bool) {
		if !seen[name] {
			seen[name] = true
			unknown = append(unknown, name)
		}
		return open + name + closing, true
	}
	shown, endless := collection.Expand(text, func(name string) (string, bool) {
		v, ok := values[name]
		switch {
		case ok && v.Secret:
			return masked, true
		case ok:
			return b.segment(v), true
		case httpfile.AsksMachine(name) && b.opts.Trust:
			return masked, true
		}
		if _, ok := d.Value(name); ok {
			return open + name + closing, true
		}
		return miss(name)
	})
	if endless != nil {
		return text, []string{endless.Name}
	}
	return restore(shown), unknown
}

// What stands around the name of a variable that stays, while others are
// replaced: nothing that a text holds.
const (
	open    = "\x00{"
	closing = "}\x00"
)

func restore(text string) string {
	return strings.NewReplacer(open, "{{", closing, "}}").Replace(text)
}
