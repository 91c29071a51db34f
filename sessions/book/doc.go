// Package book holds a file of requests that is open: what it holds, what its
// variables mean now, and what would be sent for each of its requests.
//
// A [Book] never changes: choosing an environment or editing a request gives
// another one, so that a screen may go on drawing the one that it has. Editing
// stays in memory until [Book.Save], which refuses to write over a file that
// someone else changed meanwhile.
//
// The file is not trusted. Environments and bodies are read below its own folder
// alone, wherever links lead, and no variable of the machine is, unless a person
// says so (Options.Trust). Values of the private environment, and those that
// were read of the machine, are told to Options.Secret before anything is sent,
// so that they are struck out wherever they are recorded.
package book
