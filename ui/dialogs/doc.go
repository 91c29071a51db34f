// Package dialogs holds what stands before the screen for a while: the palette,
// the help, menus, prompts and questions.
//
// Dialogs form a stack, and only the topmost takes keys. A dialog changes
// nothing but itself: what a person decided comes back as an [Action], and the
// owner of the stack acts on it. Drawing lays the dialog's lines over those of
// the frame below and touches no other line.
package dialogs
