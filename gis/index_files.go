package gis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"jangkau/gis/network/flatfile"
)

// What lies in a mapped file is there as long as somebody holds what was opened out of
// it. The collector does not look into a loop over its arrays, so whoever runs one
// holds the engine or the roads to the end, with runtime.KeepAlive: every exported
// method of theirs that takes a context does, which a test sees to.

// IndexFiles keep what takes long to compute of one dataset of roads: the next
// process uses it where it lies. What is handed out has been verified down to the
// last byte. Safe for concurrent users.
type IndexFiles interface {
	// Open returns a file of a kind that was made from of; nil where there is none that
	// can be trusted.
	Open(name string, kind flatfile.Kind, of flatfile.ID) *flatfile.File
	// Peek tells, from the first bytes, whether there is such a file, and what its
	// content is called. Whether it can be trusted only Open finds out.
	Peek(name string, kind flatfile.Kind, of flatfile.ID) (id flatfile.ID, ok bool)
	// Refuse says of a file just opened that its content does not hold together.
	Refuse(name string, why error)
	// Write keeps a file, or does not where that fails: nothing depends on it.
	Write(ctx context.Context, name string, b *flatfile.Builder)
}

// Versions of the files. One grows whenever the bytes of such a file come to mean
// something else, or the same input comes to give other bytes: a test with a small
// network of known content fails until it does.
var (
	roadsKind     = flatfile.Kind{Name: "roads", Version: 1}
	hierarchyKind = flatfile.Kind{Name: "order", Version: 1}
	weightsKind   = flatfile.Kind{Name: "weights", Version: 1}
	locatedKind   = flatfile.Kind{Name: "located", Version: 1}
	rankedKind    = [2]flatfile.Kind{{Name: "time", Version: 1}, {Name: "distance", Version: 1}}
)

const (
	roadsFile     = "roads"
	hierarchyFile = "order"
)

// madeFrom names an input by the parts that it consists of.
func madeFrom(parts ...any) flatfile.ID {
	h := sha256.New()
	for _, p := range parts {
		switch p := p.(type) {
		case flatfile.ID:
			h.Write(p[:])
		default:
			text, err := json.Marshal(p)
			if err != nil {
				panic(fmt.Sprintf("bug: %T has no JSON: %v", p, err))
			}
			h.Write(append(text, '\n'))
		}
	}
	return flatfile.ID(h.Sum(nil))
}

// open opens a file and takes from it what take takes, or nothing.
func open[T any](files IndexFiles, name string, kind flatfile.Kind, of flatfile.ID, take func(f *flatfile.File) (T, error)) (got T, id flatfile.ID, ok bool) {
	if files == nil {
		return got, id, false
	}
	f := files.Open(name, kind, of)
	if f == nil {
		return got, id, false
	}
	got, err := take(f)
	if err != nil {
		files.Refuse(name, err)
		return got, id, false
	}
	return got, f.ID(), true
}

// stem begins the names of all files of one way of travelling.
func stem(of flatfile.ID) string { return hex.EncodeToString(of[:8]) }
