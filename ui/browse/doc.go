// Package browse draws what came back: lists of items as a table, bodies as a
// foldable JSON tree, as text, or as bytes. The widgets are windows over what
// is there, however large it is.
//
// # Guarantees
//
//   - What a key costs depends on the size of the window and the depth of the
//     tree, not on the size of the body or the number of items. Two things take
//     longer and say so: [BuildIndex] and the searches of [Query], which are
//     meant to run beside the screen and end when their context does.
//   - A body is never decoded into values: an [Index] holds 20 bytes a value.
//   - View returns exactly Height lines of exactly Width cells, changes nothing,
//     and the cursor is always on one of them.
//   - Any bytes can be shown. A broken document is shown as far as it goes, with
//     the place where it breaks.
//
// Widgets belong to the goroutine that draws; an Index may be read from many.
package browse
