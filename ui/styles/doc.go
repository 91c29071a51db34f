// Package styles turns roles into what a terminal is sent, and is the one place
// where text becomes cells.
//
// A [Styles] holds, for every ground and ink, the finished escape sequence: to
// draw a cell costs a look into a table. A [Line] is drawn with it from left to
// right, a [Box] frames lines.
//
// # Guarantees
//
//   - A Line is exactly as wide as asked, whatever is written to it: what does
//     not fit is cut and marked with …, what is missing is filled.
//   - Text is data. Control characters, escape sequences, bidirectional
//     overrides, invisible and unassigned characters and broken UTF-8 are made
//     visible and never reach the terminal. Every text on the screen passes
//     through [Line.Text], so nobody can forget it; [Safe] does the same for
//     text that leaves by another way, such as a window's title.
//   - Characters are measured as the terminal's renderer measures them. Emoji
//     that terminals disagree about are drawn in a form they agree about.
//   - Nothing is said by colour alone: without colours inks differ by bold,
//     underline and reverse, and what draws states adds a symbol or a word.
//
// A Styles does not change once it is made and may be used from many goroutines
// at once; a Line belongs to one.
package styles
