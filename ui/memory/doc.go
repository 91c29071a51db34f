// Package memory keeps what a person last chose on the screen: the theme, and
// for each workspace which panels stand where.
//
// It promises:
//
//   - What is kept is a convenience: a file that is away, damaged or from a
//     newer weir counts as empty, and is replaced at the next choice.
//   - The file is replaced as a whole, so that nobody reads half of it.
//   - It stays small: the oldest workspaces are forgotten.
//   - Whatever the file holds, the numbers that come out are within bounds and
//     the texts are words of ours or short.
package memory
