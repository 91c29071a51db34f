// Package postman reads Postman collections (v2.0 and v2.1) and environments.
//
// Folders, requests, path variables, headers, bodies and the authorisations
// that are plain header fields or parameters become requests; variables keep
// their form, {{name}}. What is switched off in Postman is not sent, and named
// in the request's hint.
//
// Nothing of a collection runs: scripts are never evaluated, files that bodies
// name are not opened, and other kinds of authorisation are not carried out.
// Each of these becomes a loss.
package postman
