package keys

import "slices"

// Preset returns the keys that hold unless a person changed them: those of vim
// and the arrow keys both.
func Preset() Map {
	return Map{bindings: slices.Concat(
		presetDialog(), presetText(), presetReplay(), presetRuns(), presetSessions(), presetRequests(), presetItems(), presetItem(), presetBody(),
		presetHeaders(), presetTiming(), presetLog(), presetPages(), presetSides(), presetLive(), presetGlobal(),
	)}
}

func bind(s Scope, i Intent, short, help string, keys ...string) Binding {
	return Binding{Intent: i, Keys: keys, Help: help, Short: short, Scope: s}
}

func presetGlobal() []Binding {
	return []Binding{
		bind(Global, Help, "help", "show the keys for where you are", "?", "f1"),
		bind(Global, Explain, "", "explain what happened, and what would change it", "E"),
		bind(Global, NextLesson, "", "take the guided tour, or its next lesson", "N"),
		bind(Global, PrevLesson, "", "go back to the lesson before", "P"),
		bind(Global, Palette, "palette", "choose any action by name", ":", "ctrl+p"),
		bind(Global, Back, "", "cancel what waits, then go back", "esc"),
		bind(Global, FocusNext, "", "move to the next panel", "tab"),
		bind(Global, FocusPrev, "", "move to the panel before", "shift+tab"),
		bind(Global, Focus1, "", "go to the requests", "1"),
		bind(Global, Focus2, "", "go to the items", "2"),
		bind(Global, Focus3, "", "go to the pages", "3"),
		bind(Global, Focus4, "", "go to the breaker", "4"),
		bind(Global, Focus5, "", "go to the bucket", "5"),
		bind(Global, Focus6, "", "go to the retries", "6"),
		bind(Global, Focus7, "", "go to the connections", "7"),
		bind(Global, Focus8, "", "go to the body", "8"),
		bind(Global, Focus9, "", "go to the log", "9"),
		bind(Global, NextTab, "", "show the next tab of the main panel", "]"),
		bind(Global, PrevTab, "", "show the tab before", "["),
		bind(Global, Zoom, "", "let the panel fill the screen, or end that", "z"),
		bind(Global, Jump, "", "jump to a panel or tab by its letter", ";", "ctrl+o"),
		bind(Global, Panels, "", "show or hide panels", "Z"),
		bind(Global, HidePanel, "", "hide the panel"),
		bind(Global, ResetLayout, "", "put all panels back in their places"),
		bind(Global, GrowLeft, "", "widen the column beside the focus", "ctrl+right"),
		bind(Global, ShrinkLeft, "", "narrow the column beside the focus", "ctrl+left"),
		bind(Global, Up, "", "move up", "up", "k"),
		bind(Global, Down, "", "move down", "down", "j"),
		bind(Global, Left, "", "move left", "left", "h"),
		bind(Global, Right, "", "move right", "right", "l"),
		bind(Global, PageUp, "", "move up by a screen", "pgup", "ctrl+b"),
		bind(Global, PageDown, "", "move down by a screen", "pgdown", "ctrl+f"),
		bind(Global, Home, "", "move to the first line", "home"),
		bind(Global, End, "", "move to the last line", "end"),
		bind(Global, Copy, "", "copy: curl, URL, body, value or path", "y"),
		bind(Global, CopyCurl, "", "copy the request as a curl command"),
		bind(Global, CopyURL, "", "copy the URL"),
		bind(Global, CopyBody, "", "copy the body"),
		bind(Global, CopyFile, "", "write what was copied last into a file", "Y"),
		bind(Global, OpenSession, "", "open a recorded session", "o"),
		bind(Global, FindSession, "", "find a text in all recorded sessions", "O"),
		bind(Global, Export, "", "export the session: HAR, curl, .http, Go or Python"),
		bind(Global, Theme, "", "choose a theme", "T"),
		bind(Global, ClearNotices, "", "take the notice away", "x"),
		bind(Global, Redraw, "", "draw the screen anew", "ctrl+l"),
		bind(Global, Suspend, "", "put weir in the background", "ctrl+z"),
		bind(Global, Quit, "quit", "leave weir", "q", "ctrl+c"),
	}
}

func presetLive() []Binding {
	return []Binding{
		bind(Live, Send, "", "send the request, or send it again", "enter", "."),
		bind(Live, EditURL, "", "edit method and URL", "u"),
		bind(Live, Edit, "", "edit the whole request in $EDITOR", "e"),
		bind(Live, Pause, "pause", "pause the run, or let it go on", "space"),
		bind(Live, SkipWait, "", "hurry a wait: retry, take the next token, or probe now", "w"),
		bind(Live, GiveUp, "", "give up what is waiting", "X"),
		bind(Live, Cancel, "", "cancel the run", "ctrl+x"),
		bind(Live, NextPage, "next", "show the next page, fetched if it has to be", "n"),
		bind(Live, PrevPage, "", "show the page before", "p"),
		bind(Live, FirstPage, "", "show the first page", "g"),
		bind(Live, LastPage, "", "show the last page that is there", "G"),
		bind(Live, AllPages, "", "fetch every page", "A"),
		bind(Live, RetryPage, "", "fetch the failed page again", "F"),
		bind(Live, TripBreaker, "trip/reset", "trip the breaker, or reset it", "t"),
		bind(Live, ResetBreaker, "", "reset the breaker"),
		bind(Live, DisableBreaker, "", "disable the breaker: let everything pass", "D"),
		bind(Live, BreakerMenu, "", "choose what to do with the breaker", "b"),
		bind(Live, Rate, "rate", "change the rate of the bucket", "r"),
		bind(Live, Burst, "", "change the burst of the bucket", "B"),
		bind(Live, Concurrency, "", "change how many requests are in flight at once", "C"),
		bind(Live, Save, "save", "save the session under a name", "s"),
		bind(Live, Replay, "", "replay this session", "R"),
		bind(Live, CompareLive, "", "compare with what was sent again, or choose two sessions", "V"),
		bind(Live, HideSteps, "", "show or hide the first steps, or end the tour", "H"),
	}
}

func presetReplay() []Binding {
	return []Binding{
		bind(Replaying, PlayPause, "play", "play or pause", "space"),
		bind(Replaying, StepForward, "step", "go on by one event", "right"),
		bind(Replaying, StepBack, "", "go back by one event", "left"),
		bind(Replaying, LeapForward, "", "go on by a tenth of the time", "shift+right", "L"),
		bind(Replaying, LeapBack, "", "go back by a tenth of the time", "shift+left", "H"),
		bind(Replaying, NextMark, "next mark", "jump to the next mark", "n"),
		bind(Replaying, PrevMark, "", "jump to the mark before", "p"),
		bind(Replaying, Faster, "speed", "play faster", "+", "="),
		bind(Replaying, Slower, "", "play slower", "-"),
		bind(Replaying, ReplayStart, "", "go to the start", "g"),
		bind(Replaying, ReplayEnd, "", "go to the end", "G"),
		bind(Replaying, ChooseMarks, "marks", "choose which marks to jump to: trips, retries, failed pages, …", "m"),
		bind(Replaying, SendAgain, "send again", "send the same again, live, into a new session", "."),
		bind(Replaying, CompareLive, "", "compare this recording with the live session", "V"),
		bind(Replaying, Save, "", "name this session and keep it", "s"),
		bind(Replaying, FollowOn, "", "follow a session that is still being recorded, or stop that", "F"),
		bind(Replaying, LeaveReplay, "", "go back to the live session", "R"),
	}
}

func presetRequests() []Binding {
	return []Binding{
		bind(Requests, Send, "send", "send the selected request", "enter"),
		bind(Requests, EditURL, "URL", "edit method and URL", "u"),
		bind(Requests, Change, "change", "change the request in a form", "c"),
		bind(Requests, Preview, "", "show what would be sent, and under which policies", "i"),
		bind(Requests, Search, "", "show only the requests that have some words", "/"),
		bind(Requests, Environ, "", "choose the environment of the variables", "v"),
		bind(Requests, Add, "", "add a request", "a"),
		bind(Requests, Repeat, "", "duplicate the request", "d"),
		bind(Requests, Rename, "", "rename the request", "m"),
		bind(Requests, Remove, "", "delete the request", "delete"),
		bind(Requests, Write, "", "save requests to their file", "w"),
		bind(Requests, Reload, "", "read the file of requests again"),
		bind(Requests, Left, "", "close the folder", "left", "h"),
		bind(Requests, Right, "", "open the folder", "right", "l"),
		bind(Requests, FoldAll, "", "close all folders", "-"),
		bind(Requests, Unfold, "", "open all folders", "+", "="),
	}
}

func presetSessions() []Binding {
	return []Binding{
		bind(Sessions, Compare, "compare", "mark a session, or compare it with the one that is marked", "ctrl+t"),
		bind(Sessions, NameSession, "name", "name the session, which keeps it", "ctrl+r"),
		bind(Sessions, FindSession, "find", "find what stands in the field in what all sessions hold", "ctrl+o"),
	}
}

func presetRuns() []Binding {
	return []Binding{bind(Runs, Open, "go there", "go to where the run begins", "enter")}
}

// browse holds for every part of the main panel.
func browse(s Scope) []Binding {
	return []Binding{
		bind(s, Search, "find", "search for text", "/"),
		bind(s, SearchOn, "", "go to the next match", "ctrl+n"),
		bind(s, SearchUp, "", "go to the match before", "ctrl+r"),
	}
}

func presetItems() []Binding {
	return append([]Binding{
		bind(Items, Open, "open", "show the item as a tree below the table", "enter"),
		bind(Items, Sort, "sort", "sort what is loaded by the column", "S"),
		bind(Items, Filter, "filter", "filter the items with jq", "|"),
		bind(Items, Columns, "", "choose the columns", "c"),
		bind(Items, HideColumn, "", "hide the column", "delete"),
		bind(Items, ColumnLeft, "", "move the column to the left", "{", "shift+left"),
		bind(Items, ColumnRight, "", "move the column to the right", "}", "shift+right"),
		bind(Items, Widen, "", "widen the column", ">"),
		bind(Items, Narrow, "", "narrow the column", "<"),
		bind(Items, CopyValue, "", "copy the value of the column"),
		bind(Items, CopyKey, "", "copy the name of the column"),
		bind(Items, CopyPath, "", "copy the path of the value"),
	}, browse(Items)...)
}

// folding holds wherever a tree is shown.
func folding(s Scope) []Binding {
	return []Binding{
		bind(s, Toggle, "fold", "fold or unfold", "enter"),
		bind(s, FoldLevel, "level", "fold everything from a level on", "f"),
		bind(s, FoldAll, "", "fold everything below", "-"),
		bind(s, Unfold, "", "unfold everything below", "+", "="),
		bind(s, NextSibling, "", "move to the next value of the same object or list", "J", "ctrl+down"),
		bind(s, PrevSibling, "", "move to the value before of the same object or list", "K", "ctrl+up"),
		bind(s, Parent, "", "move to what holds the value", "backspace", "^"),
		bind(s, CopyValue, "", "copy the value"),
		bind(s, CopyKey, "", "copy the name of the value"),
		bind(s, CopyPath, "", "copy the path of the value, as jq reads it"),
	}
}

func presetItem() []Binding {
	return slices.Concat(folding(Item), []Binding{
		bind(Item, Back, "close", "close the item", "esc"),
		bind(Item, NextItem, "next item", "show the next item", ")"),
		bind(Item, PrevItem, "", "show the item before", "("),
		bind(Item, InBody, "in the body", "show the item within the body that it came in", "v"),
		bind(Item, Filter, "", "filter the items with jq", "|"),
	}, browse(Item))
}

func presetBody() []Binding {
	return slices.Concat(folding(Body), []Binding{
		bind(Body, Filter, "filter", "filter with jq", "|"),
		bind(Body, Raw, "", "show the bytes as they came, or the tree", "v"),
		bind(Body, Wrap, "", "break long lines, or shift them", "W"),
	}, browse(Body))
}

func presetHeaders() []Binding { return browse(Headers) }

func presetTiming() []Binding {
	return []Binding{bind(Timing, Open, "", "go to the exchange", "enter")}
}

func presetLog() []Binding {
	return append([]Binding{
		bind(Log, Open, "go there", "show the exchange of the event", "enter"),
		bind(Log, Filter, "filter", "show only some events", "|"),
		bind(Log, Follow, "follow", "follow the newest event, or stop that", "f"),
	}, browse(Log)...)
}

func presetPages() []Binding {
	return []Binding{
		bind(Pages, PrevPage, "", "show the page before", "left", "h"),
		bind(Pages, NextPage, "", "show the next page", "right", "l"),
		bind(Pages, Open, "open", "show the items of the page", "enter"),
		bind(Pages, GoToPage, "go to", "go to a page by its number", "#"),
		bind(Pages, RetryPage, "", "fetch the failed page again", "F"),
	}
}

func presetSides() []Binding {
	return []Binding{
		bind(Breaker, Open, "what tripped it", "show the exchange that tripped it", "enter"),
		bind(Bucket, Rate, "", "change the rate", "enter"),
		bind(Bucket, Faster, "faster", "raise the rate by a quarter", "+", "="),
		bind(Bucket, Slower, "slower", "lower the rate by a fifth", "-"),
		bind(Retries, SkipWait, "retry now", "retry the selected exchange now", "enter"),
		bind(Retries, GiveUp, "give up", "give the selected exchange up", "X", "delete"),
		bind(Connections, Open, "timing", "show the timing of the last exchange", "enter"),
	}
}

func presetText() []Binding {
	return []Binding{
		bind(Text, Accept, "accept", "take the text", "enter"),
		bind(Text, Leave, "leave", "leave the field as it was", "esc"),
	}
}

func presetDialog() []Binding {
	return []Binding{
		bind(Dialog, Accept, "choose", "take what is selected", "enter"),
		bind(Dialog, Leave, "close", "close the dialog", "esc"),
		bind(Dialog, Up, "", "move up", "up", "shift+tab"),
		bind(Dialog, Down, "", "move down", "down", "tab"),
		bind(Dialog, PageUp, "", "move up by a screen", "pgup"),
		bind(Dialog, PageDown, "", "move down by a screen", "pgdown"),
		bind(Dialog, Home, "", "move to the first", "ctrl+home"),
		bind(Dialog, End, "", "move to the last", "ctrl+end"),
		bind(Dialog, Quit, "", "leave weir", "ctrl+c"),
		bind(Form, FocusNext, "", "move to the next field", "tab"),
		bind(Form, FocusPrev, "", "move to the field before", "shift+tab"),
		bind(Menu, Up, "", "move up", "k"),
		bind(Menu, Down, "", "move down", "j"),
		bind(Menu, Home, "", "move to the first", "g", "home"),
		bind(Menu, End, "", "move to the last", "G", "end"),
		bind(Menu, Leave, "", "close the dialog", "q", "?"),
	}
}
