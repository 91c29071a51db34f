package breaker_test

import (
	"testing"

	"weir/engine/breaker"
)

func TestRulesThatOpen(t *testing.T) {
	t.Parallel()
	const consecutive = "consecutive=3,ratio=0"
	const ratio = "consecutive=0,ratio=0.5,window=6,minimum=4"
	const slow = "consecutive=0,ratio=0,slow=2s,slow-ratio=0.5,window=6,minimum=4"
	const span = "consecutive=0,ratio=0.5,window=3s,minimum=4"
	tests := []struct {
		name, settings, calls string
		rule                  breaker.Rule // "" where it has to stay closed
		reason                string
	}{
		{"no call", consecutive, "", "", ""},
		{"one too few in a row", consecutive, "ff", "", ""},
		{"enough in a row", consecutive, "fff", breaker.RuleConsecutive, "3 consecutive failures"},
		{"a success breaks the row", consecutive, "ffsff", "", ""},
		{"the row begins anew", consecutive, "ffsfff", breaker.RuleConsecutive, "3 consecutive failures"},
		{"what is ignored does not break the row", consecutive, "fifif", breaker.RuleConsecutive, "3 consecutive failures"},
		{"what is ignored is no failure", consecutive, "ffiii", "", ""},
		{"time does not break the row", consecutive, "f....f....f", breaker.RuleConsecutive, "3 consecutive failures"},
		{"no rule at all", "consecutive=0,ratio=0", "ffffffffffffffffffffffff", "", ""},

		{"ratio below the minimum", ratio, "fff", "", ""},
		{"ratio at the minimum", ratio, "sfsf", breaker.RuleRatio, "2 of the last 4 calls failed"},
		{"below the ratio", ratio, "ssfsssf", "", ""},
		{"a success that completes the minimum", ratio, "ffss", "", ""},
		{"and the failure after it", ratio, "ffssf", breaker.RuleRatio, "3 of the last 5 calls failed"},
		{"old successes leave the window", ratio, "ssssssfff", breaker.RuleRatio, "3 of the last 6 calls failed"},
		{"old failures leave the window", ratio, "fsssssssff", "", ""},
		{"what is ignored is not in the window", ratio, "fffiii", "", ""},
		{"a ratio of one", "consecutive=0,ratio=1,window=4,minimum=4", "fffsffff", breaker.RuleRatio, "4 of the last 4 calls failed"},
		{"in tenths", "consecutive=0,ratio=0.3,window=10,minimum=10", "sssssssfff", breaker.RuleRatio, "3 of the last 10 calls failed"},

		{"slow successes", slow, "sSsS", breaker.RuleSlow, "2 of the last 4 calls were slow"},
		{"slow failures", slow, "sFsF", breaker.RuleSlow, "2 of the last 4 calls were slow"},
		{"a fast call opens nothing", slow, "SSss", "", ""},
		{"a slow failure by its failing", "consecutive=0,ratio=0.5,slow=2s,slow-ratio=0.5,window=6,minimum=2", "sF", breaker.RuleRatio, "1 of the last 2 calls failed"},
		{"slow ones below the minimum", slow, "SSS", "", ""},
		{"slow ones below the ratio", slow, "SsssssS", "", ""},
		{"none is slow without a measure", "consecutive=0,ratio=0,slow-ratio=0.1,window=2,minimum=1", "SSSS", "", ""},

		{"ratio in a window of time", span, "ffff", breaker.RuleRatio, "4 of the last 4 calls failed"},
		{"failures leave it when they are that old", span, "ff...ff", "", ""},
		{"a success that outlasts older ones", span, "ssss..ff.s", "", ""},
		{"and the failure after it", span, "ssss..ff.sf", breaker.RuleRatio, "3 of the last 4 calls failed"},
		{"and not before", span, "ff..ff", breaker.RuleRatio, "4 of the last 4 calls failed"},

		{"of two rules the row comes first", "consecutive=4,ratio=0.5,window=6,minimum=4", "ffff", breaker.RuleConsecutive, "4 consecutive failures"},
		{"the defaults: five in a row", "open=30s", "sssssfffff", breaker.RuleConsecutive, "5 consecutive failures"},
		{"the defaults: half of ten", "open=30s", "ffssffsssf", breaker.RuleRatio, "5 of the last 10 calls failed"},
		{"the defaults: not half of nine", "open=30s", "ffssffssf", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, tt.settings)
			c := b.play(tt.calls)
			if c.Rule != tt.rule {
				t.Fatalf("%s opened by %q, want %q", tt.calls, c.Rule, tt.rule)
			}
			if tt.rule == "" {
				b.want(breaker.Closed)
				return
			}
			b.want(breaker.Open)
			if c.Reason() != tt.reason || c.Exchange != b.id || !c.At.Equal(b.now) {
				t.Errorf("reason %q of call %d at %v, want %q of call %d at %v",
					c.Reason(), c.Exchange, c.At, tt.reason, b.id, b.now)
			}
		})
	}
}

func TestProbing(t *testing.T) {
	t.Parallel()
	const slow = "consecutive=3,probes=3,slow=2s,slow-ratio=0.5"
	tests := []struct {
		name, settings, calls string
		state                 breaker.State
		rule                  breaker.Rule
	}{
		{"too few successes", "consecutive=3,probes=3", "ss", breaker.HalfOpen, breaker.RuleElapsed},
		{"all succeed", "consecutive=3,probes=3", "sss", breaker.Closed, breaker.RuleRecovered},
		{"one fails", "consecutive=3,probes=3", "ssf", breaker.Open, breaker.RuleProbe},
		{"the first fails", "consecutive=3,probes=3", "f", breaker.Open, breaker.RuleProbe},
		{"what is ignored does not count", "consecutive=3,probes=3", "siiiiis", breaker.HalfOpen, breaker.RuleElapsed},
		{"and does not stand in the way", "consecutive=3,probes=3", "siiiiiss", breaker.Closed, breaker.RuleRecovered},
		{"slow ones are successes without the rule", "consecutive=3,probes=3", "SSS", breaker.Closed, breaker.RuleRecovered},
		{"too many slow ones with it", slow, "SsS", breaker.Open, breaker.RuleSlow},
		{"few slow ones with it", slow, "sSs", breaker.Closed, breaker.RuleRecovered},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, tt.settings)
			b.play("fff")
			last := b.halfOpen()
			if c := b.play(tt.calls); c.Rule != "" {
				last = c
			}
			b.want(tt.state)
			if last.Rule != tt.rule {
				t.Errorf("moved by %q, want %q", last.Rule, tt.rule)
			}
		})
	}
}
