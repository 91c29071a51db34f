package har

import "time"

// end is an exchange whose events are stated when its time has come.
type end struct {
	at    time.Time
	order uint64 // of those at one moment
	state func(at time.Time)
}

// ends is a heap of what is under way, the soonest first. An archive may say
// that all of its entries overlap.
type ends []end

func (e ends) Len() int { return len(e) }

func (e ends) Less(i, j int) bool {
	if c := e[i].at.Compare(e[j].at); c != 0 {
		return c < 0
	}
	return e[i].order < e[j].order
}

func (e ends) Swap(i, j int) { e[i], e[j] = e[j], e[i] }

// Push implements heap.Interface.
func (e *ends) Push(v any) { *e = append(*e, v.(end)) }

// Pop implements heap.Interface.
func (e *ends) Pop() any {
	last := len(*e) - 1
	v := (*e)[last]
	(*e)[last] = end{}
	*e = (*e)[:last]
	return v
}
