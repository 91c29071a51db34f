package ui

import (
	"net/http"
	"strings"
	"testing"

	"weir/engine"
)

// A secret of a request is not on the screen, in no tab and not in the line
// of its URL.
func TestSecretsStayOffTheScreen(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-hunter2"
	d := newDesk(t, 120, 40, withSession(t), func(o *Options) {
		o.Requests = []Named{{URL: testOrigin + "/v1/gauges?api_key=" + secret, Header: http.Header{"Authorization": {"Bearer " + secret}}}}
	})
	d.shows("GET " + testOrigin)
	if strings.Contains(d.screen(), secret) {
		t.Fatalf("before it is sent the secret is on the screen:\n%s", d.screen())
	}
	s := newScript()
	h := s.head(0, 0)
	s.add(engine.RunStarted{Header: h, Mode: engine.ModeSingle, Method: "GET", URL: testOrigin + "/v1/gauges?api_key=" + secret})
	s.add(engine.ExchangeStarted{Header: s.head(1, 0), Method: "GET", URL: testOrigin + "/v1/gauges?api_key=" + secret})
	s.add(engine.AttemptStarted{
		Header: s.head(1, 1), Method: "GET", URL: testOrigin + "/v1/gauges?api_key=" + secret,
		Fields: engine.FieldLines{"Authorization": {"Bearer " + secret}, "Cookie": {"sid=" + secret}},
	})
	d.m.feed.source = &fakeSource{batches: [][]engine.Event{s.events}}
	d.send(d.m.feed.next(t.Context())())
	for _, keys := range []string{"1", "2", "]", "]", "]", "]", "9", "7"} {
		d.press(keys)
		if strings.Contains(d.screen(), secret) {
			t.Fatalf("after %s the secret is on the screen:\n%s", keys, d.screen())
		}
	}
	if d.press("y c"); strings.Contains(d.clipboard, secret) {
		t.Errorf("it was copied: %s", d.clipboard)
	}
}
