// Package flatfiletest makes files for tests whose checksums hold and whose content
// does not. It goes by the layout as it is written down, and so checks that, too.
package flatfiletest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"unsafe"

	"jangkau/gis/network/flatfile"
)

const (
	tableAt   = 128
	entrySize = 64
	piece     = 1 << 20
)

var (
	order = binary.NativeEndian
	crc   = crc32.MakeTable(crc32.Castagnoli)
)

// Bytes is the file that a builder writes, in memory as aligned as a file's mapping.
func Bytes(b *flatfile.Builder) []byte {
	var buf bytes.Buffer
	if _, err := b.WriteTo(&buf); err != nil {
		panic(err)
	}
	return Aligned(buf.Bytes())
}

// Aligned is a copy of bytes where a file may lie.
func Aligned(data []byte) []byte {
	room := make([]byte, len(data)+flatfile.Alignment)
	skip := -int(uintptr(unsafe.Pointer(&room[0]))) & (flatfile.Alignment - 1)
	return room[skip : skip+copy(room[skip:], data) : skip+len(data)]
}

// Section is where a section lies.
type Section struct {
	Name        string
	Start, Size int
}

// Sections are those of a file.
func Sections(data []byte) (list []Section) {
	for i := range int(order.Uint32(data[28:])) {
		e := data[tableAt+i*entrySize:]
		list = append(list, Section{string(bytes.TrimRight(e[:32], "\x00")), int(order.Uint64(e[40:])), int(order.Uint64(e[48:]))})
	}
	return list
}

// Reseal makes all checksums of a file those of its content.
func Reseal(data []byte) {
	list := Sections(data)
	for i, s := range list {
		var pieces []byte
		for rest := data[s.Start : s.Start+s.Size]; len(rest) > 0; rest = rest[min(piece, len(rest)):] {
			pieces = binary.LittleEndian.AppendUint32(pieces, crc32.Checksum(rest[:min(piece, len(rest))], crc))
		}
		order.PutUint32(data[tableAt+i*entrySize+36:], crc32.Checksum(pieces, crc))
	}
	SealTable(data, len(list))
}

// SealTable makes the checksums of table and header those of their content, and
// leaves those of sections.
func SealTable(data []byte, sections int) {
	order.PutUint32(data[40:], crc32.Checksum(data[tableAt:tableAt+entrySize*sections], crc))
	order.PutUint32(data[60:], crc32.Update(crc32.Checksum(data[:60], crc), crc, data[64:tableAt]))
}
