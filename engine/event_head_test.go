package engine

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestTheHeaderIsCutAsJSONReadsIt holds that the quick way to a header is
// taken, and finds what a reader of JSON finds.
func TestTheHeaderIsCutAsJSONReadsIt(t *testing.T) {
	t.Parallel()
	quick := 0
	for _, origin := range []string{"", "https://a:443", "http://[::1]:8080", `quo"ted`, "Straße", "tab\t"} {
		h := Header{Seq: 1 << 63, At: time.Unix(1, 5).UTC(), Offset: -1, Run: 1, Exchange: 2, Attempt: -3, Origin: origin}
		line, err := AppendJSON(nil, RunPaused{Header: h})
		if err != nil {
			t.Fatal(err)
		}
		var want headerLine
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		got, own, ok := cutHeader(line)
		if !ok {
			continue
		}
		quick++
		if diff := cmp.Diff(want, got); diff != "" || !json.Valid(own) {
			t.Error(string(own), diff)
		}
	}
	if quick != 3 {
		t.Errorf("%d of 3 lines went the quick way", quick)
	}
	for _, line := range []string{"", "{}", `{"seq":1}`, `{"seq":1,"at":"x","offset_ns":0,"kind":"a","run":1,"exchange":0,"attempt":0,"origin":""}`} {
		if _, _, ok := cutHeader([]byte(line)); ok {
			t.Errorf("%q went the quick way", line)
		}
	}
}

// BenchmarkParseEvent reads an event as sessions hold it.
func BenchmarkParseEvent(b *testing.B) {
	line, err := AppendJSON(nil, AttemptFinished{Header: Header{Seq: 1, Exchange: 1, Attempt: 1, Origin: "http://a"}, Status: 200, Fields: FieldLines{"Content-Type": {"application/json"}}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseEvent(line); err != nil {
			b.Fatal(err)
		}
	}
}
