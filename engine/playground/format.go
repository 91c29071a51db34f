package playground

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html/template"
	"net/http"
)

// xmlGauges is a page in XML.
type xmlGauges struct {
	XMLName xml.Name   `xml:"gauges"`
	Total   int        `xml:"total,attr"`
	Items   []xmlGauge `xml:"gauge"`
	Next    string     `xml:"next,omitempty"`
}

type xmlGauge struct {
	ID      string `xml:"id,attr"`
	Name    string `xml:"name"`
	River   string `xml:"river"`
	Level   string `xml:"level"`
	Trend   string `xml:"trend"`
	Updated string `xml:"updated"`
}

// xmlList answers a page in XML with the URL of the next one.
func (p *Playground) xmlList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	page := xmlGauges{Total: s.total}
	for i := s.from; i < s.to; i++ {
		g := p.catalogue.gauge(i)
		page.Items = append(page.Items, xmlGauge{
			gaugeID(i), g.name, g.river.name, string(appendFixed(nil, g.level, 2)), g.trend, g.timestamp(),
		})
	}
	if s.more() {
		page.Next = c.href(setting{"cursor", s.cursor()})
	}
	body, err := xml.MarshalIndent(page, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the page: %w", err)
	}
	c.send(http.StatusOK, "application/xml; charset=utf-8", append([]byte(xml.Header), body...))
	return nil
}

// ndjsonList answers a page with one gauge a line, and a Link to the next one.
func (p *Playground) ndjsonList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	var b []byte
	for i := s.from; i < s.to; i++ {
		g := p.catalogue.gauge(i)
		b = append(g.appendJSON(b), '\n')
	}
	c.linkNext(s)
	c.send(http.StatusOK, "application/x-ndjson", b)
	return nil
}

// csvList answers a page as comma-separated values (RFC 4180), and a Link to
// the next one. No name holds a comma or a quote.
func (p *Playground) csvList(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	b := []byte("id,name,river,level,unit,trend,updated\r\n")
	for i := s.from; i < s.to; i++ {
		g := p.catalogue.gauge(i)
		b = fmt.Appendf(b, "%s,%s,%s,%s,m,%s,%s\r\n", gaugeID(i), g.name, g.river.name,
			appendFixed(nil, g.level, 2), g.trend, g.timestamp())
	}
	c.linkNext(s)
	c.send(http.StatusOK, "text/csv; charset=utf-8", b)
	return nil
}

// linkNext names the next page in the Link field.
func (c *call) linkNext(s span) {
	if s.more() {
		c.w.Header().Set("Link", "<"+c.href(setting{"cursor", s.cursor()})+`>; rel="next"`)
	}
}

// htmlPage answers a page for a browser.
func (p *Playground) htmlPage(c *call) error {
	s, err := p.cursorSpan(c, "cursor")
	if err != nil {
		return err
	}
	page, err := template.New("gauges").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Gauges</title></head>
<body>
<h1>Gauges {{.From}} to {{.To}} of {{.Total}}</h1>
<table>
<tr><th>id</th><th>name</th><th>river</th><th>trend</th></tr>
{{range .Gauges}}<tr><td>{{.ID}}</td><td>{{.Name}}</td><td>{{.River}}</td><td>{{.Trend}}</td></tr>
{{end}}</table>
{{with .Next}}<p><a rel="next" href="{{.}}">next</a></p>
{{end}}</body>
</html>
`)
	if err != nil {
		return fmt.Errorf("read the template: %w", err)
	}
	var body bytes.Buffer
	if err := page.Execute(&body, p.htmlView(c, s)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	c.send(http.StatusOK, "text/html; charset=utf-8", body.Bytes())
	return nil
}

// htmlView is what the page shows.
type htmlView struct {
	From, To, Total int
	Gauges          []xmlGauge
	Next            string
}

func (p *Playground) htmlView(c *call, s span) htmlView {
	view := htmlView{From: min(s.from+1, s.to), To: s.to, Total: s.total}
	for i := s.from; i < s.to; i++ {
		g := p.catalogue.gauge(i)
		view.Gauges = append(view.Gauges, xmlGauge{ID: gaugeID(i), Name: g.name, River: g.river.name, Trend: g.trend})
	}
	if s.more() {
		view.Next = c.href(setting{"cursor", s.cursor()})
	}
	return view
}

// plainText answers words without markup.
func (p *Playground) plainText(c *call) error {
	var b []byte
	for i := range min(p.items, 12) {
		g := p.catalogue.gauge(i)
		b = fmt.Appendf(b, "%s at %s stands at %s m and is %s.\n", g.river.name, g.name, appendFixed(nil, g.level, 2), g.trend)
	}
	c.send(http.StatusOK, "text/plain; charset=utf-8", b)
	return nil
}

// binary answers bytes that are no text, the same every time.
func (p *Playground) binary(c *call) error {
	size, err := c.number(4096, 0, 1<<20, "bytes")
	if err != nil {
		return err
	}
	b := make([]byte, size)
	for i := range b {
		b[i] = byte(mix(uint64(i)))
	}
	c.send(http.StatusOK, "application/octet-stream", b)
	return nil
}
