package page

import (
	"strings"
	"testing"
)

func TestIdentityKnowsItemsAgain(t *testing.T) {
	t.Parallel()
	cases := []struct {
		items  string
		member string
		sure   bool
		ids    string
	}{
		{`{"id":7,"name":"a"}|{"id":8,"name":"a"}`, "id", true, "7,8"},
		{`{"name":"a","n":1}|{"name":"b","n":1}`, "name", false, "a,b"},
		{`"x\u0041"|"y"`, "", true, "xA,y"},
		{`{"n":1}|{"n":1}`, "", false, "-,-"},
		{`{"metadata":{"uid":"u1"}}|{"metadata":{"uid":"u2"}}`, "metadata.uid", true, "u1,u2"},
		{`{"id":"a"}|{"id":null}`, "", false, "-,-"},
		{`1|1`, "", false, "-,-"},
		{``, "", false, "-"},
	}
	for _, c := range cases {
		var id Identity
		var items [][]byte
		for part := range strings.SplitSeq(c.items, "|") {
			items = append(items, []byte(part))
		}
		id.Learn(items)
		if id.Member() != c.member || id.Sure() != c.sure {
			t.Errorf("%s: the member is %q (sure %v), want %q (%v)", c.items, id.Member(), id.Sure(), c.member, c.sure)
		}
		var got []string
		for _, item := range items {
			text, ok := id.Of(item)
			if !ok {
				text = "-"
			}
			got = append(got, text)
		}
		if joined := strings.Join(got, ","); joined != c.ids {
			t.Errorf("%s: the ids are %s, want %s", c.items, joined, c.ids)
		}
	}
}
