package engine_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/engine"
)

// samples returns one event of each kind with every field filled by draws.
func samples(t *rapid.T) []engine.Event {
	events := make([]engine.Event, 0, 32)
	for _, empty := range engine.Every() {
		v := reflect.New(reflect.TypeOf(empty)).Elem()
		fill(t, v)
		events = append(events, v.Interface().(engine.Event))
	}
	return events
}

// fill draws a value for every field that JSON holds.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() { //nolint:exhaustive // the kinds that events use
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			ns := rapid.Int64Range(0, 1<<61).Draw(t, "time")
			v.Set(reflect.ValueOf(time.Unix(0, ns).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i))
		}
	case reflect.String:
		v.SetString(rapid.String().Draw(t, "text"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64().Draw(t, "int"))
	case reflect.Uint64:
		v.SetUint(rapid.Uint64().Draw(t, "uint"))
	case reflect.Float64:
		v.SetFloat(rapid.Float64().Draw(t, "float"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Map:
		v.Set(reflect.ValueOf(engine.FieldLines{rapid.String().Draw(t, "name"): {rapid.String().Draw(t, "value")}}))
	default:
		t.Fatalf("no draw for %s", v.Type())
	}
}

func TestEventsSurviveJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, ev := range samples(t) {
			line, err := engine.AppendJSON(nil, ev)
			if err != nil {
				t.Fatal(err)
			}
			back, err := engine.ParseEvent(line)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if diff := cmp.Diff(ev, back); diff != "" {
				t.Fatalf("%s:\n%s", line, diff)
			}
		}
	})
}

func TestEveryLineNamesItsKind(t *testing.T) {
	t.Parallel()
	for _, ev := range engine.Every() {
		line, err := engine.AppendJSON(nil, ev)
		if err != nil {
			t.Fatal(err)
		}
		var head struct{ Kind string }
		if err := json.Unmarshal(line, &head); err != nil || head.Kind != string(ev.Kind()) {
			t.Errorf("%s: kind %q, %v", line, head.Kind, err)
		}
	}
}

func FuzzParseEvent(f *testing.F) {
	for _, ev := range engine.Every() {
		line, err := engine.AppendJSON(nil, ev)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		ev, err := engine.ParseEvent(line)
		if err != nil {
			return
		}
		again, err := engine.AppendJSON(nil, ev)
		if err != nil {
			t.Skip("a time that JSON cannot hold")
		}
		if _, err := engine.ParseEvent(again); err != nil {
			t.Errorf("%s was read, and written as %s: %v", line, again, err)
		}
	})
}
