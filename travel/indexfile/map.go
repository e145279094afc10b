package indexfile

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// Mapping is a file in memory. It stays as long as somebody holds it: what was taken
// out of Data does not, so whoever uses that must hold the mapping, too. A file that is
// removed meanwhile stays readable.
type Mapping struct{ Data []byte }

// Map maps a file into memory, to be read only. It must never be written to in place:
// see [Write]. The error is the file system's.
func Map(path string) (*Mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() <= 0 || info.Size() != int64(int(info.Size())) {
		return nil, fmt.Errorf("%s is no file that can be mapped: %v of %d bytes", path, info.Mode(), info.Size())
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, &os.PathError{Op: "mmap", Path: path, Err: err}
	}
	m := &Mapping{data}
	runtime.AddCleanup(m, func(data []byte) { _ = syscall.Munmap(data) }, data)
	return m, nil
}
