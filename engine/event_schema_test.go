package engine_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"weir/engine"
)

const (
	schemaFile = "../docs/reference/events.schema.json"
	schemaID   = "events.schema.json"
)

// eventSchema makes the schema of a line of events: one alternative a kind.
func eventSchema(t *testing.T) []byte {
	t.Helper()
	r := jsonschema.Reflector{Anonymous: true, DoNotReference: true, AllowAdditionalProperties: true}
	kinds := make([]any, 0, len(engine.Every()))
	for _, e := range engine.Every() {
		own, err := json.Marshal(r.Reflect(e))
		if err != nil {
			t.Fatal(err)
		}
		var schema map[string]any
		if err := json.Unmarshal(own, &schema); err != nil {
			t.Fatal(err)
		}
		delete(schema, "$schema")
		nullable(schema)
		properties, _ := schema["properties"].(map[string]any)
		if properties == nil {
			properties = map[string]any{}
			schema["properties"] = properties
		}
		properties["kind"] = map[string]any{"const": string(e.Kind())}
		schema["title"] = string(e.Kind())
		required, _ := schema["required"].([]any)
		schema["required"] = append(required, "kind")
		kinds = append(kinds, schema)
	}
	integer := func(about string) map[string]any {
		return map[string]any{"type": "integer", "minimum": 0, "description": about}
	}
	text, err := json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": schemaID,
		"title":       "An event of weir's engine",
		"description": "One line of weir get --events. A reader passes over fields that it does not know.",
		"type":        "object",
		"properties": map[string]any{
			"seq": integer("rises by one from 1"), "run": integer("from 1; 0 for none"), "exchange": integer("from 1; 0 for none"),
			"attempt": integer("from 1; 0 for none"), "offset_ns": integer("nanoseconds since the run began"),
			"at": map[string]any{"type": "string", "format": "date-time"}, "origin": map[string]any{"type": "string"},
		},
		"required": []string{"seq", "at", "offset_ns", "kind", "run", "exchange", "attempt", "origin"},
		"oneOf":    kinds,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// nullable allows null for lists: an empty one is written as null.
func nullable(schema map[string]any) {
	for _, value := range schema {
		switch value := value.(type) {
		case map[string]any:
			nullable(value)
		case []any:
			for _, one := range value {
				if part, ok := one.(map[string]any); ok {
					nullable(part)
				}
			}
		}
	}
	if schema["type"] == "array" {
		schema["type"] = []string{"array", "null"}
	}
}

// TestEventSchema holds docs/reference/events.schema.json to the code.
func TestEventSchema(t *testing.T) {
	t.Parallel()
	want := eventSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/reference/events.schema.json is stale: make docs")
	}
}

// Every kind's line is valid against the schema, and against one alternative
// only; what is no event is not.
func TestEventSchemaValidates(t *testing.T) {
	t.Parallel()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(eventSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource(schemaID, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(schemaID)
	if err != nil {
		t.Fatal(err)
	}
	check := func(line string) error {
		value, err := validator.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	full := engine.AttemptFinished{
		Header: engine.Header{Seq: 1, At: time.Unix(1, 2).UTC(), Run: 1, Exchange: 1, Attempt: 1, Origin: "http://h:80"},
		Status: 503, Error: &engine.ErrorFacts{Class: "reset", Text: "x"}, Fields: engine.FieldLines{"A": {"b"}},
		TLS: &engine.TLSFacts{Version: "TLS 1.3"}, Bucket: engine.Level{Next: time.Unix(1, 0).UTC()},
	}
	for _, e := range append(engine.Every(), full) {
		line, err := engine.AppendJSON(nil, e)
		if err != nil {
			t.Fatal(err)
		}
		if err := check(string(line)); err != nil {
			t.Errorf("%s: %v\n%s", e.Kind(), err, line)
		}
	}
	for _, line := range []string{`{}`, `{"kind":"run.paused"}`, `{"seq":1,"at":"2026-01-01T00:00:00Z","offset_ns":0,"kind":"no.such","run":0,"exchange":0,"attempt":0,"origin":""}`} {
		if check(line) == nil {
			t.Errorf("%s is taken for an event", line)
		}
	}
}
