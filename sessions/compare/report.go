package compare

import "time"

// Report is what differs between the sessions A and B. Its JSON form is what
// 'weir sessions compare --json' prints; durations are in nanoseconds.
type Report struct {
	// Same is true where requests ended alike, as often, with as many retries,
	// rejections and trips, and no item differs. How long it took and how much
	// of it was sent does not count.
	Same bool `json:"same"`
	A    Side `json:"a"`
	B    Side `json:"b"`
	// Requests are compared by method and URL, with ids and values left out.
	Requests []Request `json:"requests"`
	// Lists are compared item by item.
	Lists []List `json:"lists"`
	// NotCompared says in sentences what could not be.
	NotCompared []string `json:"not_compared"`
}

// Side is what one session holds.
type Side struct {
	Path    string    `json:"path"`
	Name    string    `json:"name"`
	Created time.Time `json:"created,omitzero"`
	Origins []string  `json:"origins"` // in the order in which they were first asked
	Counts
	// Latency is that of attempts that had a reply, from their start to the
	// last byte of the body. Elapsed is that of whole exchanges, their waits
	// and retries included.
	Latency Distribution `json:"latency"`
	Elapsed Distribution `json:"elapsed"`
}

// Counts are how requests ended.
type Counts struct {
	Runs       int64 `json:"runs"`
	Exchanges  int64 `json:"exchanges"`
	Answered   int64 `json:"answered"`   // with a status below 400
	Refused    int64 `json:"refused"`    // with 4xx or 5xx
	Failed     int64 `json:"failed"`     // without a reply
	Rejected   int64 `json:"rejected"`   // by an open breaker
	Cancelled  int64 `json:"cancelled"`  // by a person
	Unfinished int64 `json:"unfinished"` // when the recording ended
	Attempts   int64 `json:"attempts"`
	Retries    int64 `json:"retries"`
	NotRetried int64 `json:"not_retried"` // failures that policies refused to try again
	Trips      int64 `json:"trips"`       // of breakers, to open
	Pages      int64 `json:"pages"`
	LostPages  int64 `json:"failed_pages"`
	Items      int64 `json:"items"` // different ones
	Bytes      int64 `json:"bytes"` // of reply bodies, decoded
	// Statuses counts final replies by class: "2xx", "4xx".
	Statuses map[string]int64 `json:"statuses"`
}

// Distribution is how long something took. Quantiles are exact to 3 %.
type Distribution struct {
	Count int64         `json:"count"`
	Min   time.Duration `json:"min_ns"`
	P50   time.Duration `json:"p50_ns"`
	P90   time.Duration `json:"p90_ns"`
	P95   time.Duration `json:"p95_ns"`
	P99   time.Duration `json:"p99_ns"`
	Max   time.Duration `json:"max_ns"`
	// Histogram holds the buckets from the first to the last that is not empty.
	Histogram []Bucket `json:"histogram"`
}

// Bucket counts what took less than Below, and not less than the bucket
// before it. The last bucket of all has no bound, and Below is 0.
type Bucket struct {
	Below time.Duration `json:"below_ns"`
	Count int64         `json:"count"`
}

// Request is a request that either session made. A nil side did not make it.
type Request struct {
	Request string       `json:"request"` // its name, or method and URL
	Same    bool         `json:"same"`
	A       *RequestSide `json:"a"`
	B       *RequestSide `json:"b"`
}

// RequestSide is what came of a request in one session.
type RequestSide struct {
	Exchanges int64 `json:"exchanges"`
	// Ends counts exchanges by their final status, or by "failed", "rejected",
	// "cancelled" or "unfinished".
	Ends    map[string]int64 `json:"ends"`
	Retries int64            `json:"retries"`
	P50     time.Duration    `json:"p50_ns"` // of attempts that had a reply
	P95     time.Duration    `json:"p95_ns"`
}

// List is a list whose items were compared.
type List struct {
	List string `json:"list"`         // method and path
	By   string `json:"by,omitempty"` // the member that tells items apart
	Sure bool   `json:"sure"`         // false where that member is no id by its name
	A    int64  `json:"a"`            // items
	B    int64  `json:"b"`
	Same int64  `json:"same"`
	ItemCounts
	// Fields counts the changed items by the fields that differ.
	Fields  map[string]int64 `json:"fields"`
	Added   []string         `json:"added_ids"` // the first of them
	Removed []string         `json:"removed_ids"`
	Changed []Changed        `json:"changed_items"`
}

// ItemCounts are how many items differ.
type ItemCounts struct {
	Added   int64 `json:"added"`
	Removed int64 `json:"removed"`
	Changed int64 `json:"changed"`
}

// Changed is an item that both sessions hold and that differs.
type Changed struct {
	ID     string  `json:"id"`
	Fields []Field `json:"fields"`
}

// Field is a field that differs. From and To are JSON, cut at 200 bytes; an
// empty one says that the field is not there.
type Field struct {
	Path string `json:"path"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}
