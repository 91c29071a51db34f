package playground

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strings"
)

// indexReport is the answer of GET /.
type indexReport struct {
	Name    string       `json:"name"`
	About   string       `json:"about"`
	Gauges  int          `json:"gauges"`
	OpenAPI string       `json:"openapi"`
	Faults  []faultEntry `json:"faults"`
	Routes  []indexEntry `json:"routes"`
}

type faultEntry struct {
	Name  string `json:"name"`
	About string `json:"about"`
	Try   string `json:"try"`
}

type indexEntry struct {
	Group   string `json:"group"`
	Method  string `json:"method"`
	Path    string `json:"path"`
	Summary string `json:"summary"`
	Try     string `json:"try"`
	Body    string `json:"body,omitempty"`
}

// index answers / with what there is.
func (p *Playground) index(c *call) error {
	base := c.base()
	r := indexReport{
		Name:   "weir playground",
		About:  "A practice API of rivers and their gauges. Every path takes the faults below as query parameters.",
		Gauges: p.items, OpenAPI: base.String() + "/openapi.json",
	}
	for _, f := range faultParams() {
		try := base.String() + "/v1/cursor/gauges?" + f.name + "=" + strings.Trim(f.example, `"`)
		r.Faults = append(r.Faults, faultEntry{f.name, f.about, try})
	}
	for _, group := range groups() {
		for i := range p.routes() {
			if rt := &p.routes()[i]; rt.group == group {
				r.Routes = append(r.Routes, rt.entry(base.String()))
			}
		}
	}
	c.w.Header().Set("Vary", "Accept")
	if strings.Contains(c.r.Header.Get("Accept"), "text/html") {
		return c.indexPage(r)
	}
	return c.value(r)
}

// indexPage answers / for a browser.
func (c *call) indexPage(r indexReport) error {
	page, err := template.New("index").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Name}}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse; width: 100% } td { padding: .15rem .5rem .15rem 0; vertical-align: top }
code { white-space: nowrap }
</style></head>
<body>
<h1>{{.Name}}</h1>
<p>{{.About}} There are {{.Gauges}} gauges. See <a href="/openapi.json">the OpenAPI document</a>.</p>
<table>{{range .Faults}}<tr><td><code><a href="{{.Try}}">{{.Name}}</a></code></td><td>{{.About}}</td></tr>
{{end}}</table>
{{$group := ""}}<table>{{range .Routes}}{{if ne .Group $group}}{{$group = .Group}}<tr><td colspan="3"><h2>{{.Group}}</h2></td></tr>
{{end}}<tr><td>{{.Method}}</td><td><code>{{if eq .Method "POST"}}{{.Path}}{{else}}<a href="{{.Try}}">{{.Path}}</a>{{end}}</code></td><td>{{.Summary}}</td></tr>
{{end}}</table>
</body>
</html>
`)
	if err != nil {
		return fmt.Errorf("read the template: %w", err)
	}
	var body bytes.Buffer
	if err := page.Execute(&body, r); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	c.send(http.StatusOK, "text/html; charset=utf-8", body.Bytes())
	return nil
}

// entry is the route's line in the index.
func (rt *route) entry(base string) indexEntry {
	return indexEntry{
		Group: rt.group, Method: rt.method, Path: rt.shown(),
		Summary: rt.summary, Try: base + rt.example(), Body: rt.body,
	}
}

// example is a path that can be asked for as it stands.
func (rt *route) example() string {
	if rt.try != "" {
		return rt.try
	}
	return rt.shown()
}

// answers is the status of the answer to the example.
func (rt *route) answers() int {
	if rt.status == 0 {
		return http.StatusOK
	}
	return rt.status
}
