package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestPastedCommands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, paste, request, notice string
	}{
		{"a POST", `curl https://ex.org/a -H 'X-One: 1' -d '{"a":1}'`, "POST https://ex.org/a\nContent-Type: application/x-www-form-urlencoded\nX-One: 1\n\n{\"a\":1}", "Enter sends the request of the command."},
		{"with a prompt, over lines", "$ curl \\\n  'https://ex.org/b?x=1' \\\n  --compressed", "GET https://ex.org/b?x=1\n\n", "Enter sends"},
		{"with a setting", "curl --insecure https://ex.org/c", "GET https://ex.org/c\n\n", "insecure true is a setting"},
		{"a variable", "curl https://ex.org/$NAME", "", "reads the variable NAME, which has no value here"},
		{"a file", "curl https://ex.org -d @secret.txt", "", "sends a file, which a paste must not read"},
		{"a substitution", "curl https://ex.org/$(whoami)", "", "The pasted command is no request"},
	}
	for _, tt := range tests {
		for _, from := range []string{"", "u"} {
			d := newDesk(t, 120, 40)
			before, _ := d.m.requests.selected()
			d.press(from)
			d.send(tea.PasteMsg{Content: tt.paste})
			d.shows(tt.notice)
			row, _ := d.m.requests.selected()
			got := string(writeRequest(row))
			if tt.request == "" {
				tt.request = string(writeRequest(before))
			}
			if got != tt.request {
				t.Errorf("%s: the request is %q, want %q", tt.name, got, tt.request)
			}
			if len(d.driver.plans) != 0 {
				t.Errorf("%s: a paste was sent", tt.name)
			}
		}
	}
}

// What is no command is text, and what stands in a dialog stays there.
func TestPastedText(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 120, 40)
	d.send(tea.PasteMsg{Content: "https://ex.org/curl"})
	if got := d.m.line.field.Value(); got != "https://ex.org/curl" {
		t.Errorf("the line holds %q", got)
	}
	d = newDesk(t, 120, 40)
	d.press(":")
	d.send(tea.PasteMsg{Content: "curl https://ex.org"})
	if got, _ := d.m.requests.selected(); strings.Contains(got.URL, "ex.org") || !d.m.dialogs.Open() {
		t.Errorf("a paste into the palette changed the request to %s", got.URL)
	}
}

func FuzzPaste(f *testing.F) {
	f.Add("curl https://ex.org/a -d @x")
	f.Add("$ curl -X PUT 'http://a.b/{{c}}' -H 'A: \x1b[2J'")
	d := newDesk(&testing.T{}, 120, 40)
	f.Fuzz(func(t *testing.T, text string) {
		d.send(tea.PasteMsg{Content: "curl " + text})
		d.m.notices = notices{}
		d.m.line.leave()
	})
}
