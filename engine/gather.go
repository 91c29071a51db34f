package engine

import "context"

// Gather sends several requests at once, at most concurrency of them (0 leaves
// it to the origins' own limits), and waits for all. It returns a result for
// each request, in their order: one that failed says so in its own Err and does
// not stop the others. The error is for a plan that makes no sense, or ctx's
// end; results that were there by then are returned with it.
func (e *Engine) Gather(ctx context.Context, requests []Request, concurrency int) ([]Result, error) {
	results := make([]Result, len(requests))
	r, err := e.Start(ctx, Plan{Requests: requests, Concurrency: concurrency, OnResult: func(res Result) error {
		results[res.Index] = res
		return nil
	}})
	if err != nil {
		return nil, err
	}
	r.Wait()
	return results, context.Cause(ctx)
}
