package engine

import (
	"errors"
	"strings"
	"testing"
	"time"

	"weir/engine/bucket"
)

func TestPolicySet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, value string
		check       func(Policy) bool
	}{
		{"rate", "10/s", func(p Policy) bool { return p.Limit == bucket.Limit{Rate: 10, Burst: 10} }},
		{"rate", "off", func(p Policy) bool { return !p.Limit.Limited() }},
		{"burst", "4", func(p Policy) bool { return p.Limit.Burst == 4 }},
		{"retries", "0", func(p Policy) bool { return p.Retry.Attempts == 1 }},
		{"backoff", "1s..2s", func(p Policy) bool { return p.Retry.Base == time.Second && p.Retry.Cap == 2*time.Second }},
		{"jitter", "none", func(p Policy) bool { return p.Retry.Jitter.String() == "none" }},
		{"retry-any-method", "", func(p Policy) bool { return p.Retry.AnyMethod }},
		{"max-retry-after", "3s", func(p Policy) bool { return p.Retry.MaxRetryAfter == 3*time.Second }},
		{"breaker", "off", func(p Policy) bool { return p.Breaker.String() == "off" }},
		{"breaker-wait", "1m", func(p Policy) bool { return p.BreakerWait == time.Minute }},
		{"timeout", "read=7s", func(p Policy) bool { return p.Transport.Read == 7*time.Second && p.Transport.Connect == 5*time.Second }},
		{"concurrency", "3", func(p Policy) bool { return p.Concurrency == 3 }},
		{"no-adapt", "true", func(p Policy) bool { return !p.Adapt }},
		{"no-adapt", "off", func(p Policy) bool { return p.Adapt }},
		{"http", "1.1", func(p Policy) bool { return p.Transport.Mode == "1.1" }},
		{"insecure", "yes", func(p Policy) bool { return p.Transport.Insecure }},
		{"proxy", "off", func(p Policy) bool { return p.Transport.Proxy == "off" }},
		{"cacert", "ca.pem", func(p Policy) bool { return p.Transport.CACert == "ca.pem" }},
		{"cert", "c.pem", func(p Policy) bool { return p.Transport.Cert == "c.pem" }},
		{"key", "k.pem", func(p Policy) bool { return p.Transport.Key == "k.pem" }},
		{"max-body", "100", func(p Policy) bool { return p.Transport.MaxBody == 100 }},
		{"cookies", "on", func(p Policy) bool { return p.Transport.Cookies }},
		{"seed", "9", func(p Policy) bool { return p.Seed == 9 }},
	}
	tried := map[string]bool{}
	for _, tt := range tests {
		p := DefaultPolicy()
		if err := p.Set(tt.name, tt.value); err != nil || !tt.check(p) {
			t.Errorf("%s %s: %v, %+v", tt.name, tt.value, err, p)
		}
		tried[tt.name] = true
	}
	for _, name := range PolicySettings() {
		if !tried[name] {
			t.Errorf("%s is not tried", name)
		}
	}
}

func TestWalkSet(t *testing.T) {
	t.Parallel()
	values := map[string]string{
		"paginate": "cursor,param=after", "items": "data", "max-pages": "3", "max-items": "4", "max-bytes": "5",
		"parallel": "6", "allow-foreign": "",
	}
	var w Walk
	for _, name := range WalkSettings() {
		if err := w.Set(name, values[name]); err != nil {
			t.Error(err)
		}
	}
	s := w.Spec
	if s.Dialect != "cursor" || s.Params["param"] != "after" || s.Items != "data" || s.MaxPages != 3 || s.MaxItems != 4 ||
		s.MaxBytes != 5 || w.Parallel != 6 || !s.AllowForeign {
		t.Errorf("got %+v", w)
	}
}

// A wrong value leaves everything as it was, and names the setting.
func TestSettingErrors(t *testing.T) {
	t.Parallel()
	policy := map[string]string{
		"rate": "ten", "burst": "0", "retries": "-1", "backoff": "2s..1s", "jitter": "some", "retry-any-method": "maybe",
		"max-retry-after": "-1s", "breaker": "consecutive=many", "breaker-wait": "long", "timeout": "soon", "concurrency": "1.5",
		"http": "3", "max-body": "99999999999999999999", "seed": "-1", "rates": "1/s",
	}
	for name, value := range policy {
		p := DefaultPolicy()
		err := p.Set(name, value)
		var of *SettingError
		if !errors.As(err, &of) || of.Name != name || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s %s: %v", name, value, err)
		}
		if p.Facts() != DefaultPolicy().Facts() {
			t.Errorf("%s %s changed the policy", name, value)
		}
	}
	var w Walk
	for name, value := range map[string]string{"paginate": "curser", "items": "a[", "max-pages": "x", "parallel": "-1"} {
		if err := w.Set(name, value); err == nil || w.Spec.Dialect != "" || w.Spec.Items != "" {
			t.Errorf("%s %s: %v, %+v", name, value, err, w)
		}
	}
}
