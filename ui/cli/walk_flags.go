package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/page"
)

// walkFlags are the flags that say how the pages of a list are walked.
type walkFlags struct {
	all          bool
	paginate     string
	items        string
	maxPages     int
	maxItems     int
	maxBytes     int64
	prefetch     int
	parallel     int
	allowForeign bool
}

func (f *walkFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.paginate, "paginate", "auto", "how the list is paged: auto, or a dialect and its parameters, such as cursor,param=after,next=meta.cursor")
	fl.StringVar(&f.items, "items", "", "where the items stand in a page, such as data.items (default: found)")
	fl.IntVar(&f.maxPages, "max-pages", 0, "stop after that many pages")
	fl.IntVar(&f.maxItems, "max-items", 0, "stop after that many items")
	fl.Int64Var(&f.maxBytes, "max-bytes", 0, "stop after that many bytes of pages")
	fl.IntVar(&f.prefetch, "prefetch", 1, "pages that are fetched ahead of the reader")
	fl.IntVar(&f.parallel, "parallel", 1, "pages at once where the dialect and a known total allow it")
	fl.BoolVar(&f.allowForeign, "allow-foreign", false, "follow next links to other origins, without credentials")
}

// walk returns the walk that the flags describe.
func (f *walkFlags) walk(pages int) (*engine.Walk, error) {
	spec, err := page.ParseSpec(f.paginate)
	if err != nil {
		return nil, usage(fmt.Errorf("--paginate: %w", err))
	}
	for _, limit := range []struct {
		flag  string
		value int64
	}{
		{"--max-pages", int64(f.maxPages)},
		{"--max-items", int64(f.maxItems)},
		{"--max-bytes", f.maxBytes},
		{"--prefetch", int64(f.prefetch)},
		{"--parallel", int64(f.parallel)},
	} {
		if limit.value < 0 {
			return nil, usage(fmt.Errorf("%s: %d is too few, use 0 or more", limit.flag, limit.value))
		}
	}
	spec.Items, spec.MaxPages, spec.MaxItems, spec.MaxBytes = f.items, f.maxPages, f.maxItems, f.maxBytes
	spec.AllowForeign = f.allowForeign
	return &engine.Walk{Spec: spec, Pages: pages, Parallel: f.parallel}, nil
}
