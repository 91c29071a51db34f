package layout

// Set is a set of panels; the zero Set is empty.
type Set uint32

// Has says whether a panel is in the set.
func (s Set) Has(p Panel) bool { return s&(1<<p) != 0 }

// With returns the set with a panel, Without the set without it.
func (s Set) With(p Panel) Set { return s | 1<<p }

// Without returns the set without a panel.
func (s Set) Without(p Panel) Set { return s &^ (1 << p) }

// Hideable returns the panels that a person may hide, in their order. The main
// panel always stands.
func Hideable() []Panel { return append([]Panel{Requests, Pages}, Sides()...) }
