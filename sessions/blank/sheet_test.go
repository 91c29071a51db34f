package blank_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/sessions/blank"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	const one, two = "‹redacted:0000000a›", "‹redacted:0000000b›"
	for _, c := range []struct {
		name, text, about string
		literal           bool
		want              []blank.Part
	}{
		{"none", "a {b} {{ {{1}} {{}}", "", false, []blank.Part{{Text: "a {b} {{ {{1}} {{}}"}}},
		{"a variable", "a{{ x-y }}b", "", false, []blank.Part{{Text: "a"}, {Name: "x_y"}, {Text: "b"}}},
		{"made when it is sent", "{{$guid}}", "", false, []blank.Part{{Name: "guid"}}},
		{"no name at all", "{{é}}", "", false, []blank.Part{{Name: "VALUE"}}},
		{"literal", "{{x}}" + one, "X-Key", true, []blank.Part{{Text: "{{x}}"}, {Name: "X_KEY"}}},
		{"equal and different", one + two + one, "X-Key", false, []blank.Part{{Name: "X_KEY"}, {Name: "X_KEY_2"}, {Name: "X_KEY"}}},
		{"by the name in the text", `{"pass": "` + one + `"}`, "body", false, []blank.Part{{Text: `{"pass": "`}, {Name: "PASS"}, {Text: `"}`}}},
		{"authorisation", "Bearer " + one, "Authorization", false, []blank.Part{{Text: "Bearer "}, {Name: "TOKEN"}}},
		{"the machine's", "{{PATH}}{{home}}", "", false, []blank.Part{{Name: "PATH_VALUE"}, {Name: "home_VALUE"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var s blank.Sheet
			if diff := cmp.Diff(c.want, s.Split(c.text, c.about, c.literal)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is written stays, and no two different blanks have one name.
func TestSplitLosesNothing(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"{{a b}}", "{{a-b}}", "{{a_b}}", "‹redacted:00000001›", "‹redacted:00000002›", "x=", "{", "‹", " "})
	rapid.Check(t, func(t *rapid.T) {
		var s blank.Sheet
		of := map[string]string{}
		for _, text := range rapid.SliceOf(piece).Draw(t, "pieces") {
			for _, p := range s.Split(text, "a_b", false) {
				if p.Name == "" && p.Text != text {
					t.Fatalf("%q became %q", text, p.Text)
				}
				if was, ok := of[p.Name]; ok && p.Name != "" && was != text {
					t.Fatalf("%q and %q have the name %s", was, text, p.Name)
				}
				of[p.Name] = text
			}
		}
	})
}
