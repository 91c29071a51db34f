package sessions

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"weir/engine"
)

// leaky is a server that says the secrets that it was told, everywhere.
func leaky(secret string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/moved", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/echo?access_token="+url.QueryEscape(secret))
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/foreign", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "http://user:"+url.QueryEscape(secret)+"@127.0.0.1:1/?api_key="+url.QueryEscape(secret))
		w.WriteHeader(http.StatusFound)
	})
	mux.HandleFunc("/xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/xml")
		_, _ = io.WriteString(w, "<login>"+strings.Repeat("<river>Weir</river>", 200)+"<password>"+secret+"</password></login>")
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "9000")
		_, _ = io.WriteString(w, `{"token":"`+secret+`","half":"`)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := w.Header()
		h.Set("Trailer", "X-Session-Token")
		h.Set("Set-Cookie", "sid="+secret+"; Path=/; HttpOnly")
		h.Set("X-Api-Key", secret)
		h.Set("Www-Authenticate", `Bearer realm="x", error_description="token=`+secret+`"`)
		h.Set("Content-Type", r.Header.Get("Content-Type"))
		_, _ = w.Write(body)
		h.Set("X-Session-Token", secret)
	})
	return mux
}

// leaks are requests that carry a secret in every place that one stands in.
func leaks(base, secret, jwt string) []engine.Request {
	filler := strings.Repeat("all is well, says the keeper. ", 100)
	q := url.QueryEscape(secret)
	post := func(kind, body string) engine.Request {
		return engine.Request{Method: "POST", URL: base + "/echo", Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}
	}
	return []engine.Request{
		{URL: base + "/echo?api_key=" + q + "&page=1", Header: http.Header{
			"Authorization": {"Bearer " + secret}, "Proxy-Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("u:"+secret))},
			"Cookie": {"a=1; sid=" + secret}, "X-Api-Key": {secret}, "X-Trace": {"jwt " + jwt},
		}},
		{URL: strings.Replace(base, "http://", "http://user:"+q+"@", 1) + "/echo"},
		{URL: base + "/moved"},
		{URL: base + "/xml"},
		post("application/json", `{"note":"`+filler+`","user":{"password":"`+secret+`","refreshToken":"`+secret+`"},"jwt":"`+jwt+`"}`),
		post("application/x-www-form-urlencoded", "a=b&client_secret="+q+"&c="+url.QueryEscape(filler)),
		post("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n"+secret+"\r\n--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n"+filler+"\r\n--b--\r\n"),
		post("application/json", `{"query":"mutation($in:Login!){login(in:$in){token}}","variables":{"in":{"user":"u","password":"`+secret+`"}},"n":"`+filler+`"}`),
		post("application/json", `{"query":"mutation { login(password: \"`+secret+`\") { ok } }"}`),
		post("application/xml", "<a><clientSecret>"+secret+"</clientSecret><n>"+filler+"</n></a>"),
		post("text/plain", "password = "+secret+"\n"+filler),
		// Those that fail come last: the breaker turns away what follows.
		{URL: base + "/foreign"},
		{URL: base + "/cut"},
		{URL: "http://127.0.0.1:1/?token=" + q}, // its error says the URL
	}
}

// TestARecordingNeverHoldsASecret sends secrets in every way to a server that
// says them again, and looks at the raw bytes of the file and of its log while
// they are recorded, and at every body unpacked.
func TestARecordingNeverHoldsASecret(t *testing.T) {
	t.Parallel()
	const secret = "Pl4nTeD+7f3e9c/sEcReT=="
	jwt := "eyJhbGciOiJIUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"sub":"`+secret+`"}`)) + ".c2lnbmF0dXJl"
	server := httptest.NewServer(leaky(secret))
	defer server.Close()
	for _, keep := range []bool{false, true} {
		s := create(t, Options{KeepSecrets: keep})
		policy := engine.DefaultPolicy()
		policy.Retry.Base, policy.Retry.Cap = 1, 1
		e, err := engine.New(engine.Config{Policy: policy, Bodies: s})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Record(e.Follow(64)); err != nil {
			t.Fatal(err)
		}
		for _, req := range leaks(server.URL, secret, jwt) {
			run, err := e.Start(t.Context(), engine.Plan{Requests: []engine.Request{req}})
			if err != nil {
				t.Fatal(err)
			}
			run.Wait()
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
		if err := s.Sync(t.Context()); err != nil {
			t.Fatal(err)
		}
		raw := rawBytes(t, s.Path())
		if len(raw["-wal"]) == 0 {
			t.Error("there is no log while it is recorded")
		}
		raw["the bodies"] = everyBody(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		raw["the closed file"], _ = os.ReadFile(s.Path())
		found := 0
		for where, bytes := range raw {
			found += lookFor(t, where, bytes, !keep, append(formsOf(secret), jwt, strings.Split(jwt, ".")[1],
				base64.StdEncoding.EncodeToString([]byte("u:"+secret)))...)
		}
		if keep && found < 10 {
			t.Errorf("the look found %d of the secrets that were kept", found)
		}
		info, err := reopen(t, s.Path()).Info(t.Context())
		if err != nil || info.Redacted == keep {
			t.Errorf("the session says redacted %v, %v", info.Redacted, err)
		}
		if marks := bytes.Count(raw["the bodies"], []byte(markIn(s, secret))); !keep && marks < 8 {
			t.Errorf("equal secrets have the mark they share %d times", marks)
		}
	}
}

// markIn returns what takes the place of a secret in a session.
func markIn(s *Session, secret string) string {
	if s.redact == nil {
		return "nothing"
	}
	return s.redact.strike(secret)
}

// lookFor counts the texts that raw bytes hold, and reports them where none may be.
func lookFor(t *testing.T, where string, raw []byte, report bool, texts ...string) (found int) {
	t.Helper()
	for _, text := range texts {
		at := bytes.Index(raw, []byte(text))
		if at < 0 {
			continue
		}
		found++
		if report {
			t.Errorf("%s holds %q: %q", where, text, raw[max(0, at-80):min(len(raw), at+len(text)+20)])
		}
	}
	return found
}

// rawBytes reads a session's files as they are on disk, by the name's end.
// Another process reads them: to close a descriptor here would drop SQLite's
// locks.
func rawBytes(t *testing.T, path string) map[string][]byte {
	t.Helper()
	raw := map[string][]byte{}
	for _, end := range []string{"", "-wal", "-shm"} {
		out, err := exec.CommandContext(t.Context(), "cat", path+end).Output()
		if err != nil && end == "" {
			t.Fatal(err)
		}
		raw[end] = out
	}
	names, _ := filepath.Glob(filepath.Dir(path) + "/*")
	if len(names) != 3 {
		t.Errorf("beside the file: %q", names)
	}
	return raw
}

// everyBody unpacks all that is kept of bodies.
func everyBody(t *testing.T, s *Session) []byte {
	t.Helper()
	var all bytes.Buffer
	for e, err := range s.Events(t.Context(), 0, 1<<62) {
		if err != nil {
			t.Fatal(err)
		}
		start, ok := e.(engine.AttemptStarted)
		if !ok {
			continue
		}
		for _, part := range []engine.BodyPart{engine.RequestBody, engine.ResponseBody} {
			_, err := s.WriteBody(context.Background(), &all, start.Exchange, start.Attempt, part)
			if err != nil && !errors.Is(err, ErrNoBody) {
				t.Error(err)
			}
			if start.BodySize > 0 && part == engine.RequestBody && err != nil {
				t.Errorf("the request of exchange %d: %v", start.Exchange, err)
			}
		}
	}
	return all.Bytes()
}
