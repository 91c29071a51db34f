// Package jsonpath is the small path language that says where in a reply a
// value stands, and where in a request body a value is to be put.
//
//	a.b[0].c          names and indexes; $.a.b and .a.b mean the same
//	items[-1].id      a negative index counts from the end
//	["odd.name"].x    a quoted name
//	links[rel=next].href   the first element with that member, or with it in a list
//	edges[*].node     every element (edges[].node means the same)
//	/a/b/0            a JSON pointer (RFC 6901)
//	header:NAME       a header field of the reply
//
// It promises:
//   - a body is scanned once, never decoded: a value is found as a byte range,
//     and setting one changes no other byte of the body;
//   - a dotted name that exists as it is wins where its parts do not:
//     @odata.nextLink finds the member of that name;
//   - no input panics; depth and memory stay bounded; a body that is not JSON
//     holds nothing;
//   - every error of Parse names the place and says what would be right.
package jsonpath
