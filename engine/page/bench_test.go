package page

import (
	"fmt"
	"strings"
	"testing"
)

// bigPage is a page of 100 items and about 20 KB.
func bigPage(n int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `{"meta":{"next_cursor":"c%d","total":1000000},"items":[`, n)
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"g-%08d","name":"Upper lock %d","river":"Severn","level":1.92,"unit":"m","tags":["a","b"],"updated":"2026-11-01T12:01:00Z","station":{"lat":52.1,"lon":-2.2,"id":%d}}`, n*100+i, i, i)
	}
	b.WriteString(`]}`)
	return []byte(b.String())
}

func BenchmarkAccept(b *testing.B) {
	bodies := make([][]byte, 256)
	for i := range bodies {
		bodies[i] = bigPage(i)
	}
	header := body("").Header
	b.SetBytes(int64(len(bodies[0])))
	b.ReportAllocs()
	var w *Walk
	for n := 0; b.Loop(); n++ {
		if n%len(bodies) == 0 {
			var err error
			if w, err = New(get("https://h/x?cursor="), Spec{}); err != nil {
				b.Fatal(err)
			}
		}
		if res := w.Accept(Response{Status: 200, Header: header, Body: bodies[n%len(bodies)]}); res.Next == nil || len(res.Items) != 100 {
			b.Fatalf("%+v", res.Stop)
		}
	}
}

func BenchmarkDetect(b *testing.B) {
	text := bigPage(0)
	header := body("").Header
	b.ReportAllocs()
	for b.Loop() {
		w, err := New(get("https://h/x?cursor="), Spec{})
		if err != nil {
			b.Fatal(err)
		}
		w.Accept(Response{Status: 200, Header: header, Body: text})
	}
}
