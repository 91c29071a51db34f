package ui

import (
	"context"

	"weir/engine"
)

// driver is what the screen asks of the engine. None of its methods waits for
// the network.
type driver interface {
	Start(ctx context.Context, p engine.Plan) (run, error)
	Trip(origin string) bool
	ResetBreaker(origin string) bool
	Disable(origin string) bool
	SetLimit(origin string, rate float64, burst int) error
	SetConcurrency(origin string, n int) error
}

// run is what the screen asks of a run.
type run interface {
	ID() uint64
	Pause()
	Resume()
	Cancel()
	Skip(exchange uint64) bool
	GiveUp(exchange uint64) bool
	Want(pages int)
	RetryPage(number int) bool
}

// source gives the engine's newest events; *engine.Watch is one.
type source interface {
	Next(ctx context.Context, dst []engine.Event) ([]engine.Event, int, error)
	Close()
}

// engineDriver makes an engine a driver.
type engineDriver struct{ *engine.Engine }

// Start implements driver.
func (d engineDriver) Start(ctx context.Context, p engine.Plan) (run, error) {
	r, err := d.Engine.Start(ctx, p)
	if err != nil {
		return nil, err
	}
	return r, nil
}
