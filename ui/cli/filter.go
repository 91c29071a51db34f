package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/itchyny/gojq"
)

// filter is a compiled jq program.
type filter struct {
	ctx  context.Context //nolint:containedctx // ends a program that would not end
	code *gojq.Code
}

// newFilter compiles a jq program; "" gives nil. It may read nothing of the
// machine: no environment, no modules, no input but what it is given.
func newFilter(ctx context.Context, program string) (*filter, error) {
	if program == "" {
		return nil, nil //nolint:nilnil // no filter is no error
	}
	query, err := gojq.Parse(program)
	if err != nil {
		return nil, usage(fmt.Errorf("--filter: %q is no jq program: %w", program, err))
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, usage(fmt.Errorf("--filter: %w", err))
	}
	return &filter{ctx: ctx, code: code}, nil
}

// apply writes what the program makes of one JSON value, a line each. Strings
// are written as they are, as jq -r does.
func (f *filter) apply(w *bufio.Writer, data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	for {
		var value any
		err := dec.Decode(&value)
		if err == io.EOF { //nolint:errorlint // Decode returns it bare
			return nil
		}
		if err != nil {
			return fmt.Errorf("filter: the reply is not JSON: %w", err)
		}
		if err := f.one(w, value); err != nil {
			return err
		}
	}
}

func (f *filter) one(w *bufio.Writer, value any) error {
	results := f.code.RunWithContext(f.ctx, value)
	for {
		v, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := v.(error); failed {
			return usage(fmt.Errorf("--filter: %w", err))
		}
		if err := writeResult(w, v); err != nil {
			return err
		}
	}
}

func writeResult(w *bufio.Writer, v any) error {
	if text, ok := v.(string); ok {
		_, _ = w.WriteString(text)
		return w.WriteByte('\n')
	}
	data, err := gojq.Marshal(v)
	if err != nil {
		return fmt.Errorf("--filter: %w", err)
	}
	_, _ = w.Write(data)
	return w.WriteByte('\n')
}
