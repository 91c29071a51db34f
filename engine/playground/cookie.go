package playground

import (
	"net/http"
	"strconv"
)

// cookies answers with the cookies that came, and counts the visits in one of
// its own.
func (p *Playground) cookies(c *call) error {
	came := make(map[string]string)
	for _, cookie := range c.r.Cookies() {
		came[cookie.Name] = cookie.Value
	}
	visits, err := strconv.Atoi(came["visits"])
	if err != nil || visits < 0 || visits > mostItems {
		visits = 0
	}
	visits++
	http.SetCookie(c.w, &http.Cookie{
		Name: "visits", Value: strconv.Itoa(visits), Path: "/v1/cookies",
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	return c.value(struct {
		Visits  int               `json:"visits"`
		Cookies map[string]string `json:"cookies"`
	}{visits, came})
}
