package postman_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/sessions/collection"
	"weir/sessions/postman"
)

func read(t *testing.T, text string) *collection.Collection {
	t.Helper()
	c, err := postman.Read([]byte(text), "c.json")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// one reads a collection of one request.
func one(t *testing.T, request string) (collection.Request, *collection.Collection) {
	t.Helper()
	c := read(t, `{"info":{"name":"c"},"item":[{"name":"r","request":`+request+`}]}`)
	return c.Requests[0], c
}

func show(r collection.Request) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s\n", r.Method, r.URL)
	for _, f := range r.Header {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	for _, p := range r.Body {
		if p.File != "" {
			fmt.Fprintf(&b, "<%s>", p.File)
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

func TestURL(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, url, want string }{
		{"text", `"{{base}}/a?b=c d"`, "{{base}}/a?b=c%20d"},
		{"no scheme", `"example.com/a"`, "http://example.com/a"},
		{"fragment", `"http://h/a#b"`, "http://h/a"},
		{
			"parts", `{"protocol":"https","host":["api","example","com"],"port":"8443","path":["v1",":id"],"query":[{"key":"q","value":"{{x}}"},{"key":"off","value":"1","disabled":true}],"variable":[{"key":"id","value":"a/b"}]}`,
			"https://api.example.com:8443/v1/a%2Fb?q={{x}}",
		},
		{"raw and parts", `{"raw":"http://h/:id/x?a=1","query":[{"key":"a","value":"1"}],"variable":[{"key":"id","value":""}]}`, "http://h/{{id}}/x?a=1"},
		{"all off", `{"raw":"http://h/x?a=1","query":[{"key":"a","value":"1","disabled":true}]}`, "http://h/x"},
		{"port is no variable", `"http://h:80/:p"`, "http://h:80/{{p}}"},
		{"null value", `{"raw":"http://h/","query":[{"key":"a","value":null}]}`, "http://h/?a="},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if r, _ := one(t, `{"url":`+c.url+`}`); r.URL != c.want || r.Method != "GET" {
				t.Errorf("got %s %s, want %s", r.Method, r.URL, c.want)
			}
		})
	}
}

func TestBodies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, body, want string }{
		{"raw", `{"mode":"raw","raw":"{\"a\":{{b}}}","options":{"raw":{"language":"json"}}}`, "Content-Type: application/json\n{\"a\":{{b}}}"},
		{"raw without language", `{"mode":"raw","raw":"x"}`, "x"},
		{"form", `{"mode":"urlencoded","urlencoded":[{"key":"a b","value":"{{x}}&"},{"key":"c","value":"d","disabled":true}]}`, "Content-Type: application/x-www-form-urlencoded\na+b={{x}}%26"},
		{
			"parts", `{"mode":"formdata","formdata":[{"key":"n","value":"{{x}}","type":"text"},{"key":"f","type":"file","src":["d/a.txt","b.txt"]},{"key":"g","type":"file","src":null}]}`,
			"Content-Type: multipart/form-data; boundary=B\n--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n{{x}}\r\n" +
				"--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n<d/a.txt>\r\n" +
				"--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"b.txt\"\r\n\r\n<b.txt>\r\n" +
				"--B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"{{g}}\"\r\n\r\n<{{g}}>\r\n--B--\r\n",
		},
		{"graphql", `{"mode":"graphql","graphql":{"query":"{ a }","variables":"{\"n\": {{n}}}"}}`, "Content-Type: application/json\n{\"query\":\"{ a }\",\"variables\":{\"n\": {{n}}}}"},
		{"file", `{"mode":"file","file":{"src":"a.bin"}}`, "<a.bin>"},
		{"off", `{"mode":"raw","raw":"x","disabled":true}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, _ := one(t, `{"method":"post","url":"http://h","body":`+c.body+`}`)
			got := strings.ReplaceAll(show(r), "weir-part-7d1f", "B")
			if want := "POST http://h\n" + c.want; got != want {
				t.Errorf("got\n%q\nwant\n%q", got, want)
			}
		})
	}
}

func TestAuthorisations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, auth, want, loss string }{
		{"basic", `{"type":"basic","basic":[{"key":"username","value":"u"},{"key":"password","value":"p w"}]}`, "GET http://h\nAuthorization: Basic dTpwIHc=\n", ""},
		{"basic of variables", `{"type":"basic","basic":{"username":"{{u}}","password":"{{p}}"}}`, "GET http://h\nAuthorization: Basic {{u}}:{{p}}\n", ""},
		{"bearer", `{"type":"bearer","bearer":[{"key":"token","value":"{{t}}"}]}`, "GET http://h\nAuthorization: Bearer {{t}}\n", ""},
		{"key", `{"type":"apikey","apikey":[{"key":"key","value":"X-Key"},{"key":"value","value":"k"}]}`, "GET http://h\nX-Key: {{apiKey}}\n", ""},
		{"key in the query", `{"type":"apikey","apikey":[{"key":"key","value":"k"},{"key":"value","value":"{{v}}"},{"key":"in","value":"query"}]}`, "GET http://h?k={{v}}\n", ""},
		{"none", `{"type":"noauth"}`, "GET http://h\n", ""},
		{"other", `{"type":"hawk","hawk":[]}`, "GET http://h\n", "hawk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, all := one(t, `{"url":"http://h","auth":`+c.auth+`}`)
			if got := show(r); got != c.want {
				t.Errorf("got %s", got)
			}
			if losses := fmt.Sprint(all.Losses); (c.loss == "") != (losses == "[]") || !strings.Contains(losses, c.loss) {
				t.Errorf("losses %s", losses)
			}
		})
	}
}

// An authorisation comes from the nearest folder that has one, and a key that
// is written out becomes a secret.
func TestFolders(t *testing.T) {
	t.Parallel()
	c := read(t, `{"info":{"name":"All","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
		"auth":{"type":"bearer","bearer":[{"key":"token","value":"t"}]},
		"variable":[{"key":"base","value":"http://h"},{"key":"pass","value":"p","type":"secret"},{"key":"gone","value":"x","disabled":true}],
		"event":[{"listen":"prerequest","script":{"exec":["go()"]}}],
		"item":[
			{"name":"A","auth":{"type":"apikey","apikey":[{"key":"key","value":"X"},{"key":"value","value":"k"}]},"item":[
				{"name":"B","item":[{"name":"deep","request":{"url":"{{base}}"},"response":[{}],"event":[{"listen":"test","script":{"exec":"x"}}]}]},
				{"name":"open","request":{"url":"{{base}}","auth":{"type":"noauth"},"description":{"content":"Says\tmore.\nMuch more."}}}]},
			{"name":"top","request":{"url":"{{base}}","header":[{"key":"A","value":"{{$guid}}"},{"key":"Off","value":"1","disabled":true}]}}]}`)
	want := []string{"GET {{base}}\nX: {{apiKey}}\n", "GET {{base}}\n", "GET {{base}}\nA: {{$guid}}\nAuthorization: Bearer t\n"}
	for i, r := range c.Requests {
		if got := show(r); got != want[i] {
			t.Errorf("%s: got %s", r.Name, got)
		}
	}
	if !slices.Equal(c.Requests[0].Folder, []string{"A", "B"}) || c.Requests[2].Folder != nil {
		t.Errorf("folders %q, %q", c.Requests[0].Folder, c.Requests[2].Folder)
	}
	if c.Requests[1].Hint != "Says more." || c.Requests[2].Hint != "off: Off" {
		t.Errorf("hints %q, %q", c.Requests[1].Hint, c.Requests[2].Hint)
	}
	if got, want := fmt.Sprint(c.Variables), "[{base http://h false} {pass p true} {apiKey k true}]"; got != want {
		t.Errorf("variables %s", got)
	}
	if got, want := fmt.Sprint(c.Losses), `[c.json: scripts are not run: those of the collection, "deep" c.json: 1 saved answers are left out]`; got != want {
		t.Errorf("losses %s", got)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "c.json:1: column "},
		{"JSON", "{\n \"info\": ]", "c.json:2: column "},
		{"other", `{"log":{}}`, "no Postman collection"},
		{"version 1", `{"id":"x","requests":[]}`, "version 1"},
		{"kind", `{"item":[{"request":{"url":"x","body":[]}}]}`, "no Postman collection: "},
		{"deep", `{"item":` + strings.Repeat("[", 20_000), "depth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := postman.Read([]byte(c.text), "c.json")
			var syntax *collection.SyntaxError
			if !errors.As(err, &syntax) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestReadEnvironment(t *testing.T) {
	t.Parallel()
	name, values, err := postman.ReadEnvironment([]byte(`{"name":"dev","values":[{"key":"a","value":1,"enabled":true},
		{"key":"b","value":"s","type":"secret"},{"key":"c","value":"x","enabled":false}]}`), "e.json")
	if err != nil || name != "dev" || fmt.Sprint(values) != "[{a 1 false} {b s true}]" {
		t.Errorf("got %q, %v, %v", name, values, err)
	}
	if _, _, err := postman.ReadEnvironment([]byte(`{"item":[]}`), "e.json"); err == nil {
		t.Error("a collection was read as an environment")
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		`{"info":{"schema":"https://schema.getpostman.com/x"}}`: true, `{"item":[],"info":{}}`: true,
		`{"collection":{"info":{"schema":"https://schema.getpostman.com/x"}}}`: true,
		`{"info":{},"openapi":"3.0.0"}`:                                        false, `{"log":{}}`: false, `[]`: false, ``: false, `{"info":`: false,
	} {
		if postman.Is([]byte(text)) != want {
			t.Errorf("Is(%s) is not %v", text, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"info":{"name":"c"},"item":[{"name":"r","request":{"url":{"raw":"h/:a"},"header":"A: b","body":{"mode":"graphql"}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		postman.Is(data)
		_, _, _ = postman.ReadEnvironment(data, "f")
		c, err := postman.Read(data, "f")
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		for _, r := range c.Requests {
			if r.Method == "" || strings.ContainsAny(r.URL, " \r\n") && !strings.Contains(r.URL, "{{") {
				t.Errorf("a request that cannot be sent: %+v", r)
			}
			for _, h := range r.Header {
				if strings.ContainsAny(h.Name+h.Value, "\r\n\x00") {
					t.Errorf("a header of several lines: %q", h)
				}
			}
		}
	})
}

// The time to read grows with the file, not with its square or its cube.
func TestManyVariables(t *testing.T) {
	t.Parallel()
	const n = 6_000
	variables, items := make([]string, n), make([]string, n)
	for i := range n {
		variables[i] = fmt.Sprintf(`{"key":"v%d","value":"x"}`, i)
		items[i] = fmt.Sprintf(`{"request":{"url":"http://h","auth":{"type":"apikey","apikey":[{"key":"key","value":"X-K"},{"key":"value","value":"k%d"}]}}}`, i/2)
	}
	c := read(t, `{"info":{"name":"c"},"variable":[`+strings.Join(variables, ",")+`],"item":[`+strings.Join(items, ",")+`]}`)
	if len(c.Variables) != n+n/2 || c.Requests[0].Header[0].Value != c.Requests[1].Header[0].Value {
		t.Errorf("%d variables, and %s beside %s", len(c.Variables), show(c.Requests[0]), show(c.Requests[1]))
	}
}
