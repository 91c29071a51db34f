package themes

// Theme is a palette: a colour for every role.
type Theme struct {
	// Name is what a person types to choose the theme and Title what it is called
	// on screen.
	Name, Title string
	// File is what a person's own theme was read from; empty for a built-in one.
	File string
	// Stamp says which state of that file was read.
	Stamp Stamp
	// Dark says that the text is lighter than the surface.
	Dark bool
	// Roles holds a colour for each of Roles.
	Roles map[Role]Color
	// places are those of the keys in its document.
	places map[string]place
}

// Color returns the colour of the role.
func (t Theme) Color(role Role) Color { return t.Roles[role] }
