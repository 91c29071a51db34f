package keys

import "strings"

// Intent is what a person wants, whatever key said so. Its name is what the
// configuration writes to change a key.
type Intent string

// The intents.
const (
	None Intent = ""

	// Requests and runs.
	Send     Intent = "send"
	EditURL  Intent = "edit-url"
	Edit     Intent = "edit"
	Change   Intent = "change-request"
	Preview  Intent = "preview-request"
	Add      Intent = "add-request"
	Repeat   Intent = "duplicate-request"
	Rename   Intent = "rename-request"
	Remove   Intent = "delete-request"
	Write    Intent = "save-requests"
	Reload   Intent = "reload-requests"
	Environ  Intent = "choose-environment"
	Pause    Intent = "pause"
	Cancel   Intent = "cancel"
	SkipWait Intent = "skip-wait"
	GiveUp   Intent = "give-up"
	Replay   Intent = "replay"

	// Pages.
	NextPage  Intent = "next-page"
	PrevPage  Intent = "prev-page"
	FirstPage Intent = "first-page"
	LastPage  Intent = "last-page"
	AllPages  Intent = "all-pages"
	RetryPage Intent = "retry-page"
	GoToPage  Intent = "go-to-page"

	// Policies.
	TripBreaker    Intent = "trip-breaker" // or reset it where it is open
	ResetBreaker   Intent = "reset-breaker"
	DisableBreaker Intent = "disable-breaker"
	BreakerMenu    Intent = "breaker-menu"
	Rate           Intent = "rate"
	Burst          Intent = "burst"
	Concurrency    Intent = "concurrency"

	// Moving.
	Up       Intent = "up"
	Down     Intent = "down"
	Left     Intent = "left"
	Right    Intent = "right"
	PageUp   Intent = "page-up"
	PageDown Intent = "page-down"
	Home     Intent = "home"
	End      Intent = "end"
	Open     Intent = "open-selected"
	Toggle   Intent = "toggle"
	FoldAll  Intent = "fold-all"
	Unfold   Intent = "unfold-all"
	Widen    Intent = "widen"
	Narrow   Intent = "narrow"
	Sort     Intent = "sort"
	Columns  Intent = "columns"
	Follow   Intent = "follow"
	Raw      Intent = "raw"
	Wrap     Intent = "wrap"

	// Trees and tables.
	FoldLevel   Intent = "fold-level"
	NextSibling Intent = "next-sibling"
	PrevSibling Intent = "prev-sibling"
	Parent      Intent = "parent"
	NextItem    Intent = "next-item"
	PrevItem    Intent = "prev-item"
	ColumnLeft  Intent = "column-left"
	ColumnRight Intent = "column-right"
	HideColumn  Intent = "hide-column"
	InBody      Intent = "in-body"

	// Focus.
	FocusNext  Intent = "focus-next"
	FocusPrev  Intent = "focus-prev"
	Focus1     Intent = "focus-1"
	Focus2     Intent = "focus-2"
	Focus3     Intent = "focus-3"
	Focus4     Intent = "focus-4"
	Focus5     Intent = "focus-5"
	Focus6     Intent = "focus-6"
	Focus7     Intent = "focus-7"
	Focus8     Intent = "focus-8"
	Focus9     Intent = "focus-9"
	NextTab    Intent = "next-tab"
	PrevTab    Intent = "prev-tab"
	Zoom       Intent = "zoom"
	GrowLeft   Intent = "grow-left"
	ShrinkLeft Intent = "shrink-left"

	// The layout.
	Jump        Intent = "jump"
	Panels      Intent = "panels"
	HidePanel   Intent = "hide-panel"
	ResetLayout Intent = "reset-layout"

	// Looking for things.
	Search    Intent = "search"
	SearchOn  Intent = "search-next"
	SearchUp  Intent = "search-prev"
	Filter    Intent = "filter"
	Copy      Intent = "copy"
	CopyCurl  Intent = "copy-curl"
	CopyURL   Intent = "copy-url"
	CopyBody  Intent = "copy-body"
	CopyValue Intent = "copy-value"
	CopyKey   Intent = "copy-key"
	CopyPath  Intent = "copy-path"
	CopyFile  Intent = "copy-to-file"

	// Sessions.
	Save         Intent = "save"
	OpenSession  Intent = "open-session"
	NextMark     Intent = "next-mark"
	PrevMark     Intent = "prev-mark"
	StepForward  Intent = "step-forward"
	StepBack     Intent = "step-back"
	LeapForward  Intent = "leap-forward"
	LeapBack     Intent = "leap-back"
	Faster       Intent = "faster"
	Slower       Intent = "slower"
	ReplayStart  Intent = "replay-start"
	ReplayEnd    Intent = "replay-end"
	PlayPause    Intent = "play-pause"
	LeaveReplay  Intent = "leave-replay"
	ChooseMarks  Intent = "choose-marks"
	FollowOn     Intent = "follow-session"
	SendAgain    Intent = "send-again"
	CompareLive  Intent = "compare-live"
	FindSession  Intent = "find-session"
	Compare      Intent = "compare"
	NameSession  Intent = "name-session"
	Export       Intent = "export"
	HideSteps    Intent = "hide-steps"
	NextLesson   Intent = "next-lesson"
	PrevLesson   Intent = "prev-lesson"
	ClearNotices Intent = "clear-notices"

	// The program.
	Palette Intent = "palette"
	Help    Intent = "help"
	Explain Intent = "explain"
	Theme   Intent = "theme"
	Suspend Intent = "suspend"
	Redraw  Intent = "redraw"
	Back    Intent = "back"
	Quit    Intent = "quit"

	// Text fields and dialogs.
	Accept Intent = "accept"
	Leave  Intent = "leave"
)

// Scope is where a binding holds.
type Scope string

// The scopes.
const (
	Global      Scope = "global"
	Live        Scope = "live"   // while requests can be sent
	Replaying   Scope = "replay" // while a recorded session is looked at
	Requests    Scope = "requests"
	Runs        Scope = "runs"     // of a replay
	Sessions    Scope = "sessions" // the list of recorded ones
	Items       Scope = "items"
	Item        Scope = "item" // one item, opened below the table
	Body        Scope = "body"
	Headers     Scope = "headers"
	Timing      Scope = "timing"
	Log         Scope = "log"
	Pages       Scope = "pages"
	Breaker     Scope = "breaker"
	Bucket      Scope = "bucket"
	Retries     Scope = "retries"
	Connections Scope = "connections"
	Text        Scope = "text"   // a text field has the focus
	Dialog      Scope = "dialog" // a dialog is open
	Form        Scope = "form"   // the dialog has several fields
	Menu        Scope = "menu"   // the dialog has no text field
)

// Title names a scope for people.
func (s Scope) Title() string {
	switch s {
	case Global:
		return "Everywhere"
	case Live:
		return "Requests and pages"
	case Requests:
		return "List of requests"
	case Sessions:
		return "List of sessions"
	case Runs:
		return "Runs of the recording"
	case Text:
		return "Text field"
	case Menu:
		return "Dialog"
	case "":
		return ""
	default:
		return strings.ToUpper(string(s[:1])) + string(s[1:])
	}
}

// Chain is an ordered list of scopes, innermost first.
type Chain []Scope

// Scopes lists all scopes, those that hold everywhere first.
func Scopes() []Scope {
	return []Scope{
		Global, Live, Replaying, Requests, Runs, Sessions, Items, Item, Body, Headers, Timing, Log, Pages, Breaker, Bucket, Retries,
		Connections, Text, Dialog, Form, Menu,
	}
}
