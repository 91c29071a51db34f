package page

// Reason is why a walk ended.
type Reason string

// The reasons. Those marked safety end a walk that the server would have gone
// on with, or that it left unfinished.
const (
	EndOfList    Reason = "end-of-list"
	EmptyPage    Reason = "empty-page"    // of a page or offset walk
	NoPagination Reason = "no-pagination" // one reply, nothing says that more follows
	PageCap      Reason = "page-cap"
	ItemCap      Reason = "item-cap"
	ByteCap      Reason = "byte-cap"
	ServerError  Reason = "server-error" // safety where it came under a status of success
	ExpiredToken Reason = "expired-token"
	Unreadable   Reason = "unreadable"     // the body breaks off and says not how to go on
	Cycle        Reason = "cycle"          // safety
	Foreign      Reason = "foreign-origin" // safety
	BadNextLink  Reason = "bad-next-link"  // safety
	MissingToken Reason = "missing-token"  // safety: more follows, but not how
	Unverified   Reason = "unverified"     // safety where more is known to follow
)

// Stop is the end of a walk.
type Stop struct {
	Reason    Reason
	Text      string   // a sentence for people
	Evidence  []string // what it rests on
	Safety    bool     // a safety rule ended it
	Resumable bool     // State goes on from here
}

// finish is an end that the server's own words or the walk's rules explain.
func finish(reason Reason, text string, evidence ...string) *Stop {
	return &Stop{Reason: reason, Text: text, Evidence: evidence}
}

func unsafe(reason Reason, text string, evidence ...string) *Stop {
	return &Stop{Reason: reason, Text: text, Evidence: evidence, Safety: true, Resumable: true}
}
