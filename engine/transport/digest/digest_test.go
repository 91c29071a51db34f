package digest

import (
	"strings"
	"testing"
)

const rfcNonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"

// The examples of RFC 7616, section 3.9.1, and of RFC 2617, section 3.5.
func TestPublishedExamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ field, password, cnonce, target, response string }{
		{
			`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, nonce="` + rfcNonce + `", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
			"Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html", "8ca523f5e9506fed4657c9700eebdbec",
		},
		{
			`Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="` + rfcNonce + `", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
			"Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "/dir/index.html", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
		},
		{
			`Basic realm="x", Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"`,
			"Circle Of Life", "0a4f113b", "/dir/index.html", "6629fae49393a05397450978507c4ef1",
		},
	} {
		challenge, ok := Find([]string{c.field})
		if !ok {
			t.Fatalf("%s: no challenge", c.field)
		}
		got := challenge.Answer(User{"Mufasa", c.password}, "GET", c.target, c.cnonce, 1)
		if !strings.Contains(got, `response="`+c.response+`"`) || !strings.Contains(got, "nc=00000001") {
			t.Errorf("%s\nwant %s", got, c.response)
		}
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fields []string
		want   Challenge
		ok     bool
	}{
		{[]string{`Digest realm="a", nonce="m", algorithm=MD5, qop="auth"`, `Digest realm="a", nonce="s", algorithm=SHA-256, qop="auth"`}, Challenge{Realm: "a", Nonce: "s", Algorithm: "SHA-256", Auth: true}, true},
		{[]string{`Negotiate, Digest realm="a \"b\", c", nonce=n, stale=TRUE, Basic realm="z"`}, Challenge{Realm: `a "b", c`, Nonce: "n", Stale: true}, true},
		{[]string{`Digest realm="a", nonce="n", qop="auth-int"`}, Challenge{}, false},
		{[]string{`Digest realm="a", nonce="n", algorithm=ROT13, qop="auth"`}, Challenge{}, false},
		{[]string{`Digest realm="a"`}, Challenge{}, false},
		{[]string{`Basic realm="Digest nonce=x"`, `Bearer`}, Challenge{}, false},
		{nil, Challenge{}, false},
	} {
		got, ok := Find(c.fields)
		if ok != c.ok || got != c.want {
			t.Errorf("%q: %+v %v", c.fields, got, ok)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(`Digest realm="a", nonce="b", qop="auth", algorithm=SHA-256-sess`, "user")
	f.Add(`Basic realm="x", Digest nonce="\\"`, "ü")
	f.Fuzz(func(t *testing.T, field, name string) {
		c, ok := Find([]string{field})
		if !ok {
			return
		}
		if got := c.Answer(User{name, "p"}, "GET", "/", "c", 1); strings.ContainsAny(got, "\r\n") && !strings.ContainsAny(c.Algorithm, "\r\n") {
			t.Fatalf("%q breaks the line", got)
		}
	})
}
