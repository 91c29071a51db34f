package page_test

import (
	"fmt"
	"net/http"

	"weir/engine/page"
)

// A walk is asked for requests and told replies; who makes them, and how, is its
// owner's affair.
func Example() {
	replies := map[string]string{
		"https://h/gauges":                 `{"gauges":[{"id":"a"},{"id":"b"}],"next_cursor":"x/y="}`,
		"https://h/gauges?cursor=x%2Fy%3D": `{"gauges":[{"id":"c"}],"next_cursor":null}`,
	}
	w, err := page.New(page.Request{Method: "GET", URL: "https://h/gauges"}, page.Spec{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for next := w.Request(); ; {
		body := []byte(replies[next.URL])
		res := w.Accept(page.Response{Status: 200, Header: http.Header{}, Body: body})
		for _, item := range res.Items {
			fmt.Printf("page %d: %s\n", res.Page.Number, item.Bytes(body))
		}
		if res.Stop != nil {
			fmt.Println(res.Stop.Text)
			return
		}
		next = *res.Next
	}
	// Output:
	// page 1: {"id":"a"}
	// page 1: {"id":"b"}
	// page 2: {"id":"c"}
	// the end of the list: the reply names no next page
}

// A dialect that no reply shows is named, with its parameters.
func ExampleParseSpec() {
	spec, err := page.ParseSpec("body-cursor,next=cursor,param=cursor,url=/list_folder/continue")
	fmt.Println(spec.Dialect, spec.Params["url"], err)
	_, err = page.ParseSpec("curser")
	fmt.Println(err)
	// Output:
	// body-cursor /list_folder/continue <nil>
	// paginate "curser": there is no dialect "curser"; did you mean cursor? (known are auto, link, page, offset, next-url, cursor, last-id, header, relay, body-cursor, multi, range, repeat)
}
