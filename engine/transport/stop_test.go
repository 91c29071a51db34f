package transport

import (
	"errors"
	"io"
	"net/http"
	"testing"
)

// TestStopEndsDo: a Stop ends a Do that has yet to begin, one that waits for the
// reply, and the reading of a body, each with its reason; it leaves alone what is
// over.
func TestStopEndsDo(t *testing.T) {
	t.Parallel()
	why := errors.New("enough")
	asked := make(chan struct{})
	s := plainServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = w.Write([]byte("begun"))
			w.(http.Flusher).Flush()
		}
		if r.URL.Path != "/whole" {
			asked <- struct{}{}
			<-r.Context().Done()
		}
	})
	c := newClient(t, nil, nil)

	early := new(Stop)
	early.Now(why)
	early.Now(errors.New("later"))
	if _, err := c.Do(t.Context(), &Request{URL: s.URL, Stop: early}, nil); !errors.Is(err, why) {
		t.Errorf("before it began: %v", err)
	}

	// Between the beginning of a hop and its request there is its body to open.
	opens := new(Stop)
	body := func() (io.ReadCloser, error) { opens.Now(why); return http.NoBody, nil }
	if _, err := c.Do(t.Context(), &Request{Method: "PUT", URL: s.URL, Stop: opens, Body: body, Length: 1}, nil); !errors.Is(err, why) {
		t.Errorf("while its body is opened: %v", err)
	}

	waits := new(Stop)
	go func() { <-asked; waits.Now(why) }()
	if _, err := c.Do(t.Context(), &Request{URL: s.URL, Stop: waits}, nil); !errors.Is(err, why) {
		t.Errorf("without a reply: %v", err)
	}

	reads := new(Stop)
	r, err := c.Do(t.Context(), &Request{URL: s.URL + "/body", Stop: reads}, nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() { <-asked; reads.Now(why) }()
	if _, err := io.ReadAll(r.Body); !errors.Is(err, why) {
		t.Errorf("while the body is read: %v", err)
	}
	if err := r.Body.Close(); err != nil {
		t.Error(err)
	}

	over := new(Stop)
	fetch(t, c, &Request{URL: s.URL + "/whole", Stop: over}, nil)
	over.Now(why)
	fetch(t, c, &Request{URL: s.URL + "/whole"}, nil)
	until(t, func() bool { return quiescent(c) })
}
