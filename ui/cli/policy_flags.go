package cli

import (
	"strconv"

	"github.com/spf13/cobra"

	"weir/engine"
)

// policyFlags are the flags that govern the engine, shared by open and get.
type policyFlags struct{ policySettings settingFlags }

func (f *policyFlags) add(cmd *cobra.Command) {
	d := engine.DefaultPolicy()
	fl := cmd.Flags()
	for _, one := range []struct{ name, kind, byDefault, help string }{
		{"rate", "string", "", "requests to an origin, such as 10/s, 600/m or off (default off)"},
		{"burst", "int", "", "requests that may go at once before the rate counts (default: one second's worth)"},
		{"retries", "int", strconv.Itoa(d.Retry.Attempts - 1), "attempts after the first one"},
		{"backoff", "string", "", "wait before retries, BASE..CAP (default 200ms..30s)"},
		{"jitter", "string", d.Retry.Jitter.String(), "full, equal, decorrelated or none"},
		{"retry-any-method", "bool", "", "retry POST and PATCH too, which may then happen twice"},
		{"max-retry-after", "duration", d.Retry.MaxRetryAfter.String(), "longest wait that a server may ask for"},
		{"breaker", "string", "", "circuit breaker, such as consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3, or off"},
		{"breaker-wait", "duration", d.BreakerWait.String(), "how long a walk waits for an open breaker"},
		{"timeout", "string", "", "connect=5s,read=5s,write=5s,pool=5s,total=0, or one time for the first four"},
		{"concurrency", "int", strconv.Itoa(d.Concurrency), "requests to an origin at once"},
		{"no-adapt", "bool", "", "do not slow down when the server's quota is used up"},
		{"http", "string", string(d.Transport.Mode), "auto, 1.1, 2 or h2c"},
		{"insecure", "bool", "", "accept any certificate"},
		{"proxy", "string", "", "URL of a proxy, or off (default: HTTP_PROXY and so on)"},
		{"cacert", "string", "", "file of certificates to trust, PEM"},
		{"cert", "string", "", "file of the client's certificate, PEM"},
		{"key", "string", "", "file of the client's key, PEM"},
		{"max-body", "int", strconv.FormatInt(d.Transport.MaxBody, 10), "bytes of a reply that are read at most"},
		{"cookies", "bool", "", "keep cookies between requests"},
		{"seed", "uint", "", "makes the jitter repeatable"},
	} {
		f.policySettings.add(fl, one.name, one.kind, one.byDefault, one.help)
	}
}

// policy returns the policy that the flags describe, or a usage error.
func (f *policyFlags) policy() (engine.Policy, error) {
	p := engine.DefaultPolicy()
	if err := f.policySettings.apply(p.Set); err != nil {
		return p, err
	}
	return p, usage(p.Validate())
}
