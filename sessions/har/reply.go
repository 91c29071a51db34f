package har

import (
	"net"
	"strconv"

	"weir/engine"
)

func (e *entry) mime() string {
	if e.Response.Content.MimeType != "" {
		return e.Response.Content.MimeType
	}
	return first(linesOf(e.Response.Headers)["Content-Type"])
}

// finished is what came of the entry's request.
func (e *entry) finished(sent, received int, has bool) engine.AttemptFinished {
	f := engine.AttemptFinished{
		Proto: e.proto(), Fields: linesOf(e.Response.Headers), Timing: e.timing(), Remote: e.remote(), Outcome: "ignored",
		Sent: int64(sent), Received: int64(max(0, e.Response.BodySize)), Decoded: int64(received), HasBody: has,
	}
	if s := e.Response.Status; s >= 100 && s < 1000 {
		f.Status = int(s)
	}
	if !has {
		f.Decoded = int64(max(0, e.Response.Content.Size))
	}
	if f.Received == 0 && e.Response.BodySize < 0 {
		f.Received = f.Decoded
	}
	f.Conn, _ = strconv.ParseUint(e.Conn, 10, 63)
	f.Error = e.fault(f.Status)
	if w := e.Weir; w != nil {
		f.FinalURL, f.Redirects, f.Reused, f.Cut = w.FinalURL, max(0, w.Redirects), w.Reused, w.Cut
		if len(w.Trailers) > 0 {
			f.Trailer = linesOf(w.Trailers)
		}
		switch w.Breaker {
		case "success", "failure":
			f.Outcome = w.Breaker
		}
	}
	return f
}

// fault is why there is no reply; nil where there is one.
func (e *entry) fault(status int) *engine.ErrorFacts {
	if e.Weir != nil {
		return e.Weir.Error
	}
	if status > 0 {
		return nil
	}
	text := e.Error
	if text == "" {
		text = e.Response.Error
	}
	if text == "" {
		text = "no reply was recorded"
	}
	return &engine.ErrorFacts{Class: "other", Text: text}
}

// remote is the server's address.
func (e *entry) remote() string {
	if e.Weir != nil && e.Weir.Remote != "" {
		return e.Weir.Remote
	}
	if ip := net.ParseIP(e.Server); ip != nil {
		return ip.String()
	}
	return ""
}
