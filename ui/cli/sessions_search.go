package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/sessions"
)

// searchFlags say what is looked for.
type searchFlags struct {
	in      []string
	status  string
	method  string
	outcome string
	limit   int
	json    bool
}

func newSessionsSearch(s Streams) *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use:   "search [TEXT] [flags]",
		Short: "Find exchanges by what their URL, error or bodies hold, by status, method or outcome",
		Long: `search looks through all recorded sessions, or those that --in names, and prints one
exchange a line. TEXT is looked for in URLs, errors and bodies, in either case.`,
		Example: `  weir sessions search 'upper lock'
  weir sessions search --status 5xx --in monday
  weir sessions search quota --status 429 --method GET --json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, s, strings.Join(args, ""))
		},
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.in, "in", nil, "look through this session, a file or a name; may be given more than once")
	fl.StringVar(&f.status, "status", "", "final status: 404, 5xx or 400-499")
	fl.StringVarP(&f.method, "method", "X", "", "method")
	fl.StringVar(&f.outcome, "outcome", "", "answered, refused, failed, rejected or cancelled")
	fl.IntVar(&f.limit, "limit", 1000, "how many exchanges of a session are printed at most")
	fl.BoolVar(&f.json, "json", false, "print one JSON object a line")
	return cmd
}

// filter is what the flags ask for.
func (f *searchFlags) filter(text string) (sessions.Filter, error) {
	filter := sessions.Filter{
		Text: text, Method: strings.ToUpper(f.method), Outcome: engine.ExchangeOutcome(f.outcome), Limit: f.limit,
	}
	switch filter.Outcome {
	case "", engine.ExchangeAnswered, engine.ExchangeRefused, engine.ExchangeFailed, engine.ExchangeRejected, engine.ExchangeCancelled:
	default:
		return filter, fmt.Errorf("--outcome %q: it is answered, refused, failed, rejected or cancelled", f.outcome)
	}
	if f.limit < 1 {
		return filter, fmt.Errorf("--limit %d: it must be 1 at least", f.limit)
	}
	var err error
	filter.MinStatus, filter.MaxStatus, err = parseStatuses(f.status)
	if err == nil && text == "" && f.status == "" && f.method == "" && f.outcome == "" {
		err = errors.New("weir sessions search takes a TEXT, --status, --method or --outcome")
	}
	return filter, err
}

// parseStatuses reads 404, 5xx or 400-499; an empty text is all.
func parseStatuses(text string) (least, most int, err error) {
	from, to, ranged := strings.Cut(strings.ToLower(text), "-")
	switch {
	case text == "":
		return 0, 0, nil
	case len(from) == 3 && strings.HasSuffix(from, "xx") && !ranged:
		from, to = from[:1]+"00", from[:1]+"99"
	case !ranged:
		to = from
	}
	least, err = strconv.Atoi(from)
	if err == nil {
		most, err = strconv.Atoi(to)
	}
	if err != nil || least < 100 || most > 999 || least > most {
		return 0, 0, fmt.Errorf("--status %q: it is a status such as 404, a class such as 5xx or a range such as 400-499", text)
	}
	return least, most, nil
}

func (f *searchFlags) run(cmd *cobra.Command, s Streams, text string) error {
	filter, err := f.filter(text)
	if err != nil {
		return usage(err)
	}
	if len(f.in) == 0 {
		infos, err := sessions.List(cmd.Context(), sessions.DefaultDir())
		if err != nil {
			return &internalError{err}
		}
		for _, info := range infos {
			f.in = append(f.in, info.Path)
		}
	}
	found := 0
	for _, name := range f.in {
		n, err := f.look(cmd, s, name, filter)
		if found += n; err != nil {
			return err
		}
	}
	if found == 0 {
		_, _ = fmt.Fprintln(s.Err, "nothing found")
	}
	return nil
}

// look looks through one session.
func (f *searchFlags) look(cmd *cobra.Command, s Streams, name string, filter sessions.Filter) (found int, err error) {
	session, err := openSession(name)
	if err != nil {
		return 0, err
	}
	defer func() { _ = session.Close() }()
	out := s.Out
	if s.terminal(s.Out) {
		out = guard{s.Out}
	}
	for m, err := range session.Search(cmd.Context(), filter) {
		if cerr := cmd.Context().Err(); cerr != nil {
			return found, engine.ErrCancelled
		}
		if err != nil {
			_, _ = fmt.Fprintf(s.Err, "weir: %s\n", oneLine(err.Error()))
			continue
		}
		found++
		if err := f.print(out, session.Path(), m); err != nil {
			return found, err
		}
	}
	return found, nil
}

// matchLine is the JSON form of a match.
type matchLine struct {
	Session  string    `json:"session"`
	Exchange uint64    `json:"exchange"`
	Run      uint64    `json:"run"`
	Started  time.Time `json:"started"`
	Method   string    `json:"method"`
	URL      string    `json:"url"`
	Status   int       `json:"status"`
	Outcome  string    `json:"outcome"`
	Attempts int       `json:"attempts"`
	Error    string    `json:"error,omitempty"`
	In       string    `json:"in,omitempty"` // request or response, where a body holds the text
	Attempt  int       `json:"attempt,omitempty"`
	Excerpt  string    `json:"excerpt,omitempty"`
}

func (f *searchFlags) print(w io.Writer, path string, m sessions.Match) error {
	if f.json {
		return json.NewEncoder(w).Encode(matchLine{
			Session: path, Exchange: m.ID, Run: m.Run, Started: m.Started, Method: m.Method, URL: m.URL, Status: m.Status,
			Outcome: string(m.Outcome), Attempts: m.Attempts, Error: m.Error, In: string(m.Part), Attempt: m.Attempt, Excerpt: m.Excerpt,
		})
	}
	status := strconv.Itoa(m.Status)
	if m.Status == 0 {
		status = "-"
	}
	line := fmt.Sprintf("%s #%d  %s  %s %s  %s", sessionName(path), m.ID, m.Started.Local().Format(time.DateTime), m.Method, status, m.URL)
	switch {
	case m.Excerpt != "":
		line += fmt.Sprintf("  %s body: %s", m.Part, m.Excerpt)
	case m.Error != "":
		line += "  " + m.Error
	}
	_, err := fmt.Fprintln(w, oneLine(line))
	return err
}

// sessionName is how a person names a session: short in the default folder.
func sessionName(path string) string {
	short := strings.TrimSuffix(filepath.Base(path), sessions.Extension)
	if findSession(short) == path {
		return short
	}
	return path
}
