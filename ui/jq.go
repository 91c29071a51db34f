package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/metrics"
	"strings"
	"time"

	"github.com/itchyny/gojq"

	"weir/sessions"
)

// Bounds of what jq is given and may give and take: it holds values in a form
// that takes many times their text, and a program may ask for any amount.
const (
	mostFiltered = 16 << 20 // bytes of a body
	mostGiven    = 8 << 20  // bytes of what a program gives
	mostHeap     = 1 << 30  // bytes that the heap may grow by while one runs
	jqTime       = 20 * time.Second
)

var (
	errJQMemory = errors.New("jq: the program needs more memory than 1 GB: narrow it down")
	errJQTime   = fmt.Errorf("jq: the program was still running after %v: narrow it down", jqTime)
)

// compileJQ refuses what is no jq program, and says what would be right. A
// program reads nothing of the machine: neither environment nor files.
func compileJQ(text string) (*gojq.Code, error) {
	query, err := gojq.Parse(text)
	if err != nil {
		return nil, teachSyntax(text, err)
	}
	code, err := gojq.Compile(query)
	if err != nil {
		return nil, teach(err)
	}
	return code, nil
}

// checkJQ refuses what is no jq program.
func checkJQ(text string) error {
	if text == "" {
		return nil
	}
	_, err := compileJQ(text)
	return err
}

// teachSyntax says where a program breaks off.
func teachSyntax(text string, err error) error {
	var at *gojq.ParseError
	if !errors.As(err, &at) {
		return fmt.Errorf("this is no jq: %w", err)
	}
	end := max(0, min(at.Offset-len(at.Token), len(text)))
	before := strings.TrimSpace(text[:end])
	if at.Token == "" || end >= len(text) {
		return fmt.Errorf("this is no jq yet: something is missing after %q", tailOf(before))
	}
	return fmt.Errorf("this is no jq: %q cannot stand after %q", at.Token, tailOf(before))
}

// tailOf is the end of a text, as much as helps to find the place.
func tailOf(text string) string {
	const enough = 24
	if r := []rune(text); len(r) > enough {
		return "…" + string(r[len(r)-enough:])
	}
	return text
}

// teach adds to an error of a program what people mostly have to do about it.
func teach(err error) error {
	for _, lesson := range []struct{ says, then string }{
		{"function not defined", "a field begins with a dot (.name), a text stands in quotes"},
		{"variable not defined", "bind it first: .x as $x | …"},
		{"cannot iterate over: null", "where a list may be missing write .items[]? or (.items // [])[]"},
		{"cannot iterate over", "only lists and objects have elements: leave [] out, or begin one step earlier"},
		{"expected an object but got: array", "go into the list first: .[] | …"},
		{"expected an object but got", "this value has no fields: begin one step earlier, or write .name?"},
		{"expected an array but got: object", "objects are asked by name: .name or .[\"name\"]"},
	} {
		if strings.Contains(err.Error(), lesson.says) {
			return fmt.Errorf("jq: %w; %s", err, lesson.then)
		}
	}
	return fmt.Errorf("jq: %w", err)
}

// jq runs a program over a JSON text, value by value, and returns what it
// gives, a value a line. It ends with ctx.
func jq(ctx context.Context, program string, body []byte) ([]byte, error) {
	code, err := compileJQ(program)
	if err != nil {
		return nil, err
	}
	values, err := decode(body)
	if err != nil {
		return nil, err
	}
	var out []byte
	err = guard(ctx, func(ctx context.Context) error {
		for _, value := range values {
			err := each(ctx, code, value, func(text []byte) error {
				if out = append(append(out, text...), '\n'); len(out) > mostGiven {
					return fmt.Errorf("jq gives more than %s: narrow it down", sessions.Size(mostGiven))
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// decode reads the values of a JSON text, numbers as they stand.
func decode(body []byte) ([]any, error) {
	if len(body) > mostFiltered {
		return nil, fmt.Errorf("the body has %s: jq takes up to %s here, use 'weir get --filter'",
			sessions.Size(int64(len(body))), sessions.Size(mostFiltered))
	}
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	dec.UseNumber()
	var values []any
	for {
		var value any
		switch err := dec.Decode(&value); {
		case errors.Is(err, io.EOF):
			return values, nil
		case err != nil:
			return nil, fmt.Errorf("jq needs a JSON body: %w", err)
		}
		values = append(values, value)
	}
}

// each gives what a program makes of one value, as JSON, to take.
func each(ctx context.Context, code *gojq.Code, value any, take func([]byte) error) error {
	for results := code.RunWithContext(ctx, value); ; {
		result, ok := results.Next()
		if !ok {
			return nil
		}
		if err, failed := result.(error); failed {
			var halt *gojq.HaltError
			switch {
			case errors.As(err, &halt) && halt.Value() == nil:
				return nil
			case ctx.Err() != nil:
				return context.Cause(ctx)
			}
			return teach(err)
		}
		text, err := gojq.Marshal(result)
		if err != nil {
			return fmt.Errorf("jq: %w", err)
		}
		if err := take(text); err != nil {
			return err
		}
	}
}

// guard runs what may take any time and memory, and ends it where it takes too
// much.
func guard(ctx context.Context, run func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		watch(ctx, cancel)
	}()
	err := run(ctx)
	cancel(nil)
	<-done
	return err
}

// watch cancels a program that takes too much, until ctx ends.
func watch(ctx context.Context, cancel context.CancelCauseFunc) {
	late := time.NewTimer(jqTime)
	defer late.Stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	first := heap()
	for {
		select {
		case <-ctx.Done():
			return
		case <-late.C:
			cancel(errJQTime)
			return
		case <-look.C:
			if now := heap(); now > first && now-first > mostHeap {
				cancel(errJQMemory)
				return
			}
		}
	}
}

// heap is how many bytes the heap holds.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}
