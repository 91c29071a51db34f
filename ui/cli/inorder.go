package cli

import "weir/engine"

// inOrder hands results on in the order of their requests, whichever ends first.
// What came before its turn is kept meanwhile.
type inOrder struct {
	next int
	kept map[int]engine.Result
	to   func(engine.Result) error
}

func (o *inOrder) take(res engine.Result) error {
	if res.Index != o.next {
		if o.kept == nil {
			o.kept = make(map[int]engine.Result)
		}
		o.kept[res.Index] = res
		return nil
	}
	for ok := true; ok; res, ok = o.kept[o.next] {
		delete(o.kept, o.next)
		o.next++
		if err := o.to(res); err != nil {
			return err
		}
	}
	return nil
}
