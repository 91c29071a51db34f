// Package page walks lists that servers split into pages. A Walk is a pure
// state machine: it is given the reply to the page it asked for, and answers
// with the items, the next request, or the reason to stop. It opens no socket,
// starts no goroutine and reads no clock.
//
// One page at a time:
//
//	w, err := page.New(first, page.Spec{Dialect: page.Auto})
//	for req := w.Request(); ; {
//		res := w.Accept(send(req)) // or w.Fail
//		if res.Next == nil {
//			return res.Stop
//		}
//		req = *res.Next
//	}
//
// Several at once, where the dialect allows it:
//
//	for each ticket of w.Plan(n): send it, then w.AcceptAt(number, reply)
//
// What it promises:
//   - every walk ends with exactly one Stop, whose Text a person can read;
//   - no two requests of a walk ask for the same thing, but for the check of a
//     tail after fetching ahead;
//   - requests go to the first request's origin only (scheme, host and port),
//     unless Spec.AllowForeign; credentials in headers never go to another;
//   - a token is sent back byte for byte, percent-encoded once, and no other
//     byte of the first request's URL or body changes;
//   - an item with an id is given out once; items come in page order, also when
//     pages arrive out of order;
//   - bodies are scanned, never decoded; a walk keeps 11 to 22 bytes for each
//     item with an id, and about 50 for each page;
//   - no reply makes it panic, and each costs time linear in its size.
//
// Items are told apart by a member that is unique in the first page that has
// items. An id such as "id" or "uuid" makes two items one; with a weaker one,
// such as "name", the items have to be equal byte for byte.
package page
