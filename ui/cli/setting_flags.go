package cli

import (
	"fmt"

	"github.com/spf13/pflag"
)

// settingFlag is a flag that keeps its text: what the text means, the engine
// says, as it does where a file says the same.
type settingFlag struct {
	name, kind, text string
	given            bool
	above            bool // it stands above what files say: a flag or a variable
}

// String implements pflag.Value.
func (f *settingFlag) String() string { return f.text }

// Set implements pflag.Value.
func (f *settingFlag) Set(text string) error {
	f.text, f.given, f.above = text, true, true
	return nil
}

// Type implements pflag.Value.
func (f *settingFlag) Type() string { return f.kind }

// settingFlags are flags that are settings, in the order in which they are set.
type settingFlags []*settingFlag

// add adds a flag. kind is the word for its value in the help; byDefault is
// what holds without the flag, empty where its help says so.
func (s *settingFlags) add(fl *pflag.FlagSet, name, kind, byDefault, help string) {
	f := &settingFlag{name: name, kind: kind, text: byDefault}
	*s = append(*s, f)
	made := fl.VarPF(f, name, "", help)
	if kind == "bool" {
		made.NoOptDefVal = "true"
	}
}

// override sets what stands above files.
func (s settingFlags) override(set func(name, value string) error) error {
	for _, f := range s {
		if !f.above {
			continue
		}
		if err := set(f.name, f.text); err != nil {
			return usage(fmt.Errorf("--%w", err))
		}
	}
	return nil
}

// apply sets what was given.
func (s settingFlags) apply(set func(name, value string) error) error {
	for _, f := range s {
		if !f.given {
			continue
		}
		if err := set(f.name, f.text); err != nil {
			return usage(fmt.Errorf("--%w", err))
		}
	}
	return nil
}
