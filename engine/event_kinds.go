package engine

import (
	"fmt"

	jsonv1 "github.com/go-json-experiment/json/v1"
)

// The methods that make the structs of event.go events. They stand apart so
// that event.go reads as the list of what the engine can state.

// Kind implements Event.
func (RunStarted) Kind() Kind { return KindRunStarted }

func (e RunStarted) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (RunFinished) Kind() Kind { return KindRunFinished }

func (e RunFinished) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (RunPaused) Kind() Kind { return KindRunPaused }

func (e RunPaused) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (RunResumed) Kind() Kind { return KindRunResumed }

func (e RunResumed) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (ExchangeStarted) Kind() Kind { return KindExchangeStarted }

func (e ExchangeStarted) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (ExchangeFinished) Kind() Kind { return KindExchangeFinished }

func (e ExchangeFinished) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (WaitStarted) Kind() Kind { return KindWaitStarted }

func (e WaitStarted) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (WaitChanged) Kind() Kind { return KindWaitChanged }

func (e WaitChanged) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (WaitEnded) Kind() Kind { return KindWaitEnded }

func (e WaitEnded) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (AttemptStarted) Kind() Kind { return KindAttemptStarted }

func (e AttemptStarted) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (PhaseReached) Kind() Kind { return KindPhaseReached }

func (e PhaseReached) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (BodyProgress) Kind() Kind { return KindBodyProgress }

func (e BodyProgress) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (AttemptFinished) Kind() Kind { return KindAttemptFinished }

func (e AttemptFinished) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (RetryScheduled) Kind() Kind { return KindRetryScheduled }

func (e RetryScheduled) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (RetryRefused) Kind() Kind { return KindRetryRefused }

func (e RetryRefused) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (BreakerChanged) Kind() Kind { return KindBreakerChanged }

func (e BreakerChanged) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (BreakerRejected) Kind() Kind { return KindBreakerRejected }

func (e BreakerRejected) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (BucketChanged) Kind() Kind { return KindBucketChanged }

func (e BucketChanged) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (ConcurrencyChanged) Kind() Kind { return KindConcurrencyChanged }

func (e ConcurrencyChanged) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (QuotaSeen) Kind() Kind { return KindQuotaSeen }

func (e QuotaSeen) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (PageFetched) Kind() Kind { return KindPageFetched }

func (e PageFetched) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (PageFailed) Kind() Kind { return KindPageFailed }

func (e PageFailed) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (PaginationDetected) Kind() Kind { return KindPaginationDetected }

func (e PaginationDetected) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (WalkStopped) Kind() Kind { return KindWalkStopped }

func (e WalkStopped) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (PolicyChanged) Kind() Kind { return KindPolicyChanged }

func (e PolicyChanged) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (ConnectionOpened) Kind() Kind { return KindConnectionOpened }

func (e ConnectionOpened) stamp(h Header) Event {
	e.Header = h
	return e
}

// Kind implements Event.
func (ConnectionClosed) Kind() Kind { return KindConnectionClosed }

func (e ConnectionClosed) stamp(h Header) Event {
	e.Header = h
	return e
}

// decodeAs reads the own fields of an event of type E.
func decodeAs[E Event](h Header, line []byte) (Event, error) {
	var e E
	if err := jsonv1.Unmarshal(line, &e); err != nil {
		return nil, err
	}
	return e.stamp(h), nil
}

// decode reads the own fields of an event of the kind k.
func (k Kind) decode(h Header, line []byte) (Event, error) { //nolint:funlen,gocyclo // one case a kind
	switch k {
	case KindRunStarted:
		return decodeAs[RunStarted](h, line)
	case KindRunFinished:
		return decodeAs[RunFinished](h, line)
	case KindRunPaused:
		return decodeAs[RunPaused](h, line)
	case KindRunResumed:
		return decodeAs[RunResumed](h, line)
	case KindExchangeStarted:
		return decodeAs[ExchangeStarted](h, line)
	case KindExchangeFinished:
		return decodeAs[ExchangeFinished](h, line)
	case KindWaitStarted:
		return decodeAs[WaitStarted](h, line)
	case KindWaitChanged:
		return decodeAs[WaitChanged](h, line)
	case KindWaitEnded:
		return decodeAs[WaitEnded](h, line)
	case KindAttemptStarted:
		return decodeAs[AttemptStarted](h, line)
	case KindPhaseReached:
		return decodeAs[PhaseReached](h, line)
	case KindBodyProgress:
		return decodeAs[BodyProgress](h, line)
	case KindAttemptFinished:
		return decodeAs[AttemptFinished](h, line)
	case KindRetryScheduled:
		return decodeAs[RetryScheduled](h, line)
	case KindRetryRefused:
		return decodeAs[RetryRefused](h, line)
	case KindBreakerChanged:
		return decodeAs[BreakerChanged](h, line)
	case KindBreakerRejected:
		return decodeAs[BreakerRejected](h, line)
	case KindBucketChanged:
		return decodeAs[BucketChanged](h, line)
	case KindConcurrencyChanged:
		return decodeAs[ConcurrencyChanged](h, line)
	case KindQuotaSeen:
		return decodeAs[QuotaSeen](h, line)
	case KindPageFetched:
		return decodeAs[PageFetched](h, line)
	case KindPageFailed:
		return decodeAs[PageFailed](h, line)
	case KindPaginationDetected:
		return decodeAs[PaginationDetected](h, line)
	case KindWalkStopped:
		return decodeAs[WalkStopped](h, line)
	case KindPolicyChanged:
		return decodeAs[PolicyChanged](h, line)
	case KindConnectionOpened:
		return decodeAs[ConnectionOpened](h, line)
	case KindConnectionClosed:
		return decodeAs[ConnectionClosed](h, line)
	default:
		return nil, fmt.Errorf("unknown kind %q", string(k))
	}
}

// Every returns one empty event of each kind, for who has to know them all.
func Every() []Event {
	return []Event{
		RunStarted{},
		RunFinished{},
		RunPaused{},
		RunResumed{},
		ExchangeStarted{},
		ExchangeFinished{},
		WaitStarted{},
		WaitChanged{},
		WaitEnded{},
		AttemptStarted{},
		PhaseReached{},
		BodyProgress{},
		AttemptFinished{},
		RetryScheduled{},
		RetryRefused{},
		BreakerChanged{},
		BreakerRejected{},
		BucketChanged{},
		ConcurrencyChanged{},
		QuotaSeen{},
		PageFetched{},
		PageFailed{},
		PaginationDetected{},
		WalkStopped{},
		PolicyChanged{},
		ConnectionOpened{},
		ConnectionClosed{},
	}
}
