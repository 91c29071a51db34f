package ui

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	tea "charm.land/bubbletea/v2"

	"weir/ui/dialogs"
)

// requestLine is the method and the URL at the top, where they are edited.
type requestLine struct {
	field   dialogs.Field
	editing bool
}

func (l *requestLine) edit(n Named) {
	l.field = dialogs.NewField(strings.TrimSpace(methodOf(n)+" "+n.URL), "GET https://api.example.com/items")
	l.editing = true
}

func (l *requestLine) leave() { l.editing = false }

func (l *requestLine) typed(msg tea.Msg) { l.field.Type(msg) }

// parseLine reads "GET https://…". Without a method it is a GET; without a
// scheme it is https, and http for this machine.
func parseLine(text string) (Named, error) {
	method, target := "GET", strings.TrimSpace(text)
	if first, rest, ok := strings.Cut(target, " "); ok && isMethod(first) {
		method, target = strings.ToUpper(first), strings.TrimSpace(rest)
	}
	if target == "" {
		return Named{}, fmt.Errorf("there is no URL yet: write one such as https://api.example.com/items")
	}
	if !strings.Contains(target, "://") {
		target = schemeFor(target) + target
	}
	u, err := url.Parse(target)
	switch {
	case err != nil:
		return Named{}, fmt.Errorf("%q is no URL: write one such as https://api.example.com/items", plainLine(target))
	case u.Scheme != "http" && u.Scheme != "https":
		return Named{}, fmt.Errorf("the scheme %q is not known: use http or https", plainLine(u.Scheme))
	case u.Host == "":
		return Named{}, fmt.Errorf("%q names no host: write one such as https://api.example.com/items", plainLine(target))
	}
	return Named{Method: method, URL: target}, nil
}

func isMethod(word string) bool {
	return word != "" && strings.Trim(strings.ToUpper(word), "ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == ""
}

// schemeFor is what a URL without a scheme gets.
func schemeFor(target string) string {
	host, _, _ := strings.Cut(target, "/")
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	if host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate()) {
		return "http://"
	}
	return "https://"
}
