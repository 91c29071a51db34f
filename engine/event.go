package engine

import "time"

// Kind names what an event states, as noun.verb. It is stable: recorded
// sessions and the output of --events hold it.
type Kind string

// The kinds of events.
const (
	KindRunStarted         Kind = "run.started"
	KindRunFinished        Kind = "run.finished"
	KindRunPaused          Kind = "run.paused"
	KindRunResumed         Kind = "run.resumed"
	KindExchangeStarted    Kind = "exchange.started"
	KindExchangeFinished   Kind = "exchange.finished"
	KindWaitStarted        Kind = "wait.started"
	KindWaitChanged        Kind = "wait.changed"
	KindWaitEnded          Kind = "wait.ended"
	KindAttemptStarted     Kind = "attempt.started"
	KindPhaseReached       Kind = "phase.reached"
	KindBodyProgress       Kind = "body.progress"
	KindAttemptFinished    Kind = "attempt.finished"
	KindRetryScheduled     Kind = "retry.scheduled"
	KindRetryRefused       Kind = "retry.refused"
	KindBreakerChanged     Kind = "breaker.changed"
	KindBreakerRejected    Kind = "breaker.rejected"
	KindBucketChanged      Kind = "bucket.changed"
	KindConcurrencyChanged Kind = "concurrency.changed"
	KindQuotaSeen          Kind = "quota.seen"
	KindPageFetched        Kind = "page.fetched"
	KindPageFailed         Kind = "page.failed"
	KindPaginationDetected Kind = "pagination.detected"
	KindWalkStopped        Kind = "walk.stopped"
	KindPolicyChanged      Kind = "policy.changed"
	KindConnectionOpened   Kind = "connection.opened"
	KindConnectionClosed   Kind = "connection.closed"
)

// Header is what every event says about itself.
type Header struct {
	// Seq rises by one from 1 over the life of an engine. It is given under
	// the lock that guards the state the event speaks of, so the order of
	// events is the order of what happened.
	Seq uint64
	// At is the moment. It is the wall time at which the engine was made plus
	// the monotonic time since, so that differences between events are true
	// even where the machine's clock was set meanwhile.
	At time.Time
	// Offset is the monotonic time since the run began, or since the engine
	// was made for an event that belongs to no run.
	Offset time.Duration
	// Run is the run's number from 1, or 0 for what belongs to an origin and
	// not to a run, such as a breaker whose open time is up.
	Run uint64
	// Exchange is the exchange's number from 1, unique in the engine; 0 for none.
	Exchange uint64
	// Attempt counts the attempts of its exchange from 1; 0 for none.
	Attempt int
	// Origin is scheme://host:port; empty for none.
	Origin string
}

// Head returns the header itself, so that every event has it by embedding.
func (h Header) Head() Header { return h }

// Event is an immutable, numbered fact that the engine states. The set of its
// types is closed: they are the structs of this package that embed Header.
type Event interface {
	// Head returns what every event says about itself.
	Head() Header
	// Kind names what the event states.
	Kind() Kind

	stamp(Header) Event
}

// Mode is the shape of a run.
type Mode string

// The shapes of runs.
const (
	ModeSingle Mode = "single"
	ModeWalk   Mode = "walk"
	ModeFanOut Mode = "fan-out"
	ModeRepeat Mode = "repeat"
)

// RunStarted opens a run.
type RunStarted struct {
	Header `json:"-"`
	Mode   Mode   `json:"mode"`
	Name   string `json:"name,omitempty"` // as the person called it
	Method string `json:"method"`
	URL    string `json:"url"`
	// Requests is how many different requests the plan holds.
	Requests int `json:"requests"`
	// Paginate is how the walk was asked for, in the words of --paginate: dialect,
	// parameters, path of the items and caps, as page.Spec's String writes them.
	Paginate string `json:"paginate,omitempty"`
	// Resume is the position at which a walk goes on, as in WalkStopped.
	Resume string `json:"resume,omitempty"`
	// Policy is what governs the origin of the first request when the run starts.
	Policy PolicyFacts `json:"policy"`
}

// PolicyFacts is a policy in the words of its flags.
type PolicyFacts struct {
	Rate        string `json:"rate"`
	Burst       int    `json:"burst"`
	Retries     int    `json:"retries"`
	Backoff     string `json:"backoff"`
	Jitter      string `json:"jitter"`
	Breaker     string `json:"breaker"`
	Timeouts    string `json:"timeouts"`
	Concurrency int    `json:"concurrency"`
	HTTP        string `json:"http"`
	Insecure    bool   `json:"insecure,omitempty"`
}

// RunOutcome says how a run ended.
type RunOutcome string

// The outcomes of runs.
const (
	RunCompleted RunOutcome = "completed" // every exchange had its answer, the walk its end
	RunFailed    RunOutcome = "failed"    // an error ended it
	RunStopped   RunOutcome = "stopped"   // a safety rule ended the walk
	RunCancelled RunOutcome = "cancelled" // a person or a caller ended it
)

// RunFinished is the last event of a run.
type RunFinished struct {
	Header    `json:"-"`
	Outcome   RunOutcome    `json:"outcome"`
	Reason    string        `json:"reason,omitempty"` // a sentence for people
	Error     *ErrorFacts   `json:"error,omitempty"`
	Exchanges int           `json:"exchanges"`
	Attempts  int           `json:"attempts"`
	Retries   int           `json:"retries"`
	Pages     int           `json:"pages"`
	Items     int64         `json:"items"`
	Bytes     int64         `json:"bytes"` // of reply bodies, decoded
	Elapsed   time.Duration `json:"elapsed_ns"`
}

// RunPaused says that a person holds the run before its next attempt.
type RunPaused struct {
	Header `json:"-"`
}

// RunResumed ends a pause.
type RunResumed struct {
	Header `json:"-"`
}

// ErrorFacts is an error as an event carries it.
type ErrorFacts struct {
	// Class groups errors: "connect", "timeout", "reset", "breaker-open" and so on.
	Class string `json:"class"`
	// Text is the sentence for people. It holds no credentials.
	Text string `json:"text"`
}

// ExchangeStarted opens an exchange.
type ExchangeStarted struct {
	Header `json:"-"`
	Name   string `json:"name,omitempty"` // of the request in its plan
	Method string `json:"method"`
	URL    string `json:"url"`
	Page   int    `json:"page,omitempty"` // of its walk, from 1; 0 for none
	Index  int    `json:"index"`          // of the request in its plan, from 0
}

// ExchangeOutcome says how an exchange ended.
type ExchangeOutcome string

// The outcomes of exchanges.
const (
	ExchangeAnswered  ExchangeOutcome = "answered"  // a final reply with a status below 400
	ExchangeRefused   ExchangeOutcome = "refused"   // a final reply of 4xx or 5xx
	ExchangeFailed    ExchangeOutcome = "failed"    // no final reply
	ExchangeRejected  ExchangeOutcome = "rejected"  // by an open breaker
	ExchangeCancelled ExchangeOutcome = "cancelled" // by a person or a caller
)

// ExchangeFinished is the last event of an exchange.
type ExchangeFinished struct {
	Header   `json:"-"`
	Outcome  ExchangeOutcome `json:"outcome"`
	Status   int             `json:"status,omitempty"`
	Error    *ErrorFacts     `json:"error,omitempty"`
	Attempts int             `json:"attempts"`
	Elapsed  time.Duration   `json:"elapsed_ns"`
}

// WaitReason says why an exchange is not on the wire.
type WaitReason string

// The reasons of waits.
const (
	WaitLimiter     WaitReason = "limiter"      // for a token of the bucket
	WaitBackoff     WaitReason = "backoff"      // before a retry
	WaitRetryAfter  WaitReason = "retry-after"  // before a retry, as long as the server asked
	WaitBreakerOpen WaitReason = "breaker-open" // until the breaker lets it probe
	WaitSlot        WaitReason = "slot"         // for one of the origin's concurrency slots
	WaitPool        WaitReason = "pool"         // for a connection
	WaitPaused      WaitReason = "paused"       // a person holds the run
)

// WaitStarted says that an exchange waits, and why.
type WaitStarted struct {
	Header   `json:"-"`
	Reason   WaitReason `json:"reason"`
	Until    time.Time  `json:"until,omitzero"`     // when it ends; zero where nobody can know
	Position int        `json:"position,omitempty"` // in the line, from 1
	Detail   string     `json:"detail,omitempty"`   // what is waited for, in words
	Bucket   Level      `json:"bucket"`             // of the origin, just after
}

// WaitChanged says that a wait was timed anew, as when the rate was changed.
type WaitChanged struct {
	Header   `json:"-"`
	Reason   WaitReason `json:"reason"`
	Until    time.Time  `json:"until,omitzero"`
	Position int        `json:"position,omitempty"`
}

// WaitEnd says how a wait ended.
type WaitEnd string

// The ends of waits.
const (
	WaitElapsed   WaitEnd = "elapsed"   // it got what it waited for
	WaitSkipped   WaitEnd = "skipped"   // a person cut it short
	WaitWoken     WaitEnd = "woken"     // what it waited for is no longer the obstacle
	WaitCancelled WaitEnd = "cancelled" // its exchange ended
)

// WaitEnded closes the wait that the same exchange started last.
type WaitEnded struct {
	Header `json:"-"`
	Reason WaitReason    `json:"reason"`
	End    WaitEnd       `json:"end"`
	Waited time.Duration `json:"waited_ns"`
}

// Level is the fill of a bucket at one moment. Between events it rises by the
// rate up to the burst, so a reader can draw it at any later moment.
type Level struct {
	Tokens  float64   `json:"tokens"`
	Waiting int       `json:"waiting"`
	Next    time.Time `json:"next,omitzero"` // when the next waiter is released
}

// AttemptStarted says that a request goes to the wire: the breaker let it
// pass, and its token and its slot are taken.
type AttemptStarted struct {
	Header   `json:"-"`
	Method   string     `json:"method"`
	URL      string     `json:"url"`
	Fields   FieldLines `json:"headers,omitempty"`
	Max      int        `json:"max"`             // attempts allowed in all
	Probe    bool       `json:"probe,omitempty"` // of a half-open breaker
	BodySize int64      `json:"body_size"`       // -1 where it is not known
	Bucket   Level      `json:"bucket"`
	InFlight int        `json:"in_flight"` // attempts of the origin, this one included
}

// FieldLines holds header fields as they were sent or received, in the
// canonical form of net/http.
type FieldLines map[string][]string

// PhaseReached says that an attempt came to a phase: "dns", "connect", "tls",
// "write" (where there is a body to send), "wait" (the request is sent, the
// first byte of the reply is not there), "body". A phase lasts until the next
// one or the attempt's end. Redirects begin again with the first. The phases that
// an attempt comes to in its first 5 ms are stated together when these are over,
// and not at all where it has ended by then: attempt.finished has the times of all.
// Only while more may be in flight than connections are allowed are all of them
// stated at once.
type PhaseReached struct {
	Header  `json:"-"`
	Phase   string        `json:"phase"`
	Elapsed time.Duration `json:"elapsed_ns"` // since the attempt started
}

// BodyProgress says how far the bodies of an attempt are. It is stated at most
// 20 times a second for each attempt.
type BodyProgress struct {
	Header   `json:"-"`
	Sent     int64 `json:"sent"`
	Received int64 `json:"received"`
	Expected int64 `json:"expected"` // size of the reply; -1 where it is not known
}

// Timing splits an attempt into its phases. A phase that did not happen, such
// as DNS on a reused connection, is zero.
type Timing struct {
	Pool      time.Duration `json:"pool_ns"`
	DNS       time.Duration `json:"dns_ns"`
	Connect   time.Duration `json:"connect_ns"`
	TLS       time.Duration `json:"tls_ns"`
	Write     time.Duration `json:"write_ns"`
	FirstByte time.Duration `json:"first_byte_ns"`
	Body      time.Duration `json:"body_ns"`
	Total     time.Duration `json:"total_ns"`
}

// TLSFacts is what is kept of a connection's certificate and handshake.
type TLSFacts struct {
	Version  string    `json:"version"`
	Cipher   string    `json:"cipher"`
	ALPN     string    `json:"alpn,omitempty"`
	Subject  string    `json:"subject,omitempty"`
	Issuer   string    `json:"issuer,omitempty"`
	NotAfter time.Time `json:"not_after,omitzero"`
	Verified bool      `json:"verified"` // false with --insecure
}

// Tally is the breaker's counting just after an outcome. Calls is the number
// of outcomes in the window, so a reader that keeps the last Calls outcomes
// holds the window itself.
type Tally struct {
	State       string `json:"state"`
	Calls       int    `json:"calls"`
	Failures    int    `json:"failures"`
	Slow        int    `json:"slow"`
	Consecutive int    `json:"consecutive"`
	Rejected    int    `json:"rejected"`
	Probing     int    `json:"probing"`
	ProbesLeft  int    `json:"probes_left"`
}

// AttemptFinished is the last event of an attempt.
type AttemptFinished struct {
	Header  `json:"-"`
	Status  int         `json:"status,omitempty"`
	Error   *ErrorFacts `json:"error,omitempty"`
	Proto   string      `json:"proto,omitempty"`
	Fields  FieldLines  `json:"headers,omitempty"`
	Trailer FieldLines  `json:"trailers,omitempty"`
	// FinalURL is where the reply came from if redirects were followed.
	FinalURL  string `json:"final_url,omitempty"`
	Redirects int    `json:"redirects,omitempty"`

	Conn     uint64    `json:"conn,omitempty"` // number of the connection
	Remote   string    `json:"remote,omitempty"`
	Reused   bool      `json:"reused,omitempty"`
	Silent   int       `json:"silent_retries,omitempty"` // made by net/http on dead connections
	TLS      *TLSFacts `json:"tls,omitempty"`
	Timing   Timing    `json:"timing"`
	Sent     int64     `json:"sent"`
	Received int64     `json:"received"`        // bytes of the body on the wire
	Decoded  int64     `json:"decoded"`         // bytes of the body after decompression
	Cut      bool      `json:"cut,omitempty"`   // the body reached the cap and was cut
	HasBody  bool      `json:"has_body"`        // a recorder was given the body
	Outcome  string    `json:"outcome"`         // to the breaker: success, failure, ignored
	Slow     bool      `json:"slow,omitempty"`  // by the breaker's measure
	Tally    Tally     `json:"breaker"`         // just after this outcome
	InFlight int       `json:"in_flight"`       // attempts of the origin that remain
	Budget   float64   `json:"retry_budget"`    // retries that the origin may still make
	Bucket   Level     `json:"bucket"`          // of the origin, just after
	Stale    bool      `json:"stale,omitempty"` // the breaker had moved on and did not count it
}

// RetryScheduled says that another attempt will follow.
type RetryScheduled struct {
	Header  `json:"-"`
	Next    int           `json:"next"` // the attempt that follows
	Max     int           `json:"max"`
	Why     string        `json:"why"` // "503", "connection reset"
	Delay   time.Duration `json:"delay_ns"`
	Backoff time.Duration `json:"backoff_ns"` // the drawn part of the delay
	Ceiling time.Duration `json:"ceiling_ns"` // what the backoff was drawn under
	Floor   time.Duration `json:"floor_ns"`   // what the server asked for
	Until   time.Time     `json:"until"`
	Budget  float64       `json:"retry_budget"`
}

// RetryRefused says why no further attempt is made though the last one failed.
type RetryRefused struct {
	Header  `json:"-"`
	Why     string        `json:"why"`    // what failed
	Reason  string        `json:"reason"` // why it is not tried again
	Asked   time.Duration `json:"asked_ns,omitempty"`
	Allowed time.Duration `json:"allowed_ns,omitempty"`
}

// BreakerChanged says that an origin's breaker went to another state, or, with
// From equal to To, which one it starts in or that its settings were changed.
type BreakerChanged struct {
	Header   `json:"-"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Rule     string    `json:"rule"`                     // what moved it
	Cause    uint64    `json:"cause_exchange,omitempty"` // whose outcome moved it
	Until    time.Time `json:"until,omitzero"`           // when an open one will probe
	Settings string    `json:"settings"`                 // in the words of --breaker
	Tally    Tally     `json:"breaker"`
}

// BreakerRejected says that an open breaker turned an exchange away.
type BreakerRejected struct {
	Header `json:"-"`
	State  string        `json:"state"`
	Left   time.Duration `json:"left_ns"` // until it probes; 0 where nobody can know
	Tally  Tally         `json:"breaker"`
}

// BucketChanged says that a bucket's limit changed or that it was held or let go.
type BucketChanged struct {
	Header      `json:"-"`
	Rate        float64   `json:"rate"` // tokens a second; 0 is without limit
	Burst       int       `json:"burst"`
	PausedUntil time.Time `json:"paused_until,omitzero"`
	Why         string    `json:"why"`
	Bucket      Level     `json:"bucket"`
}

// ConcurrencyChanged says that the number of attempts an origin may have in
// flight was adapted or set.
type ConcurrencyChanged struct {
	Header   `json:"-"`
	Limit    int    `json:"limit"`
	Max      int    `json:"max"`
	InFlight int    `json:"in_flight"`
	Why      string `json:"why"`
}

// QuotaSeen says what the server told of its own quota.
type QuotaSeen struct {
	Header    `json:"-"`
	Dialect   string        `json:"dialect"`
	Policy    string        `json:"policy,omitempty"`
	Limit     float64       `json:"limit"`     // -1 where it is not known
	Remaining float64       `json:"remaining"` // -1 where it is not known
	Reset     time.Time     `json:"reset,omitzero"`
	Window    time.Duration `json:"window_ns,omitempty"`
	Evidence  string        `json:"evidence"`
}

// PageFetched says that a page of a walk is there. Its body is the one of the
// header's exchange and attempt.
type PageFetched struct {
	Header `json:"-"`
	Number int    `json:"page"`            // from 1
	Token  string `json:"token,omitempty"` // cursor, page number or offset that was sent
	Next   string `json:"next,omitempty"`  // the token that follows
	URL    string `json:"url"`
	Status int    `json:"status"`
	// ItemsPath is where the list stands in the body, in page.FindItems' words.
	ItemsPath string `json:"items_path"`
	Items     int    `json:"items"` // new ones
	// Doubles are the places, in the page's list, of items that came before.
	Doubles []int         `json:"doubles,omitempty"`
	Total   int64         `json:"total"` // as the server tells it; -1 where it does not
	Drift   string        `json:"drift,omitempty"`
	Trouble string        `json:"trouble,omitempty"` // an error that came with status 200
	Bytes   int64         `json:"bytes"`
	Elapsed time.Duration `json:"elapsed_ns"` // of the exchange
}

// PageFailed says that a page could not be had, after its retries.
type PageFailed struct {
	Header `json:"-"`
	Number int         `json:"page"`
	Token  string      `json:"token,omitempty"`
	Status int         `json:"status,omitempty"`
	Error  *ErrorFacts `json:"error,omitempty"`
	GoesOn bool        `json:"goes_on"` // whether the walk continues without it
}

// Candidate is a dialect that the first page also allows.
type Candidate struct {
	Dialect    string   `json:"dialect"`
	Confidence float64  `json:"confidence"` // 0 to 1
	Evidence   []string `json:"evidence"`
	Guess      bool     `json:"guess,omitempty"`
}

// PaginationDetected says which dialect a walk follows, and why.
type PaginationDetected struct {
	Header     `json:"-"`
	Dialect    string      `json:"dialect"`
	Confidence float64     `json:"confidence"`
	Evidence   []string    `json:"evidence"`
	Guess      bool        `json:"guess,omitempty"`
	Verified   bool        `json:"verified,omitempty"` // by a second page that differed
	Candidates []Candidate `json:"candidates,omitempty"`
}

// WalkStopped says why a walk ended, in words a person can read.
type WalkStopped struct {
	Header   `json:"-"`
	Reason   string   `json:"reason"`
	Text     string   `json:"text"`
	Evidence []string `json:"evidence,omitempty"`
	Safety   bool     `json:"safety,omitempty"` // a safety rule ended it
	Pages    int      `json:"pages"`
	Items    int64    `json:"items"`
	// Resume is the walk's position in JSON, enough to go on from; empty at
	// the end of a list.
	Resume string `json:"resume,omitempty"`
}

// PolicyChanged says that a person changed a policy while runs were going.
type PolicyChanged struct {
	Header `json:"-"`
	Policy string `json:"policy"` // "rate", "burst", "breaker", "concurrency"
	From   string `json:"from"`
	To     string `json:"to"`
}

// ConnectionOpened says that a connection was made.
type ConnectionOpened struct {
	Header `json:"-"`
	Conn   uint64    `json:"conn"`
	Proto  string    `json:"proto"`
	Remote string    `json:"remote"`
	TLS    *TLSFacts `json:"tls,omitempty"`
}

// ConnectionClosed says that a connection ended.
type ConnectionClosed struct {
	Header   `json:"-"`
	Conn     uint64 `json:"conn"`
	Reason   string `json:"reason,omitempty"`
	Requests int    `json:"requests"` // that it carried
}
