package dialogs

import "weir/ui/keys"

// Kind says what a dialog is about; its owner names it and finds it again in
// the action.
type Kind string

// Action is what came of a dialog: one of the types below.
type Action interface{ action() }

// Closed says that a dialog was left without a decision.
type Closed struct{ Kind Kind }

// Chosen says that a row of a picker was taken.
type Chosen struct {
	Kind Kind
	ID   string
}

// Previewed says that a row of a picker that shows its rows live was reached.
type Previewed struct {
	Kind Kind
	ID   string
}

// Removed says that a person wants a row's thing deleted. The dialog stays.
type Removed struct {
	Kind Kind
	ID   string
}

// Asked says that a person wants something done with a row. The dialog stays.
type Asked struct {
	Kind   Kind
	ID     string
	Intent keys.Intent
}

// Typed says that the text of a live prompt was changed.
type Typed struct {
	Kind Kind
	Text string
}

// Entered says that a text was given in a prompt.
type Entered struct {
	Kind Kind
	Text string
}

// Confirmed says that a question was answered with yes.
type Confirmed struct {
	Kind Kind
	ID   string
}

// Wanted says that a dialog met a key that is not its own but the program's.
type Wanted struct{ Intent keys.Intent }

func (Closed) action()    {}
func (Chosen) action()    {}
func (Previewed) action() {}
func (Removed) action()   {}
func (Asked) action()     {}
func (Typed) action()     {}
func (Entered) action()   {}
func (Confirmed) action() {}
func (Wanted) action()    {}
