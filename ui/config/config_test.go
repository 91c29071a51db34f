package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/engine"
	"weir/ui/config"
)

// load reads a user's and a workspace's file.
func load(t *testing.T, user, workspace string, environ ...string) (*config.Config, error) {
	t.Helper()
	home, work := t.TempDir(), t.TempDir()
	below := filepath.Join(work, "a", "b")
	if err := os.MkdirAll(below, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		filepath.Join(home, config.UserFile): user, filepath.Join(work, config.WorkspaceFile): workspace,
	} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Load(config.Place{UserDir: home, WorkDir: below, Environ: environ})
}

const user = `
theme = "nord"
[keys]
next-page = ["n", "ctrl+right"]
quit = "Q"
[defaults]
rate = "10/s"
retries = 5
cookies = true
prefetch = 2
[origins."https://api.example.com"]
rate = "5/s"
[origins."https://api.example.com/search/*"]
burst = 2
[secrets]
token = { env = "API_TOKEN" }
other = { command = ["pass", "show", "x"] }
`

func TestLayers(t *testing.T) {
	t.Parallel()
	c, err := load(t, user, "[defaults]\nretries = 7\n[origins.\"https://api.example.com\"]\nretries = 1\n",
		"WEIR_RATE=3/s", "WEIR_TEST_ALL=1", "HOME=/x")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"theme": "nord", "rate": "3/s", "retries": "7", "cookies": "true", "prefetch": "2"} {
		if got := c.Settings[name].Text; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{"rate": "WEIR_RATE", "retries": "weir.toml:2", "theme": "config.toml:2"} {
		if got := c.Settings[name].Source.String(); !strings.HasSuffix(got, want) {
			t.Errorf("%s comes from %s, want %s", name, got, want)
		}
	}
	if got := c.Keys["next-page"].List; len(got) != 2 || c.Keys["quit"].List[0] != "Q" {
		t.Errorf("keys are %v", c.Keys)
	}
	if got := c.Secrets["token"].String() + "; " + c.Secrets["other"].String(); got != "environment variable API_TOKEN; command pass show x" {
		t.Errorf("secrets come from %s", got)
	}
	if len(c.Files) != 2 {
		t.Errorf("read %v", c.Files)
	}
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	c, err := load(t, user, "")
	if err != nil {
		t.Fatal(err)
	}
	base := engine.DefaultPolicy()
	base.Retry.Attempts = 6
	policies, err := c.Policies(base, func(p *engine.Policy) error { return p.Set("concurrency", "3") })
	if err != nil {
		t.Fatal(err)
	}
	origin := policies["https://api.example.com:443"]
	path := policies["https://api.example.com:443/search/*"]
	if origin.Limit.Rate != 5 || origin.Limit.Burst != 5 || origin.Retry.Attempts != 6 || origin.Concurrency != 3 {
		t.Errorf("the origin's policy is %+v", origin)
	}
	if path.Limit.Rate != 5 || path.Limit.Burst != 2 || path.Concurrency != 3 {
		t.Errorf("the path's policy is %+v", path.Limit)
	}
	if _, err := engine.New(engine.Config{Policy: base, Origins: policies}); err != nil {
		t.Error(err)
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, user, workspace, environ, want string }{
		{"no TOML", "rate = = 1", "", "", "config.toml:1: no TOML"},
		{"an unknown key", "them = \"x\"", "", "", `config.toml:1: them: there is no key "them", did you mean "theme"?`},
		{"an unknown setting", "[defaults]\n\nretry = 3", "", "", `config.toml:3: defaults.retry: there is no setting "retry", did you mean "retries"?`},
		{"a wrong type", "[defaults]\nretries = \"many\"", "", "", `config.toml:2: defaults.retries: "many" is no whole number`},
		{"out of range", "[defaults]\nburst = 0", "", "", "config.toml:2: defaults.burst: 0 is too few, use 1 or more"},
		{"an array", "[defaults]\nrate = [\"1/s\"]", "", "", "one value is expected"},
		{"a date", "[defaults]\nrate = 2026-01-01", "", "", "a date has no meaning here"},
		{"a key twice", "theme = \"a\"\ntheme = \"b\"", "", "", "config.toml:2: no TOML"},
		{"no origin", "[origins.\"example.com\"]\nrate = \"1/s\"", "", "", "config.toml:2: origins.example.com.rate: read the URL: "},
		{"the whole engine", "[origins.\"https://h\"]\nhttp = \"2\"", "", "", "holds for all origins: set it under [defaults]"},
		{"a secret from two places", "[secrets]\na = { env = \"A\", keyring = \"b/c\" }", "", "", "comes from one place"},
		{"a secret itself", "[secrets]\na = \"hunter2\"", "", "", "write where it comes from"},
		{"a stranger's secrets", "", "[secrets]\na = { command = [\"sh\"] }", "", "a workspace may have come from someone else"},
		{"a stranger's files", "", "[defaults]\ncacert = \"/etc/x\"", "", "weir.toml:2: defaults.cacert: a workspace may have come"},
		{"a stranger's proxy", "", "[defaults]\nproxy = \"http://h\"", "", "a workspace may have come"},
		{"the environment", "", "", "WEIR_RETRIES=x", `WEIR_RETRIES: "x" is no whole number`},
		{"an unknown variable", "", "", "WEIR_RETRYS=1", `WEIR_RETRYS: there is no setting "retrys", did you mean "retries"?`},
		{"a key map", "keymap = \"vi\"", "", "", `"vi" is none of default, vim, emacs`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, c.user, c.workspace, c.environ)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("it is no single line, or tells a secret: %q", err)
			}
		})
	}
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	getenv := func(name string) string { return map[string]string{"A": "s3cret"}[name] }
	got, err := config.Secret{Env: "A"}.Read(t.Context(), getenv)
	if got != "s3cret" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := (config.Secret{Env: "B"}).Read(t.Context(), getenv); err == nil {
		t.Error("a variable that is not set is no error")
	}
	got, err = config.Secret{Command: []string{"printf", "s3cret\n\n"}}.Read(t.Context(), getenv)
	if got != "s3cret" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	_, err = config.Secret{Command: []string{"sh", "-c", "echo s3cret; exit 3"}}.Read(t.Context(), getenv)
	if err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("got %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(user))
	f.Add([]byte("[a.b]\nc.d = [1, \"x\"]\n[[e]]\n"))
	f.Add([]byte("secrets.a = {env=\"x\"}\ntheme=true"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, document []byte) {
		home, err := os.MkdirTemp(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, config.UserFile), document, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(config.Place{UserDir: home})
		if err != nil {
			return
		}
		if _, err := c.Policies(engine.DefaultPolicy(), func(*engine.Policy) error { return nil }); err != nil {
			_ = err.Error()
		}
	})
}
