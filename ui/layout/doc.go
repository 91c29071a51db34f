// Package layout says where everything on the screen stands. It is pure
// arithmetic over cells: no styles, no terminal, no state.
//
// It promises, for every size from 40×10 on:
//
//   - Every rectangle lies within the screen, and none overlaps another except
//     for the border that two panels of a column share.
//   - The header, the why-line and the main panel are always there.
//   - What does not fit is folded into one line of gauges, and comes back when
//     it has the focus.
//   - The same question gives the same answer, so nothing moves unless the
//     size, a divider, the zoom, the focus or what is shown changed.
package layout
