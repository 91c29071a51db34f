// Package themes holds the palettes the screens are drawn in: which colour each
// role has, and nothing about how a role is drawn.
//
// A theme is a TOML document:
//
//	title = "Dusk"
//	inherits = "weir-dark"   # a built-in theme; what is left out comes from it
//
//	[palette]                # names of your own, if you like
//	rust = "#b7410e"
//
//	[roles]
//	accent = "rust"
//	border = "#333"
//
// A colour is #rrggbb, #rgb, or a name of the palette, its own or the inherited
// one. Without inherits every role must be given. Whether a theme is dark follows
// from its surface and text.
//
// # Guarantees
//
//   - Every Theme that Load or Parse returns has a colour for every role.
//   - Parse accepts nothing it does not understand: an unknown key, role or
//     colour is an error with its line, its column and the nearest right word, and
//     all of them are told at once.
//   - Every built-in theme passes Check.
//
// The package stands alone and holds no state. Shelf alone reads files. Its
// functions may be called from many goroutines at once; a Theme is a
// value, whose map its holder should not change.
package themes
