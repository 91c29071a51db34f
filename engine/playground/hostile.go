package playground

import (
	"net/http"
	"strings"
)

// hostile answers text that would do harm on a terminal if it were written to
// it as it is, in the form that form= names.
func (p *Playground) hostile(c *call) error {
	switch form := c.q.Get("form"); form {
	case "", "json":
		return c.json(hostileObject())
	case "text":
		c.send(http.StatusOK, "text/plain; charset=utf-8", []byte(strings.Join(hostileTexts(), "\n")+"\n"))
	case "keys":
		var o object
		for _, text := range hostileTexts() {
			o.raw(strings.Trim(string(appendText(nil, text)), `"`), "true")
		}
		return c.json(o.bytes())
	case "numbers":
		return c.json([]byte(`{"big":123456789012345678901234567890,"tiny":1e-400,"huge":1e400,"negative_zero":-0.0,` +
			`"exact":0.1000000000000000055511151231257827,"id":9007199254740993}`))
	case "doubled":
		return c.json([]byte(`{"level":1.92,"level":2.05,"level":null}`))
	case "deep":
		const depth = 5000
		return c.json([]byte(strings.Repeat("[", depth) + strings.Repeat("]", depth)))
	case "long":
		const length = 1 << 20
		var o object
		return c.json(o.text("line", strings.Repeat("river ", length/6)).bytes())
	case "invalid":
		c.send(http.StatusOK, "application/json", []byte("{\"name\":\"Sev\xff\xfern\",\"level\":1.9"))
	case "mislabelled":
		c.send(http.StatusOK, "application/json", []byte("<!doctype html><title>Sign in</title>\n"))
	default:
		return badRequest("bad_form", "form=%s is not json, text, keys, numbers, doubled, deep, long, invalid or mislabelled",
			excerpt(form))
	}
	return nil
}

// hostileTexts are things that terminals obey and eyes are misled by.
func hostileTexts() []string {
	return []string{
		"\x1b]0;title taken\x07",                                        // sets the title
		"\x1b]52;c;d2VpciB3YXMgaGVyZQ==\x07",                            // writes to the clipboard
		"\x1b[2J\x1b[H\x1b[31mscreen wiped\x1b[0m",                      // clears the screen
		"\x1b]8;;https://elsewhere.example\x1b\\click me\x1b]8;;\x1b\\", // hides a link
		"\x1bP+q544e\x1b\\\x1b[6n\x1b[c",                                // makes the terminal answer
		"\x9b31mC1 control\x9b0m",                                       // the same in eight bits, invalid UTF-8
		"\u009b31mC1 control\u009b0m",                                   // the same as code points
		"level 1.92\rlevel 9.99",                                        // overwrites itself
		"back\b\b\b\bfront",                                             // moves back
		"gauge\u202egnp.exe",                                            // reads backwards
		"\u2066left\u2069 \u2067right\u2069",                            // isolates
		"zero\u200bwidth\u200d\ufeffjoiners",                            // is longer than it looks
		"Z\u0351\u0352a\u0353l\u0354g\u0355o\u0356",                     // piles up marks
		"👩\u200d👩\u200d👧\u200d👦 利根川 e\u0301 กำ",                         // has widths that differ
		"null\x00byte",
		"tab\tbell\x07form\x0cfeed",
	}
}

// hostileObject is the texts as JSON, in names where they are safe.
func hostileObject() []byte {
	all := hostileTexts()
	var o object
	return o.each("items", span{to: len(all)}, func(b []byte, i int) []byte {
		var item object
		return append(b, item.integer("number", i+1).text("name", all[i]).bytes()...)
	}).bytes()
}
