package styles

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// cell is the next thing to draw of a text.
type cell struct {
	text  string // to send
	width int    // in cells
	size  int    // in bytes of the text that it stands for, 1 at least
	shown bool   // it is a visible form of what is not sent
}

// Runes with a meaning of their own.
const (
	joiner        = '\u200d'
	emojiStyle    = '\ufe0f'
	textStyle     = '\ufe0e'
	keycap        = '\u20e3'
	noBreakSpace  = '\u00a0'
	wideSpace     = '\u3000'
	carrier       = "◌" // of a mark that has nothing to stand on
	clusterBytes  = 96
	clusterRunes  = 12
	firstRegional = '\U0001f1e6'
	lastRegional  = '\U0001f1ff'
	firstSkin     = '\U0001f3fb'
	lastSkin      = '\U0001f3ff'
	// Hangul vowels and trailing consonants.
	firstVowel    = '\u1160'
	lastTrailing  = '\u11ff'
	firstVowelB   = '\ud7b0'
	lastTrailingB = '\ud7fb'
)

// plainRun returns how many bytes at the start of a text are printable ASCII
// that nothing after them can change. The last one is left out where what
// follows might combine with it.
func plainRun(s string) int {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] <= '~' {
		i++
	}
	if i > 0 && i < len(s) && s[i] >= utf8.RuneSelf {
		if r, _ := utf8.DecodeRuneInString(s[i:]); !simple(r) {
			i--
		}
	}
	return i
}

// simple says of a character that it is one cell wide everywhere, visible, and
// combines with nothing before it. It knows those that are common in texts of
// the West and all that our own drawings use.
func simple(r rune) bool {
	switch {
	case r < 0x2ff:
		return r > noBreakSpace && r != '\u00ad'
	case r < 0x2010:
		return r >= 0x400 && r <= 0x481
	case r <= 0x205e:
		return r <= 0x2027 || r >= 0x2030
	case r < 0x25fd:
		return r >= 0x2500 || (r >= 0x2200 && r <= 0x22ff) || (r >= 0x2190 && r <= 0x2193)
	}
	return false
}

// next returns the first cell of a text, which must not be empty.
func (s *Styles) next(text string) cell {
	r, size := utf8.DecodeRuneInString(text)
	if simple(r) && !joinsNext(text[size:]) {
		return cell{text: text[:size], width: 1, size: size}
	}
	if r == utf8.RuneError && size == 1 {
		return shown(fmt.Sprintf("‹x%02x›", text[0]), 1)
	}
	if hidden(r) {
		return visible(r, size)
	}
	return s.cluster(text, r)
}

// joinsNext says whether the start of a text might combine with what stands
// before it.
func joinsNext(text string) bool {
	if text == "" || text[0] < utf8.RuneSelf {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text)
	return !simple(r)
}

// hidden says of a character that it is never sent by itself.
func hidden(r rune) bool {
	return r != ' ' && (!unicode.IsPrint(r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) ||
		unicode.Is(unicode.Variation_Selector, r))
}

// visible returns what stands for a character that is not sent.
func visible(r rune, size int) cell {
	switch {
	case r == noBreakSpace:
		return shown("⍽", size)
	case r == wideSpace:
		return cell{text: "  ", width: 2, size: size}
	case r < ' ':
		return shown(string('␀'+r), size)
	case r == '\x7f':
		return shown("␡", size)
	}
	return shown(fmt.Sprintf("‹U+%04X›", r), size)
}

func shown(text string, size int) cell {
	return cell{text: text, width: utf8.RuneCountInString(text), size: size, shown: true}
}

// measure returns how many cells the terminal's renderer gives a text.
func (s *Styles) measure(text string) int {
	if s.graphemes {
		return ansi.StringWidth(text)
	}
	return ansi.StringWidthWc(text)
}

// cluster returns the first character with all that combines with it.
func (s *Styles) cluster(text string, first rune) cell {
	all, _ := ansi.FirstGraphemeCluster(text[:min(len(text), clusterBytes)], ansi.GraphemeWidth)
	whole, size := sound(all)
	if regional(first) && utf8.RuneCountInString(whole) < 2 {
		return visible(first, size)
	}
	width, points := ansi.StringWidth(whole), ansi.StringWidthWc(whole)
	switch {
	case width == 0 || points == 0 || leans(first):
		whole = carrier + whole
	case width != points && !s.graphemes && pictographic(whole):
		return agreed(whole, first)
	}
	if size > len(whole) {
		whole += "…"
	}
	return cell{text: whole, width: s.measure(whole), size: size}
}

// leans says of a character that it combines with what stands before it, even
// with a border of ours.
func leans(r rune) bool {
	if r >= firstVowel && r <= lastTrailing || r >= firstVowelB && r <= lastTrailingB {
		return true
	}
	text := carrier + string(r)
	joined, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
	return len(joined) == len(text)
}

// sound cuts a cluster before the first character that must not be sent. After
// so many characters that only mischief has them it cuts too; what is left out
// then counts as drawn. size is how many bytes of the cluster are done with.
func sound(all string) (whole string, size int) {
	before := rune(0)
	n, end := 0, len(all)
	for i, r := range all {
		if n > 0 && badWithin(r, before, all[i:]) {
			return all[:min(i, end)], i
		}
		if n++; n == clusterRunes {
			end = i
		}
		if r != emojiStyle && (r < firstSkin || r > lastSkin) {
			before = r
		}
	}
	return all[:end], len(all)
}

// badWithin says of a character within a cluster that it must not be sent.
// Emoji may be joined and styled.
func badWithin(r, before rune, rest string) bool {
	if r == utf8.RuneError {
		return true
	}
	switch r {
	case joiner:
		return !unicode.Is(unicode.So, before) || len(rest) == len(string(joiner))
	case emojiStyle, textStyle:
		return !unicode.Is(unicode.So, before) && !keycapBase(before)
	}
	return hidden(r)
}

func keycapBase(r rune) bool { return r == '#' || r == '*' || (r >= '0' && r <= '9') }

func regional(r rune) bool { return r >= firstRegional && r <= lastRegional }

// pictographic says whether a cluster is an emoji made of several characters.
func pictographic(whole string) bool {
	return strings.ContainsFunc(whole, func(r rune) bool {
		return r == joiner || r == emojiStyle || r == keycap || (r >= firstSkin && r <= lastSkin)
	})
}

// agreed returns an emoji's first character without those that style it, whose
// width terminals disagree about. What a joiner appends is drawn on its own.
func agreed(whole string, first rune) cell {
	size := utf8.RuneLen(first)
	for i, r := range whole[size:] {
		if r != joiner && r != emojiStyle && r != textStyle && r != keycap && (r < firstSkin || r > lastSkin) {
			size += i
			return cell{text: string(first), width: ansi.StringWidthWc(string(first)), size: size}
		}
	}
	return cell{text: string(first), width: ansi.StringWidthWc(string(first)), size: len(whole)}
}
