package ui

import (
	"strings"

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

// landing is the cell of the letter in the name of a place, where it is lit; -1
// where the place is not on the screen.
func (m *Model) landing(to leap) (x, y int) {
	r := m.frame.Rect(to.panel)
	box, segment := styles.Box{Title: m.heading(to.panel), Width: r.W, Height: r.H}, 0
	if to.panel == layout.Main {
		segment = int(to.tab)
	}
	if r.Empty() || segment >= len(box.Title) {
		return -1, -1
	}
	for x := range r.W {
		if m.theme.st.SegmentAt(box, x) == segment {
			return r.X + x + max(0, strings.Index(strings.ToLower(box.Title[segment].Text), to.letter)), r.Y
		}
	}
	return -1, -1
}

// jump acts on a key while the letters are shown: one that leads nowhere takes
// them away.
func (m *Model) jump(msg tea.KeyPressMsg) tea.Cmd {
	m.place.jumping = false
	for _, to := range m.leaps() {
		if strings.ToLower(msg.String()) != to.letter {
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

// letters lights where one can jump to in the lines of the screen.
func (m *Model) letters(lines []string) {
	for _, to := range m.leaps() {
		if to.y < 0 || to.y >= len(lines) {
			continue
		}
		badge := m.theme.st.LineOn(1, styles.Surface).Text(styles.LitJump, to.letter).End()
		lines[to.y] = m.theme.st.Over(lines[to.y], badge, to.x, 1)
	}
}

// jumpHints says what the letters are for.
func (m *Model) jumpHints() []hint {
	hints := []hint{{"a lit letter", "jumps there"}}
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
