package sessions

import (
	"context"
	"fmt"

	"weir/engine"
	"weir/engine/page"
)

// Items returns the JSON of a fetched page's own items, those left out that an
// earlier page had too, from the body that the session keeps. The error is
// ErrNoBody where there is none; beside any other error stand the items that
// were found. What it returns must not be changed.
func (s *Session) Items(ctx context.Context, p Page) ([][]byte, error) {
	body, facts, err := s.Body(ctx, p.Exchange, p.Attempt, engine.ResponseBody)
	if err != nil {
		return nil, err
	}
	list, err := page.FindItems(facts.ContentType, body, p.ItemsPath)
	if err != nil {
		err = fmt.Errorf("find the items of page %d: %w", p.Number, err)
	}
	double := make(map[int]bool, len(p.Doubles))
	for _, i := range p.Doubles {
		double[i] = true
	}
	items := make([][]byte, 0, len(list.Items))
	for i, span := range list.Items {
		if !double[i] {
			items = append(items, list.Body[span.Start:span.End])
		}
	}
	return items, err
}
