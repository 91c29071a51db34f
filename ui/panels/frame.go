package panels

import (
	"time"

	"weir/sessions"
	"weir/ui/styles"
)

// Frame is what a panel draws from, and the room it has.
type Frame struct {
	Styles *styles.Styles
	State  *sessions.State
	Now    time.Time
	// Width and Height are of the room within the panel's border, in cells.
	Width, Height int
	Focused       bool
	// Run is the run that is looked at; 0 is the newest.
	Run uint64
	// Origin is what is looked at where there are several; empty is the run's.
	Origin string
	// Exchange and Attempt are selected elsewhere; 0 is the newest.
	Exchange uint64
	Attempt  int
	// Page is the page that the reader is on; 0 for none.
	Page int
}

// Title is what stands in the border above a panel.
type Title struct {
	Segments []styles.Segment
	Tail     []styles.Segment // at the right end
}

// Target is what a selected row leads to. What it does not lead to is zero.
type Target struct {
	Exchange uint64
	Attempt  int
	Page     int
	Event    uint64 // the number of an event
}

// Panel is a part of the screen that shows one thing.
type Panel interface {
	// Title is drawn in the border.
	Title(f Frame) Title
	// View draws the panel.
	View(f Frame) []string
	// Move moves the selection by that many rows, towards the end if positive.
	Move(f Frame, by int)
	// Selected tells what is selected; ok is false where nothing is.
	Selected(f Frame) (t Target, ok bool)
}

// run returns the run that is looked at, or nil.
func (f Frame) run() *sessions.Run {
	if f.State == nil {
		return nil
	}
	if f.Run != 0 {
		return f.State.Run(f.Run)
	}
	return f.State.Focus()
}

// origin returns the origin that is looked at, or nil.
func (f Frame) origin() *sessions.Origin {
	if f.State == nil {
		return nil
	}
	if f.Origin != "" {
		return f.State.Origin(f.Origin)
	}
	if r := f.run(); r != nil {
		if o := f.State.Origin(r.Origin); o != nil {
			return o
		}
	}
	if all := f.State.Origins(); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// host names the origin in the border where there is more than one.
func (f Frame) host() []styles.Segment {
	o := f.origin()
	if o == nil || len(f.State.Origins()) < 2 {
		return nil
	}
	return []styles.Segment{{Ink: styles.Muted, Text: hostOf(o.Name)}}
}

func named(name string) []styles.Segment {
	return []styles.Segment{{Ink: styles.Title, Text: name}}
}
