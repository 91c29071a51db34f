package dialogs

import (
	"strings"

	"weir/ui/keys"
)

const (
	helpColumn = 50 // cells of a column of help
	helpKey    = 16 // of which its keys take so many
)

// columns is how many columns of help stand in w cells.
func columns(w int) int { return min(max(1, (w-4)/helpColumn), 3) }

// Size implements Dialog.
func (h *Help) Size(w, height int) (int, int) {
	n := columns(w)
	if n == 1 {
		w = min(w, helpColumn+6)
	} else {
		w = min(w, n*helpColumn+4)
	}
	return w, min(height, len(h.body(n, (w-4)/n, plain()))+2)
}

// Lines implements Dialog.
func (h *Help) Lines(w, height int, look Look) []string {
	n := columns(w)
	all := h.body(n, (w-4)/n, look)
	h.all, h.rows = len(all), max(1, height-2)
	h.scroll(0)
	title := h.title
	if h.all > h.rows {
		title += " · ↓↑ scroll"
	}
	return box(title, all[h.top:min(h.top+h.rows, len(all))], w, height, look)
}

func plain() Look {
	same := func(s string) string { return s }
	return Look{same, same, same, same, same, same, same, same}
}

// body lays the sections out in n columns of w cells each.
func (h *Help) body(n, w int, look Look) []string {
	all := h.list(w, look)
	per := (len(all) + n - 1) / n
	out := make([]string, 0, per)
	for i := range per {
		var b strings.Builder
		for c := range n {
			if j := c*per + i; j < len(all) {
				b.WriteString(pad(all[j], w))
			}
		}
		out = append(out, b.String())
	}
	return out
}

// list writes the sections one below the other.
func (h *Help) list(w int, look Look) []string {
	var out []string
	for i, s := range h.sections {
		if i > 0 {
			out = append(out, "")
		}
		out = append(out, look.Title(s.Title))
		for _, b := range s.Bindings {
			out = append(out, pad(look.Key(keys.ShowAll(b)), helpKey)+look.Text(cut(b.Help, w-helpKey-1)))
		}
	}
	return out
}
