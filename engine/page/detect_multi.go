package page

import (
	"strings"

	"weir/engine/page/document"
)

func detectMulti(v *view) []Candidate {
	r := Recipe{Dialect: "multi"}
	if v.params["next"] != "" {
		return []Candidate{v.candidate(r, 0.9, false, "named by --paginate")}
	}
	if list := v.headerTokens(r); list != nil {
		return list
	}
	began := r // the same tokens under the names that say where to start
	var evidence, startEvidence []string
	guess := false
	cut := v.cutOff()
	for i, n := range v.rp.doc.Nodes {
		if n.Kind != '"' || !cut[n.Parent] || len(r.Next) == mostTokens || !strings.HasPrefix(document.Fold(n.Name()), "next") {
			continue
		}
		name, known := v.multiName(n.Name())
		guess = guess || !known
		r.Next = append(r.Next, v.rp.doc.Path(i))
		r.Params = append(r.Params, name)
		evidence = append(evidence, v.rp.doc.Path(i)+" sent as "+name)
		if !known {
			name = startName(n.Name())
		}
		began.Params = append(began.Params, name)
		startEvidence = append(startEvidence, v.rp.doc.Path(i)+" sent as "+name)
	}
	if len(r.Next) < 2 && (!v.forced || len(r.Next) == 0) {
		return nil
	}
	out := []Candidate{v.candidate(r, 0.93, guess, evidence...)}
	if guess {
		began.Next = r.Next
		out = append(out, v.candidate(began, 0.91, true, startEvidence...))
	}
	return out
}

// startName returns the parameter for NextSomething in APIs that are told where
// to start: StartSomething.
func startName(next string) string {
	bare := stripNext(next)
	switch {
	case strings.ContainsAny(next, "_-"):
		return "start_" + bare
	case next[0] == 'n':
		return "start" + strings.ToUpper(bare[:1]) + bare[1:]
	}
	return "Start" + bare
}

// headerTokens are several tokens in header fields of one name:
// …-Continuation-NextPartitionKey and …-Continuation-NextRowKey.
func (v *view) headerTokens(r Recipe) []Candidate {
	var evidence []string
	for _, f := range v.facts.headers {
		fold := document.Fold(f.name)
		i := strings.Index(fold, "continuationnext")
		if i < 0 || len(r.Next) == mostTokens {
			continue
		}
		name, _ := v.multiName(fold[i+len("continuation"):])
		r.Next, r.Params = append(r.Next, f.path), append(r.Params, name)
		evidence = append(evidence, f.evidence()+" sent as "+name)
	}
	if len(r.Next) < 2 {
		return nil
	}
	return []Candidate{v.candidate(r, 0.93, false, evidence...)}
}

// mostTokens is how many tokens are sent at once.
const mostTokens = 8

// cutOff returns the objects of the reply with a flag that says that their list
// is cut off.
func (v *view) cutOff() map[int]bool {
	cut := map[int]bool{}
	for _, n := range v.rp.doc.Nodes {
		if moreName(document.Fold(n.Name())) > 0 {
			cut[n.Parent] = true
		}
	}
	return cut
}

// multiName returns the parameter for NextSomething: as the request uses it,
// or as the published conventions have it.
func (v *view) multiName(next string) (name string, known bool) {
	bare := stripNext(next)
	if s, ok := v.used(func(fold string) bool { return fold == document.Fold(bare) }); ok {
		return s.name, true
	}
	switch fold := document.Fold(bare); fold {
	case "keymarker":
		return "key-marker", true
	case "versionidmarker":
		return "version-id-marker", true
	case "uploadidmarker":
		return "upload-id-marker", true
	case "continuationtoken":
		return "continuation-token", true
	case "recordname", "recordtype", "recordidentifier": // over REST; its own clients say StartRecordName
		return strings.TrimPrefix(fold, "record"), false
	case "dnsname", "hostedzoneid":
		return fold, true
	case "partitionkey":
		return "NextPartitionKey", true
	case "rowkey":
		return "NextRowKey", true
	case "tablename":
		return "NextTableName", true
	}
	return bare, false
}

func detectRepeat(v *view) []Candidate {
	r := Recipe{Dialect: "repeat"}
	if v.params["next"] != "" {
		f, _ := v.rp.at(v.params["next"])
		r.Merge = f.kind == '{' && v.params["param"] == ""
		return v.namedRepeat(r, f)
	}
	for _, f := range v.facts.tokens {
		switch fold := document.Fold(f.name); {
		case fold == "continue" && f.kind == '{':
			r.Next, r.Merge = []string{f.path}, true
			return []Candidate{v.candidate(r, 0.94, false, f.evidence(), "its members are merged into the next request")}
		case fold == "nextcursormark":
			r.Next, r.Params = []string{f.path}, []string{"cursorMark"}
			if s, ok := v.used(func(fold string) bool { return fold == "cursormark" }); ok {
				r.Params, r.In = []string{s.name}, s.in
			}
			return []Candidate{v.candidate(r, 0.94, false, f.evidence(), "sent as "+r.Params[0])}
		}
	}
	if !v.forced {
		return nil
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		out = append(out, v.tokenCandidates(f, r)...)
	}
	return out
}

func (v *view) namedRepeat(r Recipe, f fact) []Candidate {
	if r.Merge || v.params["param"] != "" {
		return []Candidate{v.candidate(r, 0.9, false, f.evidence())}
	}
	var out []Candidate
	for _, f := range v.tokenFacts() {
		out = append(out, v.tokenCandidates(f, r)...)
	}
	return out
}
