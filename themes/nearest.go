package themes

// nearest returns the word that a typing error away from this one was likely
// meant, or "" if none is near.
func nearest(word string, words []string) string {
	best, bestDistance := "", 1+len(word)/3
	for _, candidate := range words {
		if d := distance(word, candidate, bestDistance); d < bestDistance || d == bestDistance && best == "" {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// distance is how many letters must be added, dropped or replaced to turn one
// word into the other; more than most if they differ that much in length alone.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
