package sessions

import "strings"

// Most of what is cleaned holds no secret. What is here finds that out in one
// quick pass, and leaves every doubt to the rules.

type alarm uint8

const (
	alarmNone  alarm = iota
	alarmSign        // without one of these no name announces a value
	alarmSpace       // credentials may follow the name of a scheme
	alarmToken       // a JSON web token begins with "eyJ"
)

// alarmOf says of a byte what has to be looked at where it stands.
func alarmOf(c byte) alarm {
	switch c {
	case '=', ':', '%', '<', '?', '&':
		return alarmSign
	case ' ':
		return alarmSpace
	case 'J':
		return alarmToken
	}
	return alarmNone
}

// alarms holds alarmOf for every byte.
var alarms = func() (of [256]alarm) { //nolint:gochecknoglobals // a table that never changes
	for c := range of {
		of[c] = alarmOf(byte(c))
	}
	return of
}()

// calm says that text holds no secret for sure. It reads it once, and twice
// where there is a sign in it.
func (k *knownValues) calm(text string, look rules) bool {
	if len(k.values) > 0 {
		for i := range len(text) {
			if k.mayBeAt(text, i) {
				return false
			}
		}
	}
	if look == byValue {
		return true
	}
	signs := false
	for i := range len(text) {
		switch a := alarms[text[i]]; a {
		case alarmNone:
		case alarmSign:
			signs = true
		default:
			if a.rings(text, i) {
				return false
			}
		}
	}
	return !signs || !announces(text)
}

// announces is a quick answer: false says that no name in a text with signs in
// it is that of a secret, and that no URL in it has a user.
func announces(text string) bool {
	return spellsSecret(text) || strings.IndexByte(text, '@') >= 0 && strings.Contains(text, "://")
}

func (a alarm) rings(text string, i int) bool {
	if a == alarmSpace {
		return i > 0 && endsScheme(text[:i])
	}
	return strings.HasSuffix(text[:i+1], "eyJ")
}

// endsScheme says whether the last word of text may be the name of an
// authorisation scheme.
func endsScheme(text string) bool {
	from := len(text)
	for from > 0 && len(text)-from < len("privatetoken")+1 && nameByte(text[from-1]) {
		from--
	}
	return schemeName(text[from:])
}

// skim returns how much at the front of text is JSON that stays as it is, to
// the end of a token. It moves on behind it as step does.
func (j *jsonScrub) skim(text string) int {
	if j.plain || j.long {
		return 0
	}
	known := j.r.known.Load()
	i := 0
	for i < len(text) {
		n := j.skimOne(known, text[i:])
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

func (j *jsonScrub) skimOne(known *knownValues, text string) int {
	switch c := text[0]; c {
	case '"':
		return j.skimString(known, text)
	case ':', ' ', '\t', '\r', '\n':
	case ',':
		j.wantKey = j.top().object
		j.key, j.secret = keyword{}, false
	case '}', ']':
		j.close()
	case '{', '[':
		if len(j.stack) >= deepest {
			return 0
		}
		j.open(c == '{')
	default:
		return j.skimNumber(known, text)
	}
	return 1
}

// skimString passes over a string without escapes.
func (j *jsonScrub) skimString(known *knownValues, text string) int {
	n := strings.IndexByte(text[1:], '"')
	if n < 0 {
		return 0
	}
	inside := text[1 : 1+n]
	if strings.IndexByte(inside, '\\') >= 0 {
		return 0
	}
	if j.wantKey {
		if !known.calm(inside, byValue) {
			return 0
		}
		j.wantKey, j.key = false, j.keywordOf(inside)
		j.secret = j.key.secret || j.top().named && j.key.value
		return n + 2
	}
	look := anywhere
	if j.key.pages {
		look = inTokens
	}
	if j.isSecret() || j.key.names && spellsSecret(inside) || !known.calm(inside, look) {
		return 0
	}
	return n + 2
}

// skimNumber passes over a number or a literal.
func (j *jsonScrub) skimNumber(known *knownValues, text string) int {
	if j.isSecret() || j.wantKey {
		return 0
	}
	n, digits := 0, false
	for n < len(text) && numberByte(text[n]) {
		digits = digits || text[n] >= '0' && text[n] <= '9'
		n++
	}
	// What follows has to be there: a number may go on.
	if !digits || n == len(text) || strings.IndexByte(" \t\r\n,:{}[]\"", text[n]) < 0 || !known.calm(text[:n], byValue) {
		return 0
	}
	return n
}

// numberByte says whether a byte may stand in a number of JSON.
func numberByte(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+' || c == 'e' || c == 'E'
}
