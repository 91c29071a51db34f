package retry_test

import (
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"time"

	"weir/engine/retry"
)

// What a client does after a 503 that asks for patience. The drawn part comes on
// top of what the server asked for.
func ExamplePolicy_Decide() {
	verdict := retry.Defaults().Decide(retry.Case{
		Method: http.MethodGet, Replayable: true, Attempt: 2, Status: http.StatusServiceUnavailable,
		Header: http.Header{"Retry-After": {"5"}}, Now: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC),
	}, func() float64 { return 0.25 })
	fmt.Printf("%s: again in %v, %v asked for and %v of at most %v drawn\n",
		verdict.Why, verdict.Delay, verdict.Floor, verdict.Backoff, verdict.Ceiling)

	verdict = retry.Defaults().Decide(retry.Case{
		Method: http.MethodPost, Replayable: true, Attempt: 1, Class: retry.ClassReset,
	}, nil)
	fmt.Printf("%s: %s\n", verdict.Why, verdict.Refusal)
	// Output:
	// 503: again in 5.1s, 5s asked for and 100ms of at most 400ms drawn
	// connection reset: method is not idempotent
}

// A server's clock that is an hour slow does no harm: its date counts from its
// own.
func ExampleRetryAfter() {
	wait, ok := retry.RetryAfter(http.Header{
		"Date":        {"Sun, 01 Nov 2026 11:00:00 GMT"},
		"Retry-After": {"Sun, 01 Nov 2026 11:00:30 GMT"},
	}, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	fmt.Println(wait, ok)
	// Output: 30s true
}

func ExampleClassify() {
	class := retry.Classify(fmt.Errorf("get the page: %w", errors.Join(syscall.ECONNRESET)))
	fmt.Println(class, class.Key(), class.Retryable())
	// Output: connection reset reset true
}
