package sessions

import (
	"net/url"
	"strings"
)

// Text strikes the secrets out of text that people read, such as an error, and
// out of bodies whose form is not known.
func (r *Redactor) Text(text string) string {
	out, _ := r.cut(text, true, anywhere)
	return out
}

// values strikes out what is known to be secret by its value.
func (r *Redactor) values(text string) string {
	out, _ := r.cut(text, true, byValue)
	return out
}

// rules says what is looked for in text.
type rules int

const (
	byValue    rules = iota // known values only
	inPosition              // and what URLs hold
	inTokens                // and what secret names announce
	anywhere                // and web tokens, which page through some lists
)

// region is a secret in a text: text[from:to]. What tells that it is one
// begins at start, and value is what it means.
type region struct {
	start, from, to int
	value           string
}

const (
	// lookAhead is how much of a text must be there behind what is cleaned, so
	// that a secret is seen with the name that announces it.
	lookAhead = 12 << 10
	// mostHeld is how much of a text is held back until a secret's end is
	// there, in bytes. What is longer is cleaned in pieces.
	mostHeld = 4 << 20
)

// cut strikes the secrets out of the front of a text whose rest is still to
// come, or out of all of it if it is the last. It returns the clean front and
// how much of text that is.
func (r *Redactor) cut(text string, last bool, look rules) (out string, used int) {
	end := len(text)
	if !last && end < mostHeld {
		end = calm(text, max(0, end-lookAhead))
	}
	var clean strings.Builder
	done, limit := 0, end
	r.regions(text, look, func(g region) bool {
		if g.start >= limit {
			return false
		}
		if g.to > limit || g.to == len(text) && !last && len(text) < mostHeld {
			limit = min(limit, g.start)
			return false
		}
		clean.WriteString(text[done:g.from])
		clean.WriteString(r.strike(g.value))
		done = g.to
		return true
	})
	limit = max(limit, done)
	if done == 0 {
		return text[:limit], limit
	}
	clean.WriteString(text[done:limit])
	return clean.String(), limit
}

// calm returns the last place up to end where a text can be parted: the start
// of a line, or else of a word.
func calm(text string, end int) int {
	near := max(0, end-4096)
	if line := strings.LastIndexByte(text[near:end], '\n'); line >= 0 {
		return near + line + 1
	}
	for end > near && end < len(text) && (nameByte(text[end-1]) || strings.IndexByte("?&<%", text[end-1]) >= 0) {
		end--
	}
	return end
}

// regions calls yield with the secrets of text in their order, until it
// returns false.
func (r *Redactor) regions(text string, look rules, yield func(region) bool) {
	if !r.known.Load().calm(text, look) {
		r.regionsOf(text, look, yield)
	}
}

func (r *Redactor) regionsOf(text string, look rules, yield func(region) bool) {
	known := r.known.Load()
	for i := 0; i < len(text); {
		if value, end := known.at(text, i); end > i {
			if !yield(region{start: i, from: i, to: end, value: value}) {
				return
			}
			i = end
			continue
		}
		if look == byValue || !nameByte(text[i]) || i > 0 && nameByte(text[i-1]) {
			i++
			continue
		}
		end := wordEnd(text, i)
		from, to := secretAfter(text, i, end, look)
		if from >= to {
			i++
			continue
		}
		if !yield(region{start: i, from: from, to: to, value: plainValue(text[from:to])}) {
			return
		}
		i = to
	}
}

func wordEnd(text string, i int) int {
	for i < len(text) && nameByte(text[i]) {
		i++
	}
	return i
}

// plainValue returns what a value means that may be percent-encoded.
func plainValue(value string) string {
	if strings.Contains(value, "%") {
		if plain, err := url.QueryUnescape(value); err == nil {
			return plain
		}
	}
	return value
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.'
}

// secretAfter returns where the secret stands that the word text[i:end]
// announces or is; from is to where there is none.
func secretAfter(text string, i, end int, look rules) (from, to int) {
	word := text[i:end]
	switch before := byteAt(text, i-1); {
	case look == anywhere && isWebToken(word):
		return i, end
	case strings.HasPrefix(text[end:], "://"):
		return userOf(text, end)
	case before == '?' || before == '&':
		if secretName(word, inParam) {
			return valueAt(text, end, false)
		}
		return 0, 0
	case look == inPosition:
		return 0, 0
	case before == '<':
		if secretName(word, inField) {
			return elementAt(text, end)
		}
		return 0, 0
	}
	return announced(text, i, end)
}

// announced finds what stands behind a name, or behind the name of an
// authorisation scheme.
func announced(text string, i, end int) (from, to int) {
	word := text[i:end]
	switch byteAt(text, end) {
	case ' ':
		if schemeName(word) {
			from, to = credentialsAt(text, end)
		}
	case '=':
		if word == "name" {
			from, to = formPartAt(text, i, end)
		}
	}
	if from < to {
		return from, to
	}
	if _, ok := sign(text, end); ok && secretName(word, inField) {
		return valueAt(text, end, lineName(word))
	}
	return 0, 0
}

func byteAt(text string, i int) byte {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

// isWebToken says whether a word is a JSON web token (RFC 7519): two parts of
// base64url that are JSON objects, and a third.
func isWebToken(word string) bool {
	if len(word) < 16 || !strings.HasPrefix(word, "eyJ") {
		return false
	}
	parts := strings.Split(word, ".")
	return len(parts) >= 3 && strings.HasPrefix(parts[1], "eyJ")
}

// userOf finds the user of a URL, or its password where it has one, if
// text[end:] goes on as one.
func userOf(text string, end int) (from, to int) {
	if !strings.HasPrefix(text[end:], "://") {
		return 0, 0
	}
	start := end + len("://")
	host := text[start:]
	if cut := strings.IndexAny(host, "/?# \t\r\n\"'<>\\"); cut >= 0 {
		host = host[:cut]
	}
	at := strings.LastIndexByte(host, '@')
	if at < 1 || strings.Contains(host[:at], markOpen) {
		return 0, 0
	}
	if colon := strings.IndexByte(host[:at], ':'); colon >= 0 && colon+1 < at {
		return start + colon + 1, start + at
	}
	return start, start + at
}

// schemeName knows the authorisation schemes of RFC 9110, section 11.1, that
// are followed by credentials in one word.
func schemeName(word string) bool {
	// Its length comes first: this is asked of nearly every word.
	switch len(word) {
	case 4:
		return foldsTo(word, "ntlm", "dpop", "gnap")
	case 5:
		return foldsTo(word, "basic", "token", "oauth")
	case 6:
		return foldsTo(word, "bearer", "apikey")
	case 9:
		return strings.EqualFold(word, "negotiate")
	case 12:
		return strings.EqualFold(word, "privatetoken")
	}
	return false
}

func foldsTo(word string, names ...string) bool {
	for _, name := range names {
		if strings.EqualFold(word, name) {
			return true
		}
	}
	return false
}

// credentialsAt finds credentials behind a scheme's name: one space, and a
// word that is long or that holds more than letters.
func credentialsAt(text string, end int) (from, to int) {
	if end+1 >= len(text) || text[end] != ' ' {
		return 0, 0
	}
	from = end + 1
	for to = from; to < len(text) && (nameByte(text[to]) || strings.IndexByte("~+/=", text[to]) >= 0); to++ {
	}
	word := text[from:to]
	if len(word) < 6 || isWord(word) && len(word) < 20 {
		return 0, 0
	}
	return from, to
}

func isWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '.' && r != '-' }) < 0
}

// formPartAt finds the content of a part of multipart/form-data (RFC 7578)
// whose name, at i, says that it is secret.
func formPartAt(text string, i, end int) (from, to int) {
	if !strings.Contains(text[max(0, i-16):i], "form-data") || !strings.HasPrefix(text[end:], `="`) {
		return 0, 0
	}
	nameFrom, nameTo := quotedAt(text, end+1)
	if !secretName(text[nameFrom:nameTo], inParam) {
		return 0, 0
	}
	blank := strings.Index(text[nameTo:min(len(text), nameTo+1024)], "\r\n\r\n")
	if blank < 0 {
		return 0, 0
	}
	from = nameTo + blank + len("\r\n\r\n")
	to = len(text)
	if cut := strings.Index(text[from:], "\r\n--"); cut >= 0 {
		to = from + cut
	}
	return from, to
}

// lineName says whether a name's value goes on to the end of its line.
func lineName(word string) bool {
	switch strings.ToLower(word) {
	case "authorization", "proxy-authorization", "cookie", "set-cookie":
		return true
	}
	return false
}

// valueAt finds the value behind a name that ended at end.
func valueAt(text string, end int, line bool) (from, to int) {
	i, ok := sign(text, end)
	if !ok {
		return 0, 0
	}
	from = skipOf(text, i, " \\\t\r\n[")
	if from < len(text) && (text[from] == '"' || text[from] == '\'') {
		return quotedAt(text, from)
	}
	stop := " \t\r\n&;,\"'<>)}]\\"
	if line {
		stop = "\r\n\"'<>\\"
	}
	to = len(text)
	if cut := strings.IndexAny(text[from:], stop); cut >= 0 {
		to = from + cut
	}
	if plainWord(text[from:to]) {
		return 0, 0
	}
	return from, to
}

// sign returns where a name's "=" or ":" ends, behind the name that ended at
// end and what closes it.
func sign(text string, end int) (i int, ok bool) {
	i = skipOf(text, end, "\\\"'] ")
	switch {
	case i < len(text) && (text[i] == '=' || text[i] == ':'):
		return i + 1, true
	case hasFold(text[i:], "%3d") || hasFold(text[i:], "%3a"):
		return i + 3, true
	}
	return i, false
}

// plainWord knows values that hold no secret.
func plainWord(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "null", "nil", "none":
		return true
	}
	return false
}

// skipOf returns the first place from i on, 64 further at most, where no byte
// of set stands.
func skipOf(text string, i int, set string) int {
	for n := 0; n < 64 && i < len(text) && strings.IndexByte(set, text[i]) >= 0; n++ {
		i++
	}
	return i
}

func hasFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// quotedAt finds what stands in the quotes that open at i.
func quotedAt(text string, i int) (from, to int) {
	quote, from := text[i], i+1
	escaped := i > 0 && text[i-1] == '\\' // JSON inside a string
	for to = from; to < len(text) && text[to] != quote; to++ {
		if text[to] != '\\' {
			continue
		}
		if escaped && to+1 < len(text) && text[to+1] == quote {
			break
		}
		to++
	}
	return from, min(to, len(text))
}

// elementAt finds what stands in an XML element whose name ended at end.
func elementAt(text string, end int) (from, to int) {
	open := strings.IndexByte(text[end:min(len(text), end+512)], '>')
	if open < 0 || strings.HasSuffix(text[:end+open], "/") {
		return 0, 0
	}
	from = end + open + 1
	to = len(text)
	if cut := strings.IndexByte(text[from:], '<'); cut >= 0 {
		to = from + cut
	}
	return from, to
}
