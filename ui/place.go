package ui

import "weir/ui/layout"

// tab is what the main panel shows.
type tab int

// The tabs, in their order.
const (
	tabItems tab = iota
	tabBody
	tabHeaders
	tabTiming
	tabLog
	tabs
)

// String returns the tab's title.
func (t tab) String() string {
	switch t {
	case tabItems:
		return "Items"
	case tabBody:
		return "Body"
	case tabHeaders:
		return "Headers"
	case tabTiming:
		return "Timing"
	case tabLog:
		return "Log"
	case tabs:
	}
	return ""
}

// place is where a person is on the screen.
type place struct {
	width, height int
	dividers      layout.Dividers
	focus         layout.Panel
	zoom          layout.Panel
	tab           tab
	drag          drag
	hidden        layout.Set
	jumping       bool // letters stand on what can be jumped to
	memo          memo
}

// drag is what the mouse holds: a divider, or the time line.
type drag int

const (
	noDrag drag = iota
	dragLeft
	dragRight
	dragTime
)

// ring lists the panels that the focus goes through.
func ring() []layout.Panel {
	return []layout.Panel{
		layout.Requests, layout.Main, layout.Pages, layout.Breaker, layout.Bucket, layout.Retries, layout.Connections,
	}
}

// next moves the focus by one panel, forwards or backwards. A zoom follows it.
func (p *place) next(by int) {
	all := ring()
	at := 0
	for i, one := range all {
		if one == p.focus {
			at = i
		}
	}
	for at = (at + by + len(all)) % len(all); p.hidden.Has(all[at]); {
		at = (at + by + len(all)) % len(all)
	}
	p.goTo(all[at])
}

// goTo gives the focus to a panel, which shows it. A zoom follows it.
func (p *place) goTo(to layout.Panel) {
	p.focus, p.hidden = to, p.hidden.Without(to)
	if p.zoom != layout.None {
		p.zoom = to
	}
}

// show gives the focus to the main panel with a tab.
func (p *place) show(t tab) {
	p.tab = t
	p.goTo(layout.Main)
}

func (p *place) turn(by int) { p.show((p.tab + tab(by) + tabs) % tabs) }

// toggle hides a panel, or shows it again. What has the focus is never hidden.
func (p *place) toggle(which layout.Panel) {
	if p.hidden.Has(which) {
		p.hidden = p.hidden.Without(which)
		return
	}
	p.hidden = p.hidden.With(which)
	if p.zoom == which {
		p.zoom = layout.None
	}
	if p.focus == which {
		p.next(1)
	}
}

func (p *place) toggleZoom() {
	if p.zoom != layout.None {
		p.zoom = layout.None
		return
	}
	p.zoom = p.focus
}
