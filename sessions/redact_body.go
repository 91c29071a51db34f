package sessions

import (
	"mime"
	"strings"
)

// scrub cleans a body as it arrives: next cleans the front of text, or all of
// it if it is the last, and returns the clean front and how much of text that
// is. What it does not use is given to it again with more behind it. The clean
// bytes hold until the next call.
type scrub interface {
	next(text string, last bool) (clean []byte, used int)
}

// scrubFor returns what cleans a body of that media type that begins so.
func (r *Redactor) scrubFor(contentType, begin string) scrub {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	kind, _, _ := strings.Cut(media, "/")
	begin = strings.TrimLeft(begin, " \t\r\n\ufeff")
	switch {
	case media == "application/x-www-form-urlencoded" && !strings.HasPrefix(begin, "{") && !strings.HasPrefix(begin, "["):
		return formScrub{r} // JSON is often sent with this type, which is that of curl -d
	case kind == "image" || kind == "audio" || kind == "video" || kind == "font":
		return textScrub{r, byValue}
	}
	if begin != "" && strings.IndexByte(`{["`, begin[0]) >= 0 {
		return newJSONScrub(r)
	}
	return textScrub{r, anywhere}
}

// textScrub cleans text.
type textScrub struct {
	r    *Redactor
	look rules
}

func (t textScrub) next(text string, last bool) ([]byte, int) {
	clean, used := t.r.cut(text, last, t.look)
	return []byte(clean), used
}

// formScrub cleans application/x-www-form-urlencoded.
type formScrub struct{ r *Redactor }

func (f formScrub) next(text string, last bool) ([]byte, int) {
	end := len(text)
	if !last && end < mostHeld {
		end = strings.LastIndexAny(text, "&;") + 1
	}
	return []byte(f.r.values(f.r.query(text[:end]))), end
}
