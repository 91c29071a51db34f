package engine

import (
	"io"
	"net/http"
	"time"

	"weir/engine/page"
	"weir/engine/retry"
)

// Plan is what a run is asked to do. Exactly one shape applies: a walk where
// Walk is set, a repeated request where Repeat is set, a fan-out where there
// are several Requests, else a single request.
type Plan struct {
	Name     string    // as a person calls it; may be empty
	Requests []Request // at least one; a walk and a repeat take just one
	Walk     *Walk
	Repeat   *Repeat
	// Concurrency bounds how many exchanges of this run are under way at once;
	// 0 leaves it to the origins' own limits.
	Concurrency int
	// Policy governs the origins of the requests from the run's start on, as if it
	// was changed by hand; nil keeps what holds. Of its transport only the
	// timeouts count.
	Policy *Policy
	// OnResult is called with each result: in page order for a walk, as they
	// end for a fan-out, each at most once and never two at the same time. It
	// may block, and the walk then waits. An error ends the run.
	OnResult func(Result) error
	// Stream, where it is set on a single request, is given a reply's body as
	// it arrives once it exceeds StreamAfter; such a body is not in Result, and
	// a fault after that point is not tried again. Smaller bodies are held
	// until they are whole, so that they can be.
	Stream io.Writer
}

// StreamAfter is the size in bytes up to which a body is held back from
// Plan.Stream.
const StreamAfter = 1 << 20

// AllPages asks a walk for every page.
const AllPages = 1<<31 - 1

// Walk asks for the pages of a list.
type Walk struct {
	Spec page.Spec
	// Pages is how many pages are wanted at first, from 1; AllPages for every
	// one. Run.Want asks for more.
	Pages int
	// Parallel is how many pages may be under way at once where the dialect
	// allows it (page and offset with a known total); 0 and 1 mean one.
	Parallel int
	// Resume goes on from where an earlier walk stopped.
	Resume *page.State
}

// Repeat asks for the same request again and again.
type Repeat struct {
	Times int           // 0 goes on until the run is cancelled
	Every time.Duration // from start to start; 0 goes on at once
}

// Request is one request of a plan. Its header and body are read until the run
// has ended, and the header stands in events: neither may be changed after Start.
type Request struct {
	Name   string
	Method string // GET where empty
	URL    string // absolute, http or https
	Header http.Header
	Body   []byte
	// Retry replaces the policy's for this request.
	Retry *retry.Policy
	// Total replaces the policy's total timeout; 0 keeps it.
	Total time.Duration
}

// Result is what came of one exchange. Its header stands in events too and must
// not be changed.
type Result struct {
	Index    int // of the request in Plan.Requests, or the round of a repeat
	Exchange uint64
	Attempts int
	Page     *page.Page  // of a walk, else nil
	Items    []page.Item // of the page: byte ranges into Body, or bytes of their own
	Method   string
	URL      string // where the reply came from
	Status   int
	Proto    string
	Header   http.Header
	Body     []byte // whole and decoded; nil if it was streamed
	Streamed int64  // bytes that went to Plan.Stream
	Cut      bool   // the body reached the cap
	Err      error  // why there is no reply; nil where Status counts
	Elapsed  time.Duration
}
