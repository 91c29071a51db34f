package curl

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"weir/sessions/collection"
)

// option is what an option of curl does to a request. One of its two functions
// is set.
type option struct {
	take func(*draft, word)          // with a value
	note func(d *draft, name string) // without one
}

// options returns the options by their long names.
func options() map[string]option {
	all := map[string]option{}
	for name := range strings.FieldsSeq(quiet) {
		all[name] = option{note: func(*draft, string) {}}
	}
	for name := range strings.FieldsSeq(quietValue) {
		all[name] = option{take: func(*draft, word) {}}
	}
	for name := range strings.FieldsSeq(lost) {
		all[name] = option{note: func(d *draft, name string) { d.lose("%s has no counterpart here", name) }}
	}
	for name := range strings.FieldsSeq(lostValue) {
		all[name] = option{take: func(d *draft, w word) { d.lose("--%s %s has no counterpart here", name, quoted(w.String())) }}
	}
	requestOptions(all)
	headerOptions(all)
	bodyOptions(all)
	transportOptions(all)
	return all
}

// shorts returns the long names of the options of one letter.
func shorts() map[string]string {
	all := map[string]string{}
	for pair := range strings.FieldsSeq(`a:append E:cert K:config C:continue-at b:cookie c:cookie-jar d:data q:disable D:dump-header
		f:fail F:form P:ftp-port G:get g:globoff I:head H:header h:help 0:http1.0 i:include k:insecure 4:ipv4 6:ipv6
		j:junk-session-cookies l:list-only L:location M:manual m:max-time n:netrc N:no-buffer o:output Z:parallel
		#:progress-bar x:proxy U:proxy-user p:proxytunnel Q:quote r:range e:referer J:remote-header-name O:remote-name
		R:remote-time X:request S:show-error s:silent Y:speed-limit y:speed-time 2:sslv2 3:sslv3 t:telnet-option
		z:time-cond 1:tlsv1 T:upload-file B:use-ascii u:user A:user-agent v:verbose V:version w:write-out`) {
		letter, name, _ := strings.Cut(pair, ":")
		all[letter] = name
	}
	return all
}

// quiet are the options that shape curl's output, or say what weir does anyway.
const quiet = `append compressed compressed-ssh create-dirs fail fail-early fail-with-body http0.9 include list-only
	location manual no-buffer no-clobber clobber no-keepalive no-progress-meter no-sessionid no-fail path-as-is parallel
	parallel-immediate progress-bar progress-meter raw remote-header-name remote-name remote-name-all remote-time
	remove-on-error show-error silent styled-output no-styled-output suppress-connect-headers tcp-nodelay
	no-tcp-nodelay tcp-fastopen trace-ids trace-time verbose version xattr basic no-compressed no-location no-silent
	skip-existing sasl-ir no-npn no-alpn disable use-ascii no-verbose`

const quietValue = `output output-dir write-out dump-header stderr trace trace-ascii trace-config etag-save
	keepalive-time keepalive-cnt libcurl help parallel-max parallel-max-host happy-eyeballs-timeout-ms
	expect100-timeout ftp-port create-file-mode max-filesize`

// lost are the options that change the request or its way in a manner that no
// request here can tell.
const lost = `anyauth cert-status crlf digest disable-eprt disable-epsv disallow-username-in-url doh-cert-status
	doh-insecure false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc
	ftp-ssl-control haproxy-protocol http1.0 http3 http3-only ignore-content-length ipv4 ipv6 junk-session-cookies
	location-trusted mail-rcpt-allowfails metalink negotiate netrc netrc-optional ntlm ntlm-wb post301 post302
	post303 proxy-anyauth proxy-basic proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm
	proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel retry-all-errors retry-connrefused
	socks5-basic socks5-gssapi socks5-gssapi-nec ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd
	ssl-revoke-best-effort sslv2 sslv3 tftp-no-options tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tls-earlydata tr-encoding
	ca-native proxy-ca-native mptcp`

const lostValue = `abstract-unix-socket alt-svc aws-sigv4 capath cert-type ciphers config connect-to continue-at
	cookie-jar crlfile curves delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url ech egd-file
	engine etag-compare ftp-account ftp-alternative-to-user ftp-method ftp-ssl-ccc-mode haproxy-clientip hostpubmd5
	hostpubsha256 hsts interface ip-tos ipfs-gateway key-type krb limit-rate local-port login-options mail-auth
	mail-from mail-rcpt max-redirs netrc-file noproxy pass pinnedpubkey preproxy proto proto-default proto-redir
	proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key
	proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype
	proxy-tlspassword proxy-tlsuser proxy1.0 pubkey quote random-file request-target resolve retry-delay
	retry-max-time sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service socks5-hostname speed-limit
	speed-time telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser
	unix-socket upload-flags variable vlan-priority proxy-user`

func requestOptions(all map[string]option) {
	all["url"] = option{take: func(d *draft, w word) { d.urls = append(d.urls, w) }}
	all["request"] = option{take: func(d *draft, w word) { d.method = strings.ToUpper(strings.TrimSpace(w.String())) }}
	all["get"] = option{note: func(d *draft, _ string) { d.get = true }}
	all["head"] = option{note: func(d *draft, _ string) { d.head = true }}
	all["globoff"] = option{note: func(d *draft, _ string) { d.globOff = true }}
	all["url-query"] = option{take: func(d *draft, w word) { d.lose("--url-query %s has no counterpart here", quoted(w.String())) }}
}

func headerOptions(all map[string]option) {
	all["header"] = option{take: (*draft).field}
	named := func(flag, name string) {
		all[flag] = option{take: func(d *draft, w word) {
			if w.String() == "" {
				d.remove(name)
				return
			}
			d.add(name, w)
		}}
	}
	named("user-agent", "User-Agent")
	all["referer"] = option{take: func(d *draft, w word) {
		if strings.HasSuffix(w.String(), ";auto") {
			d.lose("curl would change Referer behind redirects: it stays as it is")
			w = plain(strings.TrimSuffix(w.String(), ";auto"))
		}
		if w.String() != "" {
			d.add("Referer", w)
		}
	}}
	all["range"] = option{take: func(d *draft, w word) { d.add("Range", append(plain("bytes="), w...)) }}
	all["oauth2-bearer"] = option{take: func(d *draft, w word) { d.add("Authorization", append(plain("Bearer "), w...)) }}
	all["user"] = option{take: (*draft).user}
	all["cookie"] = option{take: (*draft).cookie}
}

// field takes in -H.
func (d *draft) field(w word) {
	if strings.HasPrefix(w.lead(), "@") {
		d.lose("the headers in the file %s are not read", quoted(w.String()[1:]))
		return
	}
	name, value, ok := w.cut(":")
	label := strings.TrimSpace(name.String())
	switch text := strings.TrimSpace(value.String()); {
	case ok && label == "":
		// HTTP/2's own fields, such as :method, are no header
	case ok && text == "":
		d.remove(label)
	case ok:
		d.add(label, value)
	case strings.HasSuffix(label, ";"):
		d.add(strings.TrimSpace(strings.TrimSuffix(label, ";")), nil)
	default:
		d.lose("%s is no header: it has no colon", quoted(label))
	}
}

func (d *draft) add(name string, value word) {
	for _, p := range value {
		d.braces("header "+name, p.text)
	}
	if !isToken(name) || strings.ContainsAny(value.String(), "\r\n\x00") {
		d.lose("the header %s is none that can be sent", quoted(name))
		return
	}
	d.header = append(d.header, collection.Field{Name: name, Value: strings.TrimSpace(value.String())})
}

func (d *draft) remove(name string) {
	if d.removed == nil {
		d.removed = map[string]bool{}
	}
	d.removed[strings.ToLower(name)] = true
}

// isToken says whether a name can be one of a header (RFC 9110, section 5.6.2).
func isToken(name string) bool {
	for i := range len(name) {
		if c := lower(name[i]); (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return name != ""
}

// user takes in -u, as Basic authentication (RFC 7617).
func (d *draft) user(w word) {
	if w.open() {
		d.lose("-u %s holds a variable: set BASIC_CREDENTIALS to the base64 form of user:password", quoted(w.String()))
		d.add("Authorization", word{{text: "Basic "}, {name: "BASIC_CREDENTIALS"}})
		return
	}
	text := w.String()
	if !strings.Contains(text, ":") {
		d.lose("curl would ask for the password of %s: it is empty here", quoted(text))
		text += ":"
	}
	d.add("Authorization", plain("Basic "+base64.StdEncoding.EncodeToString([]byte(text))))
}

// cookie takes in -b.
func (d *draft) cookie(w word) {
	if !strings.Contains(w.String(), "=") {
		d.lose("the cookies in the file %s are not read", quoted(w.String()))
		return
	}
	if strings.ContainsAny(w.String(), "\r\n\x00") {
		d.lose("the cookies %s are none that can be sent", quoted(w.String()))
		return
	}
	for _, p := range w {
		d.braces("header Cookie", p.text)
	}
	d.cookies = append(d.cookies, w.String())
}

func transportOptions(all map[string]option) {
	for flag, name := range map[string]string{"proxy": "proxy", "cacert": "cacert", "key": "key", "retry": "retries", "rate": "rate"} {
		all[flag] = option{take: func(d *draft, w word) { d.set(name, w.String()) }}
	}
	all["cert"] = option{take: func(d *draft, w word) {
		file, password, ok := strings.Cut(w.String(), ":")
		if ok && password != "" && file != "pkcs11" && len(file) > 1 {
			d.lose("the password of the certificate %s is left out", quoted(file))
			d.set("cert", file)
			return
		}
		d.set("cert", w.String())
	}}
	all["insecure"] = option{note: func(d *draft, _ string) { d.set("insecure", "true") }}
	for flag, mode := range map[string]string{"http1.1": "1.1", "http2": "2", "http2-prior-knowledge": "h2c"} {
		all[flag] = option{note: func(d *draft, _ string) { d.http(mode) }}
	}
	all["max-time"] = option{take: func(d *draft, w word) { d.seconds("max-time", "total", w) }}
	all["connect-timeout"] = option{take: func(d *draft, w word) { d.seconds("connect-timeout", "connect", w) }}
}

// http takes in the version. Prior knowledge is plain HTTP/2 only without TLS.
func (d *draft) http(mode string) {
	if mode == "2" { // curl goes back to 1.1 where there is no 2, as "auto" does
		mode = "auto"
	}
	d.set("http", mode)
}

func (d *draft) seconds(flag, name string, w word) {
	n, err := strconv.ParseFloat(w.String(), 64)
	if err != nil || n < 0 || n > 1e6 {
		d.lose("--%s %s is no number of seconds", flag, quoted(w.String()))
		return
	}
	d.timeouts = append(d.timeouts, name+"="+time.Duration(n*float64(time.Second)).String())
}
