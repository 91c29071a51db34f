package keys

import "testing"

// Every key map is free of conflicts and reaches every intent that the default
// one reaches.
func TestPresets(t *testing.T) {
	t.Parallel()
	for _, name := range Presets() {
		m, err := PresetNamed(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, b := range Preset().bindings {
			if len(b.Keys) > 0 && m.KeyOf(b.Intent, Chain{b.Scope}) == "" {
				t.Errorf("%s: no key for %s in %s", name, b.Intent, b.Scope)
			}
		}
	}
	if _, err := PresetNamed("vi"); err == nil {
		t.Error("a key map that is not there was found")
	}
}
