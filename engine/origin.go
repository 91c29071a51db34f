package engine

import (
	"container/list"
	"fmt"
	"net/url"
	"strings"
	"time"

	"weir/engine/aimd"
	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/quota"
	"weir/engine/retry"
	"weir/engine/transport"
)

// origin is the state that all exchanges with one scheme, host and port share.
// The engine's lock guards it.
type origin struct {
	name    string
	policy  Policy
	breaker *breaker.Breaker
	bucket  *bucket.Bucket
	slots   *aimd.Limit
	budget  *retry.Budget
	quotas  map[string]quota.Quota // last seen, by dialect and policy

	secure   tlsMemo
	untold   int        // times in a row that it said "too many" and not for how long
	taken    int        // slots held, by attempts and by those that wait for a token
	inFlight int        // attempts on the wire
	blocked  *list.List // exchanges that wait for the breaker, first in first out
	line     *list.List // exchanges that wait for a slot, first in first out
	thirsty  map[uint64]*exchange
}

// OriginOf returns scheme://host:port of an absolute http or https URL, with
// the port always written out, or an error that says what is wrong with it.
func OriginOf(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "", &PlanError{What: "read the URL", Err: scrubURLError(err)}
	}
	scheme := strings.ToLower(u.Scheme)
	if scheme != "http" && scheme != "https" {
		return "", &PlanError{What: "read the URL", Err: schemeError(u, rawURL)}
	}
	if u.Hostname() == "" {
		return "", &PlanError{What: "read the URL", Err: fmt.Errorf("%q names no host, write it like %s://example.com/path", rawURL, scheme)}
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[scheme]
	}
	host := strings.ToLower(u.Hostname())
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return scheme + "://" + host + ":" + port, nil
}

// schemeError says what a URL without a scheme of ours lacks.
func schemeError(u *url.URL, rawURL string) error {
	if u.Scheme == "" || u.Host == "" {
		return fmt.Errorf("%q has no scheme, write it like http://example.com/path", rawURL)
	}
	return fmt.Errorf("the scheme %q is not supported, use http or https", u.Scheme)
}

func newOrigin(name string, p Policy, now time.Time) *origin {
	return &origin{
		name:    name,
		policy:  p,
		breaker: breaker.New(p.Breaker, now),
		bucket:  bucket.New(p.Limit, now),
		slots:   aimd.New(p.Concurrency, now),
		budget:  retry.NewBudget(p.RetryReserve, p.RetryShare),
		quotas:  make(map[string]quota.Quota),
		blocked: list.New(),
		line:    list.New(),
		thirsty: make(map[uint64]*exchange),
	}
}

// level is the bucket's fill as events carry it.
func (o *origin) level(now time.Time) Level {
	st := o.bucket.Status(now)
	return Level{Tokens: st.Tokens, Waiting: st.Waiting, Next: st.Next}
}

// held reports whether the bucket gives no tokens for now.
func (o *origin) held(now time.Time) bool { return o.bucket.Status(now).PausedUntil.After(now) }

// tally is the breaker's counting as events carry it.
func (o *origin) tally(now time.Time) Tally {
	t := o.breaker.Tally(now)
	return Tally{
		State: o.breaker.State().String(), Calls: t.Calls, Failures: t.Failures, Slow: t.Slow,
		Consecutive: t.Consecutive, Rejected: t.Rejected, Probing: t.Probing, ProbesLeft: t.ProbesLeft,
	}
}

// passing is how many exchanges are past the breaker's peek but not admitted:
// they wait for a slot or a token. While half-open, no more of them are let
// through than there are probes left.
func (o *origin) passing() int { return o.line.Len() + len(o.thirsty) }

// next is when the origin's breaker or bucket has something to do by itself.
func (o *origin) next() (time.Time, bool) {
	due, ok := o.breaker.Due()
	if at, has := o.bucket.Due(); has && (!ok || at.Before(due)) {
		due, ok = at, true
	}
	return due, ok
}

// tlsMemo keeps what was last told of a connection's TLS: most attempts come over
// the same few connections, and the facts of one never change.
type tlsMemo struct {
	of    *transport.TLSInfo
	facts *TLSFacts
}

func (m *tlsMemo) factsOf(t *transport.TLSInfo) *TLSFacts {
	if m.of != t {
		m.of, m.facts = t, tlsFacts(t)
	}
	return m.facts
}

func tlsFacts(t *transport.TLSInfo) *TLSFacts {
	if t == nil {
		return nil
	}
	return &TLSFacts{
		Version: t.Version, Cipher: t.Cipher, ALPN: t.ALPN, Subject: t.Subject,
		Issuer: t.Issuer, NotAfter: t.NotAfter, Verified: t.Verified,
	}
}
