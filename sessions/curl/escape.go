package curl

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ansiC reads the escapes of $'…'.
func ansiC(text string) string {
	var b strings.Builder
	for text != "" {
		if text[0] != '\\' || len(text) == 1 {
			b.WriteByte(text[0])
			text = text[1:]
			continue
		}
		n := escape(&b, text)
		text = text[n:]
	}
	return b.String()
}

// escape writes what one escape stands for, and returns its length.
func escape(b *strings.Builder, text string) int {
	const named = "abefnrtvE"
	if i := strings.IndexByte(named, text[1]); i >= 0 {
		b.WriteByte("\a\b\x1b\f\n\r\t\v\x1b"[i])
		return 2
	}
	switch c := text[1]; {
	case c >= '0' && c <= '7':
		n, used := digits(text[1:], 3, 8)
		b.WriteByte(byte(n))
		return 1 + used
	case c == 'x':
		if n, used := digits(text[2:], 2, 16); used > 0 {
			b.WriteByte(byte(n))
			return 2 + used
		}
	case c == 'u' || c == 'U':
		if used := character(b, text); used > 0 {
			return used
		}
	case strings.IndexByte(`\'"?`, c) >= 0:
		b.WriteByte(c)
		return 2
	}
	b.WriteByte('\\')
	return 1
}

// character writes \uXXXX or \UXXXXXXXX, and two halves of UTF-16 as one.
func character(b *strings.Builder, text string) int {
	most := 4
	if text[1] == 'U' {
		most = 8
	}
	n, used := digits(text[2:], most, 16)
	if used == 0 {
		return 0
	}
	used += 2
	r := rune(n)
	if rest := text[used:]; utf16.IsSurrogate(r) && strings.HasPrefix(rest, `\u`) {
		low, more := digits(rest[2:], 4, 16)
		if both := utf16.DecodeRune(r, rune(low)); both != utf8.RuneError {
			b.WriteRune(both)
			return used + 2 + more
		}
	}
	b.WriteRune(r)
	return used
}

// digits reads a number of at most so many digits.
func digits(text string, most, base int) (n uint32, used int) {
	for used < len(text) && used < most {
		d := strings.IndexByte("0123456789abcdef", lower(text[used]))
		if d < 0 || d >= base {
			break
		}
		n = n*uint32(base) + uint32(d)
		used++
	}
	return n, used
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
