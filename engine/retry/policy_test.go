package retry_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/retry"
)

func anyPolicy(t *rapid.T) retry.Policy {
	p := retry.Policy{
		Attempts: rapid.IntRange(2, 1000).Draw(t, "attempts"),
		Base:     time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "base")),
		Factor:   rapid.Float64Range(1, 100).Draw(t, "factor"),
		Jitter:   retry.Jitter(rapid.IntRange(0, 3).Draw(t, "jitter")),
	}
	p.Cap = p.Base + time.Duration(rapid.Int64Range(0, int64(23*time.Hour)).Draw(t, "cap"))
	p.MaxRetryAfter = time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "max"))
	return p
}

func TestDelaysKeepTheirBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := anyPolicy(t)
		if err := p.Validate(); err != nil {
			t.Fatal(err)
		}
		c := failing(func(c *retry.Case) {
			c.Attempt = rapid.IntRange(1, p.Attempts-1).Draw(t, "attempt")
			c.Previous = time.Duration(rapid.Int64Min(0).Draw(t, "previous"))
		})
		floor := time.Duration(0)
		if rapid.Bool().Draw(t, "asked") {
			seconds := rapid.IntRange(0, int(p.MaxRetryAfter/time.Second)).Draw(t, "after")
			floor = time.Duration(seconds) * time.Second
			c.Header = after(seconds)
		}
		draws, part := 0, rapid.Float64Range(0, 1).Draw(t, "part")
		v := p.Decide(c, func() float64 { draws++; return part })
		switch {
		case !v.Retry || v.Floor != floor:
			t.Fatalf("verdict %+v, floor %v", v, floor)
		case v.Delay != v.Floor+v.Backoff || v.Backoff < 0 || v.Backoff > v.Ceiling || v.Ceiling > p.Cap:
			t.Fatalf("verdict %+v does not add up for %+v", v, p)
		case draws > 1 || p.Jitter == retry.None && draws > 0:
			t.Fatalf("drew %d times for %v", draws, p.Jitter)
		}
		checkDrawn(t, p, c, v, part)
	})
}

// checkDrawn compares a delay with what each jitter promises, told anew.
func checkDrawn(t *rapid.T, p retry.Policy, c retry.Case, v retry.Verdict, part float64) {
	grown := float64(p.Base)
	for i := 1; i < c.Attempt && grown < float64(p.Cap); i++ {
		grown *= p.Factor
	}
	ceiling := time.Duration(math.Min(float64(p.Cap), grown))
	certain := time.Duration(0)
	switch p.Jitter {
	case retry.Equal:
		certain = ceiling / 2
	case retry.None:
		certain = ceiling
	case retry.Decorrelated:
		certain = p.Base
		ceiling = time.Duration(math.Min(float64(p.Cap), 3*math.Max(float64(p.Base), float64(c.Previous))))
	case retry.Full:
	}
	const rounding = 10 * time.Microsecond // of floats, in a day
	want := max(v.Floor, certain) + time.Duration(part*float64(ceiling-certain))
	if off := (v.Delay - want).Abs(); off > rounding || (v.Ceiling-ceiling).Abs() > rounding {
		t.Fatalf("%v waits %v under %v, want %v under %v", p.Jitter, v.Delay, v.Ceiling, want, ceiling)
	}
}

func TestTheDefaultSchedule(t *testing.T) {
	t.Parallel()
	p := retry.Defaults()
	p.Attempts = 12
	var got []time.Duration
	for attempt := 1; attempt < p.Attempts; attempt++ {
		got = append(got, p.Decide(failing(func(c *retry.Case) { c.Attempt = attempt }), half).Ceiling)
	}
	want := []time.Duration{
		200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond, 1600 * time.Millisecond,
		3200 * time.Millisecond, 6400 * time.Millisecond, 12800 * time.Millisecond, 25600 * time.Millisecond,
		30 * time.Second, 30 * time.Second, 30 * time.Second,
	}
	if !slices.Equal(got, want) {
		t.Errorf("ceilings %v, want %v", got, want)
	}
}

func TestABrokenRandomSourceComesNoEarlier(t *testing.T) {
	t.Parallel()
	for _, part := range []float64{-1, 2, math.NaN(), math.Inf(1), math.Inf(-1)} {
		v := retry.Defaults().Decide(failing(nil), func() float64 { return part })
		if v.Delay != v.Ceiling {
			t.Errorf("random %v: %+v", part, v)
		}
	}
}

func TestPolicyValidate(t *testing.T) {
	t.Parallel()
	if err := retry.Defaults().Validate(); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(*retry.Policy){
		"attempts are 0, but must be from 1 to 1000":                                      func(p *retry.Policy) { p.Attempts = 0 },
		"attempts are 1001, but must be from 1 to 1000":                                   func(p *retry.Policy) { p.Attempts = 1001 },
		"the shortest backoff is -1s, but must be 0 or longer":                            func(p *retry.Policy) { p.Base = -time.Second },
		"the shortest backoff, 1m0s, must not be longer than the longest, 30s":            func(p *retry.Policy) { p.Base = time.Minute },
		"the longest backoff is 48h0m0s, but must be at most 24h0m0s":                     func(p *retry.Policy) { p.Cap = 48 * time.Hour },
		"the backoff's factor is 0.5, but must be from 1 to 100":                          func(p *retry.Policy) { p.Factor = 0.5 },
		"the backoff's factor is NaN, but must be from 1 to 100":                          func(p *retry.Policy) { p.Factor = math.NaN() },
		"unknown jitter 7: use full, equal, decorrelated or none":                         func(p *retry.Policy) { p.Jitter = 7 },
		"the longest wait a server may ask for is -1s, but must be 0 or more":             func(p *retry.Policy) { p.MaxRetryAfter = -time.Second },
		"the shortest backoff, 1ns, must not be longer than the longest, 0s":              func(p *retry.Policy) { p.Base, p.Cap = 1, 0 },
		"the backoff's factor is +Inf, but must be from 1 to 100":                         func(p *retry.Policy) { p.Factor = math.Inf(1) },
		"the longest backoff is 2562047h47m16.854775807s, but must be at most 24h0m0s":    func(p *retry.Policy) { p.Cap = math.MaxInt64 },
		"attempts are -9223372036854775808, but must be from 1 to 1000":                   func(p *retry.Policy) { p.Attempts = math.MinInt },
		"the shortest backoff is -2562047h47m16.854775808s, but must be 0 or longer":      func(p *retry.Policy) { p.Base = math.MinInt64 },
		"the longest wait a server may ask for is -2562047h47m16.854775808s, but must be": func(p *retry.Policy) { p.MaxRetryAfter = math.MinInt64 },
	} {
		p := retry.Defaults()
		change(&p)
		if err := p.Validate(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestParseBackoff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]time.Duration{
		"200ms..30s":  {200 * time.Millisecond, 30 * time.Second},
		" 1s .. 1s ":  {time.Second, time.Second},
		"0s..0s":      {0, 0},
		"1s":          {time.Second, 30 * time.Second},
		"1m":          {time.Minute, time.Minute},
		"1.5s..1h30m": {1500 * time.Millisecond, 90 * time.Minute},
	} {
		base, limit, err := retry.ParseBackoff(text)
		if err != nil || base != want[0] || limit != want[1] {
			t.Errorf("%q: %v..%v, %v; want %v", text, base, limit, err, want)
		}
	}
	for text, want := range map[string]string{
		"":            `backoff "": write the shortest and the longest with their units, such as 200ms..30s`,
		"200..30":     `backoff "200..30": write the shortest`,
		"1s..":        `backoff "1s..": write the shortest`,
		"..30s":       `backoff "..30s": write the shortest`,
		"30s..200ms":  "the shortest backoff, 30s, must not be longer than the longest, 200ms",
		"-1s..1s":     `backoff "-1s..1s": both must be from 0s to 24h0m0s`,
		"1s..100h":    `backoff "1s..100h": both must be from 0s to 24h0m0s`,
		"1s..2s..3s":  `backoff "1s..2s..3s": write the shortest`,
		"99999999h..": `backoff "99999999h..": write the shortest`,
	} {
		if base, limit, err := retry.ParseBackoff(text); err == nil || !strings.HasPrefix(err.Error(), want) || base != 0 || limit != 0 {
			t.Errorf("%q: %v..%v, %v; want %q", text, base, limit, err, want)
		}
	}
}

func FuzzParseBackoff(f *testing.F) {
	for _, text := range []string{"200ms..30s", "1s", "..", "1h..1ns", "1e3s..µs"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		base, limit, err := retry.ParseBackoff(text)
		if err != nil {
			return
		}
		p := retry.Defaults()
		p.Base, p.Cap = base, limit
		if err := p.Validate(); err != nil {
			t.Fatalf("%q was taken, but %v", text, err)
		}
		if b, l, err := retry.ParseBackoff(base.String() + ".." + limit.String()); err != nil || b != base || l != limit {
			t.Fatalf("%q gives %v..%v, and that %v..%v, %v", text, base, limit, b, l, err)
		}
	})
}

func TestParseJitter(t *testing.T) {
	t.Parallel()
	for j := retry.Full; j <= retry.None; j++ {
		if got, err := retry.ParseJitter(j.String()); err != nil || got != j {
			t.Errorf("%v reads back as %v, %v", j, got, err)
		}
	}
	if _, err := retry.ParseJitter("some"); err == nil || err.Error() != `unknown jitter "some": use full, equal, decorrelated or none` {
		t.Errorf("error %v", err)
	}
	if got := retry.Jitter(9).String(); got != "jitter 9" {
		t.Errorf("a value that is none is called %q", got)
	}
}
