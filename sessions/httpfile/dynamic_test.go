package httpfile

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDynamic(t *testing.T) {
	t.Parallel()
	d := Dynamic{
		Now:     func() time.Time { return time.Date(2026, time.March, 2, 9, 5, 7, 0, time.UTC) },
		Rand:    rand.New(rand.NewPCG(1, 2)),
		Environ: func(name string) (string, bool) { return "env-" + name, name == "HOME" },
	}
	for name, want := range map[string]string{
		"$uuid":                                `[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`,
		"$guid":                                `[0-9a-f-]{36}`,
		"$random.uuid":                         `[0-9a-f-]{36}`,
		"$timestamp":                           `1772442307`,
		"$timestamp -1 d":                      `1772355907`,
		"$isoTimestamp":                        `2026-03-02T09:05:07Z`,
		"$randomInt":                           `\d{1,3}`,
		"$randomInt 5 6":                       `5`,
		"$randomInt -3 -2":                     `-3`,
		"$random.integer(7, 8)":                `7`,
		"$random.float(0.5, 0.6)":              `0\.5\d*`,
		"$random.alphabetic(5)":                `[a-zA-Z]{5}`,
		"$random.alphanumeric(12)":             `\w{12}`,
		"$random.hexadecimal(4)":               `[0-9a-f]{4}`,
		"$random.email":                        `[a-z]{8}@example\.com`,
		"$datetime iso8601":                    `2026-03-02T09:05:07\.000Z`,
		"$datetime rfc1123":                    `Mon, 02 Mar 2026 09:05:07 GMT`,
		`$datetime "DD/MM/YYYY HH:mm"`:         `02/03/2026 09:05`,
		`$datetime 'YYYY' 1 y`:                 `2027`,
		"$datetime iso8601 -2 h":               `2026-03-02T07:05:07\.000Z`,
		"$processEnv HOME":                     `env-HOME`,
		"$env.HOME":                            `env-HOME`,
		"$timestamp 5 M":                       `\d+`,
		"$localDatetime 'ss'":                  `07`,
		"$datetime \"YYYY-MM-DD\" 1 w":         `2026-03-09`,
		"$datetime \"hh:mm:ss A SSS\" 1500 ms": `09:05:08 AM 000`,
	} {
		got, ok := d.Value(name)
		if !ok || !regexp.MustCompile("^"+want+"$").MatchString(got) {
			t.Errorf("%s is %q, %v", name, got, ok)
		}
	}
	for _, name := range []string{
		"$nothing", "$randomInt 5 5", "$randomInt x", "$random.float(1)", "$random.alphabetic(-1)", "$random.alphabetic(99999999)",
		"$datetime", `$datetime "YYYY`, "$timestamp 1 century", "$dotenv KEY", "$processEnv", "$processEnv NONE",
		"$randomInt -9223372036854775807 9223372036854775807",
	} {
		if got, ok := d.Value(name); ok {
			t.Errorf("%s is %q", name, got)
		}
	}
}

// Nothing of the machine is read unless that was allowed.
func TestMachineIsNotAsked(t *testing.T) {
	t.Parallel()
	t.Log("a nil source refuses")
	var d Dynamic
	for _, name := range []string{"$processEnv PATH", "$dotenv KEY", "$env.PATH"} {
		if got, ok := d.Value(name); ok || !AsksMachine(name) {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestDotenv(t *testing.T) {
	t.Parallel()
	got := ParseDotenv([]byte("# c\nA=1\nexport B = \"two words\"\nC='x=y'\nnothing\n=5\n"))
	if len(got) != 3 || got["A"] != "1" || got["B"] != "two words" || got["C"] != "x=y" {
		t.Errorf("got %v", got)
	}
}

func TestEnvironments(t *testing.T) {
	t.Parallel()
	e, err := ParseEnvironments(
		[]byte(`{"$shared": {"path": "/v1", "host": "none"}, "dev": {"host": "127.0.0.1", "port": 8080, "tls": false, "list": []}, "prod": {"key": "?"}}`),
		[]byte(`{"dev": {"key": "s3cr3t"}, "prod": {"key": "pr0d"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Names(); !slices.Equal(got, []string{"dev", "prod"}) {
		t.Errorf("names %v", got)
	}
	dev, err := e.Variables("dev")
	if err != nil || dev["host"].Value != "127.0.0.1" || dev["port"].Value != "8080" || dev["tls"].Value != "false" || dev["path"].Value != "/v1" {
		t.Errorf("got %v, %v", dev, err)
	}
	if !dev["key"].Secret || dev["host"].Secret || len(dev) != 5 {
		t.Errorf("got %v", dev)
	}
	if none, err := e.Variables(""); err != nil || none["host"].Value != "none" {
		t.Errorf("got %v, %v", none, err)
	}
	if _, err := e.Variables("test"); err == nil || !strings.Contains(err.Error(), "dev, prod") {
		t.Errorf("got %v", err)
	}
	if got := e.Secrets(); !slices.Equal(got, []string{"pr0d", "s3cr3t"}) {
		t.Errorf("secrets %v", got)
	}
	_, err = ParseEnvironments([]byte("{\n\"dev\": {\n\"a\" 1}}"), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "http-client.env.json:3: ") {
		t.Errorf("got %v", err)
	}
	_, err = ParseEnvironments(nil, []byte("[]"))
	if err == nil || !strings.HasPrefix(err.Error(), "http-client.private.env.json:1: ") {
		t.Errorf("got %v", err)
	}
}

func FuzzEnvironments(f *testing.F) {
	f.Add([]byte(`{"dev": {"a": 1}}`), []byte(`{"dev": {"a": "b"}}`))
	f.Fuzz(func(_ *testing.T, public, private []byte) {
		e, err := ParseEnvironments(public, private)
		if err != nil {
			return
		}
		for _, name := range e.Names() {
			_, _ = e.Variables(name)
		}
		_ = e.Secrets()
	})
}

func FuzzDynamic(f *testing.F) {
	f.Add("$datetime \"x\" 1 d")
	f.Add("$random.integer(1,2)")
	f.Fuzz(func(_ *testing.T, name string) {
		d := Dynamic{Now: time.Now, Rand: rand.New(rand.NewPCG(1, 2))}
		_, _ = d.Value(name)
	})
}
