package panels

import (
	"sort"
	"strings"

	"weir/engine"
	"weir/sessions"
)

// Find selects the next event that is shown and holds a text, or the one before,
// going on at the other end. Case does not matter. It returns which of the
// finds that is, counted from 1, and how many there are; 0 of 0 for none.
func (p *Log) Find(f Frame, text string, forward bool) (at, of int) {
	if f.State == nil || text == "" {
		return 0, 0
	}
	if text != p.sought {
		p.sought, p.finds = text, found{}
	}
	wanted := strings.ToLower(text)
	hits := p.finds.through(f.State, func(e engine.Event) bool {
		return p.filter.lets(e) && strings.Contains(strings.ToLower(wordsOf(e)), wanted)
	})
	n := hits.Len()
	if n == 0 {
		return 0, 0
	}
	i := p.neighbour(hits, p.shown(f), forward)
	p.choose(f, hits.At(i).Head().Seq)
	return i + 1, n
}

// neighbour is the place among the finds of the one after the selected event,
// or of the one before it.
func (p *Log) neighbour(hits, shown events, forward bool) int {
	n := hits.Len()
	seq := p.seq
	if seq == 0 && shown.Len() > 0 {
		seq = shown.At(shown.Len() - 1).Head().Seq
	}
	if forward {
		return sort.Search(n, func(i int) bool { return hits.At(i).Head().Seq > seq }) % n
	}
	return (sort.Search(n, func(i int) bool { return hits.At(i).Head().Seq >= seq }) - 1 + n) % n
}

// choose selects an event and scrolls as far as that takes.
func (p *Log) choose(f Frame, seq uint64) {
	v := p.shown(f)
	at, top := v.find(seq), p.first(v, p.at(v), f.Height)
	p.seq = seq
	top = min(max(top, at-f.Height+1), at)
	p.top = v.At(max(0, top)).Head().Seq
}

// Following says whether the newest event is selected and those after it will be.
func (p *Log) Following() bool { return p.seq == 0 }

// wordsOf is what an event is found by.
func wordsOf(e engine.Event) string { return string(e.Kind()) + " " + sessions.Words(e) }
