package styles

import "weir/themes"

// Ink is how a text is drawn: a role's colour, some of them with an attribute.
type Ink uint8

// The inks of the roles.
const (
	Text Ink = iota
	Muted
	Faint
	Border
	Accent
	Focus
	Gauge
	Success
	Warning
	Danger
	Info
	Closed
	Open
	HalfOpen
	Forced
	JSONKey
	JSONString
	JSONNumber
	JSONLiteral

	// Strong is text that is read first.
	Strong
	// Title names a box, TitleFocus one that has the focus.
	Title
	TitleFocus
	// Key is a key to press.
	Key
	// Control is a character that was made visible.
	Control
	// Match is what a search found, MatchNow the find that is stood on.
	Match
	MatchNow
	// Link is a text that leads elsewhere.
	Link
	// The lit inks show the live one among several states, as a badge.
	LitClosed
	LitOpen
	LitHalfOpen
	LitForced
	LitDanger
	LitAccent
	// LitJump is a letter that leads somewhere.
	LitJump

	inks
)

// Ground is what a text stands on.
type Ground uint8

// The grounds.
const (
	Panel Ground = iota
	Surface
	Overlay
	// Selection is the ground of the selected row of what has the focus.
	Selection

	grounds
)

// attr is a set of text attributes.
type attr uint8

const (
	bold attr = 1 << iota
	underline
	reverse
)

// look is what an ink is made of: its role's colour and attributes. plain
// holds the attributes that replace the colour where there is none.
type look struct {
	role  themes.Role
	attrs attr
	plain attr
}

func (i Ink) look() look {
	switch i {
	case Strong:
		return look{themes.RoleText, bold, bold}
	case Title:
		return look{themes.RoleAccent, 0, 0}
	case TitleFocus:
		return look{themes.RoleFocus, bold, bold}
	case Key:
		return look{themes.RoleAccent, bold, bold}
	case Control:
		return look{themes.RoleWarning, reverse, reverse}
	case Match:
		return look{themes.RoleMatchText, 0, underline}
	case LitClosed, LitOpen, LitHalfOpen, LitForced, LitDanger, LitAccent, LitJump:
		return i.badge()
	case MatchNow:
		return look{themes.RoleMatchText, bold | underline, bold | underline | reverse}
	case Link:
		return look{themes.RoleInfo, underline, underline}
	default:
		return look{role: i.role(), plain: i.plain()}
	}
}

// badge is the look of a lit ink.
func (i Ink) badge() look {
	if i == LitJump { // its ground is a match's
		return look{themes.RoleMatchText, bold, bold | reverse}
	}
	lit := map[Ink]themes.Role{
		LitClosed: themes.RoleClosed, LitOpen: themes.RoleOpen, LitHalfOpen: themes.RoleHalfOpen,
		LitForced: themes.RoleForced, LitDanger: themes.RoleDanger, LitAccent: themes.RoleAccent,
	}
	return look{lit[i], bold | reverse, bold | reverse}
}

// role is the colour of an ink that is nothing but one.
func (i Ink) role() themes.Role {
	roles := [...]themes.Role{
		Text: themes.RoleText, Muted: themes.RoleMuted, Faint: themes.RoleFaint, Border: themes.RoleBorder,
		Accent: themes.RoleAccent, Focus: themes.RoleFocus, Gauge: themes.RoleGauge,
		Success: themes.RoleSuccess, Warning: themes.RoleWarning, Danger: themes.RoleDanger, Info: themes.RoleInfo,
		Closed: themes.RoleClosed, Open: themes.RoleOpen, HalfOpen: themes.RoleHalfOpen, Forced: themes.RoleForced,
		JSONKey: themes.RoleJSONKey, JSONString: themes.RoleJSONString,
		JSONNumber: themes.RoleJSONNumber, JSONLiteral: themes.RoleJSONLiteral,
	}
	if int(i) < len(roles) {
		return roles[i]
	}
	return themes.RoleText
}

// plain is what stands for the colour where there is none.
func (i Ink) plain() attr {
	switch i {
	case Danger, Open, Focus, Forced, JSONKey:
		return bold
	case Warning, HalfOpen:
		return underline
	default:
		return 0
	}
}

// role is the colour behind what stands on the ground.
func (g Ground) role() themes.Role {
	switch g {
	case Surface:
		return themes.RoleSurface
	case Overlay:
		return themes.RoleOverlay
	case Selection:
		return themes.RoleSelection
	default:
		return themes.RolePanel
	}
}
