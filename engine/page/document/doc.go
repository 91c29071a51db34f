// Package document reads a reply's body as an outline: the members around the
// list (totals, tokens, links), and where the list's items stand. It finds both
// in JSON, in lines of JSON (NDJSON, RFC 7464 sequences) and in XML.
//
// It promises:
//   - a JSON body is scanned, never decoded: values are byte ranges into it;
//     an XML body is converted to JSON once, and the ranges point there;
//   - the outline does not descend into lists, and holds at most 1,024 nodes a
//     level and 12 levels, however large the body is; a list gives at most
//     1,048,576 items;
//   - a body that breaks off keeps the part that was read, with Err saying where;
//   - no input panics. A Document is immutable and safe for concurrent use.
package document
