package themes

import "fmt"

// Problem is a pair of colours too alike to be told apart by everyone.
type Problem struct {
	// Ink is drawn on Ground.
	Ink, Ground Role
	// Contrast is what the pair has and Needed the least it should have, as
	// ratios from 1 to 21.
	Contrast, Needed float64
	// Place is where the theme's file gives the ink, else the ground: "file:3:1";
	// empty where it gives neither.
	Place string
}

// String says what is wrong, where, and what would be right.
func (p Problem) String() string {
	text := fmt.Sprintf("%s on %s has contrast %.1f, needs %.1f", p.Ink, p.Ground, p.Contrast, p.Needed)
	if p.Place != "" {
		text = p.Place + ": " + text
	}
	return text
}

// The least contrasts: of text and of what is read beside it (WCAG 2.2, 1.4.3 and
// 1.4.11), and of what only needs to be seen to be there.
const (
	contrastText    = 4.5
	contrastGraphic = 3.0
	contrastHint    = 1.6
	contrastEdge    = 1.2
)

// Check returns the pairs of colours with too little contrast, in the order of
// Roles; none if the theme can be read by everyone. A theme with problems can be
// used all the same.
func (t Theme) Check() []Problem {
	var problems []Problem
	for _, ink := range Roles() {
		needed, grounds := ink.contrast()
		for _, ground := range grounds {
			if has := Contrast(t.Color(ink), t.Color(ground)); has < needed {
				problems = append(problems, Problem{ink, ground, has, needed, t.place(ink, ground)})
			}
		}
	}
	return problems
}

// place is where the file gives the first of some roles.
func (t Theme) place(roles ...Role) string {
	for _, role := range roles {
		for _, key := range []string{"roles." + string(role), string(role)} {
			if at, ok := t.places[key]; ok && t.File != "" {
				return position(t.File, at.line, at.column)
			}
		}
	}
	return ""
}

// contrast returns the least contrast of an ink and what it is drawn on; no
// grounds for a role that is a ground itself.
func (r Role) contrast() (needed float64, grounds []Role) {
	grounds = []Role{RoleSurface, RolePanel, RoleOverlay}
	switch r {
	case RoleSurface, RolePanel, RoleOverlay, RoleSelection, RoleMatch:
		return 0, nil
	case RoleSelectionText:
		return contrastText, []Role{RoleSelection}
	case RoleMatchText:
		return contrastText, []Role{RoleMatch}
	case RoleText:
		return contrastText, grounds
	case RoleFaint:
		return contrastHint, grounds
	case RoleBorder:
		return contrastEdge, grounds
	default:
		return contrastGraphic, grounds
	}
}
