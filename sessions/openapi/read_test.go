package openapi_test

import (
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"weir/engine/playground"
	"weir/sessions/collection"
	"weir/sessions/openapi"
)

func read(t *testing.T, name, text string) *collection.Collection {
	t.Helper()
	c, err := openapi.Read([]byte(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// show writes a request as one text.
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

func value(c *collection.Collection, name string) string {
	for _, v := range c.Variables {
		if v.Name == name {
			return v.Value
		}
	}
	return "(none)"
}

const three = `openapi: 3.1.0
info: {title: Rivers}
servers:
  - url: https://{region}.example.com/v1/
    variables: {region: {default: eu, enum: [eu, us]}}
  - url: https://old.example.com
tags: [{name: gauges}, {name: admin}]
security: [{key: []}]
paths:
  /rivers/{river}/gauges:
    parameters:
      - {name: river, in: path, required: true, schema: {type: string}, example: "Upper Aar"}
    post:
      tags: [admin]
      summary: "Add\ta gauge"
      security: [{}]
      requestBody:
        content:
          application/xml: {}
          application/json:
            schema: {$ref: '#/components/schemas/Gauge'}
    get:
      tags: [gauges]
      operationId: listGauges
      summary: List gauges
      parameters:
        - {$ref: '#/components/parameters/Limit'}
        - {name: trend, in: query, required: true, schema: {type: string, enum: [rising, falling]}}
        - {name: near, in: query, required: true, schema: {type: string}}
        - {name: ids, in: query, required: true, schema: {type: array, items: {type: integer}}, example: [1, 2]}
        - {name: X-Trace, in: header, required: true, schema: {type: string, default: on}}
      responses:
        "200": {content: {application/json: {}, text/csv: {}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer, default: 30}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Named:
      type: object
      required: [name]
      properties: {name: {type: string, minLength: 8}}
    Gauge:
      allOf:
        - $ref: '#/components/schemas/Named'
        - properties:
            id: {type: integer, readOnly: true}
            level: {type: [number, "null"], minimum: 2.5}
            at: {type: string, format: date-time}
            up: {$ref: '#/components/schemas/Gauge'}
            tags: {type: array, items: {enum: [x, y]}}
`

func TestOpenAPI3(t *testing.T) {
	t.Parallel()
	c := read(t, "api.yaml", three)
	if c.Name != "Rivers" || len(c.Requests) != 2 {
		t.Fatalf("got %+v", c)
	}
	list, add := c.Requests[0], c.Requests[1]
	if got, want := show(list), `GET {{baseUrl}}/rivers/{{river}}/gauges?trend=rising&near={{near}}&ids=1&ids=2
Accept: application/json
X-Key: {{key}}
X-Trace: on
`; got != want {
		t.Errorf("got\n%s", got)
	}
	if list.Name != "listGauges" || list.Hint != "List gauges · optional: limit=30" || list.Place.Line != 22 {
		t.Errorf("got %q %q %v", list.Name, list.Hint, list.Place)
	}
	if got, want := show(add), `POST {{baseUrl}}/rivers/{{river}}/gauges
Content-Type: application/json
{
  "name": "stringxx",
  "level": 2.5,
  "at": "2026-01-31T12:00:00Z",
  "tags": [
    "x"
  ]
}`; got != want {
		t.Errorf("got\n%s", got)
	}
	if add.Name != "POST /rivers/{river}/gauges" || add.Hint != "Add a gauge · optional: body as application/xml" || !slices.Equal(add.Folder, []string{"admin"}) {
		t.Errorf("got %q %q %q", add.Name, add.Hint, add.Folder)
	}
	for name, want := range map[string]string{"baseUrl": "https://{{region}}.example.com/v1", "region": "eu", "river": "Upper%20Aar", "near": "(none)", "key": ""} {
		if got := value(c, name); got != want {
			t.Errorf("variable %s is %q, want %q", name, got, want)
		}
	}
	if len(c.Losses) != 1 || !strings.Contains(c.Losses[0].String(), "https://old.example.com") {
		t.Errorf("losses %v", c.Losses)
	}
}

const two = `{"swagger": "2.0", "host": "api.example.com", "basePath": "/v2", "schemes": ["http"],
 "consumes": ["application/json"], "produces": ["application/json"],
 "securityDefinitions": {"user": {"type": "basic"}, "key": {"type": "apiKey", "in": "query", "name": "api_key"}},
 "definitions": {"Pet": {"type": "object", "properties": {"name": {"type": "string", "example": "Rex"}}}},
 "paths": {
  "/pets": {"post": {"operationId": "addPet", "security": [{"user": []}],
    "parameters": [{"in": "body", "name": "pet", "schema": {"$ref": "#/definitions/Pet"}}]}},
  "/pets/{id}": {"get": {"operationId": "getPet", "security": [{"key": []}],
    "parameters": [{"in": "path", "name": "id", "required": true, "type": "integer", "x-example": 7},
      {"in": "query", "name": "f", "required": true, "type": "array", "items": {"type": "string"}, "collectionFormat": "pipes", "default": ["a", "b"]}]}},
  "/pets/{id}/photo": {"post": {"operationId": "photo", "consumes": ["multipart/form-data"],
    "parameters": [{"in": "path", "name": "id", "required": true, "type": "integer"},
      {"in": "formData", "name": "note", "type": "string"}, {"in": "formData", "name": "file", "type": "file"}]}}
 }}`

func TestSwagger2(t *testing.T) {
	t.Parallel()
	c := read(t, "api.json", two)
	want := []string{
		"POST {{baseUrl}}/pets\nAccept: application/json\nAuthorization: Basic {{user}}\nContent-Type: application/json\n{\n  \"name\": \"Rex\"\n}",
		"GET {{baseUrl}}/pets/{{id}}?api_key={{key}}&f=a%7Cb\nAccept: application/json\n",
		"POST {{baseUrl}}/pets/{{id}}/photo\nAccept: application/json\nContent-Type: multipart/form-data; boundary=weir-part-7d1f\n" +
			"--weir-part-7d1f\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nstring\r\n" +
			"--weir-part-7d1f\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{{file}}\"\r\nContent-Type: application/octet-stream\r\n\r\n<{{file}}>\r\n" +
			"--weir-part-7d1f--\r\n",
	}
	for i, r := range c.Requests {
		if got := show(r); got != want[i] {
			t.Errorf("got\n%s\nwant\n%s", got, want[i])
		}
		if !slices.Equal(r.Folder, []string{"pets"}) {
			t.Errorf("folder %q", r.Folder)
		}
	}
	if value(c, "baseUrl") != "http://api.example.com/v2" || value(c, "id") != "7" {
		t.Errorf("variables %+v", c.Variables)
	}
}

func TestServers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, servers, url, base string }{
		{"api.json", `[{"url":"https://h/v1/"}]`, "{{baseUrl}}/a", "https://h/v1"},
		{"api.json", `[{"url":"/v1"}]`, "{{baseUrl}}/v1/a", "(none)"},
		{"api.json", `[]`, "{{baseUrl}}/a", "(none)"},
		{"http://h:1/docs/api.json", `[{"url":"/v1"}]`, "{{baseUrl}}/a", "http://h:1/v1"},
		{"http://h:1/docs/api.json", `[{"url":"../v1"}]`, "{{baseUrl}}/a", "http://h:1/v1"},
		{"http://h:1/docs/api.json", `[]`, "{{baseUrl}}/a", "http://h:1"},
		{"http://h:1/docs/api.json", `[{"url":"/{v}","variables":{"v":{"default":"v2"}}}]`, "{{baseUrl}}/a", "http://h:1/{{v}}"},
	} {
		got := read(t, c.from, `{"openapi":"3.0.0","servers":`+c.servers+`,"paths":{"/a":{"get":{}}}}`)
		if got.Requests[0].URL != c.url || value(got, "baseUrl") != c.base {
			t.Errorf("%+v: got %s with %s", c, got.Requests[0].URL, value(got, "baseUrl"))
		}
	}
}

// A server of a path prevails over the document's.
func TestOwnServer(t *testing.T) {
	t.Parallel()
	c := read(t, "a.json", `{"openapi":"3.0.0","servers":[{"url":"https://h"}],
		"paths":{"/a":{"servers":[{"url":"https://up"}],"get":{},"put":{"servers":[{"url":"https://put/"}]}}}}`)
	if c.Requests[0].URL != "https://up/a" || c.Requests[1].URL != "https://put/a" {
		t.Errorf("got %s, %s", c.Requests[0].URL, c.Requests[1].URL)
	}
}

// Text of the document never becomes a variable by chance.
func TestBracesAreNoVariables(t *testing.T) {
	t.Parallel()
	c := read(t, "a.json", `{"openapi":"3.0.0","servers":[{"url":"https://h"}],"paths":{"/a/{{x}/b":{"post":{
		"parameters":[{"in":"query","name":"q","required":true,"example":"{{home}}"}],
		"requestBody":{"content":{"application/json":{"example":{"a":"{{home}}"}}}}}}}}`)
	r := c.Requests[0]
	if strings.Contains(r.URL, "{{home}}") || !r.Body[0].Literal {
		t.Errorf("got %s, %+v", r.URL, r.Body)
	}
}

func TestLosses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, document, want string }{
		{"file", `{"openapi":"3.0.0","paths":{"/a":{"$ref":"other.yaml#/a"}}}`, "a.json:1: \"other.yaml#/a\" stands in another file"},
		{"url", `{"openapi":"3.0.0","paths":{"/a":{"get":{"parameters":[{"$ref":"http://h/p"}]}}}}`, "stands in another file"},
		{"nowhere", `{"openapi":"3.0.0","paths":{"/a":{"get":{"requestBody":{"$ref":"#/b/0"}}}}}`, "leads nowhere"},
		{"circle", `{"openapi":"3.0.0","paths":{"/a":{"get":{"requestBody":{"$ref":"#/b"}}}},"b":{"$ref":"#/b"}}`, "back to itself"},
		{"tls", `{"openapi":"3.1.0","security":[{"m":[]}],"paths":{"/a":{"get":{}}},"components":{"securitySchemes":{"m":{"type":"mutualTLS"}}}}`, "cannot be sent"},
		{"webhooks", `{"openapi":"3.1.0","webhooks":{"new":{}}}`, "1 webhooks"},
		{"host", `{"swagger":"2.0","paths":{}}`, "--var baseUrl"},
		{"xml", `{"openapi":"3.0.0","paths":{"/a":{"put":{"requestBody":{"content":{"text/x":{"example":{}},"application/xml":{"schema":{"type":"object"}}}}}}}}`, ""},
		{"example", `{"openapi":"3.0.0","paths":{"/a":{"put":{"requestBody":{"content":{"application/json":{"examples":{"e":{"externalValue":"http://h"}}}}}}}}}`, "the example \"http://h\" stands"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := read(t, "a.json", c.document)
			if !strings.Contains(fmt.Sprint(got.Losses), c.want) {
				t.Errorf("losses %v", got.Losses)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, document, want string }{
		{"empty", " \n", "f: the file is empty"},
		{"other JSON", `{"log":{}}`, `neither "openapi" nor "swagger"`},
		{"other text", "GET http://h", `neither "openapi" nor "swagger"`},
		{"version", "{\n\"swagger\": \"1.2\"}", `f:2: version "1.2" is not read`},
		{"JSON", "{\"openapi\": \"3.0.0\",\n  \"paths\": {]}", "f:2: column 13: "},
		{"cut off", "{\"openapi\": {", "the file ends within a value"},
		{"two", "{\"openapi\": \"3.0.0\"} {}", "more after"},
		{"YAML", "openapi: 3.0.0\na: b: c\n", "f:2: column 5: "},
		{"alias of itself", "openapi: 3.0.0\na: &a {b: *a}\n", "f:2: column 11: the alias *a"},
		{"deep JSON", `{"openapi":` + strings.Repeat("[", 20_000), "depth"},
		{"deep flow", "openapi: " + strings.Repeat("[", 600) + strings.Repeat("]", 600), "more than 500 deep"},
		{"deeper flow", "openapi: " + strings.Repeat("[", 20_000), "depth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := openapi.Read([]byte(c.document), "f")
			var syntax *collection.SyntaxError
			if !errors.As(err, &syntax) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What YAML writes in its own way reads as in JSON.
func TestYAML(t *testing.T) {
	t.Parallel()
	c := read(t, "a.yaml", `
openapi: 3.0.0
servers: [{url: 'https://h'}]
x-base: &base
  tags: [all]
  summary: one
paths:
  /a:
    post:
      <<: *base
      summary: two
      requestBody:
        content:
          application/json:
            example: {hex: 0x1F, plus: +1, float: .5, no: no, date: 2026-01-02, null: ~, yes: true, 200: .inf}
`)
	if got, want := strings.Join(strings.Fields(show(c.Requests[0])), ""), `POST{{baseUrl}}/aContent-Type:application/json`+
		`{"hex":31,"plus":1,"float":0.5,"no":"no","date":"2026-01-02","null":null,"yes":true,"200":".inf"}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if c.Requests[0].Hint != "two" || c.Requests[0].Folder[0] != "all" {
		t.Errorf("got %+v", c.Requests[0])
	}
}

// Documents that grow when they are followed end in time with a plain error or
// a loss.
func TestBombs(t *testing.T) {
	t.Parallel()
	var aliases strings.Builder
	aliases.WriteString("openapi: 3.0.0\na0: &a0 [x]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&aliases, "a%d: &a%d [%s]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9))
	}
	if _, err := openapi.Read([]byte(aliases.String()), "f"); err == nil || !strings.Contains(err.Error(), "aliases") {
		t.Errorf("got %v", err)
	}
	var wide strings.Builder
	wide.WriteString(`{"openapi":"3.0.0","paths":{"/a":{"put":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/s/0"}}}}}}},"s":{`)
	for i := range 200 {
		fmt.Fprintf(&wide, `"%d":{"type":"object","required":["a","b","c"],"properties":{"a":{"$ref":"#/s/%d"},"b":{"$ref":"#/s/%d"},"c":{"$ref":"#/s/0"}}},`, i, i+1, i+2)
	}
	c := read(t, "f", strings.TrimSuffix(wide.String(), ",")+"}}")
	if size := len(show(c.Requests[0])); size > 1<<20 {
		t.Errorf("a body of %d bytes", size)
	}
}

// The practice API's own description reads without a loss, and names all.
func TestPlayground(t *testing.T) {
	t.Parallel()
	answer := httptest.NewRecorder()
	playground.New(playground.Options{}).ServeHTTP(answer, httptest.NewRequest("GET", "http://127.0.0.1:8080/openapi.json", nil))
	c := read(t, "http://127.0.0.1:8080/openapi.json", answer.Body.String())
	if len(c.Losses) > 0 {
		t.Errorf("losses: %v", c.Losses)
	}
	if len(c.Requests) < 20 || !strings.HasPrefix(value(c, "baseUrl"), "http://127.0.0.1:8080") {
		t.Errorf("%d requests, base %s", len(c.Requests), value(c, "baseUrl"))
	}
	lookup := func(name string) (string, bool) {
		v := value(c, name)
		return v, v != "(none)"
	}
	for _, r := range c.Requests {
		if _, err := r.Resolve(lookup, nil); err != nil {
			t.Error(err)
		}
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		two: true, three: true, "\ufeff{\"info\":{},\"openapi\":\"3.0.0\"}": true, "# x\n'swagger': \"2.0\"\n": true,
		`{"info":{"openapi":"3"}}`: false, "GET http://h\n\nopenapi": false, "": false, "{": false, "  openapi: 3": false,
	} {
		if openapi.Is([]byte(text)) != want {
			t.Errorf("Is(%.40q) is not %v", text, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(three))
	f.Add([]byte(two))
	f.Fuzz(func(t *testing.T, data []byte) {
		openapi.Is(data)
		c, err := openapi.Read(data, "http://h/f")
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		for _, r := range c.Requests {
			if r.Method == "" || r.Name == "" {
				t.Errorf("a request without method or name: %+v", r)
			}
			for _, h := range r.Header {
				if strings.ContainsAny(h.Name+h.Value, "\r\n\x00") {
					t.Errorf("a header of several lines: %q", h)
				}
			}
		}
	})
}

// synthetic is a document of about that many bytes and operations.
func synthetic(size, operations int) []byte {
	var b strings.Builder
	b.WriteString(`{"openapi":"3.0.3","info":{"title":"Large"},"servers":[{"url":"https://h"}],"paths":{`)
	filler := strings.Repeat("Long words of a description. ", size/operations/29-20)
	for i := range operations {
		fmt.Fprintf(&b, `"/r%d/{id}":{"put":{"tags":["t%d"],"operationId":"op%d","description":%q,
"parameters":[{"$ref":"#/components/parameters/id"}],
"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/s%d"}}}}}},
`, i, i%40, i, filler, i)
	}
	b.WriteString(`"x-end":{}},"components":{"parameters":{"id":{"name":"id","in":"path","required":true,"schema":{"type":"string"}}},"schemas":{`)
	for i := range operations {
		fmt.Fprintf(&b, `"s%d":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/components/schemas/s%d"}}},
`, i, (i+1)%operations)
	}
	b.WriteString(`"end":{}}}}`)
	return []byte(b.String())
}

// A description of the size of GitHub's is there long before a person waits.
func BenchmarkRead(b *testing.B) {
	data := synthetic(13<<20, 1_200)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		c, err := openapi.Read(data, "large.json")
		if err != nil || len(c.Requests) != 1_200 {
			b.Fatal(err)
		}
	}
}

func TestLarge(t *testing.T) {
	if os.Getenv("WEIR_TEST_ALL") == "" {
		t.Skip("measures: set WEIR_TEST_ALL=1")
	}
	result := testing.Benchmark(BenchmarkRead)
	if seconds := result.T.Seconds() / float64(result.N); seconds > 3 {
		t.Errorf("reading took %.1f s, more than 3", seconds)
	}
	if bytes := result.AllocedBytesPerOp(); bytes > 600<<20 {
		t.Errorf("reading took %d MiB in all, more than 600", bytes>>20)
	}
	t.Logf("%.0f ms, %d MiB", 1000*result.T.Seconds()/float64(result.N), result.AllocedBytesPerOp()>>20)
}

// The time to read grows with the document, also where names come to the same
// variable.
func TestManyVariables(t *testing.T) {
	t.Parallel()
	const n = 5_000
	operations := make([]string, n)
	for i := range n {
		operations[i] = fmt.Sprintf(`"/a%d/{p%s}":{"get":{"parameters":[{"name":"p%s","in":"path","required":true,"schema":{"type":"string"},"example":"x"}]}}`,
			i, strings.Repeat("!", i%40)+fmt.Sprintf("%c", 0x2600+i), strings.Repeat("!", i%40)+fmt.Sprintf("%c", 0x2600+i))
	}
	c, err := openapi.Read([]byte(`{"openapi":"3.0.0","info":{"title":"t"},"paths":{`+strings.Join(operations, ",")+`}}`), "a.json")
	if err != nil || len(c.Requests) != n {
		t.Fatalf("%v", err)
	}
	seen := map[string]bool{}
	for _, v := range c.Variables {
		if seen[v.Name] {
			t.Fatalf("%s is declared twice", v.Name)
		}
		seen[v.Name] = true
	}
}
