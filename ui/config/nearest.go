package config

import (
	"cmp"
	"slices"
)

// Nearest returns the known word that was likely meant by a mistyped one: one
// that begins alike, or differs by a letter or two; "" where none does.
func Nearest(word string, known []string) string {
	if len(known) == 0 {
		return ""
	}
	far := func(a string) int { return distance(a, word) - 2*alike(a, word) }
	near := slices.MinFunc(known, func(a, b string) int { return cmp.Compare(far(a), far(b)) })
	if d := distance(near, word); d <= 2 && d < len(word) || alike(near, word) >= 4 {
		return near
	}
	return ""
}

// alike counts the bytes with which both begin.
func alike(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// distance is the Levenshtein distance of two short words.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diagonal, row[j] = row[j], min(row[j]+1, row[j-1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
