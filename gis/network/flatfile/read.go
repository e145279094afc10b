package flatfile

import (
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"sync"
	"unsafe"
)

// File is a file whose header and table hold. Safe for concurrent users.
type File struct {
	data     []byte
	id       ID
	sections []section

	keep any // what the data lies in

	mu       sync.Mutex
	verified map[string]bool
}

// Open reads header and table of a file in memory, which must never change. It wraps
// [ErrVersion] for another format or kind, [ErrOther] where the file was not made
// from of, and [ErrDamaged].
func Open(data []byte, kind Kind, of ID) (*File, error) {
	var h header
	if err := h.decode(data, kind); err != nil {
		return nil, err
	}
	if h.of != of {
		return nil, fmt.Errorf("%w than what is there now", ErrOther)
	}
	end := uint64(tableAt) + entrySize*uint64(h.sections)
	if h.size != uint64(len(data)) || end > h.size {
		return nil, damaged("%d bytes of %d", len(data), h.size)
	}
	if uintptr(unsafe.Pointer(unsafe.SliceData(data)))%Alignment != 0 {
		return nil, fmt.Errorf("bytes that do not start at a multiple of %d", Alignment)
	}
	table := data[tableAt:end]
	if crc32.Checksum(table, castagnoli) != h.table {
		return nil, damaged("the checksum of the table of sections does not hold")
	}
	f := &File{data: data, id: sha256.Sum256(data[:end]), sections: make([]section, h.sections), verified: map[string]bool{}}
	for i := range f.sections {
		s := &f.sections[i]
		s.decode(table[i*entrySize:])
		if s.start != end || s.size > math.MaxInt64/2 || end+filled(s.size) > h.size {
			return nil, damaged("section %q lies at %d with %d bytes of %d", s.name, s.start, s.size, h.size)
		}
		if slices.ContainsFunc(f.sections[:i], func(o section) bool { return o.name == s.name }) {
			return nil, damaged("two sections %q", s.name)
		}
		end += filled(s.size)
	}
	if end != h.size {
		return nil, damaged("%d bytes after the last section", h.size-end)
	}
	return f, nil
}

// Keep has the file hold on to what its bytes lie in, so that they stay as long as
// anybody who uses them holds the file.
func (f *File) Keep(x any) { f.keep = x }

// ID names the content of the file: that of the builder it comes from.
func (f *File) ID() ID { return f.id }

func (f *File) find(name string) (*section, error) {
	for i := range f.sections {
		if f.sections[i].name == name {
			return &f.sections[i], nil
		}
	}
	return nil, damaged("no section %q", name)
}

// Verify finds the checksums of some sections, of all where none is named, on all
// processors. Those that hold may be viewed from then on. It wraps [ErrDamaged],
// naming the first section that does not hold.
func (f *File) Verify(names ...string) error {
	if len(names) == 0 {
		for i := range f.sections {
			names = append(names, f.sections[i].name)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var todo []*section
	var list [][]byte
	for _, name := range names {
		s, err := f.find(name)
		if err != nil {
			return err
		}
		if !f.verified[name] {
			todo, list = append(todo, s), append(list, f.data[s.start:s.start+s.size])
		}
	}
	for i, sum := range sums(list) {
		s := todo[i]
		rest := f.data[s.start+s.size : s.start+filled(s.size)]
		if sum != s.sum || slices.ContainsFunc(rest, func(b byte) bool { return b != 0 }) {
			return damaged("the checksum of section %q does not hold", s.name)
		}
		f.verified[s.name] = true
	}
	return nil
}

// Views takes several sections and remembers the first that is no good.
type Views struct {
	File *File
	Err  error
}

// Take is [View], empty once there is an error.
func Take[T any](v *Views, name string) []T {
	if v.Err != nil {
		return nil
	}
	list, err := View[T](v.File, name)
	v.Err = err
	return list
}

// View is a section as an array, which lies in the file's own bytes: it must not be
// written to, nor used after those are gone. A section that was not verified, or
// holds elements of another size, is refused.
func View[T any](f *File, name string) ([]T, error) {
	s, err := f.find(name)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	ok := f.verified[name]
	f.mu.Unlock()
	elem := sizeOf[T]()
	switch {
	case !ok:
		return nil, fmt.Errorf("section %q is not verified", name)
	case s.elem != elem || s.size%uint64(elem) != 0:
		return nil, damaged("section %q has elements of %d bytes in %d, not of %d", name, s.elem, s.size, elem)
	case s.size == 0:
		return []T{}, nil
	}
	p := unsafe.Pointer(&f.data[s.start]) // aligned: the data is, and so is every start
	return unsafe.Slice((*T)(p), s.size/uint64(elem)), nil
}
