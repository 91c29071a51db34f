package config

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/zalando/go-keyring"
)

// Secret says where a secret's value comes from. The value itself stands in no
// file of weir's.
type Secret struct {
	Env     string   // name of an environment variable
	Keyring string   // service/user of the system's keyring
	Command []string // that prints it
	Source  Source
}

// secret takes an entry of [secrets].
func (c *Config) secret(e entry) error {
	if len(e.key) != 3 {
		return e.fail(errors.New(`write where it comes from, such as token = { env = "API_TOKEN" }, { keyring = "service/user" } or { command = ["pass", "show", "api"] }`))
	}
	s := c.Secrets[e.key[1]]
	s.Source = e.source
	switch from := e.key[2]; from {
	case "env":
		s.Env = e.text
	case "keyring":
		if !strings.Contains(e.text, "/") {
			return e.fail(fmt.Errorf("%q is no entry of a keyring: write it as service/user", e.text))
		}
		s.Keyring = e.text
	case "command":
		if !e.isList || len(e.list) == 0 {
			return e.fail(errors.New(`a command is an array, such as ["pass", "show", "api"]: no shell reads it`))
		}
		s.Command = e.list
	default:
		return e.fail(unknown("place for secrets", from, []string{"env", "keyring", "command"}))
	}
	if s.ways() > 1 {
		return e.fail(errors.New("a secret comes from one place: env, keyring or command"))
	}
	c.Secrets[e.key[1]] = s
	return nil
}

func (s Secret) ways() int {
	n := 0
	for _, given := range []bool{s.Env != "", s.Keyring != "", len(s.Command) > 0} {
		if given {
			n++
		}
	}
	return n
}

// String says where the secret comes from, without the secret.
func (s Secret) String() string {
	switch {
	case s.Env != "":
		return "environment variable " + s.Env
	case s.Keyring != "":
		return "keyring " + s.Keyring
	}
	return "command " + strings.Join(s.Command, " ")
}

// secretTime is how long a keyring or a command may take: it may ask a person.
const secretTime = time.Minute

// Read returns the secret's value, without the line end behind it. The error
// never holds what a command printed.
func (s Secret) Read(ctx context.Context, getenv func(string) string) (string, error) {
	switch {
	case s.Env != "":
		if value := getenv(s.Env); value != "" {
			return value, nil
		}
		return "", fmt.Errorf("%s: the environment variable %s is not set", s.Source, s.Env)
	case s.Keyring != "":
		service, user, _ := strings.Cut(s.Keyring, "/")
		value, err := keyring.Get(service, user)
		if err != nil {
			return "", fmt.Errorf("%s: the keyring has no %s, or there is none here (use env or command then): %w", s.Source, s.Keyring, err)
		}
		return value, nil
	}
	ctx, cancel := context.WithTimeout(ctx, secretTime)
	defer cancel()
	out, err := exec.CommandContext(ctx, s.Command[0], s.Command[1:]...).Output() //nolint:gosec // the user's own file names it
	if err != nil {
		return "", fmt.Errorf("%s: run %s: %w", s.Source, s.Command[0], err)
	}
	value := strings.TrimRight(string(out), "\r\n")
	if value == "" {
		return "", fmt.Errorf("%s: %s printed nothing", s.Source, s.Command[0])
	}
	return value, nil
}
