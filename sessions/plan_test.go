package sessions

import (
	"net/http"
	"strings"
	"testing"

	"weir/engine"
)

func TestStruckNamesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	const mark = "‹redacted:01234567›"
	r := engine.Request{
		URL: "http://u:" + mark + "@h/x?a=1&key=" + mark + "&b=%E2%80%B9redacted%3A01234567%E2%80%BA", Body: []byte(`{"p":"` + mark + `"}`),
		Header: http.Header{"Authorization": {"Bearer " + mark}, "Accept": {"*/*"}},
	}
	want := "header Authorization|the URL|parameter key|parameter b|the body"
	if got := strings.Join(Struck(r), "|"); got != want {
		t.Errorf("struck are %s, want %s", got, want)
	}
	if got := Struck(engine.Request{URL: "http://h/?a=1"}); got != nil {
		t.Errorf("struck are %s", got)
	}
}

func TestWithParamLeavesTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range [][4]string{
		{"http://h/x", "a", "1 2", "http://h/x?a=1+2"},
		{"http://h/x?b=%zz&a=‹redacted:01234567›&c", "a", "&", "http://h/x?b=%zz&a=%26&c"},
		{"http://h/x?a=1&a=2#f", "a", "3", "http://h/x?a=3#f"},
	} {
		if got := WithParam(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%s with %s=%s is %s, want %s", c[0], c[1], c[2], got, c[3])
		}
	}
}
