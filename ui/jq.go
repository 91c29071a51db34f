package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/itchyny/gojq"

	"weir/sessions"
)

// Bounds in bytes of what jq is given and may give: it holds values in a form
// that takes many times their text.
const (
	mostFiltered = 16 << 20
	mostGiven    = 8 << 20
)

// checkJQ refuses what is no jq program.
func checkJQ(text string) error {
	if text == "" {
		return nil
	}
	query, err := gojq.Parse(text)
	if err != nil {
		return fmt.Errorf("this is no jq: %w", err)
	}
	if _, err := gojq.Compile(query); err != nil {
		return fmt.Errorf("this is no jq: %w", err)
	}
	return nil
}

// jq runs a program over a JSON text and returns what it gives, a value a
// line. It ends with ctx.
func jq(ctx context.Context, program string, body []byte) ([]byte, error) {
	if len(body) > mostFiltered {
		return nil, fmt.Errorf("the body has %s: jq takes up to %s here, use 'weir get --filter'",
			sessions.Size(int64(len(body))), sessions.Size(mostFiltered))
	}
	query, err := gojq.Parse(program)
	if err != nil {
		return nil, fmt.Errorf("jq: %w", err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, fmt.Errorf("jq: %w", err)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return nil, fmt.Errorf("jq needs a JSON body: %w", err)
	}
	return collect(code.RunWithContext(ctx, value))
}

// collect writes what a program gives.
func collect(values gojq.Iter) ([]byte, error) {
	var out []byte
	for {
		value, ok := values.Next()
		if !ok {
			return out, nil
		}
		if err, failed := value.(error); failed {
			var halt *gojq.HaltError
			if errors.As(err, &halt) && halt.Value() == nil {
				return out, nil
			}
			return nil, fmt.Errorf("jq: %w", err)
		}
		text, err := gojq.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("jq: %w", err)
		}
		if out = append(append(out, text...), '\n'); len(out) > mostGiven {
			return nil, fmt.Errorf("jq gives more than %s: narrow it down", sessions.Size(mostGiven))
		}
	}
}
