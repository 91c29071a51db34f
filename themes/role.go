package themes

// Role is what a colour is for. Its text is the role's name in a theme's file.
type Role string

// The grounds, from the back to the front.
const (
	// RoleSurface is behind everything.
	RoleSurface Role = "surface"
	// RolePanel is inside a panel.
	RolePanel Role = "panel"
	// RoleOverlay is inside a dialog or menu over the panels.
	RoleOverlay Role = "overlay"
)

// The inks.
const (
	RoleText Role = "text"
	// RoleMuted is text that matters less: labels, units, hints.
	RoleMuted Role = "muted"
	// RoleFaint is what may be overlooked: line numbers, empty parts of a gauge.
	RoleFaint  Role = "faint"
	RoleBorder Role = "border"
	// RoleAccent marks what is ours: titles, keys, links.
	RoleAccent Role = "accent"
	// RoleFocus is the border and title of what has the focus.
	RoleFocus Role = "focus"
	// RoleGauge is the filled part of a gauge.
	RoleGauge Role = "gauge"
)

// The judgements.
const (
	RoleSuccess Role = "success"
	RoleWarning Role = "warning"
	RoleDanger  Role = "danger"
	RoleInfo    Role = "info"
)

// The states of a circuit breaker.
const (
	RoleClosed   Role = "closed"
	RoleOpen     Role = "open"
	RoleHalfOpen Role = "half-open"
	// RoleForced is a state that a person set: forced open, or disabled.
	RoleForced Role = "forced"
)

// The pairs of a ground and its ink.
const (
	RoleSelection     Role = "selection"
	RoleSelectionText Role = "selection-text"
	// RoleMatch is behind what a search found.
	RoleMatch     Role = "match"
	RoleMatchText Role = "match-text"
)

// The parts of a JSON text.
const (
	RoleJSONKey     Role = "json-key"
	RoleJSONString  Role = "json-string"
	RoleJSONNumber  Role = "json-number"
	RoleJSONLiteral Role = "json-literal" // true, false, null
)

// Roles returns every role, grounds first. The slice belongs to the caller.
func Roles() []Role {
	return []Role{
		RoleSurface, RolePanel, RoleOverlay,
		RoleText, RoleMuted, RoleFaint, RoleBorder, RoleAccent, RoleFocus, RoleGauge,
		RoleSuccess, RoleWarning, RoleDanger, RoleInfo,
		RoleClosed, RoleOpen, RoleHalfOpen, RoleForced,
		RoleSelection, RoleSelectionText, RoleMatch, RoleMatchText,
		RoleJSONKey, RoleJSONString, RoleJSONNumber, RoleJSONLiteral,
	}
}

// The colours of a terminal with 16, whose shades the terminal's owner chose.
const (
	// ANSIDefault is the terminal's own foreground or background.
	ANSIDefault = -1

	ansiBlack       = 0
	ansiRed         = 1
	ansiGreen       = 2
	ansiYellow      = 3
	ansiBlue        = 4
	ansiMagenta     = 5
	ansiCyan        = 6
	ansiWhite       = 7
	ansiBrightBlack = 8
	// bright is what separates a colour from its bright twin.
	bright = 8
)

// ANSI returns the colour that stands for the role on a terminal with 16 colours:
// 0 to 15, or ANSIDefault. On a dark ground the bright twins are used, which are
// hard to read on a light one.
func (r Role) ANSI(dark bool) int {
	color := r.ansi()
	if dark && color >= ansiRed && color <= ansiCyan && !r.isGround() {
		return color + bright
	}
	if r == RoleMuted && dark {
		return ansiWhite
	}
	return color
}

func (r Role) isGround() bool {
	return r == RoleSelection || r == RoleMatch
}

// ansi is the colour on a light ground, where it matters.
func (r Role) ansi() int {
	switch r {
	case RoleMuted, RoleFaint, RoleBorder:
		return ansiBrightBlack
	case RoleAccent, RoleFocus, RoleJSONKey:
		return ansiCyan
	case RoleInfo, RoleGauge, RoleSelection:
		return ansiBlue
	case RoleSuccess, RoleClosed, RoleJSONString:
		return ansiGreen
	case RoleWarning, RoleHalfOpen, RoleMatch, RoleJSONNumber:
		return ansiYellow
	case RoleDanger, RoleOpen:
		return ansiRed
	case RoleForced, RoleJSONLiteral:
		return ansiMagenta
	case RoleSelectionText:
		return ansiWhite + bright
	case RoleMatchText:
		return ansiBlack
	case RoleSurface, RolePanel, RoleOverlay, RoleText:
		return ANSIDefault
	default:
		return ANSIDefault
	}
}
