package page

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseSpec(t *testing.T) {
	t.Parallel()
	s, err := ParseSpec("Cursor, param=after ,next=links[rel=next].token,in=header")
	if err != nil || s.Dialect != "cursor" || s.Params["param"] != "after" || s.Params["next"] != "links[rel=next].token" || s.Params["in"] != "header" {
		t.Errorf("%+v %v", s, err)
	}
	if s, err := ParseSpec("multi,param=a,next=x,param=b,next=y"); err != nil || s.Params["param"] != "a+b" || s.Params["next"] != "x+y" {
		t.Errorf("%+v %v", s, err)
	}
	if s, err := ParseSpec(""); err != nil || s.Dialect != Auto {
		t.Errorf("%+v %v", s, err)
	}
	for text, want := range map[string][]string{
		"cursr":            {`"cursr"`, "did you mean cursor?", "next-url"},
		"offsets":          {"did you mean offset?"},
		"body":             {"did you mean body-cursor?"},
		"zzzzzzzz":         {"known are auto, link, page"},
		"page,parm=x":      {`"parm=x"`, "did you mean param?"},
		"page,start":       {`"start"`, "name=value"},
		"page,start=x":     {`"start=x"`, "page number or an offset"},
		"page,in=cookie":   {`"in=cookie"`, "query, header or body"},
		"cursor,next=":     {`"next="`, "missing"},
		"cursor,next=a[":   {`"next=a["`, "not closed"},
		"cursor,next=a..b": {"name is missing"},
		"page,max-pages=x": {`"max-pages=x"`, "whole number"},
		"auto,items=a[":    {"not closed"},
	} {
		_, err := ParseSpec(text)
		var wrong *SpecError
		if !errors.As(err, &wrong) && !strings.Contains(err.Error(), "items") {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for _, part := range want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", text, err, part)
			}
		}
	}
}

// What a spec is written as, it is read from again.
func TestSpecText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                             "auto",
		"Cursor, next=b, param=a":      "cursor,next=b,param=a",
		"auto,items=data.items":        "auto,items=data.items",
		`page,items=["a,b"],size=n`:    `page,size=n,items=["a,b"]`,
		`page,param="a,b",max-pages=0`: `page,param="a,b"`,
		"page,size=],items=['a,b']":    "page,size=],items=['a,b']",
		"offset,max-pages=3,max-items=40,max-bytes=5000": "offset,max-pages=3,max-items=40,max-bytes=5000",
	} {
		if s, err := ParseSpec(text); err != nil || s.String() != want {
			t.Errorf("%s became %s, want %s (%v)", text, s, want, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		odd := rapid.StringMatching(`[ab,"'=+ \\\[\]]{1,8}`)
		s := Spec{
			Dialect:  rapid.SampledFrom([]string{Auto, "cursor", "multi"}).Draw(t, "dialect"),
			Params:   Params{"param": odd.Draw(t, "param"), "size": odd.Draw(t, "size")},
			Items:    rapid.SampledFrom([]string{"", "a.b", `["x,]y"]`, "['a,b']", odd.Draw(t, "items")}).Draw(t, "path"),
			MaxPages: rapid.IntRange(0, 9).Draw(t, "pages"), MaxBytes: rapid.Int64Range(0, 1<<40).Draw(t, "bytes"),
		}
		if s.Check() != nil {
			t.Skip()
		}
		if got, err := ParseSpec(s.String()); err != nil || !reflect.DeepEqual(got, s) {
			t.Fatalf("%+v became %s, and then %+v (%v)", s, s, got, err)
		}
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "h/x", "ftp://h/x", "https:///x", "://"} {
		if _, err := New(get(target), Spec{}); err == nil {
			t.Errorf("%q is taken", target)
		}
	}
	if _, err := New(get("https://h/x"), Spec{Items: "a["}); err == nil || !strings.Contains(err.Error(), "items") {
		t.Errorf("%v", err)
	}
	if _, err := New(get("https://h/x"), Spec{Dialect: "pages"}); err == nil {
		t.Error("an unknown dialect is taken")
	}
}

func TestStartIsSent(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"page,param=page,start=0":             "https://h/x?a=1&page=0",
		"page,param=a,start=0":                "https://h/x?a=1",
		"repeat,param=cursorMark,next=n":      "https://h/x?a=1&cursorMark=%2A",
		"offset,start=0":                      "https://h/x?a=1",
		"cursor,param=after,next=meta.cursor": "https://h/x?a=1",
	} {
		spec, err := ParseSpec(text)
		if err != nil {
			t.Fatal(err)
		}
		w, err := New(get("https://h/x?a=1"), spec)
		if err != nil || w.Request().URL != want {
			t.Errorf("%s: %s %v", text, w.Request().URL, err)
		}
	}
}

// Every dialect tells help and documents all about itself.
func TestDialectsAreDescribed(t *testing.T) {
	t.Parallel()
	var names []string
	for _, d := range Dialects() {
		names = append(names, d.Name)
		if d.Title == "" || d.Description == "" || d.Stops == "" || len(d.Wild) == 0 || len(d.Params) == 0 || d.detect == nil || d.advance == nil {
			t.Errorf("%s lacks something: %+v", d.Name, d)
		}
		for _, p := range d.Params {
			if !slices.Contains(ParamNames(), p) {
				t.Errorf("%s: %q is no parameter", d.Name, p)
			}
		}
		if _, err := ParseSpec(d.Name); err != nil {
			t.Errorf("%s: %v", d.Name, err)
		}
	}
	want := []string{"link", "page", "offset", "next-url", "cursor", "last-id", "header", "relay", "body-cursor", "multi", "range", "repeat"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

// A named dialect that the reply does not speak says what is missing.
func TestNamedButAbsent(t *testing.T) {
	t.Parallel()
	for _, d := range []string{"cursor", "header", "relay", "multi", "repeat", "next-url", "range"} {
		got := run(t, get("https://h/x"), Spec{Dialect: d}, script(body("%s", object(0, 2))))
		if got.stop.Reason != NoPagination || !strings.Contains(got.stop.Text, d) || !got.stop.Safety || len(got.ids) != 2 {
			t.Errorf("%s: %+v", d, got.stop)
		}
	}
}
