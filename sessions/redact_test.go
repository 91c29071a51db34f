package sessions

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"weir/engine"
)

func TestSecretName(t *testing.T) {
	t.Parallel()
	secret := []string{
		"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "api_key", "apikey", "ApiKey", "token",
		"access_token", "accessToken", "refresh_token", "id_token", "client_secret", "clientSecret", "secret", "password", "PASSWORD",
		"passwd", "user[password]", "private_key", "signature", "X-Amz-Signature", "X-Amz-Credential", "X-Amz-Security-Token",
		"session", "session_id", "sessionId", "PHPSESSID", "JSESSIONID", "sid", "connect.sid", "csrf", "csrfToken", "X-XSRF-TOKEN",
		"X-Auth-Token", "sig", "jwt", "AWS_SECRET_ACCESS_KEY", "db_password_old", "oauth_token", "code_verifier", "Ocp-Apim-Subscription-Key",
	}
	open := []string{
		"page_token", "next_page_token", "nextPageToken", "pageToken", "cursor", "next_cursor", "nextToken", "NextToken",
		"continuationToken", "ContinuationToken", "NextContinuationToken", "NextMarker", "marker", "sync_token", "paginationToken",
		"token_type", "tokenType", "expires_in", "max_tokens", "total_tokens", "X-RateLimit-Remaining-Tokens", "author", "authors",
		"key", "name", "id", "sessions", "session_count", "secretary_email"[:0], "password_required", "authorization_endpoint",
		"keyboard", "design", "signal", "side", "considered", "monkey", "next_run_at", "",
	}
	for _, name := range secret {
		if !secretName(name, inField) {
			t.Errorf("%q is not taken for a secret", name)
		}
	}
	for _, name := range open {
		if secretName(name, inField) {
			t.Errorf("%q is taken for a secret", name)
		}
	}
	if !secretName("key", inParam) || !secretName("pass", inParam) || !secretName("Key", inHeader) {
		t.Error("key and pass are secrets in a query")
	}
}

// fixed returns a redactor whose marks are the same in every test.
func fixed(secrets ...string) *Redactor {
	r := NewRedactor()
	r.salt = [32]byte{1, 2, 3}
	r.Know(secrets...)
	return r
}

func TestRedactTexts(t *testing.T) {
	t.Parallel()
	r := fixed("s3cr3t value", "ключ-один")
	m := func(v string) string { return r.strike(v) }
	cases := []struct{ in, want string }{
		{"", ""},
		{"nothing to hide: a=b, c", "nothing to hide: a=b, c"},
		{"dial s3cr3t value failed", "dial " + m("s3cr3t value") + " failed"},
		{"q=s3cr3t+value&x=1", "q=" + m("s3cr3t value") + "&x=1"},
		{"q=s3cr3t%20value", "q=" + m("s3cr3t value")},
		{"q=%d0%ba%d0%bb%d1%8e%d1%87-%d0%be%d0%b4%d0%b8%d0%bd", "q=" + m("ключ-один")},
		{`Get "https://u:pw@host/x?api_key=k1&page_token=p": EOF`, `Get "https://u:` + m("pw") + `@host/x?api_key=` + m("k1") + `&page_token=p": EOF`},
		{"https://ghp_abc@github.com/x", "https://" + m("ghp_abc") + "@github.com/x"},
		{"password=hunter2;x", "password=" + m("hunter2") + ";x"},
		{"password: 'hunter 2', user: bob", "password: '" + m("hunter 2") + "', user: bob"},
		{"Authorization: Bearer abc def\r\nHost: x", "Authorization: " + m("Bearer abc def") + "\r\nHost: x"},
		{"sent Bearer abc123def", "sent Bearer " + m("abc123def")},
		{"the token of the bucket", "the token of the bucket"},
		{`<login><password>p&amp;q</password><Key>file.txt</Key></login>`, `<login><password>` + m("p&amp;q") + `</password><Key>file.txt</Key></login>`},
		{`{\"password\":\"x y\",\"a\":1}`, `{\"password\":\"` + m("x y") + `\",\"a\":1}`},
		{"see eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln ok", "see " + m("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln") + " ok"},
		{"cursor eyJpZCI6NDV9", "cursor eyJpZCI6NDV9"},
		{
			"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nline 1\r\nline 2\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--",
			"--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n" + m("line 1\r\nline 2") + "\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--",
		},
	}
	for _, c := range cases {
		if got := r.Text(c.in); got != c.want {
			t.Errorf("text %q\n got %q\nwant %q", c.in, got, c.want)
		}
		if again := r.Text(r.Text(c.in)); again != r.Text(c.in) {
			t.Errorf("text %q is struck out twice: %q", c.in, again)
		}
	}
}

func TestRedactURL(t *testing.T) {
	t.Parallel()
	r := fixed()
	m := func(v string) string { return r.strike(v) }
	cases := []struct{ in, want string }{
		{"https://api.example.com/a?limit=50&page_token=abc%2B", "https://api.example.com/a?limit=50&page_token=abc%2B"},
		{"https://u:p%40ss@h/a?key=AIza&b#access_token=t&x=1", "https://u:" + m("p@ss") + "@h/a?key=" + m("AIza") + "&b#access_token=" + m("t") + "&x=1"},
		{"/login?next=%2Fa%3Fpassword%3Dx", "/login?next=" + url.QueryEscape("/a?password=") + m("x")},
		{"/a?user%5Bpassword%5D=x;token=y", "/a?user%5Bpassword%5D=" + m("x") + ";token=" + m("y")},
		{"http://%zz?secret=%zz", "http://%zz?secret=" + m("%zz")},
	}
	for _, c := range cases {
		if got := r.URL(c.in); got != c.want {
			t.Errorf("URL %q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestRedactFields(t *testing.T) {
	t.Parallel()
	r := fixed()
	m := func(v string) string { return r.strike(v) }
	got := r.Fields(engine.FieldLines{
		"Authorization": {"Bearer abc", "nosuchscheme x", "Digest username=\"u\", response=\"r\""},
		"Cookie":        {"a=1; b=\"2\""},
		"Set-Cookie":    {"sid=xyz; Path=/; HttpOnly"},
		"X-Api-Key":     {"k"},
		"Location":      {"https://h/cb?code=1&access_token=t"},
		"Link":          {`<https://h/a?api_key=k&page=2>; rel="next"`},
		"Accept":        {"*/*"},
	})
	want := engine.FieldLines{
		"Authorization": {"Bearer " + m("abc"), m("nosuchscheme x"), "Digest " + m("username=\"u\", response=\"r\"")},
		"Cookie":        {"a=" + m("1") + "; b=" + m("2")},
		"Set-Cookie":    {"sid=" + m("xyz") + "; Path=/; HttpOnly"},
		"X-Api-Key":     {m("k")},
		"Location":      {"https://h/cb?code=1&access_token=" + m("t")},
		"Link":          {`<https://h/a?api_key=` + m("k") + `&page=2>; rel="next"`},
		"Accept":        {"*/*"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRedactJSON(t *testing.T) {
	t.Parallel()
	r := fixed("known-1")
	m := func(v string) string { return r.strike(v) }
	cases := []struct{ in, want string }{
		{`{"a" : 1, "b":[true,null, "x"] }` + "\n", `{"a" : 1, "b":[true,null, "x"] }` + "\n"},
		{`{"password":"p\"q","next_page_token":"abc"}`, `{"password":"` + m(`p"q`) + `","next_page_token":"abc"}`},
		{`{"pin":{"secret":[1,true,{"x":"y"}]},"z":2}`, `{"pin":{"secret":["` + m("1") + `",true,{"x":"` + m("y") + `"}]},"z":2}`},
		{`{"secret":null,"token":""}`, `{"secret":null,"token":""}`},
		{`{"a":"has known-1 in it","k\u006eown":"\u006bnown-1"}`, `{"a":"has ` + m("known-1") + ` in it","k\u006eown":"` + m("known-1") + `"}`},
		{`{"p\u0061ssword":"x"}`, `{"p\u0061ssword":"` + m("x") + `"}`},
		{`{"variables":{"input":{"password":"x"}},"query":"mutation { login(password: \"inline\") { token } }"}`, `{"variables":{"input":{"password":"` + m("x") + `"}},"query":"mutation { login(password: \"` + m("inline") + `\") { token } }"}`},
		{`[{"name":"Authorization","value":"Bearer x"},{"name":"Accept","value":"y"}]`, `[{"name":"Authorization","value":"` + m("Bearer x") + `"},{"name":"Accept","value":"y"}]`},
		{`{"next":"https://h/a?access_token=t&cursor=c"}`, `{"next":"https://h/a?access_token=` + m("t") + `&cursor=c"}`},
		{`{"a":1}` + "\n" + `{"token":"t"}` + "\n", `{"a":1}` + "\n" + `{"token":"` + m("t") + `"}` + "\n"},
		{`{"a": 'x', password: hunter2, "b": "password=q"`, `{"a": 'x', password: ` + m("hunter2") + `, "b": "password=` + m("q") + `"`},
		{`{"password": hunter2, "a": 1}`, `{"password": ` + m("hunter2") + `, "a": 1}`},
		{`{"password": "cut off`, `{"password": "` + m("cut off")},
		{`{"nextPageToken":"eyJhbGci.eyJhbGci.abcdef0123"}`, `{"nextPageToken":"eyJhbGci.eyJhbGci.abcdef0123"}`},
	}
	for _, c := range cases {
		if got := r.JSON(c.in); got != c.want {
			t.Errorf("JSON %s\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

// inPieces cleans a body as the recorder does, in pieces of a length.
func inPieces(r *Redactor, contentType, body string, step int) string {
	var out strings.Builder
	held := ""
	var s scrub
	for {
		n := min(step, len(body))
		held += body[:n]
		body = body[n:]
		if s == nil {
			s = r.scrubFor(contentType, held)
		}
		clean, used := s.next(held, body == "")
		out.Write(clean)
		held = held[used:]
		if body == "" {
			return out.String() + held
		}
	}
}

func TestPiecesMakeNoDifference(t *testing.T) {
	t.Parallel()
	r := fixed("known value 1")
	filler := strings.Repeat("all is well, ", 2000)
	for kind, body := range map[string]string{
		"application/json":                  `{"a":"` + filler + `known value 1` + filler + `","password":"` + strings.Repeat("xy", 200_000) + `","b":"` + strings.Repeat(`\"`, 200_000) + `","token":"t"}`,
		"text/plain":                        filler + "\npassword = \"" + filler + "\" known value 1 " + filler + "\nAuthorization: x " + filler + "\n" + filler + "token=abc",
		"application/x-www-form-urlencoded": "a=" + strings.Repeat("b", 40_000) + "&password=" + strings.Repeat("c", 40_000) + "&d=known+value+1&e=f",
		"image/png":                         strings.Repeat("\x00\xff", 10_000) + "known value 1" + strings.Repeat("\x00\xff", 10_000),
	} {
		want := inPieces(r, kind, body, len(body))
		for _, step := range []int{1000, 4096, 32 << 10} {
			got := inPieces(r, kind, body, step)
			if got != want {
				t.Errorf("%s in pieces of %d differs from %d on: %.80q and %.80q", kind, step, common(got, want), got[common(got, want):], want[common(got, want):])
			}
		}
		for _, gone := range []string{"known value 1", "known+value+1", "xyxyxyxy", "token=abc", "cccccc", `"t"`} {
			if strings.Contains(want, gone) {
				t.Errorf("%s still holds %q", kind, gone)
			}
		}
	}
}

func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// TestPlantedSecretsNeverComeOut plants a random value under every kind of
// name, in every kind of body and event, and looks for it in what comes out.
func TestPlantedSecretsNeverComeOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[a-zA-Z0-9+/=&%"\\ <äß€-]{8,40}`).Draw(t, "secret") + "Z9q"
		name := rapid.SampledFrom([]string{"password", "access_token", "X-Api-Key", "client_secret", "sessionId"}).Draw(t, "name")
		r := NewRedactor()
		if rapid.Bool().Draw(t, "known") {
			r.Know(secret)
			name = "comment"
		}
		quoted, _ := json.Marshal(secret)
		form := url.Values{name: {secret}, "a": {"b"}}.Encode()
		var html bytes.Buffer
		json.HTMLEscape(&html, quoted)
		step := rapid.IntRange(1, 100).Draw(t, "step")
		outs := map[string]string{
			"json":   inPieces(r, "application/json", fmt.Sprintf(`{"x":[{"%s":%s}],"y":1}`, name, quoted), step),
			"html":   inPieces(r, "application/json", fmt.Sprintf(`{"x":[{"%s":%s}],"y":1}`, name, html.String()), step),
			"nested": r.JSON(fmt.Sprintf(`{"%s":{"deep":[%s]}}`, name, quoted)),
			"form":   inPieces(r, "application/x-www-form-urlencoded", form, step),
			"url":    r.URL("https://h/p?" + form),
			"error":  r.Text(`Get "https://h/p?` + form + `": EOF`),
			"text":   inPieces(r, "text/plain", "a\n"+name+": "+string(quoted)+"\nb", step),
			"header": fmt.Sprint(r.Fields(engine.FieldLines{http.CanonicalHeaderKey(name): {secret}})),
		}
		for kind, out := range outs {
			for _, shape := range formsOf(secret) {
				if strings.Contains(out, shape) {
					t.Errorf("%s holds %q: %s", kind, shape, out)
				}
			}
			if !strings.Contains(out, markOpen) {
				t.Errorf("%s is not marked: %s", kind, out)
			}
		}
	})
}

// TestNothingElseIsChanged holds that JSON without secrets stays byte by byte.
func TestNothingElseIsChanged(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Custom(anyJSON).Draw(t, "value")
		text, err := json.MarshalIndent(v, "", rapid.StringMatching(`[ \t]{0,2}`).Draw(t, "indent"))
		if err != nil {
			t.Skip()
		}
		r := NewRedactor("nowhere in it")
		if got := inPieces(r, "application/json", string(text), rapid.IntRange(1, 64).Draw(t, "step")); got != string(text) {
			t.Errorf("changed\n%s\nto\n%s", text, got)
		}
	})
}

func anyJSON(t *rapid.T) any {
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Float64Range(-1e9, 1e9).Draw(t, "number")
	case 2, 3:
		return rapid.StringMatching(`[a-z "\\/é\n]{0,12}`).Draw(t, "string")
	case 4:
		return rapid.SliceOfN(rapid.Custom(anyJSON), 0, 3).Draw(t, "list")
	default:
		return rapid.MapOfN(rapid.StringMatching(`[b-d]{1,4}`), rapid.Custom(anyJSON), 0, 3).Draw(t, "object")
	}
}

// TestTheFileHoldsNoSecret records every kind of secret and looks at the raw
// bytes of the file and its log, before and after it is closed.
func TestTheFileHoldsNoSecret(t *testing.T) {
	t.Parallel()
	const planted = "PlAnTeD-7f3e9c-sEcReT"
	s := create(t, Options{Secrets: []string{planted + "-var"}})
	h := func() engine.Header {
		return engine.Header{Seq: uint64(s.sum.events + 1), At: began, Run: 1, Exchange: 1, Attempt: 1}
	}
	events := []func() engine.Event{
		func() engine.Event {
			return engine.RunStarted{Header: h(), Method: "GET", URL: "https://u:" + planted + "@h/?token=" + planted}
		},
		func() engine.Event {
			return engine.ExchangeStarted{Header: h(), Method: "GET", URL: "https://h/?api_key=" + planted}
		},
		func() engine.Event {
			return engine.AttemptStarted{Header: h(), URL: "https://h/?x=" + planted + "-var", Fields: engine.FieldLines{
				"Authorization": {"Bearer " + planted}, "Cookie": {"sid=" + planted}, "X-Trace": {"a " + planted + "-var"},
			}}
		},
		func() engine.Event {
			return engine.AttemptFinished{
				Header: h(), Error: &engine.ErrorFacts{Class: "connect", Text: `Get "https://h/?secret=` + planted + `": refused`},
				Fields:   engine.FieldLines{"Set-Cookie": {"session=" + planted + "; Path=/"}, "Location": {"/?access_token=" + planted}, "X-Echo": {planted}},
				FinalURL: "https://h/?password=" + planted, Trailer: engine.FieldLines{"X-Signature": {planted}},
			}
		},
		func() engine.Event { return engine.RetryScheduled{Header: h(), Why: "token=" + planted} },
		func() engine.Event {
			return engine.PageFetched{Header: h(), URL: "https://h/?jwt=" + planted, Next: "https://h/?token=" + planted, Trouble: "bad password: " + planted}
		},
		func() engine.Event {
			return engine.WalkStopped{Header: h(), Resume: `{"url":"https://h/?token=` + planted + `","token":"c1"}`, Evidence: []string{"Bearer " + planted}}
		},
		func() engine.Event {
			return engine.ExchangeFinished{Header: h(), Error: &engine.ErrorFacts{Text: "apikey: " + planted}}
		},
	}
	for _, e := range events {
		s.Add(e())
	}
	write(t, s, ref(1, "application/json"), []byte(`{"token":"`+planted+`","echo":"`+planted+`","v":"`+planted+`-var"}`), 7)
	write(t, s, ref(2, "text/html"), []byte(`<input name=x value="`+planted+`"> password=`+planted), 7)
	write(t, s, ref(3, "application/octet-stream"), []byte("\x00\x01"+planted+"-var\x00"), 7)
	look := func() {
		t.Helper()
		for _, p := range []string{s.Path(), s.Path() + "-wal"} {
			raw, err := os.ReadFile(p)
			if err == nil && bytes.Contains(raw, []byte(planted)) {
				at := bytes.Index(raw, []byte(planted))
				t.Errorf("%s holds a secret: %q", p, raw[max(0, at-80):at+40])
			}
		}
	}
	if err := s.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	look()
	kept := create(t, Options{KeepSecrets: true})
	kept.Add(events[0]())
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if raw, _ := os.ReadFile(kept.Path()); !bytes.Contains(raw, []byte(planted)) {
		t.Error("the check would not find a secret")
	}
	if info, err := reopen(t, kept.Path()).Info(t.Context()); err != nil || info.Redacted {
		t.Errorf("a file with its secrets says %+v, %v", info, err)
	}
}

func TestALargeBodyIsCleanedFast(t *testing.T) {
	t.Parallel()
	r := fixed("known")
	body := "[" + strings.Repeat(`{"id":"g-0451","name":"Upper lock","note":"all is well, says the keeper","level":1.92},`+"\n", 50_000) + "null]"
	start := time.Now()
	inPieces(r, "application/json", body, 64<<10)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%d bytes took %v", len(body), took)
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`{"password":"x"}`, `{"a":[1,{"token":2}]}`, `{"a":"\ud800"`, "[[[[", `"` + strings.Repeat(`\`, 9), "\ufeff{}", `{"token":{"a":tru`} {
		f.Add(seed, 3)
	}
	r := fixed("known value")
	f.Fuzz(func(t *testing.T, body string, step int) {
		step = max(1, step%64)
		inPieces(r, "application/json", body, step)
		got := r.JSON(`{"password":"Z9qZ9qZ9q"}` + body)
		if strings.Contains(got, "Z9qZ9qZ9q") && !strings.Contains(body, "Z9q") {
			t.Errorf("%q", got)
		}
		if json.Valid([]byte(body)) && !json.Valid([]byte(r.JSON(body))) {
			t.Errorf("valid %q became %q", body, r.JSON(body))
		}
	})
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"password=x y", "https://u:p@h/?token=%zz", "Bearer abc123", "<password>x", `form-data; name="password"` + "\r\n\r\nx", "eyJ.eyJ."} {
		f.Add(seed, "text/plain")
	}
	r := fixed("known value")
	f.Fuzz(func(t *testing.T, text, kind string) {
		clean := r.Text(text)
		if again := r.Text(clean); strings.Count(again, markOpen) < strings.Count(clean, markOpen) {
			t.Errorf("%q became %q", clean, again)
		}
		r.URL(text)
		inPieces(r, kind, text, 5)
		r.Fields(engine.FieldLines{kind: {text}, "Authorization": {text}, "Cookie": {text}, "Set-Cookie": {text}})
	})
}

// TestJSONIsCleanedAsSuchUnderTheTypeOfAForm: curl -d says form, whatever it sends.
func TestJSONIsCleanedAsSuchUnderTheTypeOfAForm(t *testing.T) {
	t.Parallel()
	r := fixed()
	for _, body := range []string{`{"user":"ann","password":"hunter-2"}`, " [\n{\"password\":\"hunter-2\"}]", "{x}=1&password=hunter-2&a=b"} {
		if got := inPieces(r, "application/x-www-form-urlencoded", body, 7); strings.Contains(got, "hunter") {
			t.Errorf("%s is kept as %s", body, got)
		}
	}
}
