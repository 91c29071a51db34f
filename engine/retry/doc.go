// Package retry decides whether a failed attempt is made again, and after how
// long. It holds no clock, no timer and no goroutine: the present moment and
// the source of randomness are arguments, so a decision can be repeated exactly.
//
// # What is tried again
//
// All of these have to hold; the first that does not is the Refusal:
//
//   - The failure can pass: a status of 408, 425, 429, 500, 502, 503 or 504, or
//     403 whose header says rate limit; or an error whose Class is Retryable.
//   - The method may be repeated: GET, HEAD, OPTIONS, TRACE, PUT, DELETE (RFC
//     9110, section 9.2.2) and QUERY, or any with an Idempotency-Key, or
//     Policy.AnyMethod.
//   - The body can be sent again.
//   - Policy.Attempts are not used up.
//   - The server does not ask to wait longer than Policy.MaxRetryAfter.
//
// The budget of an origin comes last and is its owner's to ask, see Budget.
//
// # How long is waited
//
// The ceiling of retry n (from 1) is Base·Factor^(n-1), but at most Cap. The
// jitter draws the delay below it. A Retry-After (RFC 9110, section 10.2.3) is a
// floor: it takes the place of the part of the delay that is certain, and what
// is drawn comes on top, so that those who were told the same time do not come
// back at the same time.
//
//	jitter        certain    drawn                 with a floor
//	full          0          0 to ceiling          floor + drawn
//	equal         ceiling/2  0 to ceiling/2        max(floor, certain) + drawn
//	decorrelated  Base       0 to ceiling − Base   max(floor, certain) + drawn
//	none          ceiling    0                     max(floor, ceiling)
//
// The ceiling of decorrelated jitter is three times the delay before, at most
// Cap.
//
// # Guarantees
//
//   - A delay is never shorter than what the server asked for, and never longer
//     than that by more than the ceiling, nor the ceiling longer than Cap.
//   - No header, however broken or large, makes a function panic or a delay
//     negative.
//   - In its first t seconds a Budget allows at most reserve·(1 + t) +
//     ratio·requests retries; in any t seconds ratio·500 more.
//
// Policy, Case, Verdict and Class are values and may be used from anywhere. A
// Budget is not safe for concurrent use; its owner serialises all calls.
package retry
