package engine_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/EVENTS.md anew")

const eventsDoc = "../docs/EVENTS.md"

// TestEventsDocument holds docs/EVENTS.md to the comments and tags of event.go.
func TestEventsDocument(t *testing.T) {
	t.Parallel()
	want := eventsDocument(t)
	if *update {
		if err := os.WriteFile(eventsDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(eventsDoc)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/EVENTS.md is stale: go test ./engine -run EventsDocument -update")
	}
}

const eventsHead = `# Events

What the engine states, as ` + "`weir get --events FILE`" + ` and recorded sessions hold it: one JSON object a line. This page is
made from engine/event.go.

Every line has these fields first:

| field | type | meaning |
|---|---|---|
| ` + "`seq`" + ` | integer | rises by one from 1; the order of what happened |
| ` + "`at`" + ` | string | the moment, RFC 3339 with nanoseconds, UTC; differences are monotonic |
| ` + "`offset_ns`" + ` | integer | nanoseconds since the run began, or since the engine was made where ` + "`run`" + ` is 0 |
| ` + "`kind`" + ` | string | one of the kinds below |
| ` + "`run`" + ` | integer | from 1; 0 for what belongs to an origin and to no run |
| ` + "`exchange`" + ` | integer | from 1; 0 for none |
| ` + "`attempt`" + ` | integer | of its exchange, from 1; 0 for none |
| ` + "`origin`" + ` | string | scheme://host:port; empty for none |

Names that end in ` + "`_ns`" + ` are durations in nanoseconds. Times are written as ` + "`at`" + ` is. A field marked *optional* is left out
where it is empty. A reader passes over fields that it does not know. Secrets are replaced by ` + "`‹redacted:HASH8›`" + `.
`

func eventsDocument(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	kinds := kindNames(file)
	var events, parts strings.Builder
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		spec := gen.Specs[0].(*ast.TypeSpec)
		fields, ok := spec.Type.(*ast.StructType)
		name := spec.Name.Name
		if !ok || name == "Header" {
			continue
		}
		text := sentence(gen.Doc.Text(), name)
		if kind := kinds["Kind"+name]; kind != "" {
			fmt.Fprintf(&events, "\n## %s\n\n%s\n%s", kind, text, fieldTable(fields))
		} else {
			fmt.Fprintf(&parts, "\n### %s\n\n%s\n%s", name, text, fieldTable(fields))
		}
	}
	return eventsHead + events.String() + "\n## Parts\n\nObjects within the events above.\n" + parts.String()
}

// kindNames maps the constants of type Kind to their values.
func kindNames(file *ast.File) map[string]string {
	kinds := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 && strings.HasPrefix(spec.Names[0].Name, "Kind") {
			kinds[spec.Names[0].Name] = strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`)
		}
		return true
	})
	return kinds
}

// sentence turns a Go comment into text: without the type's own name in front.
func sentence(doc, name string) string {
	doc = strings.Join(strings.Fields(doc), " ")
	doc = strings.TrimPrefix(doc, name+" ")
	for _, verb := range []string{"says that ", "says ", "is "} {
		if rest, ok := strings.CutPrefix(doc, verb); ok {
			doc = rest
			break
		}
	}
	return strings.ToUpper(doc[:1]) + doc[1:]
}

func fieldTable(s *ast.StructType) string {
	var b strings.Builder
	for _, f := range s.Fields.List {
		if f.Tag == nil {
			continue
		}
		tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`")).Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if name == "-" {
			continue
		}
		text := strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
		if options != "" {
			text = strings.TrimSpace("*optional* " + text)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, jsonType(f.Type), strings.ReplaceAll(text, "|", "\\|"))
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n| field | type | meaning |\n|---|---|---|\n" + b.String()
}

// jsonType names how a Go type is written in JSON.
func jsonType(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return jsonType(e.X)
	case *ast.ArrayType:
		return "array of " + jsonType(e.Elt)
	case *ast.SelectorExpr:
		if e.Sel.Name == "Time" {
			return "time"
		}
		return "integer"
	case *ast.Ident:
		switch e.Name {
		case "string", "Mode", "RunOutcome", "ExchangeOutcome", "WaitReason", "WaitEnd":
			return "string"
		case "int", "int64", "uint64":
			return "integer"
		case "float64":
			return "number"
		case "bool":
			return "boolean"
		case "FieldLines":
			return "object of arrays of strings"
		}
		return "object, see [" + e.Name + "](#" + strings.ToLower(e.Name) + ")"
	}
	return "object"
}
