//go:build !unix

package indexfile

import (
	"os"
	"unsafe"
)

// Mapping is a file in memory; here it is read, which costs memory of our own.
type Mapping struct{ Data []byte }

// Map reads a file into memory that is as aligned as a mapping. The error is the file
// system's.
func Map(path string) (*Mapping, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	const align = 64
	room := make([]byte, len(data)+align)
	skip := (align - int(uintptr(unsafe.Pointer(&room[0]))%align)) % align
	return &Mapping{room[skip : skip+copy(room[skip:], data)]}, nil
}
