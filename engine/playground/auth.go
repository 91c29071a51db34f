package playground

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// Practice credentials. They are no secret: every refusal names them.
const (
	practiceUser     = "weir"
	practicePassword = "river"
	practiceToken    = "practice"
)

// basicAuth wants basic authentication (RFC 7617).
func (p *Playground) basicAuth(c *call) error {
	user, password, ok := c.r.BasicAuth()
	if !ok || user != practiceUser || password != practicePassword {
		return unauthorized(`Basic realm="gauges", charset="UTF-8"`, "basic authentication as "+practiceUser+":"+practicePassword)
	}
	return admitted(c, user)
}

// digestAuth wants Digest authentication (RFC 7616) by SHA-256. Its nonce is good
// for a minute of the clock; then it is stale.
func (p *Playground) digestAuth(c *call) error {
	epoch := strconv.FormatInt(p.now().Unix()/60, 10)
	nonce := hexHash("gauges " + epoch)
	fields := digestFields(c.r.Header.Get("Authorization"))
	want := hexHash(strings.Join([]string{
		hexHash(practiceUser + ":gauges:" + practicePassword), nonce, fields["nc"], fields["cnonce"], "auth",
		hexHash(c.r.Method + ":" + c.r.URL.RequestURI()),
	}, ":"))
	if fields["username"] == practiceUser && fields["response"] == want {
		return admitted(c, practiceUser)
	}
	challenge := `Digest realm="gauges", qop="auth", algorithm=SHA-256, nonce="` + nonce + `"`
	if fields["nonce"] != "" && fields["nonce"] != nonce {
		challenge += ", stale=true"
	}
	return unauthorized(challenge, "digest authentication as "+practiceUser+":"+practicePassword)
}

// digestFields reads the parameters of an answer; what is none is left out.
func digestFields(header string) map[string]string {
	fields := map[string]string{}
	rest, ok := strings.CutPrefix(header, "Digest ")
	if !ok {
		return fields
	}
	for part := range strings.SplitSeq(rest, ", ") {
		name, value, _ := strings.Cut(part, "=")
		fields[name] = strings.Trim(value, `"`)
	}
	return fields
}

func hexHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// bearerAuth wants a bearer token (RFC 6750).
func (p *Playground) bearerAuth(c *call) error {
	scheme, token, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token != practiceToken {
		return unauthorized(`Bearer realm="gauges"`, "the header Authorization: Bearer "+practiceToken)
	}
	return admitted(c, "bearer")
}

// keyAuth wants an API key in a header.
func (p *Playground) keyAuth(c *call) error {
	if c.r.Header.Get("X-API-Key") != practiceToken {
		return unauthorized(`ApiKey realm="gauges"`, "the header X-API-Key: "+practiceToken)
	}
	return admitted(c, "key")
}

func admitted(c *call, who string) error {
	var o object
	return c.json(o.boolean("authenticated", true).text("as", who).bytes())
}

func unauthorized(challenge, wanted string) *problem {
	return &problem{
		status: http.StatusUnauthorized, code: "unauthorized", message: "this path wants " + wanted,
		header: http.Header{"Www-Authenticate": {challenge}},
	}
}
