package playground

import (
	"net/http"
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
