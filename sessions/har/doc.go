// Package har writes recorded sessions as HTTP Archives (HAR 1.2), and reads
// archives that browsers and other tools wrote.
//
// [Write] makes an entry of each attempt, failed ones too, with its timings.
// What HAR has no field for stands in "_weir": which exchange an attempt
// belongs to, why it was tried again, how it counted. Secrets are struck out
// already in the session and stay so. Bodies go through in pieces: memory does
// not grow with the session.
//
// [Import] makes a recorded session of an archive, whose secrets are struck out
// like those of any other; it replays, lists and exports. [Collection] takes
// the requests alone. Both accept what real tools write: a byte order mark,
// times of -1 or none, numbers as text, pages that are missing, HTTP/2's pseudo
// headers, bodies in base64. An archive that breaks off is read as far as it
// goes. What cannot be carried over is named, once with its number.
package har
