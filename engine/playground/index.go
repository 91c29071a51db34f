package playground

import "net/http"

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
		r.Faults = append(r.Faults, faultEntry{f.name, f.about})
	}
	for _, group := range groups() {
		for i := range p.routes {
			if rt := &p.routes[i]; rt.group == group {
				r.Routes = append(r.Routes, rt.entry(base.String()))
			}
		}
	}
	return c.value(r)
}

// entry is the route's line in the index.
func (rt *route) entry(base string) indexEntry {
	e := indexEntry{
		Group: rt.group, Method: rt.method, Path: rt.shown(),
		Summary: rt.summary, Try: base + rt.example(), Body: rt.body,
	}
	if e.Method == "" {
		e.Method = "ANY"
	}
	return e
}

// example is a path that can be asked for as it stands.
func (rt *route) example() string {
	if rt.try != "" {
		return rt.try
	}
	return rt.shown()
}

// succeeds is the status of a successful answer.
func (rt *route) succeeds() int {
	if rt.status == 0 {
		return http.StatusOK
	}
	return rt.status
}
