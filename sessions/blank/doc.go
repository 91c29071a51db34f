// Package blank finds what a request's text leaves open: variables, written
// {{name}}, and values that were struck out when a session was recorded.
//
// Who writes a request as a program or a command splits its texts with a
// [Sheet], and reads each blank from the environment variable that it names.
// Equal values that were struck out get one name, different ones different
// names. No name is one that the machine sets itself, such as PATH.
package blank
