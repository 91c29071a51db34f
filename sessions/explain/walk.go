package explain

import (
	"weir/engine"
	"weir/engine/page"
)

func (x *Explanation) walk(e engine.Event) {
	switch e := e.(type) {
	case engine.PaginationDetected:
		x.detected(e)
	case engine.PageFetched:
		x.say("Its items stand in the list now, without those that were met on a page before.")
		x.say("A list is not fetched in whole because somebody looked at it: the next page is asked for as a reader comes near the end of this one, or when all are wanted.")
		if len(e.Doubles) > 0 || e.Drift != "" {
			x.say("The list changed while it was walked, so items moved between pages. Walks by cursor do not suffer from that: a cursor stands at an item, a page number only counts.")
		}
		if e.Trouble != "" {
			x.say("The reply has status 200 and tells of an error nevertheless. What data came with it is kept.")
		}
		x.knob("--prefetch", "how many pages are fetched ahead of the reader")
		x.knob("--max-pages", "where a walk ends by itself")
	case engine.PageFailed:
		x.say("The page could not be had after its attempts. It is kept in the trail as failed, and can be fetched again alone.")
		if e.GoesOn {
			x.say("The way to the pages behind it is known without it, so the walk goes on.")
		} else {
			x.say("Only this page knows the way to the next one, so the walk cannot go on without it.")
		}
		x.knob("--retries", "how many attempts a page gets")
	case engine.WalkStopped:
		x.stopped(e)
	}
}

func (x *Explanation) detected(e engine.PaginationDetected) {
	if e.Dialect == "" || e.Dialect == page.Auto {
		x.say("Nothing in the reply says how more could be had, so this is taken for the whole list.")
	} else {
		x.say(styleOf(e.Dialect))
	}
	switch {
	case e.Verified:
		x.say("The second page differed from the first, so the way is proven.")
	case e.Guess:
		x.say("The reply does not say which parameter to send, so its name is a guess. The second page will prove it or not.")
	default:
		x.say("The evidence is what the reply itself holds. The second page will prove it.")
	}
	x.knob("--paginate", "name another way, with its parameters")
	x.knob("--items", "where the list stands in the reply")
}

// styleOf says how a dialect pages and what it is worth.
func styleOf(dialect string) string {
	switch dialect {
	case "link":
		return "The Link header (RFC 8288) holds the URL of the next page. Nothing has to be known but to follow it."
	case "page":
		return "Pages are counted. With a known total several can be fetched at once; but where items come or go meanwhile, some are met twice or missed."
	case "offset":
		return "The request says how many items to skip. Simple, but items that come or go meanwhile shift the rest, and far offsets are slow for the server."
	case "cursor":
		return "The server hands out a token that stands at a place in the list. It is stable while the list changes, which makes it the best style for walking; it is sent back byte for byte."
	case "next-url":
		return "The body holds the URL of the next page. Nothing has to be known but to follow it."
	case "last-id":
		return "The next page begins behind the last item's id. As stable as a cursor."
	case "relay":
		return "GraphQL connections (Relay): pageInfo says whether there is more and behind which cursor."
	case "header":
		return "The token for the next page comes in a header."
	case "range":
		return "The Range header asks for a span of items, Content-Range answers which came."
	}
	return "The reply says where the next page is: " + clean(dialect) + "."
}

func (x *Explanation) stopped(e engine.WalkStopped) {
	switch {
	case e.Safety:
		x.say("A safety rule ended the walk. Going on could have gone round in circles or to a server that you did not ask. What was fetched is kept.")
		x.knob("--paginate", "name the right way, if this one was wrong")
		x.knob("--allow-foreign", "follow next links to other origins, without credentials")
	case e.Resume != "":
		x.say("The list has more. The walk can go on from here: its last token is kept in the session.")
		x.knob("--max-pages", "how many pages at most")
		x.knob("--max-items", "how many items at most")
	default:
		x.say("The list is at its end, by what the server said or by what an end looks like in this style.")
	}
}
