// Package cli is weir's command line: the headless face (weir get) and the
// commands around both faces. [Run] reads arguments, runs one command and
// returns the process's exit code; it never calls os.Exit and touches nothing
// but the [Streams] it is given, so that a test can drive it whole.
//
// What goes to standard output is data and nothing else; messages and progress
// go to standard error. Each error is one line that says what to do next.
package cli
