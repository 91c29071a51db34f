package sessions

import _ "embed" // for the blank

const (
	// applicationID marks a database as a session: "Weir" in ASCII.
	applicationID = 0x57656972
	// fileVersion is the version of the file's form that this program writes.
	fileVersion = 2
	// pageSize is that of a file's pages, in bytes.
	pageSize = 8192
)

// blank is a session that holds nothing: what the steps in schema make of an
// empty file, with its log turned on. Every session begins as a copy of it,
// which takes one fsync where the steps take eight. A test holds it against the
// schema, and writes it anew where it is told to.
//
//go:embed schema/blank.db
var blank []byte
