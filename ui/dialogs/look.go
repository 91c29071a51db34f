package dialogs

// Paint colours a text. It changes no width.
type Paint func(string) string

// Look is how dialogs are drawn. All paints must be there.
type Look struct {
	Border, Title, Text, Muted, Key, Match, Danger Paint
	// Selected paints the whole of a selected row.
	Selected Paint
}
