package sessions

import "slices"

// line is a queue of exchanges in the order of their arrival.
type line struct{ ids []uint64 }

func (l *line) push(id uint64) {
	if l != nil && len(l.ids) < keptLive {
		l.ids = append(l.ids, id)
	}
}

// remove takes an exchange out. It is found at once at the front, where a
// queue's waiters leave.
func (l *line) remove(id uint64) {
	if l == nil {
		return
	}
	if i := slices.Index(l.ids, id); i >= 0 {
		l.ids = slices.Delete(l.ids, i, i+1)
	}
}

func (l line) clone() line { return line{ids: slices.Clone(l.ids)} }
