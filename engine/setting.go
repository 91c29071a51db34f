package engine

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"weir/engine/breaker"
	"weir/engine/bucket"
	"weir/engine/page"
	"weir/engine/retry"
	"weir/engine/transport"
)

// SettingError says which setting has a wrong value or is not known, and what
// would be right. Its text begins with the setting's name.
type SettingError struct {
	Name string
	Err  error
}

func (e *SettingError) Error() string { return e.Name + ": " + e.Err.Error() }
func (e *SettingError) Unwrap() error { return e.Err }

// setting is a part of T that is written as text, under the name of its flag.
type setting[T any] struct {
	name string
	set  func(*T, string) error
}

// PolicySettings lists the names that Policy.Set takes, in the order in which
// they are to be set: a rate brings a burst, which burst then replaces.
func PolicySettings() []string { return settingNames(policySettings()) }

// WalkSettings lists the names that Walk.Set takes.
func WalkSettings() []string { return settingNames(walkSettings()) }

// Set changes the part of the policy that the flag of this name governs, given
// the text that the flag takes. An empty text turns a switch on. Errors are
// *SettingError; the policy then stays as it was. Values that only exclude each
// other are told by Validate.
func (p *Policy) Set(name, value string) error { return assign(p, policySettings(), name, value) }

// Set changes the part of the walk that the flag of this name governs, as
// Policy.Set does.
func (w *Walk) Set(name, value string) error { return assign(w, walkSettings(), name, value) }

func settingNames[T any](all []setting[T]) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.name
	}
	return names
}

func assign[T any](to *T, all []setting[T], name, value string) error {
	for _, s := range all {
		if s.name != name {
			continue
		}
		changed := *to
		if err := s.set(&changed, strings.TrimSpace(value)); err != nil {
			return &SettingError{name, err}
		}
		*to = changed
		return nil
	}
	return &SettingError{name, errors.New("there is no setting of this name, known are " + strings.Join(settingNames(all), ", "))}
}

func policySettings() []setting[Policy] {
	return []setting[Policy]{
		{"rate", (*Policy).setRate},
		{"burst", func(p *Policy, v string) error { return setInt(&p.Limit.Burst, v, 1) }},
		{"retries", (*Policy).setRetries},
		{"backoff", func(p *Policy, v string) (err error) {
			p.Retry.Base, p.Retry.Cap, err = retry.ParseBackoff(v)
			return err
		}},
		{"jitter", func(p *Policy, v string) (err error) {
			p.Retry.Jitter, err = retry.ParseJitter(v)
			return err
		}},
		{"retry-any-method", func(p *Policy, v string) error { return setSwitch(&p.Retry.AnyMethod, v) }},
		{"max-retry-after", func(p *Policy, v string) error { return setTime(&p.Retry.MaxRetryAfter, v) }},
		{"breaker", func(p *Policy, v string) (err error) {
			p.Breaker, err = breaker.ParseSettings(v, p.Breaker)
			return err
		}},
		{"breaker-wait", func(p *Policy, v string) error { return setTime(&p.BreakerWait, v) }},
		{"timeout", func(p *Policy, v string) (err error) {
			p.Transport.Timeouts, err = transport.ParseTimeouts(v, p.Transport.Timeouts)
			return err
		}},
		{"concurrency", func(p *Policy, v string) error { return setInt(&p.Concurrency, v, 1) }},
		{"no-adapt", func(p *Policy, v string) error {
			off := false
			err := setSwitch(&off, v)
			p.Adapt = !off
			return err
		}},
		{"http", func(p *Policy, v string) (err error) {
			p.Transport.Mode, err = transport.ParseMode(v)
			return err
		}},
		{"insecure", func(p *Policy, v string) error { return setSwitch(&p.Transport.Insecure, v) }},
		{"proxy", func(p *Policy, v string) error { p.Transport.Proxy = v; return nil }},
		{"cacert", func(p *Policy, v string) error { p.Transport.CACert = v; return nil }},
		{"cert", func(p *Policy, v string) error { p.Transport.Cert = v; return nil }},
		{"key", func(p *Policy, v string) error { p.Transport.Key = v; return nil }},
		{"max-body", func(p *Policy, v string) error { return setInt(&p.Transport.MaxBody, v, 0) }},
		{"cookies", func(p *Policy, v string) error { return setSwitch(&p.Transport.Cookies, v) }},
		{"seed", (*Policy).setSeed},
	}
}

func walkSettings() []setting[Walk] {
	return []setting[Walk]{
		{"paginate", func(w *Walk, v string) error {
			spec, err := page.ParseSpec(v)
			w.Spec.Dialect, w.Spec.Params = spec.Dialect, spec.Params
			w.Spec.Items = cmp.Or(spec.Items, w.Spec.Items)
			w.Spec.MaxPages = cmp.Or(spec.MaxPages, w.Spec.MaxPages)
			w.Spec.MaxItems = cmp.Or(spec.MaxItems, w.Spec.MaxItems)
			w.Spec.MaxBytes = cmp.Or(spec.MaxBytes, w.Spec.MaxBytes)
			return err
		}},
		{"items", func(w *Walk, v string) error {
			w.Spec.Items = v
			return w.Spec.Check()
		}},
		{"max-pages", func(w *Walk, v string) error { return setInt(&w.Spec.MaxPages, v, 0) }},
		{"max-items", func(w *Walk, v string) error { return setInt(&w.Spec.MaxItems, v, 0) }},
		{"max-bytes", func(w *Walk, v string) error { return setInt(&w.Spec.MaxBytes, v, 0) }},
		{"parallel", func(w *Walk, v string) error { return setInt(&w.Parallel, v, 0) }},
		{"allow-foreign", func(w *Walk, v string) error { return setSwitch(&w.Spec.AllowForeign, v) }},
	}
}

// setRate sets the rate, and a burst of one second's worth.
func (p *Policy) setRate(text string) error {
	rate, err := bucket.ParseRate(text)
	if err != nil {
		return err
	}
	p.Limit.Rate = rate
	if p.Limit.Limited() {
		p.Limit.Burst = bucket.BurstOf(rate)
	}
	return nil
}

func (p *Policy) setRetries(text string) error {
	retries := 0
	err := setInt(&retries, text, 0)
	p.Retry.Attempts = retries + 1
	return err
}

func (p *Policy) setSeed(text string) (err error) {
	if p.Seed, err = strconv.ParseUint(text, 10, 64); err != nil {
		return fmt.Errorf("%q is no seed: write a whole number from 0", text)
	}
	return nil
}

// setInt reads a whole number of at least least.
func setInt[T int | int64](to *T, text string, least T) error {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || int64(T(n)) != n:
		return fmt.Errorf("%q is no whole number: write it in digits, such as %d", text, max(least, 10))
	case T(n) < least:
		return fmt.Errorf("%d is too few, use %d or more", n, least)
	}
	*to = T(n)
	return nil
}

func setTime(to *time.Duration, text string) error {
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no duration: write it like 30s, 500ms or 1m30s", text)
	case d < 0:
		return fmt.Errorf("%s is negative, use 0s or more", d)
	}
	*to = d
	return nil
}

// setSwitch reads yes or no in the words that people use; empty is yes.
func setSwitch(to *bool, text string) error {
	switch strings.ToLower(text) {
	case "", "true", "yes", "on", "1":
		*to = true
	case "false", "no", "off", "0":
		*to = false
	default:
		return fmt.Errorf("%q is neither true nor false", text)
	}
	return nil
}
