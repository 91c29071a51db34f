package dialogs

import (
	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
	"weir/ui/styles"
)

// sheet is a dialog that is only read: rows that can be scrolled, until it is
// closed.
type sheet struct {
	top  int
	rows int // that are shown at once
	all  int // that there are
	w, h int // of the box
}

// Chain implements Dialog.
func (s *sheet) Chain() keys.Chain { return keys.Chain{keys.Dialog, keys.Menu} }

// Do implements Dialog.
func (s *sheet) Do(i keys.Intent) Action {
	switch i {
	case keys.Leave, keys.Accept:
		return Closed{}
	case keys.Up:
		s.scroll(-1)
	case keys.Down:
		s.scroll(1)
	case keys.PageUp:
		s.scroll(-s.rows)
	case keys.PageDown:
		s.scroll(s.rows)
	case keys.Home:
		s.scroll(-s.all)
	case keys.End:
		s.scroll(s.all)
	default:
	}
	return nil
}

func (s *sheet) scroll(by int) { s.top = max(0, min(s.top+by, s.all-s.rows)) }

// fit takes so many rows into at most height lines.
func (s *sheet) fit(all, height int) {
	s.all = all
	s.h = min(height, s.all+2)
	s.rows = max(1, s.h-2)
	s.scroll(0)
}

// heading is the title, with how to see the rest where not all is shown.
func (s *sheet) heading(title string) string {
	if s.all > s.rows {
		return title + " · ↓↑ scroll"
	}
	return title
}

// Type implements Dialog.
func (s *sheet) Type(msg tea.Msg) Action {
	if press, ok := msg.(tea.KeyPressMsg); ok && press.String() == "space" {
		s.scroll(s.rows)
	}
	return nil
}

// Click implements Dialog.
func (s *sheet) Click(int, int) Action { return nil }

// Wheel implements Dialog.
func (s *sheet) Wheel(lines int) Action {
	s.scroll(lines)
	return nil
}

// Cursor implements Dialog.
func (s *sheet) Cursor(*styles.Styles) (x, y int, ok bool) { return 0, 0, false }
