package breaker_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/breaker"
)

func TestParseSettings(t *testing.T) {
	t.Parallel()
	with := func(change func(*breaker.Settings)) breaker.Settings {
		s := breaker.Defaults()
		change(&s)
		return s
	}
	tests := []struct {
		text string
		want breaker.Settings
	}{
		{"consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3", breaker.Defaults()},
		{" consecutive = 7 , open = 5s ", with(func(s *breaker.Settings) { s.Consecutive, s.OpenFor = 7, 5*time.Second })},
		{"off", with(func(s *breaker.Settings) { s.Off = true })},
		{"window=10s", with(func(s *breaker.Settings) { s.WindowTime = 10 * time.Second })},
		{"window=5", with(func(s *breaker.Settings) { s.Window, s.Minimum = 5, 5 })},
		{"window=50", with(func(s *breaker.Settings) { s.Window = 50 })},
		{"slow=2s,slow-ratio=0.8", with(func(s *breaker.Settings) { s.SlowCall, s.SlowRatio = 2*time.Second, 0.8 })},
		{"growth=2,open-max=2m", with(func(s *breaker.Settings) { s.Growth, s.OpenMax = 2, 2*time.Minute })},
		{"growth=2,open=10m", with(func(s *breaker.Settings) { s.Growth, s.OpenFor, s.OpenMax = 2, 10*time.Minute, 10*time.Minute })},
	}
	for _, tt := range tests {
		if got, err := breaker.ParseSettings(tt.text, breaker.Defaults()); err != nil || got != tt.want {
			t.Errorf("%q gives %+v, %v; want %+v", tt.text, got, err, tt.want)
		}
	}
	off := breaker.Settings{Off: true}
	if got, err := breaker.ParseSettings("consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3", off); err != nil || got.Off {
		t.Errorf("named rules left it off: %+v, %v", got, err)
	}
}

func TestParseSettingsSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         `unknown part ""`,
		"on":                       `unknown part "on": use off alone, or any of consecutive, ratio,`,
		"consecutive=5,":           `unknown part ""`,
		"failures=3":               `unknown part "failures"`,
		"off,probes=3":             `unknown part "off"`,
		"probes=1,probes=2":        "probes is named twice",
		"consecutive=many":         "consecutive=many: write a whole number such as 5",
		"consecutive=-1":           "consecutive is -1, but must be from 0 to 65536",
		"ratio=50%":                "ratio=50%: write a number such as 0.5",
		"ratio=NaN":                "ratio=NaN: write a number",
		"ratio=1.5":                "ratio is 1.5, but must be from 0 to 1",
		"open=30":                  "open=30: write a time with its unit, such as 30s or 500ms",
		"open=0s":                  "open is 0s, but must be from 1ms to 24h",
		"window=-5s":               "window=-5s: write a number of calls such as 20, or a time such as 10s",
		"window=0":                 "window is 0, but must be from 1 to 65536",
		"window=1us":               "window is 1µs, but must be from 1ms to 24h",
		"window=5,minimum=6":       "minimum is 6, but the window holds only 5 calls: use 1 to 5",
		"minimum=0":                "minimum is 0, but must be from 1 to 20",
		"window=1s,minimum=99999":  "minimum is 99999, but must be from 1 to 65536",
		"probes=0":                 "probes is 0, but must be from 1 to 1000",
		"growth=-1":                "growth is -1, but must be from 0 to 100",
		"growth=2,open-max=1s":     "open-max is 1s, but must be from 30s to 24h",
		"slow=48h":                 "slow is 48h, but must be from 0s to 24h",
		"slow-ratio=2":             "slow-ratio is 2, but must be from 0 to 1",
		"open=9999999999999999h":   "write a time with its unit",
		"consecutive=999999999999": "must be from 0 to 65536",
	} {
		got, err := breaker.ParseSettings(text, breaker.Defaults())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
		if got != breaker.Defaults() {
			t.Errorf("%q: settings %+v beside an error", text, got)
		}
	}
}

func TestSettingsOutOfRangeAreBroughtIntoIt(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]breaker.Settings{
		"zero":     {},
		"negative": {Consecutive: -1, FailureRatio: -1, SlowRatio: -1, SlowCall: -1, Window: -1, WindowTime: -1, Minimum: -1, OpenFor: -1, Growth: -1, OpenMax: -1, Probes: -1},
		"huge":     {Consecutive: math.MaxInt, FailureRatio: 9, SlowRatio: 9, SlowCall: math.MaxInt64, Window: math.MaxInt, Minimum: math.MaxInt, OpenFor: math.MaxInt64, Growth: math.Inf(1), OpenMax: math.MaxInt64, Probes: math.MaxInt},
		"no number": {
			FailureRatio: math.NaN(), SlowRatio: math.NaN(), Growth: math.NaN(), WindowTime: math.MaxInt64,
		},
	} {
		b := breaker.New(s, epoch)
		got := b.Status(epoch).Settings
		if err := got.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if s.Validate() == nil {
			t.Errorf("%s: valid, and so no test", name)
		}
	}
}

// anySettings draws valid settings in the form that String writes.
func anySettings(t *rapid.T) breaker.Settings {
	s := breaker.Defaults()
	milliseconds := func(least, most int, label string) time.Duration {
		return time.Duration(rapid.IntRange(least, most).Draw(t, label)) * time.Millisecond
	}
	s.Consecutive = rapid.IntRange(0, 6).Draw(t, "consecutive")
	s.FailureRatio = rapid.Float64Range(0, 1).Draw(t, "ratio")
	s.SlowRatio = rapid.Float64Range(0, 1).Draw(t, "slow-ratio")
	s.SlowCall = milliseconds(0, 3000, "slow")
	if rapid.Bool().Draw(t, "by time") {
		s.WindowTime = milliseconds(1, 20_000, "window")
		s.Minimum = rapid.IntRange(1, 12).Draw(t, "minimum")
	} else {
		s.Window = rapid.IntRange(1, 40).Draw(t, "window")
		s.Minimum = rapid.IntRange(1, s.Window).Draw(t, "minimum")
	}
	s.OpenFor = milliseconds(1, 60_000, "open")
	s.Growth = rapid.Float64Range(0, 4).Draw(t, "growth")
	s.OpenMax = s.OpenFor + milliseconds(0, 60_000, "open-max")
	s.Probes = rapid.IntRange(1, 5).Draw(t, "probes")
	return s
}

func TestSettingsSurviveTheirText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := anySettings(t)
		got, err := breaker.ParseSettings(s.String(), breaker.Defaults())
		if err != nil || got != s {
			t.Fatalf("%q gives %+v, %v; want %+v", s, got, err, s)
		}
		if kept := breaker.New(s, epoch).Status(epoch).Settings; kept != s {
			t.Fatalf("valid settings were changed to %+v", kept)
		}
	})
}

func FuzzParseSettings(f *testing.F) {
	for _, text := range []string{"off", "consecutive=5,ratio=0.5,window=20,minimum=10,open=30s,probes=3", "window=10s,slow=2s", "=,=", "ratio=1e-400"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := breaker.ParseSettings(text, breaker.Defaults())
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Fatalf("%q was taken, but %v", text, err)
		}
		again, err := breaker.ParseSettings(s.String(), breaker.Defaults())
		if err != nil || again.String() != s.String() {
			t.Fatalf("%q gives %q, and that %q, %v", text, s, again, err)
		}
	})
}

func TestNames(t *testing.T) {
	t.Parallel()
	for s := breaker.Closed; s <= breaker.Disabled; s++ {
		if got, err := breaker.ParseState(s.String()); err != nil || got != s {
			t.Errorf("state %v reads back as %v, %v", s, got, err)
		}
	}
	for o := breaker.Success; o <= breaker.Ignored; o++ {
		if got, err := breaker.ParseOutcome(o.String()); err != nil || got != o {
			t.Errorf("outcome %v reads back as %v, %v", o, got, err)
		}
	}
	if _, err := breaker.ParseState("ajar"); err == nil || !strings.Contains(err.Error(), "half-open") {
		t.Errorf("error %v, want the choices", err)
	}
	if _, err := breaker.ParseOutcome("so-so"); err == nil || !strings.Contains(err.Error(), "ignored") {
		t.Errorf("error %v, want the choices", err)
	}
	if breaker.State(9).String() != "state 9" || breaker.Outcome(9).String() != "outcome 9" {
		t.Error("a value that is none has no name of its own")
	}
}
