package flatfile

import (
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"io"
	"reflect"
	"unsafe"
)

// Builder collects arrays for a file. It keeps the arrays that it is handed and
// copies nothing: they must not change until the file is written.
type Builder struct {
	kind     Kind
	of       ID
	sections []section
	data     [][]byte
	head     []byte // header and table, once they are known
}

// NewBuilder starts a file of a kind, made from of.
func NewBuilder(kind Kind, of ID) *Builder {
	if len(kind.Name) > 8 {
		panic("bug: flatfile kind " + kind.Name + " is longer than 8 bytes")
	}
	return &Builder{kind: kind, of: of}
}

// Add adds an array under a name of its own. T holds no pointers and no gaps.
func Add[T any](b *Builder, name string, list []T) {
	if len(name) > nameLength || b.head != nil {
		panic("bug: flatfile section " + name + " is too long a name, or comes too late")
	}
	elem := sizeOf[T]()
	data := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(list))), uintptr(len(list))*uintptr(elem))
	b.sections = append(b.sections, section{name: name, elem: elem, size: uint64(len(data))})
	b.data = append(b.data, data)
}

// sizeOf is the size of a T, which must be plain: a pointer means nothing in a file,
// and what lies in a gap is not known.
func sizeOf[T any]() uint32 {
	t := reflect.TypeFor[T]()
	if !plain(t) {
		panic(fmt.Sprintf("bug: flatfile of %v, which is more than plain numbers", t))
	}
	return uint32(t.Size())
}

func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Uint8, reflect.Uint32, reflect.Uint64, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return true
	case reflect.Array:
		return plain(t.Elem())
	case reflect.Struct:
		end := uintptr(0)
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Offset != end || !plain(f.Type) {
				return false
			}
			end += f.Type.Size()
		}
		return end == t.Size()
	}
	return false // bool too: a byte that is neither 0 nor 1 is no bool
}

// finish finds the checksums and lays out header and table.
func (b *Builder) finish() {
	if b.head != nil {
		return
	}
	start := uint64(tableAt + entrySize*len(b.sections))
	table := make([]byte, entrySize*len(b.sections))
	for i, sum := range sums(b.data) {
		s := &b.sections[i]
		s.sum, s.start = sum, start
		start += filled(s.size)
		s.encode(table[i*entrySize:])
	}
	h := header{kind: b.kind, sections: uint32(len(b.sections)), size: start, of: b.of, table: crc32.Checksum(table, castagnoli)}
	b.head = append(h.encode(), table...)
}

// ID names the content of the file, by the checksums of all its sections.
func (b *Builder) ID() ID {
	b.finish()
	return sha256.Sum256(b.head)
}

// Size is how many bytes the file takes.
func (b *Builder) Size() int64 {
	b.finish()
	size := uint64(len(b.head))
	for i := range b.sections {
		size += filled(b.sections[i].size)
	}
	return int64(size)
}

// WriteTo writes the file.
func (b *Builder) WriteTo(w io.Writer) (written int64, err error) {
	b.finish()
	var zeros [Alignment]byte
	put := func(data []byte) {
		if err == nil {
			var k int
			k, err = w.Write(data)
			written += int64(k)
		}
	}
	put(b.head)
	for _, data := range b.data {
		// In pieces: a writer that can be stopped is asked now and then.
		for rest := data; len(rest) > 0 && err == nil; {
			k := min(len(rest), 8<<20)
			put(rest[:k])
			rest = rest[k:]
		}
		put(zeros[:filled(uint64(len(data)))-uint64(len(data))])
	}
	return written, err
}
