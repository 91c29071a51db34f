package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/engine/page/jsonpath"
)

// Auto is the dialect name that leaves the choice to detection.
const Auto = "auto"

// Params are a dialect's parameters, by name; what is left out is detected.
//
//	param   the name that is sent; several joined with + (multi)
//	in      where it is sent: query, header or body
//	next    where the reply holds the token, URL or number; several joined with +
//	more    where the reply says whether more follows
//	total   where the reply holds the number of items
//	pages   where the reply holds the number of pages
//	size    the name of the parameter with the page's size
//	start   the first page or offset
//	url     where further pages are asked for, if elsewhere: the token goes
//	        there alone, without the rest of the request's body
type Params map[string]string

// ParamNames lists the parameters that a dialect may be given.
func ParamNames() []string {
	return []string{"param", "in", "next", "more", "total", "pages", "size", "start", "url"}
}

// Spec says how a list is walked. The zero Spec detects everything and has no
// caps.
type Spec struct {
	Dialect      string // Auto, empty for the same, or the name of a Dialect
	Params       Params
	Items        string // path of the list; empty to find it
	MaxPages     int    // 0 for no cap
	MaxItems     int    // 0 for no cap
	MaxBytes     int64  // of bodies together; 0 for no cap
	AllowForeign bool   // follow next links to other origins, without credentials
}

// SpecError says which part of a dialect's description is wrong, and what
// would be right.
type SpecError struct {
	Part string
	Text string
}

func (e *SpecError) Error() string { return fmt.Sprintf("paginate %q: %s", e.Part, e.Text) }

// Check returns an error that names the first part that is wrong, and what would
// be right.
func (s Spec) Check() error {
	if s.Dialect != "" && s.Dialect != Auto {
		if _, ok := dialectNamed(s.Dialect); !ok {
			return unknownDialect(s.Dialect)
		}
	}
	for _, key := range slices.Sorted(mapKeys(s.Params)) {
		if err := checkParam(key, s.Params[key]); err != nil {
			return err
		}
	}
	if s.Items != "" {
		if _, err := jsonpath.Parse(s.Items); err != nil {
			return fmt.Errorf("items: %w", err)
		}
	}
	return nil
}

func mapKeys(p Params) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range p {
			if !yield(k) {
				return
			}
		}
	}
}

func checkParam(key, value string) error {
	part := key + "=" + value
	if !slices.Contains(ParamNames(), key) {
		return &SpecError{part, fmt.Sprintf("there is no parameter %q; %s", key, suggest(key, ParamNames()))}
	}
	if value == "" {
		return &SpecError{part, "the value is missing"}
	}
	switch key {
	case "in":
		if value != inQuery && value != inHeader && value != inBody {
			return &SpecError{part, "a parameter is sent in query, header or body"}
		}
	case "start":
		if _, err := strconv.ParseInt(value, 10, 64); err != nil && value != "*" {
			return &SpecError{part, "start is a page number or an offset, such as 0 or 1"}
		}
	case "next", "more", "total", "pages":
		for path := range strings.SplitSeq(value, "+") {
			if _, err := jsonpath.Parse(path); err != nil {
				return &SpecError{part, err.Error()}
			}
		}
	}
	return nil
}

func unknownDialect(name string) error {
	names := []string{Auto}
	for _, d := range Dialects() {
		names = append(names, d.Name)
	}
	return &SpecError{name, fmt.Sprintf("there is no dialect %q; %s", name, suggest(name, names))}
}

// suggest names the nearest of the known words, and all of them.
func suggest(word string, known []string) string {
	best, least := "", min(4, max(2, len(word))) // not every letter may be another
	for _, k := range known {
		d := distance(word, k)
		if strings.HasPrefix(k, word) && word != "" {
			d = 0
		}
		if d < least {
			best, least = k, d
		}
	}
	all := "known are " + strings.Join(known, ", ")
	if best != "" {
		return fmt.Sprintf("did you mean %s? (%s)", best, all)
	}
	return all
}

// distance is the number of edits between two short words (Levenshtein).
func distance(a, b string) int {
	if len(a) > 40 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
