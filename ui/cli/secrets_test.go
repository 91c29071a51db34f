package cli

import (
	"testing"

	"weir/ui/config"
)

// A secret may hold braces itself: it is not looked into, and no error shows it.
func TestASecretIsNotLookedInto(t *testing.T) {
	t.Setenv("WEIR_TEST_TOKEN", "hunter{{2}}")
	c := &config.Config{Secrets: map[string]config.Secret{"token": {Env: "WEIR_TEST_TOKEN"}}}
	f := &requestFlags{auth: "bearer:{{token}}"}
	met, err := f.reveal(t.Context(), c, []string{"http://h.test/"})
	if err != nil || f.auth != "bearer:hunter{{2}}" || len(met) != 1 {
		t.Errorf("%q, %q, %v", f.auth, met, err)
	}
}
