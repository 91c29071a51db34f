package styles

// Profile is how many colours the terminal has.
type Profile uint8

// The profiles.
const (
	TrueColor Profile = iota
	ANSI256
	ANSI16
	// NoColor has attributes only, as under NO_COLOR.
	NoColor
)
