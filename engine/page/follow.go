package page

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"weir/engine/page/document"
	"weir/engine/page/jsonpath"
	"weir/engine/page/link"
)

func advanceLink(w *Walk, rp *reply) (Step, *Stop) {
	l, ok := link.Find(rp.resp.Header.Values("Link"), "next")
	if !ok {
		return Step{}, finish(EndOfList, "the end of the list: there is no next link", "header:Link has no rel=next")
	}
	if v, _ := l.Param("results"); strings.EqualFold(v, "false") {
		return Step{}, finish(EndOfList, "the end of the list: the next link leads to no results", `header:Link: rel="next"; results="false"`)
	}
	step, stop := w.resolve(rp, l.Target, "header:Link")
	if stop == nil {
		stop = w.leadsOn(step, rp)
	}
	return step, stop
}

func advanceNextURL(w *Walk, rp *reply) (Step, *Stop) {
	more, known, evidence := rp.more(w.recipe)
	if known && !more {
		return Step{}, finish(EndOfList, "the end of the list: the server says that no more follows", evidence)
	}
	f, ok := rp.at(w.recipe.Next[0])
	switch {
	case !ok || f.empty():
		return Step{}, w.noLink(rp, f, ok, evidence)
	case f.kind != '"':
		return Step{}, unsafe(BadNextLink, "the next link is no URL", f.evidence())
	}
	step, stop := w.resolve(rp, f.text, w.recipe.Next[0])
	if stop == nil {
		stop = w.withBody(&step, rp)
	}
	if stop == nil {
		stop = w.leadsOn(step, rp)
	}
	return step, stop
}

// noLink is the end of a walk by links, or its fault where a flag says that
// more follows.
func (w *Walk) noLink(rp *reply, f fact, there bool, flag string) *Stop {
	if flag != "" {
		w.again(rp)
		return unsafe(MissingToken, "the server says that more follows, but names no next page", flag, gone(f, there))
	}
	evidence := f.evidence()
	if !there {
		evidence = f.path + " is absent"
	}
	return finish(EndOfList, "the end of the list: the reply names no next page", evidence)
}

// leadsOn ends a walk at an empty page whose link leads nowhere: to the page
// itself, or on and on by numbers. Some servers give a next link for ever.
func (w *Walk) leadsOn(step Step, rp *reply) *Stop {
	if rp.count() > 0 || step.Body != "" {
		return nil
	}
	at, errAt := url.Parse(rp.resp.URL)
	to, err := url.Parse(step.URL)
	switch {
	case err != nil || errAt != nil:
		return nil
	case at.String() == to.String():
		return finish(EndOfList, fmt.Sprintf("the end of the list: page %d is empty, and its next link leads to itself", rp.page.Number), clip(step.URL))
	case countsOn(at, to):
		return w.emptyEnd(rp)
	}
	return nil
}

// countsOn says whether a URL differs from another only in a page number or
// an offset.
func countsOn(at, to *url.URL) bool {
	if at.Path != to.Path {
		return false
	}
	was, is := at.Query(), to.Query()
	numbers := 0
	for name, values := range is {
		if slices.Equal(values, was[name]) {
			continue
		}
		fold := document.Fold(name)
		if _, ok := integer(values[0]); !ok || !isPageParam(fold) && !isOffsetParam(fold) {
			return false
		}
		numbers++
	}
	return numbers == 1
}

// withBody takes over the method and body that a link names beside its URL
// (STAC API, section Pagination), where the first request was of that method.
func (w *Walk) withBody(step *Step, rp *reply) *Stop {
	parent, ok := strings.CutSuffix(w.recipe.Next[0], "].href")
	if !ok || w.first.Method != http.MethodPost {
		return nil
	}
	body, ok := rp.at(parent + "].body")
	if !ok || body.kind != '{' {
		return nil
	}
	step.Body = body.text
	if merge, _ := rp.at(parent + "].merge"); merge.text == "true" {
		merged, err := mergeObject(w.first.Body, body.text)
		if err != nil {
			return unsafe(BadNextLink, "the next link's body cannot be merged into the request's", body.evidence())
		}
		step.Body = merged
	}
	step.Token = clip(body.text)
	return nil
}

// mergeObject sets the members of one object in another.
func mergeObject(into []byte, from string) (string, error) {
	d := document.Read("application/json", []byte(from))
	for i, n := range d.Nodes {
		if n.Depth != 1 {
			continue
		}
		p, err := jsonpath.Parse(d.Path(i))
		if err != nil {
			return "", err
		}
		if into, err = p.Set(into, d.Value(n)); err != nil {
			return "", err
		}
	}
	return string(into), nil
}

// resolve turns a next link into a step: against the page it came from, to the
// first request's origin only unless others are allowed.
func (w *Walk) resolve(rp *reply, target, from string) (Step, *Stop) {
	where := from + ": " + clip(target)
	base, err := url.Parse(rp.resp.URL)
	if err != nil {
		base = w.url
	}
	ref, err := url.Parse(strings.TrimSpace(target))
	if err != nil || strings.TrimSpace(target) == "" {
		return Step{}, unsafe(BadNextLink, "the next link is no URL", where)
	}
	u := base.ResolveReference(w.based(rp, ref, from))
	u.Fragment, u.User = "", nil
	if _, err := parseURL(u.String()); err != nil {
		return Step{}, unsafe(BadNextLink, "the next link is no http or https URL", where)
	}
	w.secure(u)
	if o := originOf(u); o != w.origin && !w.spec.AllowForeign {
		return Step{}, unsafe(Foreign,
			fmt.Sprintf("the next link leads from %s to %s; it is not followed unless you allow it, and credentials never go there", w.origin, o), where)
	}
	w.remind(u)
	return Step{URL: u.String(), Token: w.shown(u)}, nil
}

// based puts a path below the base that stands beside it: Atlassian's
// _links {"base":"https://h/wiki","next":"/rest/api…"}.
func (w *Walk) based(rp *reply, ref *url.URL, from string) *url.URL {
	parent, ok := strings.CutSuffix(from, ".next")
	if !ok || ref.Host != "" || !strings.HasPrefix(ref.Path, "/") {
		return ref
	}
	f, _ := rp.at(parent + ".base")
	base, err := url.Parse(f.text)
	if err != nil || base.Host == "" || originOf(base) != w.origin {
		return ref
	}
	path := strings.TrimSuffix(base.Path, "/")
	if path == "" || strings.HasPrefix(ref.Path, path+"/") || !strings.HasPrefix(w.url.Path, path+"/") {
		return ref
	}
	out := *ref
	out.Path, out.RawPath = path+ref.Path, ""
	return &out
}

// secure keeps to https where a server behind a proxy thinks that it was asked
// by http: the link's host is the first request's, and so is the origin then.
func (w *Walk) secure(u *url.URL) {
	if u.Scheme == "http" && w.url.Scheme == "https" && u.Port() == "" && w.url.Port() == "" && strings.EqualFold(u.Host, w.url.Host) {
		u.Scheme = "https"
	}
}

// remind gives a link what it forgot of the first request: one that holds a
// page number or an offset and nothing else, as Laravel's do, would count pages
// of another size, or of another list where a filter is left out.
func (w *Walk) remind(u *url.URL) {
	if u.Path != w.url.Path || u.Host != w.url.Host || strings.ContainsAny(u.RawQuery, "&") {
		return
	}
	name, value, _ := strings.Cut(u.RawQuery, "=")
	if _, ok := integer(value); !ok || !isPlace(pairName(name)) {
		return
	}
	query := u.RawQuery
	for part := range strings.SplitSeq(w.url.RawQuery, "&") {
		if part != "" && !isPlace(pairName(part)) {
			query += "&" + part
		}
	}
	u.RawQuery = query
}

// isPlace says whether a parameter says where in a list a page begins.
func isPlace(name string) bool {
	fold := document.Fold(name)
	return isPageParam(fold) || isOffsetParam(fold) || isCursorParam(fold) || isLastIDParam(fold)
}

// shown is what sets a URL apart from the first: its other parameters.
func (w *Walk) shown(u *url.URL) string {
	var parts []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		if part != "" && !strings.Contains("&"+w.url.RawQuery+"&", "&"+part+"&") {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return u.Path
	}
	return strings.Join(parts, "&")
}
