package cli

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"weir/engine"
	"weir/engine/transport"
)

// requestFlags are the flags that make a request.
type requestFlags struct {
	method  string
	headers []string
	data    string
	json    string
	form    []string
	auth    string
	digest  *transport.DigestUser // as --auth says, once a request is made
}

func (f *requestFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVarP(&f.method, "method", "X", "", "method (default GET, or POST with a body)")
	fl.StringArrayVarP(&f.headers, "header", "H", nil, "a header, 'Name: value'; may be given again")
	fl.StringVarP(&f.data, "data", "d", "", "the body; @FILE reads a file, @- standard input")
	fl.StringVar(&f.json, "json", "", "the body as JSON, with its Content-Type; @FILE and @- as above")
	fl.StringArrayVar(&f.form, "form", nil, "a form field, name=value; may be given again")
	fl.StringVar(&f.auth, "auth", "", "basic:USER:PASSWORD, digest:USER:PASSWORD or bearer:TOKEN")
}

// request makes the request that the flags describe.
func (f *requestFlags) request(target string, in io.Reader) (engine.Request, error) {
	req := engine.Request{Method: strings.ToUpper(f.method), URL: withScheme(target), Header: make(http.Header)}
	if err := f.addHeaders(req.Header); err != nil {
		return req, usage(err)
	}
	if err := f.addBody(&req, in); err != nil {
		return req, usage(err)
	}
	if err := f.addAuth(req.Header, req.URL); err != nil {
		return req, usage(err)
	}
	if req.Method == "" {
		req.Method = http.MethodGet
		if len(req.Body) > 0 {
			req.Method = http.MethodPost
		}
	}
	return req, nil
}

// complete adds to the request of a file what the flags say. The method is the
// file's, and so is the body, but for that of an operation that is described,
// which is only an example.
func (f *requestFlags) complete(req *engine.Request, described bool, in io.Reader) error {
	switch {
	case described && f.method != "":
		return usage(errors.New("--method makes a request, but the method is the operation's: name the operation that has it"))
	case !described && (f.method != "" || f.hasBody()):
		return usage(errors.New("--method, --data, --json and --form make a request, but the file holds it already: change it there, or use --var"))
	}
	own := make(http.Header)
	if err := errors.Join(f.replaceBody(req, in), f.addHeaders(own), f.addAuth(own, req.URL)); err != nil {
		return usage(err)
	}
	maps.Copy(req.Header, own)
	return nil
}

// hasBody reports whether the flags make a body.
func (f *requestFlags) hasBody() bool { return f.data != "" || f.json != "" || len(f.form) > 0 }

// replaceBody puts the body of the flags in place of a request's. Data keeps the
// type that the request has; JSON and a form have their own.
func (f *requestFlags) replaceBody(req *engine.Request, in io.Reader) error {
	if !f.hasBody() {
		return nil
	}
	req.Body = nil
	kind := req.Header.Get("Content-Type")
	if f.json != "" && !strings.Contains(kind, "json") || len(f.form) > 0 {
		req.Header.Del("Content-Type")
	}
	return f.addBody(req, in)
}

// withScheme takes what curl takes: a host and a path without a scheme.
func withScheme(target string) string {
	if strings.Contains(target, "://") || !strings.ContainsAny(target, ".:/") || strings.HasPrefix(target, "/") {
		return target
	}
	return "http://" + target
}

func (f *requestFlags) addHeaders(h http.Header) error {
	for _, line := range f.headers {
		name, value, found := strings.Cut(line, ":")
		if !found || strings.TrimSpace(name) == "" {
			return fmt.Errorf("--header: %q is no header, write it as 'Name: value'", line)
		}
		h.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return nil
}

func (f *requestFlags) addBody(req *engine.Request, in io.Reader) error {
	given := 0
	for _, set := range []bool{f.data != "", f.json != "", len(f.form) > 0} {
		if set {
			given++
		}
	}
	switch {
	case given > 1:
		return errors.New("--data, --json and --form each make the body: give only one of them")
	case f.json != "":
		setDefault(req.Header, "Content-Type", "application/json")
		setDefault(req.Header, "Accept", "application/json")
		return readBody(&req.Body, "--json", f.json, in)
	case f.data != "":
		setDefault(req.Header, "Content-Type", "application/x-www-form-urlencoded")
		return readBody(&req.Body, "--data", f.data, in)
	case len(f.form) > 0:
		setDefault(req.Header, "Content-Type", "application/x-www-form-urlencoded")
		return f.encodeForm(req)
	default:
		return nil
	}
}

func setDefault(h http.Header, name, value string) {
	if h.Get(name) == "" {
		h.Set(name, value)
	}
}

// readBody takes a body from the flag itself, a file, or standard input.
func readBody(dst *[]byte, flag, value string, in io.Reader) (err error) {
	source, isFile := strings.CutPrefix(value, "@")
	switch {
	case !isFile:
		*dst = []byte(value)
	case source == "-":
		if *dst, err = io.ReadAll(in); err != nil {
			return fmt.Errorf("%s: read standard input: %w", flag, err)
		}
	default:
		if *dst, err = os.ReadFile(source); err != nil {
			return fmt.Errorf("%s: %w", flag, err)
		}
	}
	return nil
}

func (f *requestFlags) encodeForm(req *engine.Request) error {
	values := make(url.Values)
	for _, field := range f.form {
		name, value, found := strings.Cut(field, "=")
		if !found || name == "" {
			return fmt.Errorf("--form: %q is no field, write it as name=value", field)
		}
		values.Add(name, value)
	}
	req.Body = []byte(values.Encode())
	return nil
}

// addAuth adds what proves who asks. Digest waits for the challenge of the
// origin that is asked, which is the only one to be answered.
func (f *requestFlags) addAuth(h http.Header, target string) error {
	if f.auth == "" {
		return nil
	}
	kind, secret, _ := strings.Cut(f.auth, ":")
	switch {
	case kind == "basic" && strings.Contains(secret, ":"):
		h.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(secret)))
	case kind == "bearer" && secret != "":
		h.Set("Authorization", "Bearer "+secret)
	case kind == "digest" && strings.Index(secret, ":") > 0:
		return f.addDigest(secret, target)
	default:
		return errors.New("--auth: write it as basic:USER:PASSWORD, digest:USER:PASSWORD or bearer:TOKEN")
	}
	return nil
}

func (f *requestFlags) addDigest(secret, target string) error {
	origin, err := engine.OriginOf(target)
	if err != nil {
		return err
	}
	if f.digest != nil && f.digest.Origin != origin {
		return fmt.Errorf("--auth digest is for one origin, and the requests go to %s and %s: ask them one by one", f.digest.Origin, origin)
	}
	name, password, _ := strings.Cut(secret, ":")
	f.digest = &transport.DigestUser{Origin: origin, Name: name, Password: password}
	return nil
}
