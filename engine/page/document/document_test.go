package document

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"weir/engine/page/jsonpath"
)

func TestListChoice(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, contentType, body string
		path                    string
		kind                    Kind
		items                   string // joined by spaces
	}{
		{"root", "", `[{"a":1},{"a":2}]`, "", Array, `{"a":1} {"a":2}`},
		{"wrapper", "", `{"n":2,"things":[{"a":1}]}`, "things", Array, `{"a":1}`},
		{"largest", "", `{"small":[{"a":1}],"large":[{"a":1},{"a":2}]}`, "large", Array, `{"a":1} {"a":2}`},
		{"objects before scalars", "", `{"ids":[1,2,3],"rows":[{"a":1}]}`, "rows", Array, `{"a":1}`},
		{"scalars", "", `{"name":"app","tags":["x","y"]}`, "tags", Array, `"x" "y"`},
		{"not included", "", `{"data":[{"a":1}],"included":[{"b":1},{"b":2},{"b":3},{"b":4},{"b":5},{"b":6},{"b":7},{"b":8},{"b":9}]}`, "data", Array, `{"a":1}`},
		{"not the links", "", `{"_links":{"item":[{"href":"1"},{"href":"2"}]},"_embedded":{"orders":[{"a":1}]}}`, "_embedded.orders", Array, `{"a":1}`},
		{"empty beside errors", "", `{"errors":[],"results":[]}`, "results", Array, ``},
		{"edges", "", `{"data":{"a":{"edges":[{"cursor":"c","node":{"id":1}},{"node":{"id":2}}],"pageInfo":{}}}}`, "data.a.edges[*].node", Array, `{"id":1} {"id":2}`},
		{"tuple", "", `[{"total":2},[{"id":1},{"id":2}]]`, "[1]", Array, `{"id":1} {"id":2}`},
		{"map by number", "", `{"query":{"pages":{"7":{"t":1},"-1":{"t":2}}}}`, "query.pages", Map, `{"t":1} {"t":2}`},
		{"map of likes", "", `{"users":{"ann":{"n":1},"bob":{"n":2},"cy":{"n":3}}}`, "users", Map, `{"n":1} {"n":2} {"n":3}`},
		{"no map", "", `{"user":{"id":1},"company":{"name":2}}`, "", Single, `{"user":{"id":1},"company":{"name":2}}`},
		{"odd name", "", `{"a.b":[{"x":1}]}`, `["a.b"]`, Array, `{"x":1}`},
		{"lines", "application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n", "", NDJSON, `{"a":1} {"a":2}`},
		{"lines by look", "", "{\"a\":1}\n{\"a\":2}\n", "", NDJSON, `{"a":1} {"a":2}`},
		{"one line", "application/jsonl", "{\"a\":1}\n", "", NDJSON, `{"a":1}`},
		{"sequence", "application/json-seq", "\x1e{\"a\":1}\n\x1e{\"a\":2}\n", "", NDJSON, `{"a":1} {"a":2}`},
		{"xml", "application/xml", `<L><T>false</T><Item id="1">x</Item><Item id="2"><n>5</n></Item></L>`, "L.Item", XMLList, `{"id":"1","#text":"x"} {"id":"2","n":"5"}`},
		{"xml of one", "text/xml", `<feed xmlns="a"><title>t</title><entry><id>1</id></entry></feed>`, "feed.entry", XMLList, `{"id":"1"}`},
		{"html", "text/html", `<html><body><p>a</p><p>b</p></body></html>`, "", Unlistable, ``},
		{"html by look", "", `<!DOCTYPE html><p>a</p><p>b</p>`, "", Unlistable, ``},
		{"text", "text/plain", `hello`, "", Unlistable, ``},
		{"number", "", `42`, "", Unlistable, ``},
		{"byte order mark", "", "\ufeff[{\"a\":1}]", "", Array, `{"a":1}`},
		{"broken off", "", `{"items":[{"a":1},{"a":`, "items", Array, `{"a":1}`},
	} {
		d := Read(c.contentType, []byte(c.body))
		l, _ := d.List("")
		var got []string
		for _, s := range l.Items {
			got = append(got, string(s.Of(d.Body)))
		}
		if l.Path != c.path || l.Kind != c.kind || strings.Join(got, " ") != c.items {
			t.Errorf("%s: %q %s %v", c.name, l.Path, l.Kind, got)
		}
	}
}

func TestListByPath(t *testing.T) {
	t.Parallel()
	d := Read("", []byte(`{"a":{"b":[{"x":{"id":1}},{"x":{"id":2}},{"y":0}]},"m":{"k":{"v":1}},"s":7,"n":null}`))
	for path, want := range map[string]int{"a.b": 3, "a.b[*].x": 2, "a.b[].x": 2, "a.b[0]": 1, "m": 1, "s": 1, "n": 0, "zzz": 0} {
		if l, err := d.List(path); err != nil || len(l.Items) != want {
			t.Errorf("%s: %+v %v", path, l, err)
		}
	}
	if _, err := d.List("a["); err == nil {
		t.Error("a broken path is taken")
	}
}

func TestBounds(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	if d := Read("", []byte(deep)); d.Err != nil || len(d.Nodes) > maxDepth+1 {
		t.Errorf("%v, %d nodes", d.Err, len(d.Nodes))
	}
	var b strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&b, `"k%d":{"v":1},`, i)
	}
	wide := Read("", []byte(`{`+b.String()+`"next":"x"}`))
	if wide.Err != nil || len(wide.Nodes) > 2*maxPerLevel+1 {
		t.Errorf("%v, %d nodes", wide.Err, len(wide.Nodes))
	}
	if l, err := wide.List(""); err != nil || l.Kind != Single {
		t.Errorf("%v %v", l.Kind, err)
	}
	many := []byte("[" + strings.Repeat("1,", 100) + "1]")
	spans, err := elements(many, jsonpath.Span{End: len(many)}, 100)
	if !errors.Is(err, ErrTooMany) || len(spans) != 100 {
		t.Errorf("%d items, %v", len(spans), err)
	}
	long := []byte("[" + strings.Repeat("1,", maxSpans) + "1]")
	if l, err := Read("", long).List(""); err != nil || len(l.Items) != maxSpans+1 {
		t.Errorf("%d items, %v", len(l.Items), err)
	}
	nested := strings.Repeat("<a>", 300)
	if d := Read("application/xml", []byte(nested)); d.Err == nil {
		t.Error("endless nesting is taken")
	}
	for _, bomb := range []string{`<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>`, `<a></b>`, `<a`, `<?xml version="1.0" encoding="x-unknown"?><a/>`} {
		if d := Read("application/xml", []byte(bomb)); d.Err == nil {
			t.Errorf("%s is taken", bomb)
		}
	}
	latin := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>"
	if d := Read("application/xml", []byte(latin)); d.Err != nil || string(d.Body) != `{"a":"é"}` {
		t.Errorf("%s %v", d.Body, d.Err)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"next_cursor": "nextcursor", "nextCursor": "nextcursor", "X-Next-Page": "xnextpage", "@odata.nextLink": "odatanextlink", "page[number]": "pagenumber", "hydra:next": "hydranext", "plain": "plain"} {
		if got := Fold(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}
