package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"

	"weir/engine"
	"weir/engine/playground"
)

// practice starts the practice API, for the examples to have a server.
func practice() *playground.Server {
	server, err := playground.Start(context.Background(), playground.Options{Items: 250})
	if err != nil {
		log.Fatal(err)
	}
	return server
}

// Every page of a list, whatever its pagination.
func Example() {
	server := practice()
	defer server.Close()
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()

	run, err := e.Start(context.Background(), engine.Plan{
		Requests: []engine.Request{{URL: server.URL() + "/v1/cursor/gauges?limit=100"}},
		Walk:     &engine.Walk{Pages: engine.AllPages},
		OnResult: func(res engine.Result) error {
			var first struct{ ID string }
			if err := json.Unmarshal(res.Items[0].Bytes(res.Body), &first); err != nil {
				return err
			}
			fmt.Printf("page %d: %d items from %s\n", res.Page.Number, len(res.Items), first.ID)
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	out := run.Wait()
	fmt.Println(out.Outcome, out.Items)
	// Output:
	// page 1: 100 items from g-000001
	// page 2: 100 items from g-000101
	// page 3: 50 items from g-000201
	// completed 250
}

// What the engine does, as it does it.
func ExampleEngine_Follow() {
	server := practice()
	defer server.Close()
	policy := engine.DefaultPolicy()
	policy.Retry.Base = 0 // at once, so that the example is quick
	e, err := engine.New(engine.Config{Policy: policy})
	if err != nil {
		log.Fatal(err)
	}
	feed := e.Follow(1000)
	if _, err := e.Do(context.Background(), engine.Request{URL: server.URL() + "/v1/status/503"}); err != nil {
		log.Fatal(err)
	}
	_ = e.Close()

	var events []engine.Event
	for !errors.Is(err, io.EOF) {
		if events, err = feed.Next(context.Background(), events); err != nil {
			break
		}
		for _, ev := range events {
			switch ev := ev.(type) {
			case engine.RetryScheduled:
				fmt.Printf("attempt %d of %d follows a %s\n", ev.Next, ev.Max, ev.Why)
			case engine.RetryRefused:
				fmt.Printf("no further attempt: %s\n", ev.Reason)
			}
		}
	}
	// Output:
	// attempt 2 of 4 follows a 503
	// attempt 3 of 4 follows a 503
	// attempt 4 of 4 follows a 503
	// no further attempt: attempts used up
}

// Several different requests at once; each keeps its own outcome.
func ExampleEngine_Gather() {
	server := practice()
	defer server.Close()
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()

	results, err := e.Gather(context.Background(), []engine.Request{
		{Name: "a gauge", URL: server.URL() + "/v1/gauges/g-000007"},
		{Name: "nothing", URL: server.URL() + "/v1/status/404"},
	}, 0)
	if err != nil {
		log.Fatal(err)
	}
	for _, res := range results {
		fmt.Println(res.Status, len(res.Body) > 0)
	}
	// Output:
	// 200 true
	// 404 true
}

// The live state at any moment, without stopping anything.
func ExampleEngine_Snapshot() {
	server := practice()
	defer server.Close()
	e, err := engine.New(engine.Config{Policy: engine.DefaultPolicy()})
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()
	if _, err := e.Do(context.Background(), engine.Request{URL: server.URL()}); err != nil {
		log.Fatal(err)
	}
	o := e.Snapshot().Origins[0]
	fmt.Println(o.Breaker.State, o.Breaker.Tally.Calls, o.InFlight, o.Concurrency)
	// Output:
	// closed 1 0 64
}
