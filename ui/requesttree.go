package ui

import (
	"slices"
	"strings"

	"weir/ui/keys"
)

// branch is a folder while the tree is arranged.
type branch struct {
	title    string
	path     string
	branches []*branch
	rows     []int
	holds    int
}

// arrange makes the visible lines anew, and keeps the selection near.
func (l *requestList) arrange() {
	root := &branch{}
	byPath := map[string]*branch{"": root}
	for i, n := range l.rows {
		if l.matches(n) {
			b := root.grow(n.Folder, byPath)
			b.rows = append(b.rows, i)
		}
	}
	l.lines = l.lines[:0]
	l.flatten(root, 0)
	l.move(0)
}

// grow returns the folder of that path, made where it is not there.
func (b *branch) grow(folder []string, byPath map[string]*branch) *branch {
	b.holds++
	for _, title := range folder {
		path := b.path + "\x00" + title
		next := byPath[path]
		if next == nil {
			next = &branch{title: title, path: path}
			byPath[path] = next
			b.branches = append(b.branches, next)
		}
		next.holds++
		b = next
	}
	return b
}

func (l *requestList) flatten(b *branch, depth int) {
	for _, next := range b.branches {
		l.lines = append(l.lines, listLine{row: -1, folder: next.path, title: next.title, depth: depth, holds: next.holds})
		if !l.closed(next.path) {
			l.flatten(next, depth+1)
		}
	}
	for _, row := range b.rows {
		l.lines = append(l.lines, listLine{row: row, depth: depth})
	}
}

// closed says whether a folder is folded; what a filter leaves is all open.
func (l *requestList) closed(path string) bool { return l.filter == "" && l.folded[path] }

// matches says whether a request has every word of the filter.
func (l *requestList) matches(n Named) bool {
	if l.filter == "" {
		return true
	}
	text := strings.ToLower(methodOf(n) + " " + n.Name + " " + n.URL + " " + strings.Join(n.Folder, " "))
	return !slices.ContainsFunc(strings.Fields(strings.ToLower(l.filter)), func(word string) bool { return !strings.Contains(text, word) })
}

// narrow shows only the requests that have every word of a text; an empty one
// shows all again, with the selected one among them.
func (l *requestList) narrow(text string) {
	l.filter = strings.TrimSpace(text)
	if l.filter == "" && l.at < len(l.lines) && l.lines[l.at].row >= 0 {
		l.point(l.lines[l.at].row)
		return
	}
	l.at = 0
	l.arrange()
	l.at = max(0, slices.IndexFunc(l.lines, func(line listLine) bool { return line.row >= 0 }))
}

func (l *requestList) foldAll(fold bool) {
	for _, n := range l.rows {
		path := ""
		for _, name := range n.Folder {
			path += "\x00" + name
			l.folded[path] = fold
		}
	}
	l.arrange()
}

// fold closes or opens what is selected; closing a request closes the folder
// that it is in.
func (l *requestList) fold(i keys.Intent) {
	line, ok := l.folder()
	switch {
	case ok && i == keys.Toggle:
		l.folded[line.folder] = !l.folded[line.folder]
	case ok && i == keys.Right:
		l.folded[line.folder] = false
	case ok && i == keys.Left && !l.closed(line.folder):
		l.folded[line.folder] = true
	case i == keys.Left && l.at < len(l.lines):
		depth := l.lines[l.at].depth
		for l.at > 0 && (l.lines[l.at].row >= 0 || l.lines[l.at].depth >= depth) && depth > 0 {
			l.at--
		}
		return
	}
	l.arrange()
}
