package page

import (
	"fmt"
	"net/url"
	"strconv"

	"weir/engine/page/document"
)

// Walk is the state of one walk over a list's pages. It is not safe for
// concurrent use; its owner serialises calls.
type Walk struct {
	first    Request
	url      *url.URL
	origin   string
	spec     Spec
	dialects []Dialect

	recipe    *Recipe
	dialect   Dialect
	detection Detection
	tries     []Candidate // what is left to try if page 2 repeats page 1
	page1     *reply      // kept until page 2 proves the recipe
	noRecipe  *Stop       // why there is none

	number  int  // of the last page in order, from 1
	next    Step // the outstanding one
	request Request
	stop    *Stop
	listAt  string // where the list is, once a page had items

	ids       identity
	seen      hashSet
	batch     map[uint64]bool // ids of a batch that comes in pieces
	trail     map[uint64]int  // what was asked, by the page that asked it
	bodies    map[uint64]int  // what came, by page
	lately    []string        // the latest tokens
	position  int64           // of the last page in order
	skipped   int64           // items before the walk's first page
	size      int             // items a page, as the server really gives
	raw       int64           // items received in order, doubles and failed pages included
	items     int64           // items given out
	doubles   int64           // items that came before
	bytes     int64
	total     int64 // -1 unknown
	delivered int   // items of the outstanding page that were given out before a cap
	empties   int   // empty pages in a row
	stale     int   // pages in a row that held nothing new
	failures  int   // failed pages in a row
	lostPages int   // failed pages in all
	lastCount int   // items of the last page that came
	renewed   bool  // the last page's token came out of an error
	rereads   bool  // page 1 was given out before the walk was taken up again

	tickets // fetching ahead
}

// New starts a walk with its first request, which is sent as it is unless the
// spec names a start it lacks. Errors say which part of the request or of the
// spec is wrong.
func New(first Request, spec Spec) (*Walk, error) {
	if spec.Dialect == "" {
		spec.Dialect = Auto
	}
	if err := spec.Check(); err != nil {
		return nil, err
	}
	u, err := parseURL(first.URL)
	if err != nil {
		return nil, fmt.Errorf("walk the pages of %q: %w", clip(first.URL), err)
	}
	if first.Method == "" {
		first.Method = "GET"
	}
	w := &Walk{
		first: first, url: u, origin: originOf(u), spec: spec, dialects: Dialects(), total: -1,
		trail: map[uint64]int{}, bodies: map[uint64]int{}, listAt: spec.Items,
	}
	if err := w.begin(); err != nil {
		return nil, err
	}
	w.request, err = w.build(Step{})
	if err != nil {
		return nil, err
	}
	w.remember(w.request, Step{}, 1)
	return w, nil
}

// begin puts a named start into the first request where it has none.
func (w *Walk) begin() error {
	start, name := w.spec.Params["start"], w.spec.Params["param"]
	if w.spec.Dialect == "repeat" && name == "cursorMark" && start == "" {
		start = "*"
	}
	if start == "" || name == "" {
		return nil
	}
	v := &view{sent: sentParams(w.first)}
	if _, ok := v.used(func(fold string) bool { return fold == document.Fold(name) }); ok {
		return nil
	}
	set := Setting{In: w.spec.Params["in"], Name: name, Value: start}
	if _, ok := integer(start); ok && set.In == inBody {
		set.Raw = true
	}
	return apply(&w.first, set)
}

// Request returns the outstanding request: the first one, or what the last
// Result gave as Next. After the walk's end it is the one to resume with.
func (w *Walk) Request() Request { return w.request }

// Number is the number of the last page that took its turn; 0 before the first.
func (w *Walk) Number() int { return w.number }

// Total is the number of items as the server last told it; -1 where it did not.
func (w *Walk) Total() int64 { return w.total }

// Result is what came of one reply.
type Result struct {
	Page      Page
	Items     []Item
	Detection *Detection // set when the dialect was decided, verified or changed
	Next      *Request   // nil when the walk ended, and for a late page
	Stop      *Stop      // nil while it goes on, and for a late page
	Trouble   error      // an error that came with a success status; items are kept
}

// Page tells about one page of a walk.
type Page struct {
	Number     int    // from 1
	Token      string // what asked for it: cursor, page number, offset or parameters
	NextToken  string // what asks for the next one
	URL        string
	Status     int
	ItemsPath  string // where the list stands, in FindItems' words
	Items      int    // new ones
	Duplicates int    // items that came before
	Doubles    []int  // their places in the page's list, from 0
	Pieces     int    // items that complete ones of this batch
	Total      int64  // as the server says; -1 where it does not
	Bytes      int64  // of the body
	FirstID    string
	LastID     string
	Drift      string // how the list changed while it was walked; empty if it did not
	Failed     bool   // it could not be had; Walk.Retry asks for it alone
	Discarded  bool   // it only showed that a guess was wrong; its items do not count
	Late       bool   // it came after its turn, by Walk.Retry
}

// Item is one item of a page.
type Item struct {
	Start, End int    // its bytes in Response.Body, unless Data is set
	ID         string // as text; empty where items have none
	Piece      bool   // completes an item of the same ID of an earlier reply
	Data       []byte // its JSON, where the body was XML
}

// Bytes returns the item's JSON, given the body it came in.
func (i Item) Bytes(body []byte) []byte {
	if i.Data != nil {
		return i.Data
	}
	return body[i.Start:i.End]
}

// Accept takes the reply to the outstanding request and says what it holds and
// how the walk goes on. A status of 400 or more is taken as by Fail. After the
// walk's end it returns the Stop again.
func (w *Walk) Accept(resp Response) Result {
	switch {
	case w.stop != nil:
		return Result{Page: Page{Number: w.number, Total: w.total}, Stop: w.stop}
	case resp.Status >= 400:
		return w.Fail(resp.Status, &resp, nil)
	}
	rp := w.read(resp)
	switch {
	case w.recipe == nil && w.noRecipe == nil:
		w.detect(rp)
	case w.number == 0:
		w.page1 = rp // resumed on its first page
	case w.unproved():
		if text := w.disproves(rp); text != "" {
			return w.reconsider(rp.page, text)
		}
		w.verified(rp)
	}
	w.count(rp)
	return w.conclude(rp)
}

// conclude decides how the walk goes on after a page that counted.
func (w *Walk) conclude(rp *reply) Result {
	step, stop := w.decide(rp)
	if stop == nil {
		stop = w.ask(step, rp)
	}
	res := Result{Items: rp.items, Detection: rp.detection, Trouble: rp.trouble}
	if stop != nil {
		w.stop = stop
	} else {
		req := w.request
		res.Next = &req
		rp.page.NextToken = step.Token
	}
	if w.recipe != nil && (w.detection.Verified || stop != nil) {
		w.page1 = nil
	}
	res.Stop = w.stop
	res.Page = rp.page
	return res
}

// decide asks the dialect, and the rules that stand above every dialect.
func (w *Walk) decide(rp *reply) (Step, *Stop) {
	if stop := w.troubled(rp); stop != nil {
		return Step{}, stop
	}
	if w.noRecipe != nil {
		return Step{}, w.unreadable(rp, w.noRecipe)
	}
	if w.tail {
		if step, stop, ok := w.afterTail(rp); ok {
			return step, stop
		}
	}
	if stop := w.repeated(rp); stop != nil {
		return w.atEnd(rp, stop)
	}
	step, stop := w.dialect.advance(w, rp)
	if stop != nil {
		return w.atEnd(rp, w.unreadable(rp, stop))
	}
	return step, nil
}

// unreadable takes the place of an end that only a broken body made one.
func (w *Walk) unreadable(rp *reply, stop *Stop) *Stop {
	if rp.doc.Err == nil || stop.Safety {
		return stop
	}
	w.again(rp)
	return &Stop{Reason: Unreadable, Text: fmt.Sprintf("page %d breaks off: %v", rp.page.Number, rp.doc.Err), Resumable: true}
}

// ask makes a step the outstanding one, unless a rule forbids it or a cap is
// reached.
func (w *Walk) ask(step Step, rp *reply) *Stop {
	req, err := w.build(step)
	if err != nil {
		return unsafe(BadNextLink, fmt.Sprintf("page %d cannot be asked for: %v", w.number+1, err), clip(step.Token))
	}
	if page, ok := w.trail[fingerprint(req, step)]; ok && !w.tail {
		return w.cycle(step, page)
	}
	if stop := w.barren(rp); stop != nil {
		return stop
	}
	if w.cut {
		w.again(rp)
		return w.capped(ItemCap, fmt.Sprintf("the cap of %d items is reached", w.spec.MaxItems))
	}
	w.request, w.next, w.delivered = req, step, 0
	if stop := w.overCap(); stop != nil {
		return stop
	}
	w.remember(req, step, w.number+1)
	return nil
}

// remember notes what a page is asked with, for cycles and their evidence.
func (w *Walk) remember(req Request, step Step, number int) {
	w.trail[fingerprint(req, step)] = number
	if step.Token == "" {
		return
	}
	w.lately = append(w.lately, "page "+strconv.Itoa(number)+": "+clip(step.Token))
	if len(w.lately) > 6 {
		w.lately = w.lately[1:]
	}
}

// again makes the page of a reply the outstanding one, to resume with.
func (w *Walk) again(rp *reply) {
	w.next, w.number = rp.step, rp.page.Number-1
	w.raw -= int64(rp.count())
	if req, err := w.build(rp.step); err == nil {
		w.request = req
	}
}

// fingerprint is equal for two requests of a walk that ask for the same thing.
func fingerprint(r Request, s Step) uint64 {
	text := []byte(r.URL)
	if u, err := url.Parse(r.URL); err == nil {
		u.Fragment = ""
		text = []byte(u.String())
	}
	text = append(append(text, 0), r.Body...)
	for _, set := range s.Set {
		if set.In == inHeader {
			text = append(append(append(text, 0), set.Name...), set.Value...)
		}
	}
	return digest(text)
}

func (w *Walk) overCap() *Stop {
	switch {
	case w.spec.MaxPages > 0 && w.number >= w.spec.MaxPages:
		return w.capped(PageCap, fmt.Sprintf("the cap of %d pages is reached", w.spec.MaxPages))
	case w.spec.MaxItems > 0 && w.items >= int64(w.spec.MaxItems):
		return w.capped(ItemCap, fmt.Sprintf("the cap of %d items is reached", w.spec.MaxItems))
	case w.spec.MaxBytes > 0 && w.bytes >= w.spec.MaxBytes:
		return w.capped(ByteCap, fmt.Sprintf("the cap of %d bytes is reached", w.spec.MaxBytes))
	}
	return nil
}

func (w *Walk) capped(reason Reason, text string) *Stop {
	return &Stop{Reason: reason, Text: text, Resumable: true, Evidence: []string{
		fmt.Sprintf("%d pages, %d items, %d bytes", w.number, w.items, w.bytes),
	}}
}
