// Package curl reads requests from curl commands and writes them as such.
//
// [Parse] understands what people paste: commands for sh and bash with their
// quotes, $'…' and line continuations, the "cURL (cmd)" that browsers copy on
// Windows, and a body that comes through a pipe or a here-document. Nothing is
// run, no file is opened, and no variable of the machine is read: "$NAME"
// becomes the variable {{NAME}}, a body's file is named in the request, and
// command substitution is refused. Options that have no counterpart are named
// as losses; those that only shape curl's own output are passed over.
//
// [Command] writes a command that sends the same request when a POSIX shell
// runs it: variables and values that were struck out are read from the
// environment.
package curl
