// Package tour teaches by doing: lessons on the practice API, each of which
// says what to do and notices by itself when it was done.
//
// A lesson looks at the session's state and changes nothing; so it does not
// matter by which key, in which order or how fast a person does a task.
package tour
