package sessions

import (
	"hash"
	"strings"
)

// JSON strikes the secrets out of a JSON document, or several in a row. What
// is no JSON is cleaned like text from there on.
func (r *Redactor) JSON(document string) string {
	out, _ := newJSONScrub(r).next(document, true)
	return string(out)
}

const (
	deepest = 10_000
	// longString is the length in bytes from which a string is cleaned in
	// pieces while its end is still to come.
	longString = 256 << 10
)

// frame is an object or a list that is open.
type frame struct {
	object bool
	secret bool // what is in it is
	named  bool // it said name: "authorization", so its value is secret
}

// jsonScrub cleans JSON as it arrives. It keeps every byte that is no secret,
// and takes what is not quite JSON.
type jsonScrub struct {
	r     *Redactor
	stack []frame

	wantKey bool    // the next string is a name
	key     keyword // of the value that follows
	secret  bool    // the value that follows is
	names   map[string]keyword

	long     bool // inside a string that is cleaned in pieces
	longHash hash.Hash
	plain    bool // not JSON: the rest is text
	out      []byte
}

// keyword is what the name of a field tells.
type keyword struct {
	secret bool // its value is
	pages  bool // it pages through a list
	names  bool // its value is the name of what stands beside it
	value  bool // it is what stands beside a name
}

const mostNames = 4096

// longestName is the length in bytes up to which what a name tells is kept.
const longestName = 64

func newJSONScrub(r *Redactor) *jsonScrub {
	names, _ := r.names.Get().(map[string]keyword)
	if names == nil {
		names = map[string]keyword{}
	}
	return &jsonScrub{r: r, names: names}
}

// end gives the names to the next document, which has often the same.
func (j *jsonScrub) end() {
	j.r.names.Put(j.names)
	j.names = map[string]keyword{}
}

// keywordOf looks at a name once: documents repeat theirs.
func (j *jsonScrub) keywordOf(name string) keyword {
	k, ok := j.names[name]
	if ok {
		return k
	}
	k.secret, k.pages = secretName(name, inField), pages(wordsOf(name))
	switch strings.ToLower(name) {
	case "name", "key", "header", "field", "parameter":
		// As in {"name": "Authorization", "value": "…"}.
		k.names = true
	case "value", "values", "val":
		k.value = true
	}
	if len(j.names) < mostNames && len(name) <= longestName {
		j.names[strings.Clone(name)] = k
	}
	return k
}

// next cleans the front of text, or all of it if it is the last.
func (j *jsonScrub) next(text string, last bool) ([]byte, int) {
	if j.out = j.out[:0]; cap(j.out) < len(text) {
		j.out = make([]byte, 0, len(text)+len(text)/16)
	}
	i := 0
	for i < len(text) {
		calm := j.skim(text[i:])
		j.out = append(j.out, text[i:i+calm]...)
		if i += calm; i == len(text) {
			break
		}
		used := j.step(text[i:], last)
		if used == 0 {
			break
		}
		i += used
	}
	if last {
		j.end()
	}
	return j.out, i
}

// step cleans one token at the front of text and returns its length, 0 where
// its end is still to come.
func (j *jsonScrub) step(text string, last bool) int {
	switch {
	case j.plain:
		clean, used := j.r.cut(text, last, anywhere)
		j.out = append(j.out, clean...)
		return used
	case j.long:
		return j.longStep(text, last)
	}
	switch c := text[0]; c {
	case '"':
		return j.text(text, last)
	case '{', '[':
		j.open(c == '{')
	case '}', ']':
		j.close()
	case ',':
		j.wantKey = j.top().object
		j.key, j.secret = keyword{}, false
	case ':', ' ', '\t', '\r', '\n':
	default:
		return j.word(text, last)
	}
	j.out = append(j.out, text[0])
	return 1
}

func (j *jsonScrub) top() frame {
	if len(j.stack) == 0 {
		return frame{}
	}
	return j.stack[len(j.stack)-1]
}

func (j *jsonScrub) open(object bool) {
	if len(j.stack) >= deepest {
		j.plain = true
		return
	}
	j.stack = append(j.stack, frame{object: object, secret: j.isSecret()})
	j.wantKey, j.key, j.secret = object, keyword{}, false
}

func (j *jsonScrub) close() {
	if len(j.stack) > 0 {
		j.stack = j.stack[:len(j.stack)-1]
	}
	j.wantKey, j.key, j.secret = false, keyword{}, false
}

// isSecret says whether the value that follows is.
func (j *jsonScrub) isSecret() bool { return j.secret || j.top().secret }

// stringEnd returns where the string that opens text ends, behind its closing
// quote; 0 where that is still to come.
func stringEnd(text string, from int) int {
	for i := from; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

func (j *jsonScrub) text(text string, last bool) int {
	end := stringEnd(text, 1)
	switch {
	case end > 0:
		j.whole(text[1 : end-1])
		return end
	case last:
		j.out = append(j.out, '"')
		j.out = append(j.out, j.value(text[1:])...)
		return len(text)
	case len(text) < longString:
		return 0
	}
	j.out = append(j.out, '"')
	j.long, j.longHash = true, nil
	if j.isSecret() && !j.wantKey {
		j.longHash = j.r.hash()
	}
	return 1
}

// whole cleans the string whose inside is raw.
func (j *jsonScrub) whole(raw string) {
	if j.wantKey {
		j.name(raw)
		return
	}
	j.out = append(j.out, '"')
	j.out = append(j.out, j.value(raw)...)
	j.out = append(j.out, '"')
	if top := len(j.stack) - 1; top >= 0 && j.key.names && len(raw) <= longestName && secretName(jsonPlain(raw), inField) {
		j.stack[top].named = true
	}
}

func (j *jsonScrub) name(raw string) {
	j.out = append(append(append(j.out, '"'), j.r.values(raw)...), '"')
	j.wantKey, j.key = false, j.keywordOf(jsonPlain(raw))
	j.secret = j.key.secret || j.top().named && j.key.value
}

// value returns what takes the place of a string's inside.
func (j *jsonScrub) value(raw string) string {
	plain := jsonPlain(raw)
	if j.isSecret() {
		return j.r.strike(plain)
	}
	look := anywhere
	if j.key.pages {
		look = inTokens
	}
	clean, _ := j.r.cut(plain, true, look)
	if clean == plain {
		return raw
	}
	return jsonInner(clean, false)
}

// word takes a number, a literal, or what does not belong there.
func (j *jsonScrub) word(text string, last bool) int {
	end := strings.IndexAny(text, " \t\r\n,:{}[]\"")
	switch {
	case end < 0 && !last && len(text) < longString:
		return 0
	case end < 0:
		end = len(text)
	}
	word := strings.TrimPrefix(text[:end], "\ufeff")
	switch {
	case word == "" || plainWord(word):
		j.out = append(j.out, text[:end]...)
	case !isNumber(word) || j.wantKey:
		j.plain = true
		if !j.isSecret() {
			return j.step(text, last)
		}
		j.out = append(j.out, j.r.strike(word)...)
	case j.isSecret():
		j.out = append(j.out, `"`+j.r.strike(word)+`"`...)
	default:
		clean := j.r.values(word)
		if clean != word {
			clean = `"` + clean + `"`
		}
		j.out = append(j.out, clean...)
	}
	return end
}

// isNumber says whether a word could be a number of JSON.
func isNumber(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return (r < '0' || r > '9') && !strings.ContainsRune("+-.eE", r) }) < 0 &&
		strings.ContainsAny(word, "0123456789")
}

// longStep cleans a piece of a long string.
func (j *jsonScrub) longStep(text string, last bool) int {
	end := stringEnd(text, 0)
	inside := text
	if end > 0 {
		inside = text[:end-1]
	}
	used := len(inside)
	if j.longHash != nil {
		if end == 0 && !last {
			used = evenEnd(inside)
		}
		j.longHash.Write([]byte(inside[:used]))
	} else {
		var clean string
		clean, used = j.r.cut(inside, last || end > 0, anywhere)
		if used < len(inside) {
			clean, used = j.unsplit(inside, clean, used)
		}
		j.out = append(j.out, clean...)
	}
	if end > 0 && used == len(inside) {
		j.endLong()
		return end
	}
	if last {
		j.endLong()
	}
	return used
}

// evenEnd returns the length of s without an escape that is not whole.
func evenEnd(s string) int {
	slashes := len(s) - len(strings.TrimRight(s, `\`))
	return len(s) - slashes%2
}

// unsplit shortens a cleaned piece so that it does not end within an escape.
func (j *jsonScrub) unsplit(inside, clean string, used int) (string, int) {
	for n := 0; used > 0 && clean != "" && evenEnd(inside[:used]) != used && n < 1; n++ {
		used, clean = used-1, strings.TrimSuffix(clean, `\`)
	}
	return clean, used
}

func (j *jsonScrub) endLong() {
	if j.longHash != nil {
		j.out = append(j.out, markOf(j.longHash)...)
	}
	j.out = append(j.out, '"')
	j.long, j.longHash = false, nil
	if j.wantKey {
		j.wantKey, j.key = false, keyword{}
	}
}
