// Package tiletest reads vector tiles in tests.
package tiletest

import (
	"math"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// Layer is a decoded layer of a tile: each feature's attributes by name; id is
// among them.
type Layer struct {
	Name     string
	Extent   uint64
	Features []map[string]any
	Areas    []float64 // of the features, in the same order
}

// Read decodes the only layer of a tile by the specification, version 2.1.
func Read(t testing.TB, tile []byte) (out Layer) {
	t.Helper()
	var keys []string
	var values []any
	var features [][]byte
	fields(t, tile, func(_ protowire.Number, _ uint64, layer []byte) {
		if out.Name != "" {
			t.Fatal("two layers")
		}
		fields(t, layer, func(n protowire.Number, v uint64, b []byte) {
			switch n {
			case 1:
				out.Name = string(b)
			case 2:
				features = append(features, b)
			case 3:
				keys = append(keys, string(b))
			case 4:
				values = append(values, value(t, b))
			case 5:
				out.Extent = v
			}
		})
	})
	for _, f := range features {
		at := map[string]any{}
		fields(t, f, func(n protowire.Number, v uint64, b []byte) {
			switch n {
			case 1:
				at["id"] = int64(v)
			case 4:
				out.Areas = append(out.Areas, area(b))
			case 2:
				for tags := b; len(tags) > 0; {
					k, n := protowire.ConsumeVarint(tags)
					v, m := protowire.ConsumeVarint(tags[n:])
					tags = tags[n+m:]
					at[keys[k]] = values[v]
				}
			}
		})
		out.Features = append(out.Features, at)
	}
	return out
}

// area is the area of a polygon, in squares of the tile's units; holes count against it.
func area(commands []byte) (sum float64) {
	next := func() uint64 {
		v, n := protowire.ConsumeVarint(commands)
		commands = commands[n:]
		return v
	}
	var x, y, x0, y0 int64
	for len(commands) > 0 {
		command := next()
		if command&7 == 7 { // the ring closes
			sum += float64(x*y0-x0*y) / 2
			continue
		}
		for range command >> 3 {
			fromX, fromY := x, y
			x += protowire.DecodeZigZag(next())
			y += protowire.DecodeZigZag(next())
			if command&7 == 1 {
				x0, y0 = x, y
			} else {
				sum += float64(fromX*y-x*fromY) / 2
			}
		}
	}
	return sum
}

func value(t testing.TB, b []byte) (out any) {
	fields(t, b, func(n protowire.Number, v uint64, b []byte) {
		switch n {
		case 1:
			out = string(b)
		case 3:
			out = math.Float64frombits(v)
		case 4, 5:
			out = int64(v)
		case 6:
			out = protowire.DecodeZigZag(v)
		case 7:
			out = v != 0
		default:
			t.Fatalf("a value of type %d", n)
		}
	})
	return out
}

// fields calls f for each field of a message, with a number or with bytes.
func fields(t testing.TB, b []byte, f func(n protowire.Number, v uint64, b []byte)) {
	t.Helper()
	for len(b) > 0 {
		n, typ, used := protowire.ConsumeTag(b)
		if used < 0 {
			t.Fatal(protowire.ParseError(used))
		}
		b = b[used:]
		var v uint64
		var part []byte
		switch typ {
		case protowire.VarintType:
			v, used = protowire.ConsumeVarint(b)
		case protowire.Fixed64Type:
			v, used = protowire.ConsumeFixed64(b)
		case protowire.BytesType:
			part, used = protowire.ConsumeBytes(b)
		default:
			t.Fatalf("wire type %d", typ)
		}
		if used < 0 {
			t.Fatal(protowire.ParseError(used))
		}
		f(n, v, part)
		b = b[used:]
	}
}
