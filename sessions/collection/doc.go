// Package collection holds requests that people keep in files, whatever format
// they were written in: a list of named requests in folders, with variables.
//
// The packages of the formats (httpfile, openapi, postman, curl, har) read into
// a [Collection] and write from one. What a format cannot carry becomes a
// [Loss] that names the place; nothing is dropped in silence.
//
// Files of others are not trusted. Reading one opens no other file, reads no
// variable of the machine and runs nothing: a body that stands in another file
// is named, and read only when a person sends the request ([Request.Resolve]
// with the files that the caller allows).
//
// All types are plain values. They may be read by several goroutines; who
// changes one owns it.
package collection
