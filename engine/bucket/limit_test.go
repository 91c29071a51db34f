package bucket_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/bucket"
)

func TestParseRate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"10/s": 10, "10": 10, " 10 / s ": 10, "0.5/s": 0.5, ".5": 0.5,
		"600/m": 10, "600/min": 10, "90/minute": 1.5,
		"1000/h": 1000.0 / 3600, "3600/hour": 1,
		"86400/d": 1, "1/day": bucket.MinRate,
		"100/15m": 100.0 / 900, "5/1h30m": 5.0 / 5400, "1/100ms": 10,
		"10/S": 10, "off": bucket.Unlimited, "Unlimited": bucket.Unlimited,
	} {
		got, err := bucket.ParseRate(text)
		if err != nil || math.Abs(got-want) > 1e-12*want {
			t.Errorf("ParseRate(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestParseRateRefuses(t *testing.T) {
	t.Parallel()
	for text, mention := range map[string]string{
		"":            `"" is no number`,
		"fast":        `"fast" is no number`,
		"ten/s":       `"ten" is no number`,
		"-1/s":        `"-1" is no number`,
		"1e3":         `"1e3" is no number`,
		"inf":         `"inf" is no number`,
		"nan":         `"nan" is no number`,
		"1.2.3":       `"1.2.3" is no number`,
		".":           `"." is no number`,
		"0/s":         "zero would never send anything",
		"10/":         `unknown time ""`,
		"10/week":     `unknown time "week"`,
		"10/-5s":      `unknown time "-5s"`,
		"10/0s":       `unknown time "0s"`,
		"10/s/s":      `unknown time "s/s"`,
		"1/8760h":     "out of range",
		"99999999999": "out of range",
	} {
		_, err := bucket.ParseRate(text)
		if !errors.Is(err, bucket.ErrLimit) {
			t.Errorf("ParseRate(%q): error %v, want ErrLimit", text, err)
			continue
		}
		if !strings.Contains(err.Error(), mention) || !strings.Contains(err.Error(), "write it as 10/s") {
			t.Errorf("ParseRate(%q): error %q lacks %q or the forms", text, err, mention)
		}
	}
}

func TestFormatRate(t *testing.T) {
	t.Parallel()
	for want, rate := range map[string]float64{
		"10/s": 10, "2.6/s": 2.6, "1.5/s": 1.5, "30/m": 0.5, "1/m": 1.0 / 60,
		"1000/h": 1000.0 / 3600, "1/d": bucket.MinRate, "1000000000/s": bucket.MaxRate,
		"16.667/m": 1.0 / 3.6 * (1 - 1e-7), "0.5/d": bucket.MinRate / 2, "off": bucket.Unlimited,
	} {
		if got := bucket.FormatRate(rate); got != want {
			t.Errorf("FormatRate(%v) = %q, want %q", rate, got, want)
		}
	}
	if got := bucket.FormatRate(math.Inf(1)); got != "off" {
		t.Errorf("FormatRate(+Inf) = %q, want off", got)
	}
}

func TestFormattedRateReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Float64Range(bucket.MinRate, bucket.MaxRate).Draw(t, "rate")
		text := bucket.FormatRate(rate)
		got, err := bucket.ParseRate(text)
		if err != nil || math.Abs(got-rate) > 1e-3*rate {
			t.Fatalf("%v was written %q and read back %v, %v", rate, text, got, err)
		}
	})
}

func TestValidate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limit bucket.Limit
		good  bool
	}{
		{bucket.Limit{}, true},
		{bucket.Limit{Rate: bucket.Unlimited, Burst: -3}, true},
		{bucket.Limit{Rate: math.Inf(1)}, true},
		{bucket.Limit{Rate: 10, Burst: 1}, true},
		{bucket.Limit{Rate: bucket.MinRate, Burst: bucket.MaxBurst}, true},
		{bucket.Limit{Rate: bucket.MaxRate, Burst: 1}, true},
		{bucket.Limit{Rate: 10}, false},
		{bucket.Limit{Rate: 10, Burst: bucket.MaxBurst + 1}, false},
		{bucket.Limit{Rate: -1, Burst: 1}, false},
		{bucket.Limit{Rate: bucket.MinRate / 2, Burst: 1}, false},
		{bucket.Limit{Rate: bucket.MaxRate * 2, Burst: 1}, false},
		{bucket.Limit{Rate: math.NaN(), Burst: 1}, false},
		{bucket.Limit{Rate: math.Inf(-1), Burst: 1}, false},
	} {
		if err := c.limit.Validate(); (err == nil) != c.good || (err != nil && !errors.Is(err, bucket.ErrLimit)) {
			t.Errorf("%+v: error %v, good %v", c.limit, err, c.good)
		}
	}
}

func TestUnusableLimitsAreBroughtIntoRange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ give, want bucket.Limit }{
		{bucket.Limit{Rate: math.NaN(), Burst: 1}, bucket.Limit{Rate: bucket.MinRate, Burst: 1}},
		{bucket.Limit{Rate: -5, Burst: 0}, bucket.Limit{Rate: bucket.MinRate, Burst: 1}},
		{bucket.Limit{Rate: 1e300, Burst: math.MaxInt}, bucket.Limit{Rate: bucket.MaxRate, Burst: bucket.MaxBurst}},
		{bucket.Limit{Rate: math.Inf(1), Burst: -1}, bucket.Limit{Rate: bucket.Unlimited}},
	} {
		if got := bucket.New(c.give, epoch).Status(epoch).Limit; got != c.want {
			t.Errorf("New(%+v) has %+v, want %+v", c.give, got, c.want)
		}
	}
}

func FuzzParseRate(f *testing.F) {
	for _, seed := range []string{"10/s", "600/m", "off", "1/0s", "0.0000001/d", "9/9999999h"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rate, err := bucket.ParseRate(text)
		if err != nil {
			return
		}
		if err := (bucket.Limit{Rate: rate, Burst: 1}).Validate(); err != nil {
			t.Fatalf("ParseRate(%q) = %v, which no bucket takes: %v", text, rate, err)
		}
	})
}
