package page

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"weir/engine/page/jsonpath"
)

// api is how a public API answers a list of n items, five a page, after its
// documentation. Its servers are strict where the real ones are: a parameter
// they do not know is ignored, a token they did not give is refused.
type api struct {
	name     string
	first    Request
	dialect  string // what is detected
	paginate string // what has to be named, where no reply shows the dialect
	hint     string // what the end says then, without it
	serve    func(n int, r Request) Response
	// lonely says that an empty list looks like an object: nothing in the
	// reply tells that it is one of a list.
	lonely bool
}

const pageOf = 5

// wildAPIs are all of them.
func wildAPIs() []api {
	return slices.Concat(linkAPIs(), numberAPIs(), offsetAPIs(), nextURLAPIs(), tokenAPIs(), googleAPIs(), cloudAPIs(), postAPIs(), feedAPIs(), silentAPIs())
}

// Every list is had whole, each item once, without a word about its dialect.
func TestWildAPIs(t *testing.T) {
	t.Parallel()
	for _, a := range wildAPIs() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			spec := Spec{}
			if a.paginate != "" {
				var err error
				if spec, err = ParseSpec(a.paginate); err != nil {
					t.Fatal(err)
				}
				a.mustSayHow(t)
			}
			for _, n := range []int{0, 1, pageOf, 4 * pageOf, 4*pageOf + 3} {
				a.walk(t, spec, n)
			}
		})
	}
}

func (a api) walk(t *testing.T, spec Spec, n int) {
	t.Helper()
	got, stop, requests := a.gather(t, spec, n)
	if a.lonely && n == 0 {
		got = nil
	}
	if want := wantIDs(0, n); !slices.Equal(got, want) {
		t.Errorf("of %d items came %d: %v; %s %q %q\n%s", n, len(got), got, stop.Reason, stop.Text, stop.Evidence, strings.Join(requests, "\n"))
	}
	if stop.Safety || stop.Reason == ServerError {
		t.Errorf("of %d items: %s %q %q\n%s", n, stop.Reason, stop.Text, stop.Evidence, strings.Join(requests, "\n"))
	}
	if most := n/pageOf + 2 + maxCandidates; len(requests) > most {
		t.Errorf("of %d items: %d requests", n, len(requests))
	}
}

var wildID = regexp.MustCompile(`g-\d{4}`)

// gather walks and returns what came, by the mark that every item carries.
func (a api) gather(t *testing.T, spec Spec, n int) (ids []string, stop *Stop, requests []string) {
	t.Helper()
	w, err := New(a.first, spec)
	if err != nil {
		t.Fatal(err)
	}
	req := w.Request()
	for range 200 {
		requests = append(requests, req.Method+" "+req.URL+" "+string(req.Body))
		resp := a.serve(n, req)
		if resp.Header == nil {
			resp.Header = http.Header{}
		}
		res := w.Accept(resp)
		for _, it := range res.Items {
			id := "no mark: " + string(it.Bytes(resp.Body))
			if mark := wildID.Find(it.Bytes(resp.Body)); mark != nil {
				id = string(mark)
			}
			ids = append(ids, id)
		}
		if res.Stop != nil {
			if n > 2*pageOf && a.dialect != "" && w.detection.Dialect != a.dialect {
				t.Errorf("detected as %s, want %s: %q", w.detection.Dialect, a.dialect, w.detection.Evidence)
			}
			return ids, res.Stop, requests
		}
		req = *res.Next
	}
	t.Fatalf("the walk does not end: %q", requests[:20])
	return nil, nil, nil
}

// mustSayHow checks that the walk without a named dialect says what to name.
func (a api) mustSayHow(t *testing.T) {
	t.Helper()
	_, stop, _ := a.gather(t, Spec{}, 4*pageOf+3)
	if !strings.Contains(stop.Text, "--paginate") || !strings.Contains(stop.Text, a.hint) {
		t.Errorf("without --paginate it says %q, want it to name %q", stop.Text, a.hint)
	}
}

// rows repeats an item's form, with # for its number.
func rows(form string, from, to int) string { return "[" + joined(form, ",", from, to) + "]" }

func joined(form, sep string, from, to int) string {
	var parts []string
	for i := from; i < to; i++ {
		parts = append(parts, strings.ReplaceAll(form, "#", fmt.Sprintf("%04d", i)))
	}
	return strings.Join(parts, sep)
}

// leaf is a page: its items' places, its number from 0, and the last one's.
type leaf struct{ from, to, at, last int }

func (l leaf) more() bool { return l.at < l.last }

func leafAt(at, n int) leaf {
	from := min(max(at, 0)*pageOf, n)
	return leaf{from: from, to: min(from+pageOf, n), at: at, last: max(0, (n-1)/pageOf)}
}

// numberedLeaf reads a page number, counted from base.
func numberedLeaf(r Request, name string, base, n int) leaf {
	return leafAt(number(query(r), name, base)-base, n)
}

// offsetLeaf reads an offset, counted from base; it need not fall on a page.
func offsetLeaf(r Request, name string, base, n int) leaf {
	return leafFrom(number(query(r), name, base)-base, n)
}

func leafFrom(from, n int) leaf {
	from = min(max(from, 0), n)
	l := leaf{from: from, to: min(from+pageOf, n), at: from / pageOf}
	l.last = l.at
	if l.to < n {
		l.last++
	}
	return l
}

// tokenFor is what a server gives for a place; it says nothing to its clients.
func tokenFor(at int) string {
	return base64.StdEncoding.EncodeToString([]byte("offset:" + strconv.Itoa(at) + "?>"))
}

// tokenLeaf reads a token back; ok is false for one that is not the server's.
func tokenLeaf(token string, n int) (leaf, bool) {
	if token == "" {
		return leafFrom(0, n), true
	}
	raw, err := base64.StdEncoding.DecodeString(token)
	text, ok := strings.CutPrefix(strings.TrimSuffix(string(raw), "?>"), "offset:")
	at, bad := strconv.Atoi(text)
	return leafFrom(at, n), err == nil && ok && bad == nil
}

func refused(text string) Response {
	return Response{Status: 400, Header: http.Header{"Content-Type": {"application/json"}}, Body: fmt.Appendf(nil, `{"error":%q}`, text)}
}

// sentIn reads a string or number at a path of the request's JSON body.
func sentIn(r Request, path string) string {
	p, err := jsonpath.Parse(path)
	if err != nil {
		return ""
	}
	span, ok := p.Find(r.Body)
	if !ok {
		return ""
	}
	return valueText(span.Of(r.Body))
}

// fill puts values into a form of a reply: LIST, and what else is named.
func fill(form string, pairs ...string) Response {
	resp := body("%s", strings.NewReplacer(pairs...).Replace(form))
	if !json.Valid(resp.Body) {
		panic("a reply is no JSON: " + string(resp.Body))
	}
	return resp
}

// orNull quotes a text, or is null where more is false.
func orNull(more bool, text string) string {
	if !more {
		return "null"
	}
	return quote(text)
}

// member is a member of an object with its comma, or nothing.
func member(more bool, name, text string) string {
	if !more {
		return ""
	}
	return "," + quote(name) + ":" + quote(text)
}

func postJSON(target, text string) Request {
	return Request{Method: "POST", URL: target, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(text)}
}

func digits(n int) string { return strconv.Itoa(n) }

// after reads the number in g-0007.
func afterID(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "g-"))
	if err != nil {
		return -1
	}
	return n
}
