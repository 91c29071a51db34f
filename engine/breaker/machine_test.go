package breaker_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/engine/breaker"
)

// ticket is a permit as the machine test keeps it.
type ticket struct {
	permit     breaker.Permit
	generation uint64
}

// lived is one outcome that counted.
type lived struct {
	at   time.Time
	mark breaker.Mark
}

// machine drives a breaker with random calls and compares it, step by step,
// with a plain reading of the rules: it keeps every outcome and counts anew
// whenever it is asked.
type machine struct {
	b   *breaker.Breaker
	s   breaker.Settings
	now time.Time

	state      breaker.State
	generation uint64
	log        []lived // since the window was last emptied
	row        int     // consecutive failures
	rejected   int
	until      time.Time
	reopened   int
	succeeded  int // probes
	slowProbes int
	under      []ticket // permits that are out
	used       []ticket
	next       uint64
}

func newMachine(t *rapid.T) *machine {
	s := anySettings(t)
	return &machine{b: breaker.New(s, epoch), s: s, now: epoch, generation: 1}
}

// window returns the outcomes that are in the window now.
func (m *machine) window() []breaker.Mark {
	var marks []breaker.Mark
	for _, l := range m.log {
		if m.s.WindowTime == 0 || m.now.Sub(l.at) < m.s.WindowTime {
			marks = append(marks, l.mark)
		}
	}
	if m.s.WindowTime == 0 && len(marks) > m.s.Window {
		marks = marks[len(marks)-m.s.Window:]
	}
	return marks
}

func (m *machine) probing() (n int) {
	for _, p := range m.under {
		if m.state == breaker.HalfOpen && p.generation == m.generation {
			n++
		}
	}
	return n
}

func (m *machine) tally() breaker.Tally {
	t := breaker.Tally{Consecutive: m.row, Rejected: m.rejected, Probing: m.probing()}
	for _, mark := range m.window() {
		t.Calls++
		if mark.Outcome == breaker.Failure {
			t.Failures++
		}
		if mark.Slow {
			t.Slow++
		}
	}
	if m.state == breaker.HalfOpen {
		t.ProbesLeft = max(0, m.s.Probes-m.succeeded-t.Probing)
	}
	return t
}

// broken says by which rule a closed breaker has to open.
func (m *machine) broken(last breaker.Mark) breaker.Rule {
	t := m.tally()
	part := func(n int) float64 { return float64(n) / float64(t.Calls) }
	if last.Outcome == breaker.Failure {
		if m.s.Consecutive > 0 && t.Consecutive >= m.s.Consecutive {
			return breaker.RuleConsecutive
		}
		if t.Calls >= m.s.Minimum && m.s.FailureRatio > 0 && part(t.Failures) >= m.s.FailureRatio {
			return breaker.RuleRatio
		}
	}
	if last.Slow && t.Calls >= m.s.Minimum && m.s.SlowRatio > 0 && part(t.Slow) >= m.s.SlowRatio {
		return breaker.RuleSlow
	}
	return ""
}

// expect returns the change that has to follow a counted outcome.
func (m *machine) expect(mark breaker.Mark) (breaker.State, breaker.Rule) {
	switch m.state {
	case breaker.Closed:
		if rule := m.broken(mark); rule != "" {
			return breaker.Open, rule
		}
	case breaker.HalfOpen:
		if mark.Outcome == breaker.Failure {
			return breaker.Open, breaker.RuleProbe
		}
		slow := m.s.SlowCall > 0 && m.s.SlowRatio > 0 && float64(m.slowProbes)/float64(m.s.Probes) >= m.s.SlowRatio
		switch {
		case m.succeeded < m.s.Probes:
		case slow:
			return breaker.Open, breaker.RuleSlow
		default:
			return breaker.Closed, breaker.RuleRecovered
		}
	default:
	}
	return m.state, ""
}

// moved checks a change against what had to happen and takes it over.
func (m *machine) moved(t *rapid.T, c breaker.Change, changed bool, to breaker.State, rule breaker.Rule) {
	if rule == "" {
		if changed {
			t.Fatalf("moved to %v by %q, want it to stay %v", c.To, c.Rule, m.state)
		}
		return
	}
	passes := func(s breaker.State) bool { return s == breaker.Closed || s == breaker.Disabled }
	if passes(m.state) && !passes(to) && to != breaker.HalfOpen {
		m.rejected = 0
	}
	if !changed || c.From != m.state || c.To != to || c.Rule != rule || !c.At.Equal(m.now) || c.Tally != m.tally() {
		t.Fatalf("change %v %+v, want %v to %v by %q with %+v", changed, c, m.state, to, rule, m.tally())
	}
	if c.From == breaker.Closed && c.To == breaker.HalfOpen {
		t.Fatal("closed became half-open")
	}
	m.take(c)
}

func (m *machine) take(c breaker.Change) {
	m.generation++
	m.state, m.succeeded, m.slowProbes, m.until = c.To, 0, 0, time.Time{}
	switch c.To {
	case breaker.Open:
		m.reopened++
		if c.From != breaker.HalfOpen {
			m.reopened = 0
		}
		m.until = m.now.Add(m.openTime())
	case breaker.HalfOpen, breaker.Closed:
		m.log, m.row = nil, 0
	default:
	}
}

func (m *machine) openTime() time.Duration {
	if m.s.Growth <= 1 {
		return m.s.OpenFor
	}
	grown := float64(m.s.OpenFor) * math.Pow(m.s.Growth, float64(m.reopened))
	return time.Duration(min(grown, float64(m.s.OpenMax)))
}

func (m *machine) admit(t *rapid.T) {
	before := m.tally()
	free := m.state == breaker.Closed || m.state == breaker.Disabled || before.ProbesLeft > 0
	if peek := m.b.Peek(m.now); (peek == nil) != free {
		t.Fatalf("peek gives %v while %v with %+v", peek, m.state, before)
	}
	p, err := m.b.Admit(m.now)
	if (err == nil) != free || p.Valid() != free {
		t.Fatalf("admission gives %v while %v with %+v", err, m.state, before)
	}
	if err == nil {
		m.under = append(m.under, ticket{permit: p, generation: m.generation})
		if m.probing() > m.s.Probes {
			t.Fatalf("%d probes at once, of %d", m.probing(), m.s.Probes)
		}
		return
	}
	m.rejected++
	var open *breaker.OpenError
	if !errors.As(err, &open) || open.State != m.state || open.Left != max(0, m.until.Sub(m.now)) && m.state == breaker.Open {
		t.Fatalf("rejected with %+v while %v until %v", open, m.state, m.until)
	}
}

func (m *machine) settle(t *rapid.T) {
	if len(m.under) == 0 {
		t.Skip("no permit is out")
	}
	i := rapid.IntRange(0, len(m.under)-1).Draw(t, "which")
	tk := m.under[i]
	m.under = slices.Delete(m.under, i, i+1)
	m.used = append(m.used, tk)
	m.next++
	r := breaker.Result{
		Outcome:  breaker.Outcome(rapid.SampledFrom([]int{0, 0, 1, 1, 1, 2}).Draw(t, "outcome")),
		Elapsed:  time.Duration(rapid.IntRange(0, 4000).Draw(t, "elapsed")) * time.Millisecond,
		Exchange: m.next,
	}
	c, changed, err := m.b.Settle(m.now, tk.permit, r)
	if stale := tk.generation != m.generation; stale || r.Outcome == breaker.Ignored {
		if stale != errors.Is(err, breaker.ErrStale) || changed {
			t.Fatalf("settle gives %v, %v; stale is %v", changed, err, stale)
		}
		return
	}
	if err != nil {
		t.Fatalf("settle: %v", err)
	}
	to, rule := m.expect(m.count(r))
	m.moved(t, c, changed, to, rule)
	if changed && c.Exchange != r.Exchange {
		t.Fatalf("caused by %d, want %d", c.Exchange, r.Exchange)
	}
}

func (m *machine) count(r breaker.Result) breaker.Mark {
	mark := breaker.Mark{Outcome: r.Outcome, Slow: m.s.SlowCall > 0 && r.Elapsed >= m.s.SlowCall}
	m.log = append(m.log, lived{m.now, mark})
	if r.Outcome == breaker.Failure {
		m.row++
		return mark
	}
	m.row = 0
	if m.state == breaker.HalfOpen {
		m.succeeded++
		if mark.Slow {
			m.slowProbes++
		}
	}
	return mark
}

func (m *machine) settleAgain(t *rapid.T) {
	if len(m.used) == 0 {
		t.Skip("no permit was settled")
	}
	tk := rapid.SampledFrom(m.used).Draw(t, "which")
	if _, changed, err := m.b.Settle(m.now, tk.permit, breaker.Result{Outcome: breaker.Failure}); changed || !errors.Is(err, breaker.ErrSettled) {
		t.Fatalf("settled twice: %v %v", changed, err)
	}
}

func (m *machine) advance(t *rapid.T) {
	c, changed := m.b.Advance(m.now)
	if m.state == breaker.Open && !m.now.Before(m.until) {
		m.moved(t, c, changed, breaker.HalfOpen, breaker.RuleElapsed)
		return
	}
	m.moved(t, c, changed, m.state, "")
}

func (m *machine) pass(t *rapid.T) {
	if due, ok := m.b.Due(); ok && rapid.Bool().Draw(t, "until due") {
		m.now = latest(m.now, due)
		return
	}
	m.now = m.now.Add(time.Duration(rapid.IntRange(0, 8000).Draw(t, "time")) * time.Millisecond)
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (m *machine) byHand(t *rapid.T) {
	switch rapid.SampledFrom([]string{"trip", "reset", "disable", "probe"}).Draw(t, "hand") {
	case "trip":
		c, changed := m.b.Trip(m.now)
		m.moved(t, c, changed, breaker.ForcedOpen, unless(m.state == breaker.ForcedOpen))
	case "reset":
		c, changed := m.b.Reset(m.now)
		m.moved(t, c, changed, breaker.Closed, unless(m.state == breaker.Closed && len(m.window()) == 0 && m.row == 0))
	case "disable":
		c, changed := m.b.Disable(m.now)
		m.moved(t, c, changed, breaker.Disabled, unless(m.state == breaker.Disabled))
	case "probe":
		c, changed := m.b.Probe(m.now)
		m.moved(t, c, changed, breaker.HalfOpen, unless(m.state != breaker.Open))
	}
}

func unless(nothing bool) breaker.Rule {
	if nothing {
		return ""
	}
	return breaker.RuleManual
}

func (m *machine) reject(t *rapid.T) {
	open := m.b.Reject(m.now)
	if passes := m.state == breaker.Closed || m.state == breaker.Disabled; passes != (open == nil) {
		t.Fatalf("Reject gives %v while %v", open, m.state)
	}
	if open != nil {
		m.rejected++
	}
}

// check compares everything that can be read.
func (m *machine) check(t *rapid.T) {
	want := m.tally()
	if got := m.b.Tally(m.now); got != want {
		t.Fatalf("tally %+v, want %+v", got, want)
	}
	st := m.b.Status(m.now)
	if st.State != m.state || st.Generation != m.generation || st.Tally != want || !st.Until.Equal(m.until) || m.b.State() != m.state {
		t.Fatalf("status %+v, want %v, generation %d, until %v, %+v", st, m.state, m.generation, m.until, want)
	}
	if !slices.Equal(st.Window, m.window()) || len(st.Window) != want.Calls {
		t.Fatalf("window %v, want %v", st.Window, m.window())
	}
	probes := breaker.Probes{}
	if m.state == breaker.HalfOpen {
		probes = breaker.Probes{InFlight: want.Probing, Left: want.ProbesLeft, Needed: m.s.Probes - m.succeeded}
	}
	if st.Probes != probes {
		t.Fatalf("probes %+v, want %+v", st.Probes, probes)
	}
	if m.b.Outstanding() != len(m.under) {
		t.Fatalf("%d permits are out, want %d", m.b.Outstanding(), len(m.under))
	}
	if due, ok := m.b.Due(); ok != (m.state == breaker.Open) || ok && !due.Equal(m.until) {
		t.Fatalf("due %v %v while %v until %v", due, ok, m.state, m.until)
	}
}

func TestAnySequenceKeepsTheGuarantees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"":             m.check,
			"admit":        m.admit,
			"admit 2":      m.admit, // calls are what there is most of
			"settle":       m.settle,
			"settle 2":     m.settle,
			"settle 3":     m.settle,
			"settle again": m.settleAgain,
			"advance":      m.advance,
			"time":         m.pass,
			"by hand":      m.byHand,
			"reject":       m.reject,
		})
	})
}

// With new settings at any moment the plain reading above gets long; what has to
// hold whatever is configured is checked instead.
func TestAnyConfigurationKeepsTheGuarantees(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		var out []breaker.Permit
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				st := m.b.Status(m.now)
				if len(st.Window) != st.Tally.Calls || st.Settings.WindowTime == 0 && st.Tally.Calls > st.Settings.Window {
					t.Fatalf("%d marks, tally %+v, settings %v", len(st.Window), st.Tally, st.Settings)
				}
				if st.State == breaker.HalfOpen && st.Probes.Needed < 1 {
					t.Fatalf("half-open with nothing needed: %+v", st)
				}
				if m.b.Outstanding() != len(out) {
					t.Fatalf("%d permits are out, want %d", m.b.Outstanding(), len(out))
				}
			},
			"configure": func(t *rapid.T) {
				before, s := m.b.State(), anySettings(t)
				s.Off = rapid.IntRange(0, 9).Draw(t, "off") == 0
				c, changed := m.b.Configure(m.now, s)
				if c.From != before || c.To != m.b.State() || changed != (c.From != c.To) || c.To == breaker.HalfOpen && changed {
					t.Fatalf("configured from %v: %v %+v", before, changed, c)
				}
			},
			"admit": func(t *rapid.T) {
				before := m.b.Status(m.now)
				p, err := m.b.Admit(m.now)
				if err == nil {
					out = append(out, p)
				}
				full := before.State == breaker.HalfOpen && before.Probes.Left == 0
				if rejects := before.State == breaker.Open || before.State == breaker.ForcedOpen || full; rejects != (err != nil) {
					t.Fatalf("admission gives %v while %+v", err, before)
				}
			},
			"settle": func(t *rapid.T) {
				if len(out) == 0 {
					t.Skip("no permit is out")
				}
				before := m.b.State()
				outcome := breaker.Outcome(rapid.IntRange(0, 2).Draw(t, "outcome"))
				c, changed, err := m.b.Settle(m.now, out[0], breaker.Result{Outcome: outcome, Elapsed: time.Second})
				out = out[1:]
				if err != nil && !errors.Is(err, breaker.ErrStale) {
					t.Fatal(err)
				}
				if changed && (before != breaker.Closed && before != breaker.HalfOpen || c.From != before) {
					t.Fatalf("an outcome moved a breaker that was %v: %+v", before, c)
				}
			},
			"time": func(t *rapid.T) {
				m.now = m.now.Add(time.Duration(rapid.IntRange(0, 60_000).Draw(t, "time")) * time.Millisecond)
				m.b.Advance(m.now)
			},
		})
	})
}
