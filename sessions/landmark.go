package sessions

import (
	"time"

	"weir/engine"
)

// Sign is why an event of a replay is worth jumping to.
type Sign uint8

// The signs.
const (
	SignRunStart   Sign = iota
	SignRunEnd          // however it ended
	SignTrip            // a breaker opened, by its rule or by hand
	SignRecovery        // a breaker began to probe, or closed
	SignRetry           // a failure is tried again
	SignGivenUp         // a failure is not tried again
	SignFailedPage      // a page could not be had
	SignQuota           // the server named a new quota, changed it, or it ran out
	SignPolicy          // a policy was changed by hand
	signs
)

// Signs lists all of them.
func Signs() []Sign {
	out := make([]Sign, signs)
	for i := range out {
		out[i] = Sign(i)
	}
	return out
}

// String names the sign, in the singular.
func (m Sign) String() string {
	names := [...]string{
		SignRunStart: "run start", SignRunEnd: "run end", SignTrip: "trip", SignRecovery: "recovery", SignRetry: "retry",
		SignGivenUp: "failure given up", SignFailedPage: "failed page", SignQuota: "quota change", SignPolicy: "policy change",
	}
	if int(m) < len(names) {
		return names[m]
	}
	return ""
}

// Landmark is an event of a replay that is worth jumping to.
type Landmark struct {
	Index int // of the event, from 0
	Sign  Sign
	At    time.Time
}

// signOf says what sign an event is, given the state before it.
func signOf(before *State, e engine.Event) (Sign, bool) {
	switch e := e.(type) {
	case engine.RunStarted:
		return SignRunStart, true
	case engine.RunFinished:
		return SignRunEnd, true
	case engine.BreakerChanged:
		return breakerSign(e), e.From != e.To
	case engine.RetryScheduled:
		return SignRetry, true
	case engine.RetryRefused:
		return SignGivenUp, true
	case engine.PageFailed:
		return SignFailedPage, true
	case engine.QuotaSeen:
		return SignQuota, quotaChanged(before, e)
	case engine.PolicyChanged:
		return SignPolicy, true
	}
	return 0, false
}

func breakerSign(e engine.BreakerChanged) Sign {
	switch e.To {
	case "open", "forced-open":
		return SignTrip
	case "half-open", "closed":
		return SignRecovery
	default:
		return SignPolicy
	}
}

// quotaChanged says whether a server's word on its quota is news: what is left
// changes with every reply and is none, until nothing is left.
func quotaChanged(before *State, e engine.QuotaSeen) bool {
	if o := before.Origin(e.Origin); o != nil {
		for i := range o.Quotas {
			if q := &o.Quotas[i]; q.Dialect == e.Dialect && q.Policy == e.Policy {
				return q.Limit != e.Limit || e.Remaining == 0 && q.Remaining != 0
			}
		}
	}
	return true
}
