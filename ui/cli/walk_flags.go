package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"weir/engine"
)

// walkFlags are the flags that say how the pages of a list are walked.
type walkFlags struct {
	walkSettings settingFlags
	all          bool
	prefetch     int
}

func (f *walkFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	for _, one := range []struct{ name, kind, byDefault, help string }{
		{"paginate", "string", "auto", "how the list is paged: auto, or a dialect and its parameters, such as cursor,param=after,next=meta.cursor (see 'weir help paginate')"},
		{"items", "string", "", "where the items stand in a page, such as data.items (default: found)"},
		{"max-pages", "int", "", "stop after that many pages"},
		{"max-items", "int", "", "stop after that many items"},
		{"max-bytes", "int", "", "stop after that many bytes of pages"},
		{"parallel", "int", "1", "pages at once where the dialect and a known total allow it"},
		{"allow-foreign", "bool", "", "follow next links to other origins, without credentials"},
	} {
		f.walkSettings.add(fl, one.name, one.kind, one.byDefault, one.help)
	}
	fl.IntVar(&f.prefetch, "prefetch", 1, "pages that are fetched ahead of the reader")
}

// walk returns the walk that the flags describe.
func (f *walkFlags) walk(pages int) (*engine.Walk, error) {
	if f.prefetch < 0 {
		return nil, usage(fmt.Errorf("--prefetch: %d is too few, use 0 or more", f.prefetch))
	}
	w := &engine.Walk{Pages: pages, Parallel: 1}
	return w, f.walkSettings.apply(w.Set)
}

// itemsAt is where the items stand in a page, as --items says.
func (f *walkFlags) itemsAt() string {
	for _, one := range f.walkSettings {
		if one.name == "items" && one.given {
			return one.text
		}
	}
	return ""
}
