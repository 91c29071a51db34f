package page

func detectLastID(v *view) []Candidate {
	r := Recipe{Dialect: "last-id"}
	evidence := "named by --paginate"
	if len(v.facts.more) > 0 {
		evidence = v.facts.more[0].evidence()
	}
	used, ok := v.used(isLastIDParam)
	if !ok && !v.forced && (len(v.facts.more) == 0 || !v.listed()) {
		return nil
	}
	if ok {
		r.In = used.in
	}
	names, guess := v.names(used.name, []string{"starting_after", "after", "after_id", "last_id", "since_id"})
	var out []Candidate
	for i, name := range names {
		r.Params = []string{name}
		confidence := 0.85
		if guess {
			confidence = 0.5 - 0.03*float64(i)
		}
		out = append(out, v.candidate(r, confidence, guess, evidence, v.sends(name, guess)))
	}
	return out
}
