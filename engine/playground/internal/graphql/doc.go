// Package graphql parses the small part of the GraphQL query language that the
// playground answers: query operations with variables, fields, aliases and
// arguments. What it leaves out (fragments, directives, mutations,
// subscriptions, lists and objects as values, block strings) is refused with an
// error that says so, never misread.
//
// It is made for hostile input: nesting is bounded, memory is proportional to
// the text, and every error names line and column.
package graphql
