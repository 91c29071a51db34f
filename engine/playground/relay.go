package playground

import (
	"errors"
	"slices"
	"strconv"
)

import "weir/engine/playground/internal/graphql"

// connection answers gauges(first:, after:).
func (r *relay) connection(o *object, f graphql.Field) error {
	s, err := r.connectionSpan(f)
	if err != nil {
		return err
	}
	return r.nested(o, f, func(o *object, inner graphql.Field) error { return r.connectionField(o, inner, s) })
}

// nested writes a field that has fields of its own.
func (r *relay) nested(o *object, f graphql.Field, write func(*object, graphql.Field) error) error {
	if f.Fields == nil {
		return refuse(f, "%q needs a selection { … } of its fields", f.Name)
	}
	if err := distinct(f.Fields); err != nil {
		return err
	}
	r.path = append(r.path, f.Alias)
	defer r.leave(len(r.path) - 1)
	o.open(f.Alias)
	for _, inner := range f.Fields {
		if err := write(o, inner); err != nil {
			return err
		}
	}
	o.up()
	return nil
}

// connectionSpan cuts out the page that the arguments ask for.
func (r *relay) connectionSpan(f graphql.Field) (span, error) {
	if err := onlyArguments(f, "first", "after"); err != nil {
		return span{}, err
	}
	first, err := r.argument(f, "first", graphql.Int)
	if err != nil {
		return span{}, err
	}
	limit := presetLimit
	if first.Kind == graphql.Int {
		limit = first.Int
	}
	if limit < 1 || limit > mostLimit {
		return span{}, refuse(f, "first: %d is not from 1 to %d", limit, mostLimit)
	}
	after, err := r.argument(f, "after", graphql.String)
	if err != nil {
		return span{}, err
	}
	from, err := decodeCursor(after.Text)
	if err != nil {
		return span{}, refuse(f, "after: %s", err)
	}
	total := r.p.items
	from = min(from, total)
	return span{from, min(from+limit, total), limit, total}, nil
}

// connectionField writes a field of the connection.
func (r *relay) connectionField(o *object, f graphql.Field, s span) error {
	switch f.Name {
	case "nodes":
		return r.each(o, f, s, r.gaugeField)
	case "edges":
		return r.each(o, f, s, r.edgeField)
	case "pageInfo":
		return r.nested(o, f, func(o *object, inner graphql.Field) error { return r.pageInfo(o, inner, s) })
	case "totalCount":
		return r.leaf(o, f, strconv.Itoa(s.total))
	case "__typename":
		return r.leaf(o, f, `"GaugeConnection"`)
	default:
		return refuse(f, "GaugeConnection has no field %q; it has nodes, edges, pageInfo and totalCount", f.Name)
	}
}

// each writes a list with one object for each gauge of the page.
func (r *relay) each(o *object, f graphql.Field, s span, write func(*object, graphql.Field, *gauge) error) error {
	if f.Fields == nil {
		return refuse(f, "%q needs a selection { … } of its fields", f.Name)
	}
	if err := distinct(f.Fields); err != nil {
		return err
	}
	var failed error
	o.each(f.Alias, s, func(b []byte, index int) []byte {
		if failed != nil {
			return b
		}
		r.path = append(r.path, f.Alias, index-s.from)
		defer r.leave(len(r.path) - 2)
		g := r.p.catalogue.gauge(index)
		var item object
		for _, inner := range f.Fields {
			failed = errors.Join(failed, write(&item, inner, &g))
		}
		return append(b, item.bytes()...)
	})
	return failed
}

// leave shortens the path to n steps.
func (r *relay) leave(n int) { r.path = r.path[:n] }

// edgeField writes a field of an edge.
func (r *relay) edgeField(o *object, f graphql.Field, g *gauge) error {
	switch f.Name {
	case "cursor":
		return r.leaf(o, f, strconv.Quote(encodeCursor(g.index+1)))
	case "node":
		return r.nested(o, f, func(o *object, inner graphql.Field) error { return r.gaugeField(o, inner, g) })
	case "__typename":
		return r.leaf(o, f, `"GaugeEdge"`)
	default:
		return refuse(f, "GaugeEdge has no field %q; it has cursor and node", f.Name)
	}
}

// pageInfo writes a field of pageInfo.
func (r *relay) pageInfo(o *object, f graphql.Field, s span) error {
	switch f.Name {
	case "hasNextPage":
		return r.leaf(o, f, strconv.FormatBool(s.more()))
	case "hasPreviousPage":
		return r.leaf(o, f, strconv.FormatBool(s.from > 0))
	case "startCursor":
		return r.leaf(o, f, s.edgeCursor(s.from))
	case "endCursor":
		return r.leaf(o, f, s.edgeCursor(s.to-1))
	case "__typename":
		return r.leaf(o, f, `"PageInfo"`)
	default:
		return refuse(f, "PageInfo has no field %q; it has hasNextPage, endCursor, hasPreviousPage and startCursor", f.Name)
	}
}

// edgeCursor is the cursor of a gauge on the page, or null on an empty one.
func (s span) edgeCursor(index int) string {
	if s.from == s.to {
		return "null"
	}
	return strconv.Quote(encodeCursor(index + 1))
}

// one answers gauge(id:), which is null if there is none.
func (r *relay) one(o *object, f graphql.Field) error {
	if err := onlyArguments(f, "id"); err != nil {
		return err
	}
	id, err := r.argument(f, "id", graphql.String)
	if err != nil {
		return err
	}
	index, ok := gaugeIndex(id.Text)
	if !ok || index >= r.p.items {
		o.raw(f.Alias, "null")
		return nil
	}
	g := r.p.catalogue.gauge(index)
	return r.nested(o, f, func(o *object, inner graphql.Field) error { return r.gaugeField(o, inner, &g) })
}

// gaugeField writes a field of a gauge. forecast always fails, to
// show data and errors in one answer.
func (r *relay) gaugeField(o *object, f graphql.Field, g *gauge) error {
	var value []byte
	switch f.Name {
	case "id":
		value = appendText(value, gaugeID(g.index))
	case "name":
		value = appendText(value, g.name)
	case "river":
		value = appendText(value, g.river.name)
	case "level":
		value = appendFixed(value, g.level, 2)
	case "flow":
		value = appendFixed(value, g.flow, 1)
	case "unit":
		value = appendText(value, "m")
	case "trend":
		value = appendText(value, g.trend)
	case "updated":
		value = appendText(value, g.timestamp())
	case "__typename":
		value = appendText(value, "Gauge")
	case "forecast":
		value = r.forecast(f)
	default:
		return refuse(f, "Gauge has no field %q; it has id, name, river, level, unit, flow, trend, updated and forecast", f.Name)
	}
	return r.leaf(o, f, string(value))
}

// forecast is null and an error.
func (r *relay) forecast(f graphql.Field) []byte {
	const most = 100 // errors in one answer
	if len(r.errors) < most {
		r.errors = append(r.errors, graphqlError{
			Message: "the forecast service is down", Locations: []graphql.Place{f.At},
			Path: append(slices.Clone(r.path), f.Alias),
		})
	}
	return []byte("null")
}
