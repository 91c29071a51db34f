package sessions

import (
	"runtime"
	"sync"
)

// mostLate is how much work may wait for a goroutine before those who bring
// it wait.
const mostLate = 512

// workshop does work beside the run, on as many goroutines as there are
// processors. Its zero value is closed.
type workshop struct {
	work  chan func()
	end   chan struct{}
	group sync.WaitGroup
}

func (w *workshop) open() {
	w.work, w.end = make(chan func(), mostLate), make(chan struct{})
	for range runtime.GOMAXPROCS(0) {
		w.group.Go(func() {
			for {
				select {
				case do := <-w.work:
					do()
				case <-w.end:
					return
				}
			}
		})
	}
}

// do has the work done, in no order. After close it is left undone.
func (w *workshop) do(work func()) {
	select {
	case w.work <- work:
	case <-w.end:
	}
}

func (w *workshop) close() {
	close(w.end)
	w.group.Wait()
}
