package sessions

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"time"

	"weir/engine"
)

// coder writes values or reads them, so that one function for each type says
// its form both ways. What it reads may come from anybody: the first thing
// that makes no sense turns it bad, and from then on it reads zeros.
type coder struct {
	reading bool
	bad     bool
	out     []byte
	in      string
	tls     *engine.TLSFacts // the last one: attempts on a connection share it
}

// fail turns a reader bad.
func (c *coder) fail() { c.bad, c.in = true, "" }

func (c *coder) uint(v *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *v)
		return
	}
	*v = 0
	for shift := 0; shift < 64; shift += 7 {
		if c.in == "" {
			break
		}
		b := c.in[0]
		c.in = c.in[1:]
		*v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return
		}
	}
	*v = 0
	c.fail()
}

// number64 codes a signed number of any type.
func number64[T ~int | ~int64](c *coder, v *T) {
	n := uint64(*v)<<1 ^ uint64(int64(*v)>>63) //nolint:gosec // zigzag
	c.uint(&n)
	if c.reading {
		*v = T(n>>1) ^ -T(n&1) //nolint:gosec // zigzag
	}
}

func (c *coder) float(v *float64) {
	bits := math.Float64bits(*v)
	c.uint(&bits)
	if c.reading {
		*v = math.Float64frombits(bits)
	}
}

func (c *coder) bool(v *bool) {
	n := uint64(0)
	if *v {
		n = 1
	}
	c.uint(&n)
	if c.reading {
		*v = n == 1
	}
}

// text codes a string of any type. One that is read shares the memory of what
// it is read from.
func text[T ~string](c *coder, v *T) {
	n := uint64(len(*v))
	c.uint(&n)
	if !c.reading {
		c.out = append(c.out, *v...)
		return
	}
	if n > uint64(len(c.in)) {
		c.fail()
		n = 0
	}
	*v, c.in = T(c.in[:n]), c.in[n:]
}

func (c *coder) time(v *time.Time) {
	there := !v.IsZero()
	if c.bool(&there); !there {
		if c.reading {
			*v = time.Time{}
		}
		return
	}
	sec, nsec := v.Unix(), int64(v.Nanosecond())
	number64(c, &sec)
	number64(c, &nsec)
	if c.reading {
		*v = time.Unix(sec, nsec).UTC()
	}
}

// many codes a list of at most so many; an empty one is read as nil.
func many[T any](c *coder, v *[]T, most int, each func(*coder, *T)) {
	n := uint64(len(*v))
	c.uint(&n)
	if c.reading {
		*v = nil
		// Each takes a byte at least, so a short input makes no long list.
		if n > uint64(most) || n > uint64(len(c.in)) {
			c.fail()
			return
		}
		if n > 0 {
			*v = make([]T, n)
		}
	}
	for i := range *v {
		each(c, &(*v)[i])
	}
}

// pointer codes what may be nil.
func pointer[T any](c *coder, v **T, each func(*coder, *T)) {
	there := *v != nil
	c.bool(&there)
	if c.reading {
		*v = nil
		if there && !c.bad {
			*v = new(T)
		}
	}
	if *v != nil {
		each(c, *v)
	}
}

// event codes an event in its stable form.
func event[T engine.Event](c *coder, v *T) {
	var line string
	if !c.reading {
		b, err := engine.AppendJSON(nil, *v)
		if err != nil {
			c.bad = true
		}
		line = string(b)
	}
	text(c, &line)
	if !c.reading || c.bad {
		return
	}
	e, err := engine.ParseEvent([]byte(line))
	of, ok := e.(T)
	if err != nil || !ok {
		c.fail()
		return
	}
	*v = of
}

// plain codes what has a form in JSON.
func plain[T any](c *coder, v *T) {
	var form string
	if !c.reading {
		b, err := json.Marshal(*v)
		if err != nil {
			c.bad = true
		}
		form = string(b)
	}
	text(c, &form)
	if c.reading && !c.bad && json.Unmarshal([]byte(form), v) != nil {
		c.fail()
	}
}
