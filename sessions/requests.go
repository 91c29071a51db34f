package sessions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"weir/engine"
	"weir/sessions/collection"
)

// mostRequests bounds how many requests are taken out of a session.
const mostRequests = 10_000

// asked is a request of a run's plan.
type asked struct {
	run   uint64
	index int
}

// Requests returns what a session was asked for, to be written in other forms:
// each request of each run once, as its first exchange sent it last. Of a walk
// that is the first page. The losses say what is not in them.
func (s *Session) Requests(ctx context.Context) ([]collection.Request, []collection.Loss, error) {
	if err := s.Sync(ctx); err != nil {
		return nil, nil, err
	}
	var ids []uint64
	var losses []collection.Loss
	seen, walks := map[asked]bool{}, map[uint64]bool{}
	for e, err := range s.Events(ctx, 0, math.MaxInt64) {
		switch e := e.(type) {
		case engine.RunStarted:
			walks[e.Run] = e.Mode == engine.ModeWalk
		case engine.ExchangeStarted:
			if key := (asked{e.Run, e.Index}); !seen[key] && len(ids) < mostRequests {
				seen[key] = true
				ids = append(ids, e.Exchange)
			}
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err != nil {
			losses = append(losses, collection.Loss{What: err.Error()})
		}
	}
	var requests []collection.Request
	for _, id := range ids {
		r, x, err := s.request(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if walks[x.Run] {
			r.Hint = "the first page of a walk"
			losses = append(losses, collection.Loss{What: fmt.Sprintf("%s is the first page of a walk: paging is not in it", r.Label())})
		}
		requests = append(requests, r)
	}
	return requests, losses, nil
}

// Request returns what an exchange sent last, with its body. The error is
// ErrNoExchange where there is none.
func (s *Session) Request(ctx context.Context, exchange uint64) (collection.Request, error) {
	if err := s.Sync(ctx); err != nil {
		return collection.Request{}, err
	}
	r, _, err := s.request(ctx, exchange)
	return r, err
}

func (s *Session) request(ctx context.Context, id uint64) (collection.Request, *Exchange, error) {
	x, err := s.Exchange(ctx, id)
	if err != nil {
		return collection.Request{}, nil, err
	}
	r := collection.Request{Name: x.Name, Method: x.Method, URL: x.URL}
	a := x.Last()
	if a == nil {
		return r, x, nil
	}
	for _, name := range slices.Sorted(maps.Keys(a.RequestFields)) {
		for _, value := range a.RequestFields[name] {
			r.Header = append(r.Header, collection.Field{Name: name, Value: value})
		}
	}
	body, _, err := s.Body(ctx, id, a.N, engine.RequestBody)
	switch {
	case errors.Is(err, ErrNoBody):
	case err != nil:
		return r, x, err
	case len(body) > 0:
		r.Body = []collection.Piece{{Text: string(body), Literal: true}}
	}
	return r, x, nil
}
