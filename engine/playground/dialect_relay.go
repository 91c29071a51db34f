package playground

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

import "weir/engine/playground/internal/graphql"

// graphqlRequest is the JSON body of POST /graphql.
type graphqlRequest struct {
	Query     string                     `json:"query"`
	Operation string                     `json:"operationName"`
	Variables map[string]json.RawMessage `json:"variables"`
}

// graphqlError is an entry of the answer's errors.
type graphqlError struct {
	Message   string          `json:"message"`
	Locations []graphql.Place `json:"locations,omitempty"`
	Path      []any           `json:"path,omitempty"` // names and positions
}

// relay answers one GraphQL query over a connection of gauges (the Relay
// cursor connections specification). Its errors come with status 200, as the
// language has it.
type relay struct {
	p         *Playground
	variables map[string]graphql.Value
	errors    []graphqlError // of fields, beside data
	path      []any          // names and positions of where the answer is
	budget    int            // values that may still be answered
}

// mostValues bounds the answer to one query.
const mostValues = 100_000

// graphql answers POST /graphql.
func (p *Playground) graphql(c *call) error {
	body, err := c.body()
	if err != nil {
		return err
	}
	var q graphqlRequest
	if err := json.Unmarshal(body, &q); err != nil {
		return badRequest("bad_graphql", `the body is no GraphQL request: %v; write {"query":"…","variables":{…}}`, err)
	}
	r := &relay{p: p, budget: mostValues}
	data, err := r.run(q)
	if err != nil {
		return c.value(map[string][]graphqlError{"errors": {errorEntry(err)}})
	}
	var o object
	o.raw("data", string(data))
	if len(r.errors) > 0 {
		list, err := json.Marshal(r.errors)
		if err != nil {
			return fmt.Errorf("encode the errors: %w", err)
		}
		o.raw("errors", string(list))
	}
	return c.json(o.bytes())
}

// errorEntry is an error that left no data.
func errorEntry(err error) graphqlError {
	if e, ok := errors.AsType[*graphql.Error](err); ok {
		return graphqlError{Message: e.Message, Locations: []graphql.Place{e.At}}
	}
	return graphqlError{Message: err.Error()}
}

// run parses and answers a query.
func (r *relay) run(q graphqlRequest) ([]byte, error) {
	operations, err := graphql.Parse(q.Query)
	if err != nil {
		return nil, err
	}
	at := 0
	if q.Operation != "" {
		at = slices.IndexFunc(operations, func(o graphql.Operation) bool { return o.Name == q.Operation })
	}
	if at < 0 || q.Operation == "" && len(operations) > 1 {
		return nil, fmt.Errorf("operationName %s names none of the %d queries", excerpt(q.Operation), len(operations))
	}
	if r.variables, err = bind(operations[at].Variables, q.Variables); err != nil {
		return nil, err
	}
	fields := operations[at].Fields
	if err := distinct(fields); err != nil {
		return nil, err
	}
	var o object
	for _, f := range fields {
		if err := r.root(&o, f); err != nil {
			return nil, err
		}
	}
	return o.bytes(), nil
}

// bind gives each declared variable its value.
func bind(declared []graphql.Variable, given map[string]json.RawMessage) (map[string]graphql.Value, error) {
	bound := make(map[string]graphql.Value, len(declared))
	for _, v := range declared {
		value := graphql.Value{}
		if v.Default != nil {
			value = *v.Default
		}
		if raw, ok := given[v.Name]; ok {
			var err error
			if value, err = scalar(raw); err != nil {
				return nil, fmt.Errorf("variable $%s: %w", v.Name, err)
			}
		}
		if v.Required && value.Kind == graphql.Null {
			return nil, fmt.Errorf("variable $%s of type %s! has no value", v.Name, v.Type)
		}
		bound[v.Name] = value
	}
	return bound, nil
}

// scalar reads a variable's value.
func scalar(raw json.RawMessage) (graphql.Value, error) {
	var n int
	var text string
	var truth bool
	switch {
	case string(raw) == "null":
		return graphql.Value{}, nil
	case json.Unmarshal(raw, &n) == nil:
		return graphql.Value{Kind: graphql.Int, Int: n}, nil
	case json.Unmarshal(raw, &text) == nil:
		return graphql.Value{Kind: graphql.String, Text: text}, nil
	case json.Unmarshal(raw, &truth) == nil:
		return graphql.Value{Kind: graphql.Boolean, True: truth}, nil
	default:
		return graphql.Value{}, fmt.Errorf("%s is no whole number, string, boolean or null", excerpt(string(raw)))
	}
}

// root answers a field of the query itself.
func (r *relay) root(o *object, f graphql.Field) error {
	switch f.Name {
	case "gauges":
		return r.connection(o, f)
	case "gauge":
		return r.one(o, f)
	case "__typename":
		return r.leaf(o, f, `"Query"`)
	default:
		return refuse(f, "Query has no field %q; it has gauges and gauge", f.Name)
	}
}

// leaf writes a field whose value is JSON already.
func (r *relay) leaf(o *object, f graphql.Field, value string) error {
	if f.Fields != nil {
		return refuse(f, "%q has no fields of its own", f.Name)
	}
	if r.budget--; r.budget < 0 {
		return refuse(f, "the answer would hold over %d values; ask for less at once", mostValues)
	}
	o.raw(f.Alias, value)
	return nil
}

// refuse is an error at a field.
func refuse(f graphql.Field, format string, args ...any) error {
	return &graphql.Error{At: f.At, Message: fmt.Sprintf(format, args...)}
}

// distinct refuses two fields under one name, which GraphQL would merge.
func distinct(fields []graphql.Field) error {
	seen := make(map[string]bool, len(fields))
	for _, f := range fields {
		if seen[f.Alias] {
			return refuse(f, "%q is selected twice; give one of them an alias", f.Alias)
		}
		seen[f.Alias] = true
	}
	return nil
}

// argument gives a named argument of the wanted kind, or null.
func (r *relay) argument(f graphql.Field, name string, kind graphql.Kind) (graphql.Value, error) {
	for _, a := range f.Arguments {
		if a.Name != name {
			continue
		}
		value := a.Value
		if value.Kind == graphql.Reference {
			bound, declared := r.variables[value.Text]
			if !declared {
				return value, refuse(f, "variable $%s is not declared", value.Text)
			}
			value = bound
		}
		if value.Kind != kind && value.Kind != graphql.Null {
			return value, refuse(f, "argument %s is of the wrong type", name)
		}
		return value, nil
	}
	return graphql.Value{}, nil
}

// onlyArguments refuses arguments that a field does not have.
func onlyArguments(f graphql.Field, known ...string) error {
	for _, a := range f.Arguments {
		if !slices.Contains(known, a.Name) {
			return refuse(f, "%s has no argument %q; it has %q", f.Name, a.Name, known)
		}
	}
	return nil
}
