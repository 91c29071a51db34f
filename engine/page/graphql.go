package page

import (
	"strings"

	"weir/engine/page/document"
)

// argument is an argument of a GraphQL query and the variable it takes.
type argument struct{ name, variable string }

// mostArguments bounds how many arguments of a query are looked at.
const mostArguments = 64

// graphArguments finds the arguments of a query that take a variable, such as
// after: $cursor, in their order. It reads no grammar: what looks like one in a
// string or a comment is found too.
func graphArguments(query string) []argument {
	var list []argument
	for i := 0; i < len(query) && len(list) < mostArguments; {
		name := graphName(query[i:])
		if name == "" {
			i++
			continue
		}
		defined := i > 0 && query[i-1] == '$'
		i += len(name)
		value, ok := strings.CutPrefix(strings.TrimLeft(query[i:], " \t\r\n"), ":")
		if !ok || defined {
			continue
		}
		value, ok = strings.CutPrefix(strings.TrimLeft(value, " \t\r\n"), "$")
		if variable := graphName(value); ok && variable != "" {
			list = append(list, argument{name, variable})
		}
	}
	return list
}

// graphName returns the name that a text begins with, or nothing.
func graphName(text string) string {
	end := strings.IndexFunc(text, func(c rune) bool {
		return c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
	if end < 0 {
		return text
	}
	return text[:end]
}

// withArguments adds the variables of a GraphQL request under the names of the
// arguments that take them: offset: $o makes variables.o an offset.
func withArguments(list []sent) []sent {
	in, query := graphQuery(list)
	if in != inBody {
		return list
	}
	values := map[string]string{}
	for _, s := range list {
		values[s.name] = s.value
	}
	for _, a := range graphArguments(query) {
		name := "variables." + a.variable
		fold := document.Fold(a.name)
		if fold == "last" { // so many of the last ones: a page's size
			fold = "first"
		}
		list = append(list, sent{name: name, fold: fold, value: values[name], in: inBody})
	}
	return list
}

// graphQuery returns where a request carries its variables, and its query.
func graphQuery(list []sent) (in, query string) {
	for _, s := range list {
		if s.fold == "query" && !s.object && strings.Contains(s.value, "{") && (s.in == inBody && s.name == "query" || s.in == inQuery) {
			return s.in, s.value
		}
	}
	return "", ""
}

// variable returns where the request carries what an argument takes, as a JSON
// pointer into its variables: a variable, or a member of one.
func (v *view) variable(query, arg string) (pointer string, ok bool) {
	for _, a := range graphArguments(query) {
		if a.name == arg {
			return "/" + a.variable, true
		}
	}
	for _, s := range v.sent {
		path, inside := strings.CutPrefix(s.name, "variables.")
		if inside && s.in == inBody && s.fold == arg && !strings.ContainsAny(path, `[]"'/~`) {
			return "/" + strings.ReplaceAll(path, ".", "/"), true
		}
	}
	return "", false
}

// giving says whether the request gives a variable for an argument.
func (v *view) giving(query, arg string) bool {
	pointer, ok := v.variable(query, arg)
	if !ok {
		return false
	}
	name := "variables" + strings.ReplaceAll(pointer, "/", ".")
	for _, s := range v.sent {
		if s.name == name && s.value != "" {
			return true
		}
	}
	return false
}
