package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"weir/engine/page/document"
)

// hints are what a guess at a parameter's name goes by, as far as it is known.
type hints struct {
	size   string // the parameter that asks for a page's size
	echo   string // what the reply calls the same thing
	parent string // the object that this stands in
	flag   string // what the reply calls the flag that more follows
}

// pageGuesses are the names a page number may have, likeliest first.
func pageGuesses(h hints) []string {
	var names []string
	switch document.Fold(h.echo) {
	case "page", "pagenumber", "pageno", "pageindex", "pagenum", "paged":
		names = append(names, h.echo)
	}
	names = append(names, nested(h)...)
	switch h.size {
	case "pageSize":
		names = append(names, "page", "pageNumber")
	case "PageSize":
		names = append(names, "Page", "PageNumber")
	}
	if strings.HasPrefix(h.size, "page[") {
		names = slices.Insert(names, 0, "page[number]")
	}
	return append(names, "page", "p", "_page", "pageNumber")
}

// nested is a name within the object the reply holds it in: pagination[page].
func nested(h hints) []string {
	switch document.Fold(h.parent) {
	case "pagination", "page", "paging", "pager":
		return []string{h.parent + "[" + h.echo + "]"}
	}
	return nil
}

// offsetGuesses are the names an offset may have, likeliest first.
func offsetGuesses(h hints) []string {
	var names []string
	if f := document.Fold(h.echo); f != "" && isOffsetParam(f) {
		names = append(names, h.echo)
		if f == "skip" {
			names = append(names, "$"+h.echo)
		}
		if camel := camelCase(h.echo); camel != h.echo {
			names = append(names, camel)
		}
	}
	switch document.Fold(h.flag) {
	case "exceededtransferlimit":
		names = append(names, "resultOffset")
	}
	names = append(names, offsetBeside(h.size)...)
	names = append(names, nested(h)...)
	return append(names, "offset", "skip", "start")
}

// offsetBeside are the offsets that go with the name of a size.
func offsetBeside(size string) []string {
	switch fold := document.Fold(size); fold {
	case "top":
		return []string{strings.TrimSuffix(size, "top") + "skip"}
	case "take":
		return []string{"skip"}
	case "rows":
		return []string{"start", "offset"}
	case "size":
		return []string{"from", "offset"}
	case "maxresults":
		return []string{"startAt", "start"}
	case "count":
		return []string{"offset", "startIndex", "start"}
	case "max":
		return []string{"offset", "first"}
	case "retmax":
		return []string{"retstart"}
	case "maximumrecords":
		return []string{"startRecord"}
	case "resultrecordcount":
		return []string{"resultOffset"}
	}
	switch {
	case strings.HasPrefix(size, "_"):
		return []string{"_start", "_offset"}
	case strings.HasSuffix(size, "limit") && len(size) > len("limit"):
		return []string{strings.TrimSuffix(size, "limit") + "offset"}
	}
	return nil
}

// tokenGuesses are the names a token may be sent under, likeliest first, given
// the name the reply calls it by.
func tokenGuesses(name, parent string) []string {
	names := tokenPartners(name)
	if document.Fold(parent) == "next" && document.Fold(name) == "token" {
		names = append(names, "page_token", "next_token")
	}
	if own := strings.TrimLeft(name, "@_"); own != "#text" {
		names = append(names, own)
	}
	return append(names, "cursor", "after", "page_token", "pageToken", "start_cursor", "next", "token", "starting_after")
}

// tokenPartners are the names that go with the name of a token in a reply.
func tokenPartners(name string) []string {
	switch document.Fold(name) {
	case "nextcontinuationtoken":
		return []string{"continuation-token"}
	case "endcursor":
		return []string{"after", "cursor"}
	case "nexttoken":
		return []string{name, "pagination_token", "next_token"}
	case "nextforwardtoken":
		return []string{"nextToken"}
	case "nextpagetoken":
		return []string{stripNext(name), name, "pagetoken"}
	case "nextcursor":
		return []string{stripNext(name), "start_cursor"}
	case "nextmarker":
		return []string{"marker"}
	case "nextcursormark":
		return []string{"cursorMark"}
	case "lastevaluatedkey":
		return []string{"ExclusiveStartKey", "lastEvaluatedKey", "start_key"}
	case "next":
		return []string{"cursor", "next", "after", "page_token", "_next"}
	case "after", "cursor", "continue", "bookmark", "marker", "offset", "position":
		return nil
	}
	return strippedPartners(name)
}

// strippedPartners are the names without "next", and those that APIs have in
// their place.
func strippedPartners(name string) []string {
	switch bare := stripNext(name); document.Fold(bare) {
	case document.Fold(name):
		return nil
	case "page":
		return []string{bare, "page_cursor", "page_token"}
	case "pageoffset":
		return []string{"offset", bare}
	case "batch":
		return []string{"from", "since"}
	default:
		return []string{bare}
	}
}

// stripNext takes "next" off a name and keeps the way it is written:
// nextPageToken gives pageToken, next_cursor gives cursor.
func stripNext(name string) string {
	if len(name) < 5 || !strings.EqualFold(name[:4], "next") {
		return name
	}
	rest := strings.TrimLeft(name[4:], "_-")
	if rest == "" {
		return name
	}
	if name[0] == 'n' && name[4] != '_' && name[4] != '-' {
		return strings.ToLower(rest[:1]) + rest[1:]
	}
	return rest
}

// camelCase writes vid-offset as vidOffset.
func camelCase(name string) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		switch {
		case r == '-' || r == '_':
			up = b.Len() > 0
		case up:
			b.WriteRune(unicode.ToUpper(r))
			up = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// alike puts first the names as the request writes its own: Marker beside
// MaxItems, $offset beside $limit, page[cursor] beside page[size].
func (v *view) alike(names []string) []string {
	size, _ := v.size()
	var form func(name string) string
	switch open := strings.IndexByte(size, '['); {
	case v.capitals(size):
		form = capital
	case open > 0 && strings.HasSuffix(size, "]"):
		form = func(name string) string { return size[:open+1] + name + "]" }
	case strings.HasPrefix(size, "$"), strings.HasPrefix(size, "_"):
		form = func(name string) string {
			if fold := document.Fold(name); !isOffsetParam(fold) && fold != "page" && fold != "next" {
				return name
			}
			return size[:1] + strings.TrimLeft(name, "$_")
		}
	default:
		return names
	}
	var out []string
	for _, name := range names {
		if strings.ContainsAny(name, "[]") {
			out = append(out, name)
			continue
		}
		out = append(out, form(name))
	}
	return append(out, names...)
}

// capitals says whether the request writes its parameters with a capital.
func (v *view) capitals(size string) bool {
	if size != "" {
		return isUpper(size)
	}
	n := 0
	for _, s := range v.sent {
		if !isUpper(s.name) {
			return false
		}
		n++
	}
	return n > 0
}

func isUpper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}

func capital(name string) string {
	if !strings.Contains(name, "_") {
		return strings.ToUpper(name[:1]) + name[1:]
	}
	name = camelCase(name)
	return strings.ToUpper(name[:1]) + name[1:]
}
