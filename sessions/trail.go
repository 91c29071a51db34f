package sessions

import (
	"sort"
	"time"

	"weir/engine"
)

// PageStatus says how far a page is.
type PageStatus string

// The statuses of pages.
const (
	PageWaiting  PageStatus = "waiting" // its exchange is there and not on the wire
	PageInFlight PageStatus = "in flight"
	PageFetched  PageStatus = "fetched"
	PageFailed   PageStatus = "failed"
)

// Page is one page of a walk's trail.
type Page struct {
	Number    int // from 1
	Status    PageStatus
	Token     string // cursor, page number or offset that was sent
	Next      string // the token that follows
	URL       string
	Code      int    // status of the reply; 0 for none
	ItemsPath string // where the list stands in the body
	Items     int    // new ones
	Doubles   []int  // places in the list of items that came before
	Total     int64  // as the server told it on this page; -1 where it did not
	Drift     string
	Trouble   string // an error that came with status 200
	Bytes     int64
	Elapsed   time.Duration // of the exchange
	Exchange  uint64
	Attempt   int // whose body the page is
	Err       *engine.ErrorFacts
}

// Trail holds a walk's pages in the order of their numbers.
type Trail struct {
	pages strip[Page]
	sums  []int64 // of the items in each piece of pages
}

// Len returns how many pages are held.
func (t *Trail) Len() int { return t.pages.len() }

// At returns page i of the trail, from 0 to Len-1.
func (t *Trail) At(i int) Page { return t.pages.at(i) }

// Find returns where in the trail the page of that number stands.
func (t *Trail) Find(number int) (i int, ok bool) {
	n := t.pages.len()
	if n == 0 {
		return 0, false
	}
	// Pages are nearly always there without a gap.
	i = number - t.pages.at(0).Number
	if i >= 0 && i < n && t.pages.at(i).Number == number {
		return i, true
	}
	i = sort.Search(n, func(i int) bool { return t.pages.at(i).Number >= number })
	return i, i < n && t.pages.at(i).Number == number
}

// FirstItem returns how many items the pages before page i hold: the place of
// its own first item, counted from 0, in the whole list.
func (t *Trail) FirstItem(i int) int64 {
	place := i + t.pages.skip
	first := int64(0)
	for _, sum := range t.sums[:place/pieceLen] {
		first += sum
	}
	for j := place - place%pieceLen; j < place; j++ {
		if j >= t.pages.skip {
			first += int64(t.pages.at(j - t.pages.skip).Items)
		}
	}
	return first
}

// Items returns how many items the pages hold together.
func (t *Trail) Items() int64 {
	total := int64(0)
	for _, sum := range t.sums {
		total += sum
	}
	return total
}

// Locate returns the page that holds the item at that place of the whole
// list, counted from 0, and the item's place among the page's new items; ok
// is false where no page holds it.
func (t *Trail) Locate(item int64) (i, offset int, ok bool) {
	if item < 0 || item >= t.Items() {
		return 0, 0, false
	}
	piece := 0
	for item >= t.sums[piece] {
		item -= t.sums[piece]
		piece++
	}
	for i = max(0, piece*pieceLen-t.pages.skip); i < t.pages.len(); i++ {
		n := int64(t.pages.at(i).Items)
		if item < n {
			return i, int(item), true
		}
		item -= n
	}
	return 0, 0, false
}

func (t *Trail) clone() Trail {
	return Trail{pages: t.pages.clone(), sums: append([]int64(nil), t.sums...)}
}

// put sets the page of p's number, new where it was not there.
func (t *Trail) put(ed *edition, p Page) {
	i, ok := t.Find(p.Number)
	switch {
	case ok:
		t.set(ed, i, p)
	case i == t.Len():
		t.push(ed, p)
	default:
		t.insert(ed, i, p)
	}
}

func (t *Trail) set(ed *edition, i int, p Page) {
	t.sums[(i+t.pages.skip)/pieceLen] += int64(p.Items) - int64(t.pages.at(i).Items)
	t.pages.set(ed, i, p)
}

func (t *Trail) push(ed *edition, p Page) {
	t.pages.push(ed, p)
	for len(t.sums) < len(t.pages.pieces) {
		t.sums = append(t.sums, 0)
	}
	t.sums[len(t.sums)-1] += int64(p.Items)
	for t.Len() > KeptPages {
		t.set(ed, 0, Page{Number: t.At(0).Number}) // takes its items off the sums
		t.pages.keep(KeptPages)
		t.sums = t.sums[len(t.sums)-len(t.pages.pieces):]
	}
}

// insert puts a page between others. Pages that are fetched in parallel start
// nearly in order, so a place far from the end is a file's nonsense.
func (t *Trail) insert(ed *edition, i int, p Page) {
	last := t.Len() - 1
	if last-i > 4*pieceLen {
		return
	}
	t.push(ed, t.At(last))
	for j := last; j > i; j-- {
		t.set(ed, j, t.At(j-1))
	}
	t.set(ed, i, p)
}
