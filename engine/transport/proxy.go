package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// chooser picks the proxy for a request; nil picks none.
type chooser func(*http.Request) (*url.URL, error)

// proxyFor makes the chooser that Settings.Proxy asks for.
func proxyFor(setting string) (chooser, error) {
	switch setting {
	case "off":
		return nil, nil
	case "":
		return proxyFromEnvironment()
	}
	u, err := parseProxy(setting)
	if err != nil {
		return nil, err
	}
	bypass := httpproxy.Config{HTTPProxy: "http://proxy", HTTPSProxy: "http://proxy", NoProxy: env("NO_PROXY")}
	direct := bypass.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		if p, err := direct(r.URL); err == nil && p == nil && !loopback(r.URL.Hostname()) {
			return nil, nil
		}
		return u, nil
	}, nil
}

// loopback reports whether a host is this machine. Variables of the environment
// leave it out; a proxy that was named on purpose is used for it too.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func parseProxy(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the proxy's URL: %w", urlReason(err))
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "socks5" && u.Scheme != "socks5h":
		return nil, fmt.Errorf("read the proxy's URL: unknown scheme %q: use http, https, socks5 or socks5h", u.Scheme)
	case u.Hostname() == "":
		return nil, errors.New("read the proxy's URL: it names no host, write it like http://proxy.example.com:3128")
	}
	return u, nil
}

// proxyFromEnvironment reads HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, in
// capitals or not; nil where no proxy is named.
func proxyFromEnvironment() (chooser, error) {
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"} {
		if value := env(name); value != "" {
			if _, err := parseProxy(value); err != nil {
				return nil, fmt.Errorf("%s: %w; or use --proxy off", name, err)
			}
		}
	}
	cfg := httpproxy.FromEnvironment()
	all := env("ALL_PROXY")
	if cfg.HTTPProxy == "" {
		cfg.HTTPProxy = all
	}
	if cfg.HTTPSProxy == "" {
		cfg.HTTPSProxy = all
	}
	if cfg.HTTPProxy == "" && cfg.HTTPSProxy == "" {
		return nil, nil
	}
	pick := cfg.ProxyFunc()
	return func(r *http.Request) (*url.URL, error) {
		u, err := pick(r.URL)
		if err != nil {
			return nil, &Error{Fault: FaultProxy, Err: errCGI}
		}
		return u, nil
	}, nil
}

// errCGI is what is left to go wrong with a proxy that was checked before. The
// error of httpproxy would tell its password.
var errCGI = errors.New("HTTP_PROXY is not used where REQUEST_METHOD is set: see https://httpoxy.org, and name the proxy with --proxy")

func env(name string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return os.Getenv(strings.ToLower(name))
}

// proxyAnswered turns a proxy's refusal into an error that says so.
func proxyAnswered(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &ProxyError{Status: resp.StatusCode, Text: fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode))}
}
