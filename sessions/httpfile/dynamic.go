package httpfile

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Dynamic makes the values of variables that begin with $: they are drawn when
// a request is sent, and anew each time.
type Dynamic struct {
	Now  func() time.Time
	Rand *rand.Rand
	// Environ reads a variable of the machine, and Dotenv one of the file .env
	// beside the requests. nil refuses, as it has to be where the person at the
	// keyboard did not allow it.
	Environ, Dotenv func(name string) (string, bool)
}

// Value returns the value of a variable such as "$uuid" or "$randomInt 1 10";
// ok is false where it is not known or refused.
func (d *Dynamic) Value(name string) (value string, ok bool) {
	word, rest := name, ""
	if i := strings.IndexAny(name, " \t("); i >= 0 {
		word, rest = name[:i], strings.Trim(name[i:], " \t()")
	}
	switch word {
	case "$uuid", "$guid", "$random.uuid":
		return d.uuid(), true
	case "$timestamp":
		at, ok := d.shifted(rest)
		return strconv.FormatInt(at.Unix(), 10), ok
	case "$isoTimestamp":
		at, ok := d.shifted(rest)
		return at.UTC().Format(time.RFC3339), ok
	case "$datetime":
		return d.dateTime(rest, time.UTC)
	case "$localDatetime":
		return d.dateTime(rest, time.Local)
	case "$randomInt":
		return d.integer(rest, 0, 1000)
	case "$processEnv":
		return ask(d.Environ, strings.TrimPrefix(rest, "%"))
	case "$dotenv":
		return ask(d.Dotenv, strings.TrimPrefix(rest, "%"))
	}
	if name, ok := strings.CutPrefix(word, "$env."); ok {
		return ask(d.Environ, name)
	}
	return d.random(strings.TrimPrefix(word, "$random."), rest)
}

// AsksMachine reports whether a variable is one of the machine, or of .env.
func AsksMachine(name string) bool {
	return strings.HasPrefix(name, "$processEnv") || strings.HasPrefix(name, "$dotenv") || strings.HasPrefix(name, "$env.")
}

func ask(source func(string) (string, bool), name string) (string, bool) {
	if source == nil || name == "" {
		return "", false
	}
	return source(name)
}

// uuid draws a UUID of version 4 (RFC 9562, 5.4).
func (d *Dynamic) uuid() string {
	a, b := d.Rand.Uint64(), d.Rand.Uint64()
	a = a&^0xf000 | 0x4000
	b = b&^(0xc<<60) | 0x8<<60
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&0xffffffffffff)
}

// shifted is the present moved by "-1 d": years, months, weeks, days, hours,
// minutes, seconds or milliseconds.
func (d *Dynamic) shifted(by string) (time.Time, bool) {
	now := d.Now()
	if by == "" {
		return now, true
	}
	number, unit, _ := strings.Cut(by, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n > 1e9 || n < -1e9 {
		return now, false
	}
	switch strings.TrimSpace(unit) {
	case "y":
		return now.AddDate(n, 0, 0), true
	case "M":
		return now.AddDate(0, n, 0), true
	case "w":
		return now.AddDate(0, 0, 7*n), true
	case "d":
		return now.AddDate(0, 0, n), true
	case "h":
		return now.Add(time.Duration(n) * time.Hour), true
	case "m":
		return now.Add(time.Duration(n) * time.Minute), true
	case "s":
		return now.Add(time.Duration(n) * time.Second), true
	case "ms":
		return now.Add(time.Duration(n) * time.Millisecond), true
	}
	return now, false
}

// dateTime writes a moment as "rfc1123", "iso8601" or a quoted form in the
// letters of Day.js, such as "YYYY-MM-DD".
func (d *Dynamic) dateTime(args string, zone *time.Location) (string, bool) {
	var form, by string
	if args != "" && (args[0] == '"' || args[0] == '\'') {
		end := strings.IndexByte(args[1:], args[0])
		if end < 0 {
			return "", false
		}
		form, by = args[1:end+1], strings.TrimSpace(args[end+2:])
	} else {
		form, by, _ = strings.Cut(args, " ")
	}
	at, ok := d.shifted(strings.TrimSpace(by))
	at = at.In(zone)
	switch form {
	case "rfc1123":
		return strings.Replace(at.Format(time.RFC1123), "UTC", "GMT", 1), ok // RFC 9110, 5.6.7
	case "iso8601":
		return at.Format("2006-01-02T15:04:05.000Z07:00"), ok
	case "":
		return "", false
	}
	return at.Format(layoutOf(form)), ok
}

// layoutOf turns Day.js's letters into a layout of package time.
func layoutOf(form string) string {
	return strings.NewReplacer(
		"YYYY", "2006", "YY", "06", "MMMM", "January", "MMM", "Jan", "MM", "01", "M", "1", "DD", "02", "D", "2",
		"dddd", "Monday", "ddd", "Mon", "HH", "15", "hh", "03", "h", "3", "mm", "04", "ss", "05", "SSS", "000",
		"A", "PM", "a", "pm", "ZZ", "-0700", "Z", "-07:00",
	).Replace(form)
}

// integer draws a number from one up to but without another.
func (d *Dynamic) integer(args string, from, to int64) (string, bool) {
	words := strings.FieldsFunc(args, func(r rune) bool { return r == ',' || r == ' ' })
	for i, bound := range []*int64{&from, &to} {
		if i >= len(words) {
			break
		}
		n, err := strconv.ParseInt(words[i], 10, 63)
		if err != nil {
			return "", false
		}
		*bound = n
	}
	if to-from <= 0 {
		return "", false
	}
	return strconv.FormatInt(from+d.Rand.Int64N(to-from), 10), true
}

// random draws what JetBrains' $random.… does.
func (d *Dynamic) random(kind, args string) (string, bool) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	switch kind {
	case "integer":
		return d.integer(args, 0, 1000)
	case "float":
		first, last, _ := strings.Cut(args, ",")
		from, err := strconv.ParseFloat(strings.TrimSpace(first), 64)
		to, err2 := strconv.ParseFloat(strings.TrimSpace(last), 64)
		if err != nil || err2 != nil || to <= from {
			return "", false
		}
		return strconv.FormatFloat(from+d.Rand.Float64()*(to-from), 'f', -1, 64), true
	case "alphabetic":
		return d.letters(args, letters)
	case "alphanumeric":
		return d.letters(args, letters+"0123456789_")
	case "hexadecimal":
		return d.letters(args, "0123456789abcdef")
	case "email":
		name, _ := d.letters("8", letters[:26])
		return name + "@example.com", true
	}
	return "", false
}

func (d *Dynamic) letters(count, from string) (string, bool) {
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 || n > 1<<16 {
		return "", false
	}
	out := make([]byte, n)
	for i := range out {
		out[i] = from[d.Rand.IntN(len(from))]
	}
	return string(out), true
}

// ParseDotenv reads a file of NAME=value lines. Quotes around a value and the
// word export before a name are left away; lines that are neither are passed by.
func ParseDotenv(src []byte) map[string]string {
	values := map[string]string{}
	for text := range strings.Lines(string(src)) {
		text = strings.TrimPrefix(strings.TrimSpace(text), "export ")
		name, value, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		value = strings.TrimSpace(value)
		if n := len(value); n > 1 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
			value = value[1 : n-1]
		}
		values[name] = value
	}
	return values
}
