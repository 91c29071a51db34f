package ui

import "strings"

// notice is a sentence for the person. Errors stay until they are taken away,
// what is said in passing goes with the next key.
type notice struct {
	text    string
	trouble bool
}

// notices holds what was not seen to yet, the newest last.
type notices struct{ list []notice }

const keptNotices = 32

// say tells something in passing.
func (n *notices) say(text string) { n.add(notice{text: text}) }

// fail tells what went wrong.
func (n *notices) fail(err error) {
	if err != nil {
		n.add(notice{text: firstUpper(plainLine(err.Error())), trouble: true})
	}
}

func (n *notices) add(one notice) {
	n.passed()
	if k := len(n.list); k > 0 && n.list[k-1] == one {
		return
	}
	n.list = append(n.list, one)
	if len(n.list) > keptNotices {
		n.list = n.list[1:]
	}
}

// passed takes away what was said in passing.
func (n *notices) passed() {
	if k := len(n.list); k > 0 && !n.list[k-1].trouble {
		n.list = n.list[:k-1]
	}
}

// drop takes the newest away.
func (n *notices) drop() {
	if k := len(n.list); k > 0 {
		n.list = n.list[:k-1]
	}
}

// newest returns what is to be shown; ok is false where there is nothing.
func (n *notices) newest() (one notice, older int, ok bool) {
	k := len(n.list)
	if k == 0 {
		return notice{}, 0, false
	}
	return n.list[k-1], k - 1, true
}

func firstUpper(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
