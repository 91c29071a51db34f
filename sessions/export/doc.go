// Package export writes a recorded session in the forms of other tools: a HAR
// file, or its requests as curl commands, a .http file, or programs.
//
// What has no place in a form is named as a loss. Secrets are not in a
// recording, so they are in none of the forms either.
package export
