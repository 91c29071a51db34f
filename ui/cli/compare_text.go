package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"weir/sessions/compare"
)

// reportText writes a comparison as text.
func reportText(r *compare.Report) string {
	var b strings.Builder
	for _, side := range []struct {
		name string
		of   compare.Side
	}{{"A", r.A}, {"B", r.B}} {
		created := ""
		if !side.of.Created.IsZero() {
			created = side.of.Created.Local().Format(time.DateTime)
		}
		fmt.Fprintf(&b, "%s  %s  %s  %s\n", side.name, oneLine(side.of.Name), created, oneLine(strings.Join(side.of.Origins, ", ")))
	}
	for _, t := range r.Tables() {
		b.WriteString("\n" + tableText(t))
	}
	if len(r.NotCompared) > 0 {
		b.WriteString("\nnot compared\n")
	}
	for _, text := range r.NotCompared {
		b.WriteString("! " + oneLine(text) + "\n")
	}
	b.WriteString("\n" + r.Verdict() + "\n")
	return b.String()
}

// tableText writes a table, with its columns aligned by their characters.
func tableText(t compare.Table) string {
	var b strings.Builder
	if t.Title != "" {
		b.WriteString(oneLine(t.Title) + "\n")
	}
	for _, note := range t.Notes {
		b.WriteString("  " + oneLine(note) + "\n")
	}
	var widths []int
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			if !t.Loose {
				widths[i] = max(widths[i], utf8.RuneCountInString(oneLine(cell)))
			}
		}
	}
	for _, row := range t.Rows {
		b.WriteString(rowText(row, widths, t.Right) + "\n")
	}
	return b.String()
}

func rowText(row compare.Row, widths, right []int) string {
	line := row.Mark
	for i, cell := range row.Cells {
		cell = oneLine(cell)
		pad := strings.Repeat(" ", max(0, widths[i]-utf8.RuneCountInString(cell)))
		if slices.Contains(right, i) {
			cell, pad = pad+cell, ""
		}
		line += strings.Repeat(" ", 1+min(i, 1)) + cell + pad
	}
	if row.All > 0 {
		line += fmt.Sprintf(" (--show %d names all)", row.All)
	}
	return strings.TrimRight(line, " ")
}
