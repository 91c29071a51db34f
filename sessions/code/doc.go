// Package code writes requests as programs: [Go] with net/http, formatted as
// gofmt does, and [Python] with httpx. They need nothing else, send the
// requests one after the other and print what comes back.
//
// Variables and values that were struck out are read from the environment.
// What weir does besides, such as retries, pacing and paging, is not in the
// programs; they say so.
package code
