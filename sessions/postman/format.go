package postman

import (
	"bytes"
	"encoding/json"
	"strings"
)

// file is a collection as Postman writes it.
type file struct {
	Info struct {
		Name   string `json:"name"`
		Schema string `json:"schema"`
	} `json:"info"`
	folder
	Collection *file           `json:"collection"` // around it, from Postman's API
	Requests   json.RawMessage `json:"requests"`   // of version 1
}

// folder is what a collection, a folder and a request have in common.
type folder struct {
	Name     string     `json:"name"`
	Item     []folder   `json:"item"`
	Request  *request   `json:"request"`
	Auth     *auth      `json:"auth"`
	Variable []variable `json:"variable"`
	Event    []event    `json:"event"`
	Response []struct{} `json:"response"`
}

type event struct {
	Listen   string `json:"listen"`
	Disabled bool   `json:"disabled"`
	Script   struct {
		Exec lines           `json:"exec"`
		Src  json.RawMessage `json:"src"`
	} `json:"script"`
}

type variable struct {
	Key      text  `json:"key"`
	ID       text  `json:"id"`
	Value    text  `json:"value"`
	Type     text  `json:"type"`
	Disabled bool  `json:"disabled"`
	Enabled  *bool `json:"enabled"`
}

// name is the variable's: old collections have it as the id.
func (v variable) name() string {
	if v.Key != "" {
		return string(v.Key)
	}
	return string(v.ID)
}

func (v variable) on() bool { return !v.Disabled && (v.Enabled == nil || *v.Enabled) }

// field is a header field, a query parameter or a field of a form.
type field struct {
	Key         text  `json:"key"`
	Value       text  `json:"value"`
	Disabled    bool  `json:"disabled"`
	Type        text  `json:"type"`
	Src         lines `json:"src"`
	ContentType text  `json:"contentType"`
}

// request is an object, or a URL alone.
type request struct {
	Method      text            `json:"method"`
	URL         address         `json:"url"`
	Header      fields          `json:"header"`
	Body        *body           `json:"body"`
	Auth        *auth           `json:"auth"`
	Description text            `json:"description"`
	Certificate json.RawMessage `json:"certificate"`
	Proxy       json.RawMessage `json:"proxy"`
}

func (r *request) UnmarshalJSON(data []byte) error {
	if isString(data) {
		return json.Unmarshal(data, &r.URL)
	}
	type plain request
	return json.Unmarshal(data, (*plain)(r))
}

// address is a URL, as a text or in parts.
type address struct {
	Raw      text       `json:"raw"`
	Protocol text       `json:"protocol"`
	Host     lines      `json:"host"`
	Port     text       `json:"port"`
	Path     lines      `json:"path"`
	Query    []field    `json:"query"`
	Variable []variable `json:"variable"`
}

func (a *address) UnmarshalJSON(data []byte) error {
	if isString(data) {
		return json.Unmarshal(data, &a.Raw)
	}
	type plain address
	return json.Unmarshal(data, (*plain)(a))
}

type body struct {
	Mode       string `json:"mode"`
	Raw        text   `json:"raw"`
	URLEncoded fields `json:"urlencoded"`
	FormData   fields `json:"formdata"`
	GraphQL    struct {
		Query         text `json:"query"`
		Variables     text `json:"variables"`
		OperationName text `json:"operationName"`
	} `json:"graphql"`
	File struct {
		Src     text `json:"src"`
		Content text `json:"content"`
	} `json:"file"`
	Options struct {
		Raw struct {
			Language string `json:"language"`
		} `json:"raw"`
	} `json:"options"`
	Disabled bool `json:"disabled"`
}

// auth is an authorisation: its type, and the parameters under that name, a
// list in version 2.1 and an object in 2.0.
type auth struct {
	Type   string
	values map[string]string
}

func (a *auth) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	var kind text
	if err := json.Unmarshal(orNull(all["type"]), &kind); err != nil {
		return err
	}
	a.Type, a.values = string(kind), make(map[string]string)
	own := orNull(all[a.Type])
	if own[0] == '{' {
		var values map[string]text
		if err := json.Unmarshal(own, &values); err != nil {
			return err
		}
		for key, value := range values {
			a.values[key] = string(value)
		}
		return nil
	}
	var list []field
	if err := json.Unmarshal(own, &list); err != nil {
		return err
	}
	for _, f := range list {
		a.values[string(f.Key)] = string(f.Value)
	}
	return nil
}

func orNull(data json.RawMessage) json.RawMessage {
	if len(data) == 0 {
		return json.RawMessage("null")
	}
	return data
}

// text is a string; numbers and booleans become one, objects their content.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(t))
	case '{':
		var described struct {
			Content string `json:"content"`
			Value   string `json:"value"`
		}
		if json.Unmarshal(data, &described) == nil && described.Content+described.Value != "" {
			*t = text(described.Content + described.Value)
			return nil
		}
		*t = text(data)
	case 'n':
	default:
		*t = text(data)
	}
	return nil
}

// lines is a list of texts, or one alone.
type lines []text

func (l *lines) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, (*[]text)(l))
	}
	var one text
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	if one != "" {
		*l = lines{one}
	}
	return nil
}

func (l lines) join(separator string) string {
	texts := make([]string, len(l))
	for i, t := range l {
		texts[i] = string(t)
	}
	return strings.Join(texts, separator)
}

// fields is a list of fields; a text has one a line, as old collections do for
// headers, or pairs as in a form.
type fields []field

func (f *fields) UnmarshalJSON(data []byte) error {
	if !isString(data) {
		if data[0] != '[' {
			return nil // null, or an empty object
		}
		return json.Unmarshal(data, (*[]field)(f))
	}
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	separator := ":"
	parts := strings.Split(s, "\n")
	if !strings.Contains(s, ":") {
		separator, parts = "=", strings.Split(s, "&")
	}
	for _, part := range parts {
		if key, value, _ := strings.Cut(part, separator); strings.TrimSpace(key) != "" {
			*f = append(*f, field{Key: text(strings.TrimSpace(key)), Value: text(strings.TrimSpace(value))})
		}
	}
	return nil
}

func isString(data []byte) bool { return bytes.HasPrefix(data, []byte{'"'}) }
