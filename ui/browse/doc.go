// Package browse holds the windows through which a person looks at what a server
// sent: a table of items, a foldable tree of JSON, lines of text, bytes in
// hexadecimal, and the facts of an image.
//
// # Guarantees
//
//   - Every View returns exactly Frame.Height lines of exactly Frame.Width
//     cells, whatever the data holds. From two cells on the cursor is among them.
//   - The work of a View and of a move depends on the size of the screen, never
//     on that of the data: a million rows are as quick as forty.
//   - What a server sent is drawn by [styles.Line.Text] alone, so that none of
//     its control characters reaches the terminal.
//   - Nothing here reads a disk, waits or starts a goroutine. What takes time in
//     a large body ([BuildIndex], [BuildLines], [SearchBody], [SearchItems])
//     takes a context, and is meant to be called beside the screen's goroutine;
//     what it returns does not change afterwards.
//
// A widget belongs to one goroutine. View notes the size that it drew, by which
// Page moves and Wanted asks, and a table notes the columns that it saw; drawn
// twice, it looks the same.
package browse
