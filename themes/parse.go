package themes

import (
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// maxFile bounds a theme's file, in bytes. The built-in ones have 2,000.
const maxFile = 64 << 10

// file is a theme as it is written.
type file struct {
	Title    string            `toml:"title"`
	Inherits string            `toml:"inherits"`
	Palette  map[string]string `toml:"palette"`
	Roles    map[string]string `toml:"roles"`
}

// Parse reads a theme's file. Name is what the theme will be called, usually its
// file's name without the ending. The error joins one *Error for each thing
// wrong.
func Parse(name string, document []byte) (Theme, error) {
	t, faults := parsed(name, document)
	return t, joined(faults)
}

// parsed is Parse with the faults one by one.
func parsed(name string, document []byte) (Theme, []*Error) {
	f := &faults{theme: name}
	if len(document) > maxFile {
		f.add("", "too large for a theme: more than %d bytes", maxFile)
		return Theme{}, f.sorted()
	}
	written := f.decode(document)
	if len(f.list) > 0 {
		return Theme{}, f.sorted()
	}
	f.places = keyPlaces(document)
	palette, base := f.palette(written)
	theme := Theme{Name: name, Title: written.Title, Roles: f.roles(written, palette, base), places: f.places}
	if len(f.list) > 0 {
		return Theme{}, f.sorted()
	}
	if theme.Title == "" {
		theme.Title = name
	}
	theme.Dark = theme.Color(RoleSurface).Luminance() < theme.Color(RoleText).Luminance()
	return theme, nil
}

// decode reads the document and states what is no TOML or has no meaning at the
// top.
func (f *faults) decode(document []byte) file {
	var written file
	decoder := toml.NewDecoder(bytes.NewReader(document)).DisallowUnknownFields()
	err := decoder.Decode(&written)
	var unknown *toml.StrictMissingError
	switch {
	case err == nil:
	case errors.As(err, &unknown):
		for _, e := range unknown.Errors {
			line, column := e.Position()
			text := unknownWord("key", strings.Join(e.Key(), "."), []string{"title", "inherits", "palette", "roles"})
			f.list = append(f.list, &Error{Theme: f.theme, Line: line, Column: column, Text: text})
		}
	default:
		f.malformed(err)
	}
	return written
}

// keyPlaces returns where each key stands, those in tables as table.key. The decoder
// tells the place only of what it does not know, so it is asked to decode into
// tables that know no key.
func keyPlaces(document []byte) map[string]place {
	var nothing struct {
		Palette struct{} `toml:"palette"`
		Roles   struct{} `toml:"roles"`
	}
	places := make(map[string]place)
	var unknown *toml.StrictMissingError
	err := toml.NewDecoder(bytes.NewReader(document)).DisallowUnknownFields().Decode(&nothing)
	if errors.As(err, &unknown) {
		for _, e := range unknown.Errors {
			line, column := e.Position()
			places[strings.Join(e.Key(), ".")] = place{line, column}
		}
	}
	return places
}

// palette returns the colours by name, and the theme inherited from.
func (f *faults) palette(written file) (palette map[string]Color, base Theme) {
	palette = make(map[string]Color)
	if written.Inherits != "" {
		palette, base = f.inherit(written.Inherits)
	}
	for _, name := range slices.Sorted(maps.Keys(written.Palette)) {
		color, err := ParseColor(written.Palette[name])
		if err != nil {
			f.add("palette."+name, "palette colour %q: %v", name, err)
		}
		palette[name] = color
	}
	return palette, base
}

// inherit returns a built-in theme and its palette. Built-in themes inherit from
// none, so this ends.
func (f *faults) inherit(name string) (map[string]Color, Theme) {
	document, err := builtinFile(name)
	if err != nil {
		f.add("inherits", "inherits: %v", err)
		return make(map[string]Color), Theme{}
	}
	parent := &faults{theme: name}
	written := parent.decode(document)
	palette, none := parent.palette(file{Palette: written.Palette})
	base := Theme{Roles: parent.roles(written, palette, none)}
	f.list = append(f.list, parent.list...)
	return palette, base
}

// roles returns the colour of every role, those of the base where the file gives
// none.
func (f *faults) roles(written file, palette map[string]Color, base Theme) map[Role]Color {
	roles := make(map[Role]Color)
	maps.Copy(roles, base.Roles)
	for _, name := range slices.Sorted(maps.Keys(written.Roles)) {
		if !slices.Contains(Roles(), Role(name)) {
			f.add("roles."+name, "%s", unknownWord("role", name, roleNames()))
			continue
		}
		roles[Role(name)] = f.color(name, written.Roles[name], palette)
	}
	f.missing(written, roles)
	return roles
}

func (f *faults) color(role, text string, palette map[string]Color) Color {
	if color, ok := palette[text]; ok {
		return color
	}
	color, err := ParseColor(text)
	if err == nil {
		return color
	}
	if near := nearest(text, slices.Sorted(maps.Keys(palette))); near != "" && !strings.HasPrefix(text, "#") {
		f.add("roles."+role, "role %q: no colour %q in the palette; did you mean %q?", role, text, near)
	} else {
		f.add("roles."+role, "role %q: %v, or a name of the palette", role, err)
	}
	return ""
}

// missing states which roles have no colour.
func (f *faults) missing(written file, roles map[Role]Color) {
	if written.Inherits != "" {
		return
	}
	var missing []string
	for _, role := range Roles() {
		if _, ok := roles[role]; !ok {
			missing = append(missing, string(role))
		}
	}
	if len(missing) > 0 {
		f.add("", "no colour for %s; give them in [roles], or inherits = %q", strings.Join(missing, ", "), DefaultDark)
	}
}

func unknownWord(kind, word string, words []string) string {
	text := "unknown " + kind + " \"" + word + "\"; "
	if near := nearest(word, words); near != "" {
		return text + "did you mean \"" + near + "\"?"
	}
	return text + "known are " + strings.Join(words, ", ")
}

func roleNames() []string {
	var names []string
	for _, role := range Roles() {
		names = append(names, string(role))
	}
	return names
}
