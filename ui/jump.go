package ui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"weir/ui/keys"
	"weir/ui/layout"
	"weir/ui/styles"
)

// leap is somewhere to jump to: a panel, or a tab of the main one, with the
// letter that leads there and the cell where that is shown.
type leap struct {
	panel  layout.Panel
	tab    tab
	letter string
	x, y   int
}

// leaps lists where one can jump to. A letter is the first of the name that no
// place before it has, so it is the same on every screen.
func (m *Model) leaps() []leap {
	var all []leap
	for _, p := range ring() {
		if p != layout.Main {
			all = append(all, leap{panel: p, letter: p.String()})
			continue
		}
		for t := range tabs {
			all = append(all, leap{panel: p, tab: t, letter: t.String()})
		}
	}
	taken := ""
	for i := range all {
		all[i].letter = firstFree(all[i].letter, taken)
		taken += all[i].letter
		all[i].x, all[i].y = m.landing(all[i])
	}
	return all
}

// firstFree is the first letter of a name that is not taken.
func firstFree(name, taken string) string {
	for _, r := range strings.ToLower(name) {
		if !strings.ContainsRune(taken, r) {
			return string(r)
		}
	}
	return ""
}

// landing is the cell where a place shows its letter; -1 where it is not on the
// screen.
func (m *Model) landing(to leap) (x, y int) {
	r := m.frame.Rect(to.panel)
	if r.Empty() {
		return -1, -1
	}
	if to.panel != layout.Main {
		return r.X + 1, r.Y
	}
	box := styles.Box{Title: m.tabHeading(), Width: r.W, Height: r.H}
	for x := range r.W {
		if m.theme.st.SegmentAt(box, x) == int(to.tab) {
			return r.X + max(0, x-1), r.Y
		}
	}
	return -1, -1
}

// jump acts on a key while the letters are shown: one that leads nowhere takes
// them away.
func (m *Model) jump(msg tea.KeyPressMsg) tea.Cmd {
	m.place.jumping = false
	for _, to := range m.leaps() {
		if msg.String() != to.letter {
			continue
		}
		if to.panel == layout.Main {
			m.place.show(to.tab)
		} else {
			m.place.goTo(to.panel)
		}
		return nil
	}
	if i := m.keys.Lookup(msg.String(), keys.Chain{keys.Dialog, keys.Menu}); i == keys.Quit {
		return m.act(i)
	}
	return nil
}

// letters draws where one can jump to over the lines of the screen.
func (m *Model) letters(lines []string) {
	for _, to := range m.leaps() {
		if to.y < 0 || to.y >= len(lines) {
			continue
		}
		text := " " + to.letter + " "
		badge := m.theme.st.LineOn(utf8.RuneCountInString(text), styles.Surface).Text(styles.LitJump, text).End()
		lines[to.y] = m.theme.st.Over(lines[to.y], badge, to.x, utf8.RuneCountInString(text))
	}
}

// jumpHints says what the letters are for.
func (m *Model) jumpHints() []hint {
	hints := []hint{{"a letter", "jumps there"}}
	for _, to := range m.leaps() {
		if to.y < 0 {
			name := to.panel.String()
			if to.panel == layout.Main {
				name = to.tab.String()
			}
			hints = append(hints, hint{to.letter, strings.ToLower(name)})
		}
	}
	return append(hints, hint{keys.Show(m.keys.KeyOf(keys.Leave, keys.Chain{keys.Dialog})), "leaves"})
}
