package dialogs

import "weir/ui/keys"

// Help shows the keys for where a person is.
type Help struct {
	sheet
	title    string
	sections []keys.Section
	columns  int
}

// NewHelp returns the help over sections, the innermost first.
func NewHelp(title string, sections []keys.Section) *Help {
	return &Help{title: title, sections: sections}
}
