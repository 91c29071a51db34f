// Package httpfile reads, changes and writes files of requests in the form of
// JetBrains' HTTP client and of REST Client for VS Code (.http, .rest).
//
// A [File] keeps the bytes that it was read from, and where in them each part of
// each request stands. Changing a request changes the bytes of that part and no
// others: comments, blank lines, line ends and other people's requests stay byte
// for byte as they were. What was changed is read again before it is given back,
// so nothing is ever written that would be read as something else.
//
// Comments that begin with @ and the name of a policy's or walk's flag say how
// the request is sent:
//
//	### list the gauges
//	# @rate 10/s
//	# @paginate cursor,param=after
//	GET {{base}}/gauges
//	Accept: application/json
//
// Scripts and response handlers are never run; they, and directives of other
// tools that change what is sent, are listed as losses. Reading opens no file.
package httpfile
