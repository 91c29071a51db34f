package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// pages returns the documentation, by its path from the root folder.
func pages(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "dist" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".."):
			return filepath.SkipDir
		case !strings.HasSuffix(file, ".md"):
			return nil
		}
		text, err := os.ReadFile(file)
		rel, _ := filepath.Rel(root, file)
		found[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var (
	fenced   = regexp.MustCompile("(?ms)^```.*?^```$")
	verbatim = regexp.MustCompile("`[^`\n]*`")
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading  = regexp.MustCompile(`(?m)^#+ +(.*)$`)
)

// Every link of the documentation to a file or a heading of this project leads
// somewhere.
func TestDocsLinks(t *testing.T) {
	t.Parallel()
	all := pages(t)
	for page, text := range all {
		text = verbatim.ReplaceAllString(fenced.ReplaceAllString(text, ""), "")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], ":") {
				continue // of elsewhere
			}
			checkLink(t, all, page, m[1])
		}
	}
}

func checkLink(t *testing.T, all map[string]string, page, target string) {
	t.Helper()
	file, anchor, _ := strings.Cut(target, "#")
	at := page
	if file != "" {
		at = filepath.ToSlash(filepath.Join(filepath.Dir(page), file))
		if _, err := os.Stat(filepath.Join("..", "..", at)); err != nil {
			t.Errorf("%s: the link %s leads nowhere", page, target)
			return
		}
	}
	if anchor == "" {
		return
	}
	for _, m := range heading.FindAllStringSubmatch(fenced.ReplaceAllString(all[at], ""), -1) {
		if slug(m[1]) == anchor {
			return
		}
	}
	t.Errorf("%s: the link %s names no heading of %s", page, target, at)
}

// slug is the anchor that a heading is given where Markdown is shown.
func slug(title string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, title)
}

// Every command of weir that the documentation shows exists, with the flags
// that it shows.
func TestDocsCommands(t *testing.T) {
	t.Parallel()
	shown := 0
	for page, text := range pages(t) {
		if strings.HasPrefix(page, "docs/reference/") {
			continue // made from the commands themselves
		}
		for _, block := range ShellBlocks(text) {
			for _, args := range commandsIn(block.Text) {
				shown++
				checkCommand(t, page, args)
			}
		}
	}
	if shown < 30 {
		t.Errorf("found %d commands: are they read as they are written?", shown)
	}
}

func checkCommand(t *testing.T, page string, args []string) {
	t.Helper()
	cmd, rest, err := newRoot(Streams{}, "").Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil && !strings.Contains(err.Error(), "help requested") {
		t.Errorf("%s: weir %s: %v", page, strings.Join(args, " "), err)
	}
}

// Block is a fenced block of shell commands in a page.
type Block struct {
	Words string // behind the language: "run" says that it can be run as it stands
	Text  string
	Shows string // what it prints, from the block that follows it
}

var fence = regexp.MustCompile("(?ms)^```(\\w*)([^\n]*)\n(.*?)^```$")

// ShellBlocks returns a page's blocks of shell commands, in their order.
func ShellBlocks(page string) (blocks []Block) {
	end := -1
	for _, m := range fence.FindAllStringSubmatchIndex(page, -1) {
		language, words, text := page[m[2]:m[3]], strings.TrimSpace(page[m[4]:m[5]]), page[m[6]:m[7]]
		switch {
		case language == "sh":
			blocks = append(blocks, Block{Words: words, Text: text})
			end = m[1]
		case language == "" && end >= 0 && strings.TrimSpace(page[end:m[0]]) == "":
			blocks[len(blocks)-1].Shows = text
			end = -1
		}
	}
	return blocks
}

// commandsIn returns the arguments of each weir command in a text of the
// shell.
func commandsIn(text string) (found [][]string) {
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		for _, words := range statements(line) {
			for len(words) > 0 && strings.Contains(words[0], "=") {
				words = words[1:] // a variable of the environment
			}
			if len(words) > 0 && words[0] == "weir" {
				found = append(found, words[1:])
			}
		}
	}
	return found
}

var word = regexp.MustCompile(`'[^']*'|"(?:[^"\\]|\\.)*"|\d?[<>]+(?:&\d)?|[^\s'"|;&<>#]+|[|;&]+|#.*|\s+`)

// statements splits a line of the shell into its commands, and these into
// words. What is redirected counts as no word.
func statements(line string) (all [][]string) {
	words, open, redirect := []string(nil), false, false
	for _, part := range word.FindAllString(line, -1) {
		switch c := part[0]; {
		case strings.TrimSpace(part) == "":
			open = false
		case c == '#' && !open:
			return append(all, words)
		case c == '|' || c == ';' || c == '&':
			all, words, open = append(all, words), nil, false
		case strings.ContainsAny(part, "<>") && !strings.ContainsAny(part, `'"`):
			redirect, open = !strings.Contains(part, "&"), false
		case redirect:
			redirect = false
		case open:
			words[len(words)-1] += strings.Trim(part, `'"`)
		default:
			words, open = append(words, strings.Trim(part, `'"`)), true
		}
	}
	return append(all, words)
}

func TestStatements(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`weir get 'http://h/a?b=1&c=2#d' --all | jq -r .id`: "weir,get,http://h/a?b=1&c=2#d,--all;jq,-r,.id",
		`weir get $U >out 2>&1 || echo "exit $?"  # why`:    "weir,get,$U;echo,exit $?",
		`weir get a --var id='x y'`:                         "weir,get,a,--var,id=x y",
	} {
		var got []string
		for _, words := range statements(line) {
			got = append(got, strings.Join(words, ","))
		}
		if text := strings.Join(got, ";"); text != want {
			t.Errorf("%s:\n got %s\nwant %s", line, text, want)
		}
	}
}
