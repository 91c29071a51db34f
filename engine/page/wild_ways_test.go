package page

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
)

// A walk that is stopped after any page and taken up again, from its state as
// it is stored, gives each item once.
func TestWildAPIsResumed(t *testing.T) {
	t.Parallel()
	const n = 4*pageOf + 3
	for _, a := range wildAPIs() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			spec, err := ParseSpec(a.paginate)
			if err != nil {
				t.Fatal(err)
			}
			for pages := 1; pages <= 4; pages++ {
				ids, stop := a.interrupted(t, spec, n, pages)
				if !slices.Equal(ids, wantIDs(0, n)) || stop.Safety {
					t.Errorf("after %d pages: %d items %v; %+v", pages, len(ids), ids, stop)
				}
			}
		})
	}
}

// interrupted caps a walk at some pages, stores and reads its state, and walks
// on to the end.
func (a api) interrupted(t *testing.T, spec Spec, n, pages int) (ids []string, stop *Stop) {
	t.Helper()
	capped := spec
	capped.MaxPages = pages
	w, err := New(a.first, capped)
	if err != nil {
		t.Fatal(err)
	}
	ids, stop = a.follow(t, w, n)
	if !stop.Resumable {
		return ids, stop
	}
	text, err := json.Marshal(w.State())
	if err != nil {
		t.Fatal(err)
	}
	var state State
	if err := json.Unmarshal(text, &state); err != nil {
		t.Fatal(err)
	}
	if w, err = Resume(a.first, spec, state); err != nil {
		t.Fatal(err)
	}
	rest, stop := a.follow(t, w, n)
	return append(ids, rest...), stop
}

func (a api) follow(t *testing.T, w *Walk, n int) (ids []string, stop *Stop) {
	t.Helper()
	req := w.Request()
	for range 200 {
		resp := a.answer(n, req)
		res := w.Accept(resp)
		ids = append(ids, marks(res, resp.Body)...)
		if res.Stop != nil {
			return ids, res.Stop
		}
		req = *res.Next
	}
	t.Fatal("the walk does not end")
	return nil, nil
}

func (a api) answer(n int, r Request) Response {
	resp := a.serve(n, r)
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	return resp
}

// marks are the marks of the items of a result.
func marks(res Result, body []byte) []string {
	var ids []string
	for _, it := range res.Items {
		ids = append(ids, string(wildID.Find(it.Bytes(body))))
	}
	return ids
}

// Pages that are fetched ahead and come in any order give each item once, in
// the list's order.
func TestWildAPIsAhead(t *testing.T) {
	t.Parallel()
	const n = 9*pageOf + 2
	for _, a := range wildAPIs() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			spec, err := ParseSpec(a.paginate)
			if err != nil {
				t.Fatal(err)
			}
			pick := rand.New(rand.NewPCG(1, 2))
			w, err := New(a.first, spec)
			if err != nil {
				t.Fatal(err)
			}
			ids, stop := a.ahead(t, w, n, pick)
			if !slices.Equal(ids, wantIDs(0, n)) || stop.Safety {
				t.Errorf("%d items %v; %+v", len(ids), ids, stop)
			}
		})
	}
}

func (a api) ahead(t *testing.T, w *Walk, n int, pick *rand.Rand) (ids []string, stop *Stop) {
	t.Helper()
	var flying []Ticket
	bodies := map[int][]byte{}
	for range 300 {
		flying = append(flying, w.Plan(4)...)
		if len(flying) == 0 {
			t.Fatal("nothing is asked for, and the walk has not ended")
		}
		i := pick.IntN(len(flying))
		ticket := flying[i]
		flying = slices.Delete(flying, i, i+1)
		resp := a.answer(n, ticket.Request)
		bodies[ticket.Number] = resp.Body
		for _, res := range w.AcceptAt(ticket.Number, resp) {
			ids = append(ids, marks(res, bodies[res.Page.Number])...)
			if res.Stop != nil {
				return ids, res.Stop
			}
		}
	}
	t.Fatal("the walk does not end")
	return nil, nil
}
