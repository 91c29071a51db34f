package layout

// Panel names a part of the screen that can have the focus.
type Panel int

// The panels, in the order in which the focus moves and their numbers count.
const (
	None Panel = iota
	Requests
	Main
	Pages
	Breaker
	Bucket
	Retries
	Connections
	Steps    // a newcomer's first steps, below the requests
	Timeline // of a replay
	Tour     // the lesson of the guided tour
	panels
)

// String returns the panel's title.
func (p Panel) String() string {
	switch p {
	case Requests:
		return "Requests"
	case Main:
		return "Main"
	case Pages:
		return "Pages"
	case Breaker:
		return "Breaker"
	case Bucket:
		return "Bucket"
	case Retries:
		return "Retries"
	case Connections:
		return "Connections"
	case Steps:
		return "First steps"
	case Timeline:
		return "Timeline"
	case Tour:
		return "Tour"
	case None, panels:
	}
	return ""
}

// Sides returns the panels of the right column, from the top.
func Sides() []Panel { return []Panel{Breaker, Bucket, Retries, Connections} }

// IsSide says whether p stands in the right column.
func (p Panel) IsSide() bool { return p >= Breaker && p <= Connections }
