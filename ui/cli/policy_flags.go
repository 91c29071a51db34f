package cli

import (
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/retry"
	"weir/engine/transport"
)

// policyFlags are the flags that govern the engine, shared by open and get.
type policyFlags struct {
	rate          string
	burst         int
	retries       int
	backoff       string
	jitter        string
	retryAny      bool
	maxRetryAfter time.Duration
	breaker       string
	breakerWait   time.Duration
	timeout       string
	concurrency   int
	noAdapt       bool
	http          string
	insecure      bool
	proxy         string
	cacert        string
	cert, key     string
	maxBody       int64
	cookies       bool
	seed          uint64
}

func (f *policyFlags) add(cmd *cobra.Command) {
	d := engine.DefaultPolicy()
	fl := cmd.Flags()
	fl.StringVar(&f.rate, "rate", "", "requests to an origin, such as 10/s, 600/m or off (default off)")
	fl.IntVar(&f.burst, "burst", 0, "requests that may go at once before the rate counts (default: one second's worth)")
	fl.IntVar(&f.retries, "retries", d.Retry.Attempts-1, "attempts after the first one")
	fl.StringVar(&f.backoff, "backoff", "", "wait before retries, BASE..CAP (default 200ms..30s)")
	fl.StringVar(&f.jitter, "jitter", d.Retry.Jitter.String(), "full, equal, decorrelated or none")
	fl.BoolVar(&f.retryAny, "retry-any-method", false, "retry POST and PATCH too, which may then happen twice")
	fl.DurationVar(&f.maxRetryAfter, "max-retry-after", d.Retry.MaxRetryAfter, "longest wait that a server may ask for")
	fl.StringVar(&f.breaker, "breaker", "", "circuit breaker, such as consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3, or off")
	fl.DurationVar(&f.breakerWait, "breaker-wait", d.BreakerWait, "how long a walk waits for an open breaker")
	fl.StringVar(&f.timeout, "timeout", "", "connect=5s,read=5s,write=5s,pool=5s,total=0, or one time for the first four")
	fl.IntVar(&f.concurrency, "concurrency", d.Concurrency, "requests to an origin at once")
	fl.BoolVar(&f.noAdapt, "no-adapt", false, "do not slow down when the server's quota is used up")
	fl.StringVar(&f.http, "http", string(d.Transport.Mode), "auto, 1.1, 2 or h2c")
	fl.BoolVar(&f.insecure, "insecure", false, "accept any certificate")
	fl.StringVar(&f.proxy, "proxy", "", "URL of a proxy, or off (default: HTTP_PROXY and so on)")
	fl.StringVar(&f.cacert, "cacert", "", "file of certificates to trust, PEM")
	fl.StringVar(&f.cert, "cert", "", "file of the client's certificate, PEM")
	fl.StringVar(&f.key, "key", "", "file of the client's key, PEM")
	fl.Int64Var(&f.maxBody, "max-body", d.Transport.MaxBody, "bytes of a reply that are read at most")
	fl.BoolVar(&f.cookies, "cookies", false, "keep cookies between requests")
	fl.Uint64Var(&f.seed, "seed", 0, "makes the jitter repeatable")
}

// policy returns the policy that the flags describe, or a usage error.
func (f *policyFlags) policy() (engine.Policy, error) {
	p := engine.DefaultPolicy()
	for _, set := range []func(*engine.Policy) error{f.limit, f.retry, f.breakerRules, f.transport} {
		if err := set(&p); err != nil {
			return p, usage(err)
		}
	}
	p.Concurrency, p.Adapt, p.Seed, p.BreakerWait = f.concurrency, !f.noAdapt, f.seed, f.breakerWait
	if err := p.Validate(); err != nil {
		return p, usage(err)
	}
	return p, nil
}

func (f *policyFlags) limit(p *engine.Policy) error {
	if f.rate != "" {
		rate, err := bucket.ParseRate(f.rate)
		if err != nil {
			return fmt.Errorf("--rate: %w", err)
		}
		p.Limit.Rate = rate
		if p.Limit.Limited() {
			p.Limit.Burst = max(1, int(math.Ceil(rate)))
		}
	}
	if f.burst < 0 {
		return fmt.Errorf("--burst: %d is too few, use 1 or more", f.burst)
	}
	if f.burst > 0 {
		p.Limit.Burst = f.burst
	}
	return nil
}

func (f *policyFlags) retry(p *engine.Policy) error {
	if f.retries < 0 {
		return fmt.Errorf("--retries: %d is too few, use 0 or more", f.retries)
	}
	p.Retry.Attempts = f.retries + 1
	p.Retry.AnyMethod = f.retryAny
	p.Retry.MaxRetryAfter = f.maxRetryAfter
	jitter, err := retry.ParseJitter(f.jitter)
	if err != nil {
		return fmt.Errorf("--jitter: %w", err)
	}
	p.Retry.Jitter = jitter
	if f.backoff != "" {
		p.Retry.Base, p.Retry.Cap, err = retry.ParseBackoff(f.backoff)
		if err != nil {
			return fmt.Errorf("--backoff: %w", err)
		}
	}
	return nil
}

func (f *policyFlags) breakerRules(p *engine.Policy) error {
	if f.breaker == "" {
		return nil
	}
	rules, err := breaker.ParseSettings(f.breaker, p.Breaker)
	if err != nil {
		return fmt.Errorf("--breaker: %w", err)
	}
	p.Breaker = rules
	return nil
}

func (f *policyFlags) transport(p *engine.Policy) error {
	t := &p.Transport
	if f.timeout != "" {
		timeouts, err := transport.ParseTimeouts(f.timeout, t.Timeouts)
		if err != nil {
			return fmt.Errorf("--timeout: %w", err)
		}
		t.Timeouts = timeouts
	}
	mode, err := transport.ParseMode(f.http)
	if err != nil {
		return fmt.Errorf("--http: %w", err)
	}
	t.Mode = mode
	t.Insecure, t.Proxy, t.CACert, t.Cert, t.Key = f.insecure, f.proxy, f.cacert, f.cert, f.key
	t.MaxBody, t.Cookies = f.maxBody, f.cookies
	return nil
}
