package cli

import (
	"fmt"
	"strings"

	"weir/sessions/book"
	"weir/sessions/collection"
	"weir/ui/config"
)

// knownNames are the names that --var can give a value to, as far as they are
// known: a description lists them, while other files may read any.
type knownNames struct {
	names []string
	seen  map[string]bool
	any   bool // there is a file that may read any
}

// note takes in what can be set for requests of a book.
func (k *knownNames) note(b *book.Book, requests []collection.Request) {
	if b.Format() != book.OpenAPI {
		k.any = true
		return
	}
	if k.seen == nil {
		k.seen = map[string]bool{}
	}
	for _, r := range requests {
		for _, name := range b.Settable(r) {
			if !k.seen[name] {
				k.seen[name] = true
				k.names = append(k.names, name)
			}
		}
	}
}

// check refuses a value that nothing would read.
func (k *knownNames) check(vars []string) error {
	if k.any || k.seen == nil {
		return nil
	}
	const most = 12
	for _, text := range vars {
		name, _, _ := strings.Cut(text, "=")
		if k.seen[name] {
			continue
		}
		list := "there is none to set"
		if len(k.names) > 0 {
			list = "there are " + strings.Join(k.names[:min(len(k.names), most)], ", ")
		}
		if n := len(k.names) - most; n > 0 {
			list += fmt.Sprintf(" and %d more", n)
		}
		if near := config.Nearest(name, k.names); near != "" {
			list = fmt.Sprintf("did you mean %s? (%s)", near, list)
		}
		return usage(fmt.Errorf("--var: no parameter or variable is called %q: %s", name, list))
	}
	return nil
}
