// Package openapi reads descriptions of APIs, OpenAPI 3.0, 3.1 and 3.2 and
// Swagger 2.0 in JSON or YAML, into requests that can be sent.
//
// Each operation becomes a request in the folder of its first tag. Its URL
// begins with {{baseUrl}}, whose value is the first server; path parameters,
// and required ones without an example, are variables of their name; required
// query and header parameters are there with their example or default.
// Optional ones are not sent, which leaves the server its defaults: the
// request's hint names them. The request's Parameters list them all by name. A body is the document's example, else one made
// from its schema. Security schemes become headers with a secret variable of
// the scheme's name.
//
// A description comes from others and is not trusted. $ref is followed within
// the document only; another file or URL becomes a loss. Size, nesting, the
// expansion of YAML aliases, the size of a body and the work spent on
// references are all bounded, the last in proportion to the document's size.
//
// The document is never decoded as a whole: values are spans of its text
// (YAML is first rewritten as JSON), and only what a request needs is read.
package openapi
