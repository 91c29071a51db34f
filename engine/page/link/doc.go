// Package link reads the Link header of RFC 8288.
//
// It promises:
//   - every link that the grammar of RFC 8288 section 3 allows is found, in
//     order, over any number of header lines, with quoted parameters, commas
//     and semicolons inside targets and inside quotes;
//   - a malformed member is skipped and the ones around it are still read; no
//     input panics, and time and memory grow linearly with the header;
//   - relation types are compared without regard to case, and a rel that names
//     several types (`rel="next last"`) counts for each of them (section 3.3).
//
// Targets are returned as they were written: resolving a relative one against
// the page it came from is the caller's part.
package link
