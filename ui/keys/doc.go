// Package keys turns key presses into intents. Every key is data: help, the
// palette and the hints at the bottom are made from the same table that
// decides what a key does, and a person may change it.
//
// It promises:
//
//   - Scopes are asked innermost first (dialog, text field, focused panel, the
//     rest), and the first that knows the key decides.
//   - While a text field has the focus, a key that makes text is text: no
//     binding outside the field is reached by it.
//   - A map with two meanings for a key in one scope is refused, as is one
//     that puts anything on a key that terminals keep for themselves.
package keys
