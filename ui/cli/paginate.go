package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine/page"
)

// newPaginate is a topic of the help, no command: how --paginate is written.
func newPaginate() *cobra.Command {
	return &cobra.Command{
		Use:   "paginate",
		Short: "How --paginate says in which pages a list comes",
		Long:  paginateHelp(),
	}
}

const paginateLead = `--paginate says in which pages a list comes. auto, the default, finds it out from the
first reply. A dialect's name settles it, and parameters behind it say what else is
known, in any order; what is left out is found.`

// paginateExamples are settled walks, from the plain to the odd.
const paginateExamples = `  --paginate page,param=p,start=0
  --paginate cursor,param=after,next=meta.cursor
  --paginate cursor,param=continuationToken,next=header:x-ms-continuation
  --paginate cursor,param=after,next=items[-1].id
  --paginate multi,param=year+month,next=older.year+older.month`

// glossed is a name with what it means.
type glossed struct{ name, means string }

// paginateParams are the parameters in the order of page.ParamNames, and what a
// walk takes beside them.
func paginateParams() []glossed {
	return []glossed{
		{"param", "the name that is sent; several joined with +"},
		{"in", "where it is sent: query (the default), header or body; in a JSON body param is a pointer such as /page/after"},
		{"next", "where the reply holds the token, URL or number: a path; several joined with +, in the order of param"},
		{"more", "where the reply says whether more follows: a path"},
		{"total", "where the reply holds the number of items: a path"},
		{"pages", "where the reply holds the number of pages: a path"},
		{"size", "the name of the parameter with the size of a page"},
		{"start", "the first page or offset"},
		{"url", "where further pages are asked for, if elsewhere; the token goes there alone"},
	}
}

// paginateRest is what every dialect takes; each is a flag too.
func paginateRest() []glossed {
	return []glossed{
		{"items", "where the items stand in a page: a path"},
		{"max-pages", "stop after that many pages"},
		{"max-items", "stop after that many items"},
		{"max-bytes", "stop after that many bytes of pages"},
	}
}

// paginatePaths are the forms of a path into a reply.
func paginatePaths() []glossed {
	return []glossed{
		{"meta.next.cursor", "members by name; a name that is odd in quotes: [\"odd.name\"]"},
		{"items[-1].id", "elements from 0, from the end with -1"},
		{"links[rel=next].href", "the first element with that member"},
		{"edges[*].node", "every element"},
		{"/meta/next", "a JSON pointer (RFC 6901)"},
		{"header:X-Next-Cursor", "a header field of the reply"},
		{"meta.a+meta.b", "two values, for param=a+b"},
	}
}

func paginateHelp() string {
	var b strings.Builder
	b.WriteString(paginateLead + "\n\n" + paginateExamples + "\n\nDialects, and the parameters that each takes:\n")
	for _, d := range page.Dialects() {
		fmt.Fprintf(&b, "  %-12s %s\n  %-12s (%s)\n", d.Name, d.Description, "", strings.Join(d.Params, ", "))
	}
	for _, part := range []struct {
		title string
		words []glossed
		width int
	}{
		{"Parameters", paginateParams(), 12}, {"With every dialect, and flags of their own", paginateRest(), 12}, {"Paths", paginatePaths(), 22},
	} {
		b.WriteString("\n" + part.title + ":\n")
		for _, w := range part.words {
			fmt.Fprintf(&b, "  %-*s %s\n", part.width, w.name, w.means)
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}
