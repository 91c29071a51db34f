package curl_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"weir/sessions/collection"
	"weir/sessions/curl"
)

func header(pairs ...string) []collection.Field {
	var out []collection.Field
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, collection.Field{Name: pairs[i], Value: pairs[i+1]})
	}
	return out
}

func text(s string) []collection.Piece { return []collection.Piece{{Text: s}} }

const form = "application/x-www-form-urlencoded"

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, command string
		want          collection.Request
		losses        []string // parts of them, in their order
	}{
		{"a URL", `curl https://h/a?b=1`, collection.Request{Method: "GET", URL: "https://h/a?b=1"}, nil},
		{"no scheme", `curl h/a`, collection.Request{Method: "GET", URL: "http://h/a"}, nil},
		{"a prompt, a path, a comment", "$ /usr/bin/curl h # there", collection.Request{Method: "GET", URL: "http://h"}, nil},
		{
			"method and headers", `curl -X put -H 'A: 1' -H "B:2" --header=C:\ 3 h`,
			collection.Request{Method: "PUT", URL: "http://h", Header: header("A", "1", "B", "2", "C", "3")},
			nil,
		},
		{
			"short options together", `curl -sSLkXDELETE h`,
			collection.Request{Method: "DELETE", URL: "http://h", Settings: []collection.Setting{{Name: "insecure", Value: "true"}}},
			nil,
		},
		{
			"data", `curl h -d a=1 -d 'b=2 3'`,
			collection.Request{Method: "POST", URL: "http://h", Header: header("Content-Type", form), Body: text("a=1&b=2 3")},
			nil,
		},
		{
			"data with a type, and none", `curl h -d '{}' -H 'content-type: application/json'; curl`,
			collection.Request{Method: "POST", URL: "http://h", Header: header("content-type", "application/json"), Body: text("{}")},
			[]string{"another curl command"},
		},
		{"no type", `curl h -d '{}' -H 'Content-Type:'`, collection.Request{Method: "POST", URL: "http://h", Body: text("{}")}, nil},
		{"an empty header", `curl h -H 'X-Empty;'`, collection.Request{Method: "GET", URL: "http://h", Header: header("X-Empty", "")}, nil},
		{
			"data-raw and @", `curl h --data-raw '@x'`,
			collection.Request{Method: "POST", URL: "http://h", Header: header("Content-Type", form), Body: text("@x")},
			nil,
		},
		{
			"a file", `curl h --data-binary @a.json`,
			collection.Request{
				Method: "POST", URL: "http://h", Header: header("Content-Type", form),
				Body: []collection.Piece{{File: "a.json", Literal: true}},
			},
			nil,
		},
		{
			"a file without its line ends", `curl h -d @a.json`,
			collection.Request{
				Method: "POST", URL: "http://h", Header: header("Content-Type", form),
				Body: []collection.Piece{{File: "a.json", Literal: true}},
			},
			[]string{"without its line ends"},
		},
		{
			"urlencode", `curl h --data-urlencode 'q=a b&c' --data-urlencode '=x=y' --data-urlencode 'é' --data-urlencode q@f`,
			collection.Request{Method: "POST", URL: "http://h", Header: header("Content-Type", form), Body: text("q=a%20b%26c&x%3Dy&%C3%A9")},
			[]string{"the file \"f\""},
		},
		{
			"query", `curl -G h/a?x=1#f -d y=2 --data-urlencode 'z=a b'`,
			collection.Request{Method: "GET", URL: "http://h/a?x=1&y=2&z=a%20b#f"},
			nil,
		},
		{
			"json", `curl h --json '{"a":' --json '1}'`,
			collection.Request{
				Method: "POST", URL: "http://h", Body: text(`{"a":1}`),
				Header: header("Accept", "application/json", "Content-Type", "application/json"),
			},
			nil,
		},
		{
			"user, agent, referer, cookies", `curl -u a:b -A me -e http://r -b x=1 --cookie y=2 -b jar h`,
			collection.Request{
				Method: "GET", URL: "http://h",
				Header: header("Authorization", "Basic YTpi", "User-Agent", "me", "Referer", "http://r", "Cookie", "x=1; y=2"),
			},
			[]string{`"jar" are not read`},
		},
		{
			"transport", `curl h -x http://p:1 --cacert ca -E c.pem --key k -m 2.5 --connect-timeout 1 --retry 4 --http1.1`,
			collection.Request{Method: "GET", URL: "http://h", Settings: []collection.Setting{
				{Name: "proxy", Value: "http://p:1"},
				{Name: "cacert", Value: "ca"},
				{Name: "cert", Value: "c.pem"},
				{Name: "key", Value: "k"},
				{Name: "retries", Value: "4"},
				{Name: "http", Value: "1.1"},
				{Name: "timeout", Value: "total=2.5s,connect=1s"},
			}},
			nil,
		},
		{"head", `curl -I h`, collection.Request{Method: "HEAD", URL: "http://h"}, nil},
		{"upload", `curl -T a.bin h`, collection.Request{Method: "PUT", URL: "http://h", Body: []collection.Piece{{File: "a.bin", Literal: true}}}, nil},
		{"its own output", `curl -o out.json --silent -w '%{http_code}' h > x 2>&1`, collection.Request{Method: "GET", URL: "http://h"}, nil},
		{
			"variables", `curl "$BASE/a" -H "Authorization: Bearer ${TOKEN}" -d "a=$X" -d '{{y}} $z'`,
			collection.Request{
				Method: "POST", URL: "{{BASE}}/a", Header: header("Authorization", "Bearer {{TOKEN}}", "Content-Type", form),
				Body: []collection.Piece{{Text: "a={{X}}&"}, {Text: "{{y}} $z", Literal: true}},
			},
			nil,
		},
		{
			"variables that it sets", "B=http://h\nexport T='x y'\ncurl $B/a -H \"X: $T\"",
			collection.Request{Method: "GET", URL: "http://h/a", Header: header("X", "x y")},
			nil,
		},
		{
			"$'…'", `curl h --data-raw $'it\'s \u0021 \ud83d\ude00 \x41\101\n'`,
			collection.Request{Method: "POST", URL: "http://h", Header: header("Content-Type", form), Body: text("it's ! 😀 AA\n")},
			nil,
		},
		{"continued lines", "curl 'h' \\\n  -H 'A: 1' \\\r\n  --compressed", collection.Request{Method: "GET", URL: "http://h", Header: header("A", "1")}, nil},
		{
			"a here-document", "curl h -H 'Content-Type: a/b' --data-binary @- <<'E' | jq .\n{\"a\": \"$b\"}\nE\n",
			collection.Request{Method: "POST", URL: "http://h", Header: header("Content-Type", "a/b"), Body: text("{\"a\": \"$b\"}\n")},
			[]string{`"jq" is left out`},
		},
		{
			"a pipe", `{ printf 'a\000\377'; cat f; printf '%s' "$X"; } | curl h -H 'Content-Type:' --data-binary @-`,
			collection.Request{
				Method: "POST", URL: "http://h",
				Body: []collection.Piece{{Text: "a\x00\xff"}, {File: "f", Literal: true}, {Text: "{{X}}"}},
			},
			nil,
		},
		{
			"echo", `echo '{"a":1}' | curl h --json @-`,
			collection.Request{
				Method: "POST", URL: "http://h", Body: text("{\"a\":1}\n"),
				Header: header("Accept", "application/json", "Content-Type", "application/json"),
			},
			nil,
		},
		{
			"unknown options are named", `curl --frobnicate -! --digest --resolve a:1:b h`,
			collection.Request{Method: "GET", URL: "http://h"},
			[]string{"--frobnicate", `"-!"`, "--digest", "--resolve"},
		},
		{"two URLs", `curl a b --next c`, collection.Request{Method: "GET", URL: "http://a"}, []string{"--next", "2 URLs"}},
		{"globs", `curl 'h/{a,b}'`, collection.Request{Method: "GET", URL: "http://h/{a,b}"}, []string{"several requests"}},
		{"globs off", `curl -g 'h/{a,b}'`, collection.Request{Method: "GET", URL: "http://h/{a,b}"}, nil},
		{"a bare &", `curl http://h/?a=1&b=2`, collection.Request{Method: "GET", URL: "http://h/?a=1"}, []string{"quotes"}},
		{
			"cmd", "curl ^\"https://h/a?b=1^&c=^%^20^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"%X%^\\^\"^}^\n\nb^\"",
			collection.Request{
				Method: "POST", URL: "https://h/a?b=1&c=%20", Header: header("accept", "*/*", "Content-Type", form),
				Body: text("{\"a\":\"{{X}}\"}\nb"),
			},
			nil,
		},
		{"PowerShell's line ends", "curl.exe 'h' `\n  -H 'A: 1'", collection.Request{Method: "GET", URL: "http://h", Header: header("A", "1")}, nil},
		{"carets and backquotes in sh", "curl 'h' -X POST \\\n --data-raw 'a ^\nb`\n^\"' -H 'Content-Type:'", collection.Request{Method: "POST", URL: "http://h", Body: text("a ^\nb`\n^\"")}, nil},
		{"old cmd", "curl \"https://h/a\" ^\n  -H \"x: \\\"q\\\"\"", collection.Request{Method: "GET", URL: "https://h/a", Header: header("x", `"q"`)}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, losses, err := curl.Parse(c.command)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
			if len(losses) != len(c.losses) {
				t.Fatalf("losses %v, want %v", losses, c.losses)
			}
			for i, l := range losses {
				if !strings.Contains(l.What, c.losses[i]) {
					t.Errorf("loss %q does not say %q", l.What, c.losses[i])
				}
			}
		})
	}
}

func TestParseForm(t *testing.T) {
	t.Parallel()
	r, losses, err := curl.Parse(`curl h -F 'a=1;type=text/x' -F "f=@d/p.png" -F 'g=<t.txt' --form-string 'h=@;b'`)
	if err != nil || len(losses) > 0 {
		t.Fatal(losses, err)
	}
	got, err := r.Resolve(nil, func(path string) ([]byte, error) { return []byte("<" + path + ">"), nil })
	if err != nil {
		t.Fatal(err)
	}
	const b = "--weir-form-5f1d3c7a9be04826"
	want := b + "\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/x\r\n\r\n1\r\n" +
		b + "\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p.png\"\r\nContent-Type: image/png\r\n\r\n<d/p.png>\r\n" +
		b + "\r\nContent-Disposition: form-data; name=\"g\"\r\n\r\n<t.txt>\r\n" +
		b + "\r\nContent-Disposition: form-data; name=\"h\"\r\n\r\n@;b\r\n" + b + "--\r\n"
	if diff := cmp.Diff(want, got.Body[0].Text); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		command, says string
		line          int
	}{
		{"curl $(cat /etc/passwd)", "run another command", 1},
		{"curl h \\\n -d `id`", "run another command", 2},
		{`curl h -d "$(id)"`, "run another command", 1},
		{`curl ${X:-http://h}`, "only variables", 1},
		{`curl "$1"`, "only variables", 1},
		{`curl 'h`, "no other one", 1},
		{`curl "h`, "no other one", 1},
		{`curl $'h`, "no ' that ends it", 1},
		{"wget h", "no curl command", 0},
		{"", "no curl command", 0},
		{"curl -s", "no URL", 0},
		{"Invoke-WebRequest -Uri 'h'", "PowerShell", 0},
		{"curl " + strings.Repeat("x", 5<<20), "too long", 0},
	} {
		_, _, err := curl.Parse(c.command)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%.40q: error %v, want one that says %q", c.command, err, c.says)
			continue
		}
		var syntax *collection.SyntaxError
		if errors.As(err, &syntax) != (c.line > 0) || c.line > 0 && syntax.Place.Line != c.line {
			t.Errorf("%.40q: %v, want line %d", c.command, err, c.line)
		}
	}
}

// What is written to exhaust a reader ends soon.
func TestParseHostile(t *testing.T) {
	t.Parallel()
	const n = 1 << 20
	for _, unit := range []string{"$(", "((", "{ ", "${", "`", "<<", "<<E ", "'", `"`, "\\\n", "$", "; ", "| ", "\n", "1", "1>", "^\"", "-d a ", "$A", "{{"} {
		_, _, _ = curl.Parse("curl h " + strings.Repeat(unit, n/len(unit)))
	}
	bomb := "A0=xxxxxxxxxx\n"
	for i := range 60 {
		bomb += strings.NewReplacer("#", string(rune('A'+i/10+1))+string(rune('0'+i%10)), "?", prior(i)).Replace("#=$?$?\n")
	}
	if r, _, err := curl.Parse(bomb + "curl $" + prior(60)); err == nil && len(r.URL) > 32<<20 {
		t.Errorf("a URL of %d bytes", len(r.URL))
	}
}

func prior(i int) string {
	if i == 0 {
		return "A0"
	}
	return string(rune('A'+(i-1)/10+1)) + string(rune('0'+(i-1)%10))
}

func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*.sh")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(content))
	}
	f.Fuzz(func(t *testing.T, command string) {
		r, _, err := curl.Parse(command)
		if err != nil {
			return
		}
		if r.URL == "" {
			t.Fatalf("%q gave %+v", command, r)
		}
		again, _ := curl.Command(r)
		if _, _, err := curl.Parse(again); err != nil {
			t.Fatalf("%q was written as %q: %v", command, again, err)
		}
	})
}
