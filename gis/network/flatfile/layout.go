package flatfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// Alignment is that of the header and of every section: a line of the cache.
const Alignment = 64

const (
	magic      = "jangkau\n"
	orderMark  = 0x0a0b0c0d
	format     = 1
	nameLength = 32
	entrySize  = 64
	tableAt    = 2 * Alignment // after the header and what the file was made from
)

// Errors that say why a file is of no use. Each is wrapped with what was found.
var (
	ErrVersion = errors.New("another version of the file")
	ErrDamaged = errors.New("damaged file")
	ErrOther   = errors.New("made from something else")
)

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrDamaged, fmt.Sprintf(format, args...))
}

// Kind tells apart what files are of; its version changes whenever what the sections
// of such a file hold does.
type Kind struct {
	Name    string // at most 8 bytes
	Version uint32
}

// ID names the whole content of a file, or what a file was made from.
type ID [32]byte

// castagnoli is what processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// header is the first of a file's bytes.
type header struct {
	kind     Kind
	sections uint32
	size     uint64 // of the file
	of       ID
	table    uint32 // checksum
}

func (h *header) encode() []byte {
	b := make([]byte, tableAt)
	copy(b, magic)
	o := binary.NativeEndian
	o.PutUint32(b[8:], orderMark)
	o.PutUint32(b[12:], format)
	copy(b[16:24], h.kind.Name)
	o.PutUint32(b[24:], h.kind.Version)
	o.PutUint32(b[28:], h.sections)
	o.PutUint64(b[32:], h.size)
	o.PutUint32(b[40:], h.table)
	copy(b[Alignment:], h.of[:])
	o.PutUint32(b[Alignment-4:], headerSum(b))
	return b
}

// headerSum covers all bytes before the table but those of the sum itself.
func headerSum(b []byte) uint32 {
	sum := crc32.Update(0, castagnoli, b[:Alignment-4])
	return crc32.Update(sum, castagnoli, b[Alignment:tableAt])
}

func (h *header) decode(b []byte, kind Kind) error {
	if len(b) < tableAt || string(b[:len(magic)]) != magic {
		return damaged("no index file of Jangkau, %d bytes", len(b))
	}
	o := binary.NativeEndian
	if mark, v := o.Uint32(b[8:]), o.Uint32(b[12:]); mark != orderMark || v != format {
		return fmt.Errorf("%w: format %d in byte order %#x, this program reads %d in %#x", ErrVersion, v, mark, format, orderMark)
	}
	if headerSum(b) != o.Uint32(b[Alignment-4:]) {
		return damaged("the header's checksum does not hold")
	}
	h.kind = Kind{string(bytes.TrimRight(b[16:24], "\x00")), o.Uint32(b[24:])}
	if h.kind != kind {
		return fmt.Errorf("%w: %s %d, wanted %s %d", ErrVersion, h.kind.Name, h.kind.Version, kind.Name, kind.Version)
	}
	h.sections, h.size, h.table = o.Uint32(b[28:]), o.Uint64(b[32:]), o.Uint32(b[40:])
	copy(h.of[:], b[Alignment:])
	return nil
}

// section is an entry of the table.
type section struct {
	name  string
	elem  uint32 // bytes of an element
	sum   uint32
	start uint64
	size  uint64 // bytes, without what fills it up
}

func (s *section) encode(b []byte) {
	o := binary.NativeEndian
	copy(b[:nameLength], s.name)
	o.PutUint32(b[nameLength:], s.elem)
	o.PutUint32(b[nameLength+4:], s.sum)
	o.PutUint64(b[nameLength+8:], s.start)
	o.PutUint64(b[nameLength+16:], s.size)
}

func (s *section) decode(b []byte) {
	o := binary.NativeEndian
	s.name = string(bytes.TrimRight(b[:nameLength], "\x00"))
	s.elem, s.sum = o.Uint32(b[nameLength:]), o.Uint32(b[nameLength+4:])
	s.start, s.size = o.Uint64(b[nameLength+8:]), o.Uint64(b[nameLength+16:])
}

// filled is a size with what fills it up to the next section.
func filled(size uint64) uint64 { return (size + Alignment - 1) &^ (Alignment - 1) }
