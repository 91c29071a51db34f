package playground

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// The OpenAPI 3.1 document, in the words of its specification.
type (
	apiDocument struct {
		OpenAPI    string                             `json:"openapi"`
		Info       apiInfo                            `json:"info"`
		Servers    []apiServer                        `json:"servers"`
		Tags       []apiTag                           `json:"tags"`
		Paths      map[string]map[string]apiOperation `json:"paths"`
		Components apiComponents                      `json:"components"`
	}
	apiInfo struct {
		Title       string `json:"title"`
		Version     string `json:"version"`
		Description string `json:"description"`
	}
	apiServer struct {
		URL string `json:"url"`
	}
	apiTag struct {
		Name string `json:"name"`
	}
	apiOperation struct {
		OperationID string                 `json:"operationId"`
		Tags        []string               `json:"tags"`
		Summary     string                 `json:"summary"`
		Parameters  []apiParameter         `json:"parameters"`
		RequestBody *apiBody               `json:"requestBody,omitempty"`
		Responses   map[string]apiResponse `json:"responses"`
	}
	apiParameter struct {
		Ref         string          `json:"$ref,omitempty"`
		Name        string          `json:"name,omitempty"`
		In          string          `json:"in,omitempty"`
		Required    bool            `json:"required,omitempty"`
		Description string          `json:"description,omitempty"`
		Schema      *apiSchema      `json:"schema,omitempty"`
		Example     json.RawMessage `json:"example,omitempty"`
	}
	apiBody struct {
		Required bool                `json:"required"`
		Content  map[string]apiMedia `json:"content"`
	}
	apiResponse struct {
		Ref         string              `json:"$ref,omitempty"`
		Description string              `json:"description,omitempty"`
		Content     map[string]apiMedia `json:"content,omitempty"`
	}
	apiMedia struct {
		Schema  apiSchema       `json:"schema"`
		Example json.RawMessage `json:"example,omitempty"`
	}
	apiSchema struct {
		Ref        string               `json:"$ref,omitempty"`
		Type       string               `json:"type,omitempty"`
		Format     string               `json:"format,omitempty"`
		Items      *apiSchema           `json:"items,omitempty"`
		Enum       []string             `json:"enum,omitempty"`
		Required   []string             `json:"required,omitempty"`
		Properties map[string]apiSchema `json:"properties,omitempty"`
		Default    json.RawMessage      `json:"default,omitempty"`
	}
	apiComponents struct {
		Parameters map[string]apiParameter `json:"parameters"`
		Responses  map[string]apiResponse  `json:"responses"`
		Schemas    map[string]apiSchema    `json:"schemas"`
	}
)

// openapi answers /openapi.json.
func (p *Playground) openapi(c *call) error {
	base := c.base()
	doc := apiDocument{
		OpenAPI: "3.1.0",
		Info: apiInfo{
			Title: "weir playground", Version: "1",
			Description: "A practice API of rivers and their gauges, with faults on request.",
		},
		Servers: []apiServer{{URL: base.String() + "/"}},
		Paths:   make(map[string]map[string]apiOperation),
		Components: apiComponents{
			Parameters: make(map[string]apiParameter),
			Responses:  map[string]apiResponse{"problem": problemResponse()},
			Schemas:    map[string]apiSchema{"Gauge": gaugeSchema(), "Problem": problemSchema()},
		},
	}
	if base.Host != "" {
		doc.Servers[0].URL = base.String()
	}
	for _, group := range groups() {
		doc.Tags = append(doc.Tags, apiTag{group})
	}
	for _, f := range faultParams() {
		doc.Components.Parameters[f.name] = f.describe()
	}
	for i := range p.routes() {
		doc.add(&p.routes()[i])
	}
	return c.value(doc)
}

// add describes a route, under each method that it answers.
func (d *apiDocument) add(rt *route) {
	methods := []string{rt.method}
	if rt.method == anyMethod {
		methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE"}
	}
	operations := d.Paths[rt.shown()]
	if operations == nil {
		operations = make(map[string]apiOperation)
		d.Paths[rt.shown()] = operations
	}
	for _, method := range methods {
		operations[strings.ToLower(method)] = rt.operation(method)
	}
}

// operation describes the route under one method.
func (rt *route) operation(method string) apiOperation {
	op := apiOperation{
		OperationID: operationID(method, rt.shown()), Tags: []string{rt.group}, Summary: rt.summary,
		Parameters: []apiParameter{}, Responses: rt.responses(),
	}
	for _, p := range rt.params {
		op.Parameters = append(op.Parameters, p.describe())
	}
	for _, f := range faultParams() {
		op.Parameters = append(op.Parameters, apiParameter{Ref: "#/components/parameters/" + f.name})
	}
	if rt.body != "" && method != http.MethodGet {
		op.RequestBody = &apiBody{Required: true, Content: map[string]apiMedia{
			"application/json": {Schema: apiSchema{Type: "object"}, Example: json.RawMessage(rt.body)},
		}}
	}
	return op
}

func (rt *route) responses() map[string]apiResponse {
	media := rt.media
	if media == "" {
		media = "application/json"
	}
	status := rt.answers()
	if status >= http.StatusBadRequest {
		status = http.StatusOK // after what its example shows
	}
	return map[string]apiResponse{
		strconv.Itoa(status): {Description: rt.summary, Content: map[string]apiMedia{media: {Schema: rt.answer()}}},
		"default":            {Ref: "#/components/responses/problem"},
	}
}

// answer is the schema of the route's answer; an empty one allows anything.
func (rt *route) answer() apiSchema {
	gauge := apiSchema{Ref: "#/components/schemas/Gauge"}
	switch rt.schema {
	case "Gauge":
		return gauge
	case "[]Gauge":
		return apiSchema{Type: "array", Items: &gauge}
	default:
		return apiSchema{}
	}
}

// operationID makes a name of letters and digits: get_v1_link_gauges.
func operationID(method, path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	return strings.Join(append([]string{strings.ToLower(method)}, words...), "_")
}

// describe gives the parameter in OpenAPI's words.
func (p param) describe() apiParameter {
	in := p.in
	if in == "" {
		in = "query"
	}
	schema := &apiSchema{Type: p.kind, Default: json.RawMessage(p.preset)}
	return apiParameter{
		Name: p.name, In: in, Required: in == "path", Description: p.about,
		Schema: schema, Example: json.RawMessage(p.example),
	}
}

func problemResponse() apiResponse {
	return apiResponse{
		Description: "what went wrong, and what would be right",
		Content: map[string]apiMedia{
			"application/json": {Schema: apiSchema{Ref: "#/components/schemas/Problem"}},
		},
	}
}

func gaugeSchema() apiSchema {
	text, number := apiSchema{Type: "string"}, apiSchema{Type: "number"}
	return apiSchema{
		Type:     "object",
		Required: []string{"id", "name", "river", "level", "unit", "flow", "trend", "updated"},
		Properties: map[string]apiSchema{
			"id": text, "name": text, "river": text, "level": number, "unit": text, "flow": number,
			"trend":   {Type: "string", Enum: []string{"rising", "steady", "falling"}},
			"updated": {Type: "string", Format: "date-time"},
		},
	}
}

func problemSchema() apiSchema {
	text := apiSchema{Type: "string"}
	return apiSchema{
		Type: "object", Required: []string{"error"},
		Properties: map[string]apiSchema{
			"error": {
				Type: "object", Required: []string{"code", "message"},
				Properties: map[string]apiSchema{"code": text, "message": text, "fresh_cursor": text},
			},
		},
	}
}
