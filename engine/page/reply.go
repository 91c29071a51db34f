package page

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"
)

// reply is one response and what was read of it.
type reply struct {
	resp      Response
	step      Step // what asked for it
	doc       *document.Document
	list      document.List
	listErr   error
	page      Page
	items     []Item
	fresh     int
	firstRaw  []byte // the first and last item's id, as JSON
	lastRaw   []byte
	content   uint64 // digest of the items, or of the body where there are none
	detection *Detection
	trouble   error
}

// count is how many items the server gave, doubles included.
func (rp *reply) count() int {
	if rp.whole() {
		return 0
	}
	return len(rp.list.Items)
}

// read outlines a reply. It changes nothing of the walk.
func (w *Walk) read(resp Response) *reply {
	if resp.URL == "" {
		resp.URL = w.request.URL
	}
	rp := &reply{resp: resp, step: w.next}
	rp.doc = document.Read(resp.Header.Get("Content-Type"), resp.Body)
	rp.list, rp.listErr = rp.doc.List(w.listAt)
	if w.listAt == "" && len(rp.list.Items) > 0 && rp.list.Kind != document.Single && rp.list.Path != "" {
		w.listAt = rp.list.Path
	}
	rp.page = Page{
		Number: w.number + 1, Token: w.next.Token, URL: resp.URL, Status: resp.Status, Total: -1,
		ItemsPath: rp.list.Path, Bytes: int64(len(resp.Body)),
	}
	rp.content = rp.digest()
	rp.trouble = rp.findTrouble()
	if rp.count() > 0 {
		w.ids.decide(rp.doc.Body, rp.list.Items)
	}
	return rp
}

// given returns the items to give out. A whole reply counts as one only where
// it is no envelope: neither of pages nor of an error.
func (w *Walk) given(rp *reply) []jsonpath.Span {
	if rp.whole() && (w.recipe != nil || rp.trouble != nil || w.noRecipe != nil && w.noRecipe.Reason != NoPagination) {
		return nil
	}
	return rp.list.Items
}

// whole says whether the reply is taken as a single item for want of a list.
func (rp *reply) whole() bool { return rp.list.Kind == document.Single && rp.list.Path == "" }

func (rp *reply) digest() uint64 {
	if n := rp.count(); n > 0 {
		return digest(rp.doc.Body[rp.list.Items[0].Start:rp.list.Items[n-1].End])
	}
	return digest(rp.resp.Body)
}

// at returns what stands at a path of the reply; ok is false for nothing.
func (rp *reply) at(path string) (fact, bool) {
	f := fact{path: path, kind: 'n'}
	p, err := jsonpath.Parse(path)
	if err != nil {
		return f, false
	}
	if name, ok := p.Header(); ok {
		return rp.atHeader(f, name)
	}
	raw, ok := rp.doc.Find(p)
	if !ok {
		return f, false
	}
	f.kind, f.text = jsonKind(raw), valueText(raw)
	return f, true
}

// atHeader completes a fact from a header field, or from the member of a JSON
// object in it: X-Pagination/TotalCount. A field's name holds no slash (RFC
// 9110, section 5.1).
func (rp *reply) atHeader(f fact, name string) (fact, bool) {
	field, member, inside := strings.Cut(name, "/")
	values := rp.resp.Header.Values(field)
	if len(values) == 0 {
		return f, false
	}
	text := strings.TrimSpace(values[0])
	if !inside {
		f.text, f.kind = text, '"'
		return f, true
	}
	p, err := jsonpath.Parse(member)
	if err != nil {
		return f, false
	}
	raw, ok := document.Read("application/json", []byte(text)).Find(p)
	if !ok {
		return f, false
	}
	f.kind, f.text = jsonKind(raw), valueText(raw)
	return f, true
}

// number returns the whole number at a path.
func (rp *reply) number(path string) (int64, bool) {
	if path == "" {
		return 0, false
	}
	f, _ := rp.at(path)
	if r, ok := parseContentRange(f.text); ok && r.total >= 0 && strings.HasPrefix(path, "header:") {
		return r.total, true
	}
	return f.number()
}

// more reads the recipe's flag.
func (rp *reply) more(r *Recipe) (more, known bool, evidence string) {
	if r.More == "" {
		return false, false, ""
	}
	f, ok := rp.at(r.More)
	if !ok {
		return false, false, ""
	}
	f.rank = 1
	if r.Last {
		f.rank = -1
	}
	more, known = f.moreFollows()
	return more, known, f.evidence()
}

// TroubleError is an error that a server sent with a success status, as
// GraphQL does.
type TroubleError struct {
	Path string // where it stands in the body
	Text string // what it says
}

func (e *TroubleError) Error() string {
	return fmt.Sprintf("the server reports an error with its reply (%s): %s", e.Path, e.Text)
}

// findTrouble looks for a GraphQL errors list or an error member at the top.
func (rp *reply) findTrouble() error {
	if errors.Is(rp.listErr, document.ErrTooMany) {
		return rp.listErr
	}
	for i, n := range rp.doc.Nodes {
		if n.Depth != 1 || rp.doc.Nodes[0].Kind != '{' {
			continue
		}
		name := strings.ToLower(n.Name())
		raw := rp.doc.Value(n)
		if name != "error" && name != "errors" || !saysSomething(raw) || n.Kind == '[' && n.Count == 0 || n.Kind == '{' && n.Count == 0 {
			continue
		}
		return &TroubleError{Path: rp.doc.Path(i), Text: clip(message(raw))}
	}
	if rp.doc.Err != nil {
		return rp.doc.Err
	}
	return nil
}

func saysSomething(raw []byte) bool {
	switch string(raw) {
	case "null", "false", `""`, "0", "{}", "[]", "":
		return false
	}
	return true
}

// message finds the words of an error.
func message(raw []byte) string {
	for _, path := range []string{"message", "[0].message", "[0].detail", "detail", "description", "reason", "[0].title", "type", "code", "[0]"} {
		p, err := jsonpath.Parse(path)
		if err != nil {
			continue
		}
		if span, ok := p.Find(raw); ok {
			if text, ok := jsonpath.Text(span.Of(raw)); ok {
				return text
			}
		}
	}
	return valueText(raw)
}

// count takes a page's items into the walk: doubles are left out, the caps cut.
func (w *Walk) count(rp *reply) {
	w.number = rp.page.Number
	w.position = w.next.Position
	if w.number == 1 && w.recipe != nil {
		w.position = w.recipe.Start
	}
	w.bytes += rp.page.Bytes
	w.failures, w.renewed = 0, false
	w.take(rp)
	w.measure(rp)
	w.drift(rp)
}

// take gives out the items that are new.
func (w *Walk) take(rp *reply) {
	spans := w.given(rp)
	body := rp.doc.Body
	again := w.cameBefore(rp)
	rp.items = make([]Item, 0, len(spans))
	partial := w.partial(rp)
	ids := make([]byte, 0, 16*len(spans))
	ends := make([]int, 0, len(spans))
	w.cut = false
	for i, s := range spans {
		raw := w.ids.raw(s.Of(body))
		if i == 0 {
			rp.firstRaw = raw
		}
		rp.lastRaw = raw
		key := w.ids.key(raw, s.Of(body))
		piece, double := w.meet(key, i)
		if double || again {
			rp.page.Duplicates++
			rp.page.Doubles = append(rp.page.Doubles, i)
			continue
		}
		if w.spec.MaxItems > 0 && w.items+int64(rp.fresh) >= int64(w.spec.MaxItems) {
			w.cut = true
			w.delivered = i
			break
		}
		w.met(key, piece, rp)
		ids = appendID(ids, raw)
		ends = append(ends, len(ids))
		rp.items = append(rp.items, Item{Start: s.Start, End: s.End, Piece: piece})
	}
	name(rp, string(ids), ends)
	w.items += int64(rp.fresh)
	if !w.rereads || w.number > 1 {
		w.doubles += int64(rp.page.Duplicates)
	}
	rp.page.Items = rp.fresh
	if !partial {
		w.batch = nil
	}
}

// name gives the items their ids, out of one text.
func name(rp *reply, ids string, ends []int) {
	start := 0
	for i, end := range ends {
		rp.items[i].ID = ids[start:end]
		start = end
	}
	if n := len(rp.items); n > 0 {
		rp.page.FirstID, rp.page.LastID = rp.items[0].ID, rp.items[n-1].ID
	}
	if rp.doc.Format == document.XML {
		for i, it := range rp.items {
			rp.items[i].Data = rp.doc.Body[it.Start:it.End]
		}
	}
}

// meet says whether an item was seen before: as a double, or as a piece of an
// item whose batch is still coming.
func (w *Walk) meet(key uint64, at int) (piece, double bool) {
	switch {
	case at < w.delivered && key == 0:
		return false, true
	case key == 0 || !w.seen.has(key):
		return false, false
	case w.batch[key]:
		return true, false
	}
	return false, true
}

func (w *Walk) met(key uint64, piece bool, rp *reply) {
	if piece {
		rp.page.Pieces++
		return
	}
	rp.fresh++
	if key == 0 {
		return
	}
	w.seen.add(key)
	if w.batch != nil {
		w.batch[key] = true
	}
}

// partial says whether the reply is a piece of a batch, of which more follows.
func (w *Walk) partial(rp *reply) bool {
	if w.recipe == nil || !w.recipe.Merge {
		return false
	}
	_, whole := rp.at("batchcomplete")
	if !whole && w.batch == nil {
		w.batch = map[uint64]bool{}
	}
	return !whole
}

// measure keeps the figures that ends are decided by.
func (w *Walk) measure(rp *reply) {
	n := rp.count()
	if w.number == 1 && w.recipe != nil {
		w.skipped = (w.recipe.Start - w.recipe.Base)
		if w.recipe.Dialect == "page" {
			w.skipped *= int64(n)
		}
		w.size = w.recipe.Size
	}
	w.size = max(w.size, n)
	w.lastCount = n
	if w.tail {
		n = rp.fresh
	}
	w.raw += int64(n)
	w.empties, w.stale = w.empties+1, w.stale+1
	if n > 0 {
		w.empties = 0
	}
	if rp.fresh > 0 || rp.page.Pieces > 0 || n == 0 {
		w.stale = 0
	}
}

// drift says how the list changed while it was walked.
func (w *Walk) drift(rp *reply) {
	var said []string
	if total, ok := w.totalOf(rp); ok {
		if w.total >= 0 && total != w.total {
			said = append(said, fmt.Sprintf("the total moved from %d to %d", w.total, total))
		}
		w.total = total
		rp.page.Total = total
	}
	if d := rp.page.Duplicates; d > 0 && (!w.rereads || w.number > 1) {
		said = append(said, fmt.Sprintf("%s already seen", plural(d, "item was", "items were")))
	}
	if rp.page.Drift != "" {
		said = append(said, rp.page.Drift)
	}
	rp.page.Drift = strings.Join(said, "; ")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func (w *Walk) totalOf(rp *reply) (int64, bool) {
	if w.recipe == nil {
		if f, ok := (&view{w: w, rp: rp, facts: gather(rp.doc, rp.list, rp.resp.Header), params: w.spec.Params}).total(); ok {
			return f.number()
		}
		return 0, false
	}
	n, ok := rp.number(w.recipe.Total)
	return n, ok && n >= 0
}
