package db

import (
	"bytes"
	"context"
	"encoding/binary"
	"math"

	"github.com/jackc/pgx/v5"
)

// copyRows are rows in PostgreSQL's binary COPY format, made column by column: for
// millions of rows of known types several times as fast as having pgx find out how
// to encode each value.
type copyRows struct{ buf []byte }

func newCopy(size int) *copyRows {
	c := &copyRows{buf: make([]byte, 0, size+64)}
	c.buf = append(c.buf, "PGCOPY\n\xff\r\n\x00"...)
	c.buf = append(c.buf, 0, 0, 0, 0, 0, 0, 0, 0) // no flags, no header extension
	return c
}

// row begins a row of so many columns, which must follow.
func (c *copyRows) row(columns int) {
	c.buf = binary.BigEndian.AppendUint16(c.buf, uint16(columns))
}

func (c *copyRows) size(n int) { c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(n)) }

func (c *copyRows) null() { c.buf = append(c.buf, 0xff, 0xff, 0xff, 0xff) }

func (c *copyRows) int2(v int16) {
	c.size(2)
	c.buf = binary.BigEndian.AppendUint16(c.buf, uint16(v))
}

func (c *copyRows) int4(v int32) {
	c.size(4)
	c.buf = binary.BigEndian.AppendUint32(c.buf, uint32(v))
}

func (c *copyRows) int8(v int64) {
	c.size(8)
	c.buf = binary.BigEndian.AppendUint64(c.buf, uint64(v))
}

func (c *copyRows) int8OrNull(v int64) {
	if v == 0 {
		c.null()
		return
	}
	c.int8(v)
}

func (c *copyRows) float4OrNull(v float64) {
	if v == 0 {
		c.null()
		return
	}
	c.size(4)
	c.buf = binary.BigEndian.AppendUint32(c.buf, math.Float32bits(float32(v)))
}

func (c *copyRows) float8(v float64) {
	c.size(8)
	c.buf = binary.BigEndian.AppendUint64(c.buf, math.Float64bits(v))
}

func (c *copyRows) text(s string) {
	c.size(len(s))
	c.buf = append(c.buf, s...)
}

func (c *copyRows) textOrNull(s string) {
	if s == "" {
		c.null()
		return
	}
	c.text(s)
}

// line is a LineString of lon, lat, lon, lat… in EPSG:4326, as EWKB.
func (c *copyRows) line(flat []float64) {
	c.size(13 + 8*len(flat))
	c.buf = append(c.buf, ewkbLittle)
	c.buf = binary.LittleEndian.AppendUint32(c.buf, ewkbLineString|ewkbSRID)
	c.buf = binary.LittleEndian.AppendUint32(c.buf, 4326)
	c.buf = binary.LittleEndian.AppendUint32(c.buf, uint32(len(flat)/2))
	for _, v := range flat {
		c.buf = binary.LittleEndian.AppendUint64(c.buf, math.Float64bits(v))
	}
}

// send writes the rows into a table, named with its columns as SQL has them. The
// buffer is spent.
func (c *copyRows) send(ctx context.Context, tx pgx.Tx, into string) error {
	c.buf = append(c.buf, 0xff, 0xff) // the end
	_, err := tx.Conn().PgConn().CopyFrom(ctx, bytes.NewReader(c.buf), `copy `+into+` from stdin (format binary)`)
	return err
}
