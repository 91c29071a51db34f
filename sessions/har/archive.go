package har

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"weir/engine"
)

// entry is an HTTP round trip in an archive. Names that begin with _ are
// extensions: ours and those of browsers.
type entry struct {
	Pageref   string     `json:"pageref,omitempty"`
	Started   string     `json:"startedDateTime"`
	Time      number     `json:"time"`
	Request   request    `json:"request"`
	Response  response   `json:"response"`
	Cache     struct{}   `json:"cache"`
	Timings   timings    `json:"timings"`
	Server    string     `json:"serverIPAddress,omitempty"`
	Conn      string     `json:"connection,omitempty"`
	Error     string     `json:"_error,omitempty"`
	FromCache string     `json:"_fromCache,omitempty"`
	Messages  []struct{} `json:"_webSocketMessages,omitempty"`
	Weir      *extra     `json:"_weir,omitempty"`
}

type request struct {
	Method      string   `json:"method"`
	URL         string   `json:"url"`
	HTTPVersion string   `json:"httpVersion"`
	Cookies     []cookie `json:"cookies"`
	Headers     []pair   `json:"headers"`
	Query       []pair   `json:"queryString"`
	Post        *post    `json:"postData,omitempty"`
	HeadersSize number   `json:"headersSize"`
	BodySize    number   `json:"bodySize"`
}

type response struct {
	Status      number   `json:"status"`
	StatusText  string   `json:"statusText"`
	HTTPVersion string   `json:"httpVersion"`
	Cookies     []cookie `json:"cookies"`
	Headers     []pair   `json:"headers"`
	Content     content  `json:"content"`
	RedirectURL string   `json:"redirectURL"`
	HeadersSize number   `json:"headersSize"`
	BodySize    number   `json:"bodySize"`
	Error       string   `json:"_error,omitempty"` // where Chrome writes it
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type cookie struct {
	Name     string `json:"name"`
	Value    string `json:"value"`
	Path     string `json:"path,omitempty"`
	Domain   string `json:"domain,omitempty"`
	HTTPOnly bool   `json:"httpOnly,omitempty"`
	Secure   bool   `json:"secure,omitempty"`
}

type post struct {
	MimeType string  `json:"mimeType"`
	Text     *string `json:"text,omitempty"`
	Params   []param `json:"params,omitempty"`
	// HAR has no binary request bodies; some tools write them as we do.
	Encoding  string `json:"_encoding,omitempty"`
	Encoding2 string `json:"encoding,omitempty"`
}

type param struct {
	Name     string `json:"name"`
	Value    string `json:"value,omitempty"`
	FileName string `json:"fileName,omitempty"`
}

type content struct {
	Size        number  `json:"size"`
	Compression number  `json:"compression,omitempty"`
	MimeType    string  `json:"mimeType"`
	Text        *string `json:"text,omitempty"`
	Encoding    string  `json:"encoding,omitempty"`
}

// timings are in milliseconds; -1 is what did not happen.
type timings struct {
	Blocked number `json:"blocked"`
	DNS     number `json:"dns"`
	Connect number `json:"connect"` // TLS included
	Send    number `json:"send"`
	Wait    number `json:"wait"`
	Receive number `json:"receive"`
	SSL     number `json:"ssl"`
}

// extra is what weir knows of an attempt besides.
type extra struct {
	Run       uint64                 `json:"run"`
	Exchange  uint64                 `json:"exchange"`
	Attempt   int                    `json:"attempt"`
	Max       int                    `json:"max_attempts"`
	Name      string                 `json:"name,omitempty"`
	Page      int                    `json:"page,omitempty"`
	Probe     bool                   `json:"probe,omitempty"`
	Outcome   engine.ExchangeOutcome `json:"outcome,omitempty"` // of the exchange
	Breaker   string                 `json:"breaker,omitempty"` // how the attempt counted
	Error     *engine.ErrorFacts     `json:"error,omitempty"`
	Retry     *retry                 `json:"retry,omitempty"`
	Refused   string                 `json:"retry_refused,omitempty"`
	FinalURL  string                 `json:"final_url,omitempty"`
	Redirects int                    `json:"redirects,omitempty"`
	Trailers  []pair                 `json:"trailers,omitempty"`
	Remote    string                 `json:"remote,omitempty"`
	Reused    bool                   `json:"reused,omitempty"`
	Cut       bool                   `json:"cut,omitempty"`
	Total     time.Duration          `json:"total_ns"`
}

// retry says what followed a failed attempt.
type retry struct {
	Next  int           `json:"next"`
	Why   string        `json:"why"`
	Delay time.Duration `json:"delay_ns"`
}

// page is a run, or what a browser loaded.
type page struct {
	Started string   `json:"startedDateTime"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Timings struct{} `json:"pageTimings"`
}

// number is a JSON number, or one that a tool wrote as text. Anything else,
// also null, is -1, which HAR writes for what is not known.
type number float64

// UnmarshalJSON implements json.Unmarshaler. It never fails.
func (n *number) UnmarshalJSON(data []byte) error {
	f, err := strconv.ParseFloat(strings.Trim(string(data), `" `), 64)
	if err != nil || f != f || f > 1e15 || f < -1e15 {
		f = -1
	}
	*n = number(f)
	return nil
}

// MarshalJSON implements json.Marshaler. Fractions have six digits, which in
// milliseconds are nanoseconds.
func (n number) MarshalJSON() ([]byte, error) {
	return json.RawMessage(strconv.FormatFloat(float64(n), 'f', -1, 64)), nil
}

// millis is a duration in milliseconds.
func millis(d time.Duration) number { return number(float64(d) / float64(time.Millisecond)) }

// happened is a duration in milliseconds, -1 for one that did not happen.
func happened(d time.Duration) number {
	if d <= 0 {
		return -1
	}
	return millis(d)
}

// duration is the opposite; what did not happen took no time.
func (n number) duration() time.Duration {
	const longest = 1e9 // milliseconds, 11 days
	return time.Duration(min(max(0, float64(n)), longest)*float64(time.Millisecond) + 0.5)
}
