package sessions

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestTheQuickLookMissesNothing holds that what the quick looks let pass is
// what the rules let pass too.
func TestTheQuickLookMissesNothing(t *testing.T) {
	t.Parallel()
	names := rapid.OneOf(
		rapid.SampledFrom([]string{
			"auth", "Sid", "PWD", "x-api-key", "X_Csrf", "sessionId", "client.secret", "cookie2", "next_page_token", "dpop", "SAMLResponse",
			"code_verifier", "o-t-p", "J.W.T", "hmac", "bearer", "clientAssertion", "credentials", "signature", "Pass", "\u212aey", "to\u212aen",
		}),
		rapid.StringMatching(`[a-zA-Z0-9_. -]{0,12}`),
		rapid.String(),
	)
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom([]string{"", "my", "X-"}).Draw(t, "before") + names.Draw(t, "name")
		for _, in := range []nameIn{inField, inParam, inHeader} {
			if !spellsSecret(name) && secretBy(name, in) {
				t.Errorf("%q is secret", name)
			}
		}
	})
	parts := rapid.SampledFrom([]string{
		"Bearer ", "basic", " abcdef0123", "eyJhbGci.eyJzdWIi.c2ln", "password", "=", ": ", "%3D", "https://u:p@h/", "?token", "&key=", "<pin>", "x",
		"name=", `"secret"`, "known-1", "kn", "\n", "é",
	})
	rapid.Check(t, func(t *rapid.T) {
		r := fixed("known-1")
		text := strings.Join(rapid.SliceOfN(parts, 0, 6).Draw(t, "parts"), "")
		for _, look := range []rules{byValue, inPosition, inTokens, anywhere} {
			if !r.known.Load().calm(text, look) {
				continue
			}
			r.regionsOf(text, look, func(g region) bool {
				t.Errorf("%q holds %q", text, text[g.from:g.to])
				return false
			})
		}
	})
}
