package flatfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"jangkau/gis/network/flatfile"
	"jangkau/gis/network/flatfile/flatfiletest"
)

var (
	kind = flatfile.Kind{Name: "test", Version: 3}
	of   = flatfile.ID{1, 2, 3}
)

type point struct{ X, Y float64 }

// sample has sections of several sizes, an empty one and one of several pieces.
func sample() (b *flatfile.Builder, points []point, words []uint32) {
	r := rand.New(rand.NewPCG(1, 2))
	points, words = make([]point, 7), make([]uint32, 700_000)
	for i := range points {
		points[i] = point{r.Float64(), r.NormFloat64()}
	}
	for i := range words {
		words[i] = r.Uint32()
	}
	b = flatfile.NewBuilder(kind, of)
	flatfile.Add(b, "points", points)
	flatfile.Add(b, "none", []uint64(nil))
	flatfile.Add(b, "words", words)
	flatfile.Add(b, "bytes", []byte("three"))
	return b, points, words
}

func TestRoundTrip(t *testing.T) {
	b, points, words := sample()
	data := flatfiletest.Bytes(b)
	if int64(len(data)) != b.Size() {
		t.Errorf("%d bytes, %d announced", len(data), b.Size())
	}
	f, err := flatfile.Open(data, kind, of)
	if err != nil {
		t.Fatal(err)
	}
	if f.ID() != b.ID() {
		t.Error("a file is not what its builder said it would be")
	}
	if _, err := flatfile.View[point](f, "points"); err == nil {
		t.Error("a section that nobody verified was handed out")
	}
	if err := f.Verify("points", "bytes"); err != nil {
		t.Fatal(err)
	}
	if _, err := flatfile.View[uint32](f, "words"); err == nil {
		t.Error("another section was verified, and this one handed out")
	}
	if err := f.Verify(); err != nil {
		t.Fatal(err)
	}
	v := flatfile.Views{File: f}
	if got := flatfile.Take[point](&v, "points"); !slices.Equal(got, points) {
		t.Errorf("%v, put in %v", got, points)
	}
	if got := flatfile.Take[uint32](&v, "words"); !slices.Equal(got, words) {
		t.Error("words differ")
	}
	if got := flatfile.Take[uint64](&v, "none"); got == nil || len(got) != 0 {
		t.Errorf("an empty section gives %v", got)
	}
	if got := flatfile.Take[byte](&v, "bytes"); string(got) != "three" {
		t.Errorf("%q", got)
	}
	if v.Err != nil {
		t.Error(v.Err)
	}
	for what, err := range map[string]error{
		"elements of another size": second(flatfile.View[uint64](f, "points")),
		"no such section":          second(flatfile.View[uint64](f, "lines")),
		"verify no such section":   f.Verify("lines"),
	} {
		if !errors.Is(err, flatfile.ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	// What lies behind the bytes is the arrays, and the same twice.
	again, _, _ := sample()
	if !bytes.Equal(flatfiletest.Bytes(again), data) {
		t.Error("the same content gives other bytes")
	}
	resealed := flatfiletest.Aligned(data)
	flatfiletest.Reseal(resealed)
	if !bytes.Equal(resealed, data) {
		t.Error("checksums by the written layout differ")
	}
}

func second[T any](_ T, err error) error { return err }

// open opens and verifies.
func open(data []byte) error {
	f, err := flatfile.Open(data, kind, of)
	if err == nil {
		err = f.Verify()
	}
	return err
}

// No byte of a file can change unseen, fillings between sections included.
func TestEveryByteCounts(t *testing.T) {
	b := flatfile.NewBuilder(kind, of)
	flatfile.Add(b, "a", []uint32{1, 2, 3})
	flatfile.Add(b, "b", []byte("seven bytes and more"))
	flatfile.Add(b, "c", []uint64{})
	flatfile.Add(b, "d", []float64{0.5})
	data := flatfiletest.Bytes(b)
	if err := open(data); err != nil {
		t.Fatal(err)
	}
	for i := range data {
		for _, flip := range []byte{1, 0x80, 0xff} {
			data[i] ^= flip
			if open(data) == nil {
				t.Errorf("byte %d of %d changed by %#x, and nobody noticed", i, len(data), flip)
			}
			data[i] ^= flip
		}
	}
	for i := range data {
		if open(flatfiletest.Aligned(data[:i])) == nil {
			t.Errorf("cut to %d of %d bytes, and nobody noticed", i, len(data))
		}
	}
	if err := open(flatfiletest.Aligned(append(slices.Clone(data), make([]byte, 64)...))); !errors.Is(err, flatfile.ErrDamaged) {
		t.Errorf("64 bytes too many: %v", err)
	}
}

func TestSampledBytesOfALargeFile(t *testing.T) {
	b, _, _ := sample()
	data := flatfiletest.Bytes(b)
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		i, bit := r.IntN(len(data)), byte(1)<<r.IntN(8)
		data[i] ^= bit
		if open(data) == nil {
			t.Errorf("bit %#x of byte %d changed, and nobody noticed", bit, i)
		}
		data[i] ^= bit
	}
	if err := open(data); err != nil {
		t.Fatal(err)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	b, _, _ := sample()
	data := flatfiletest.Bytes(b)
	for _, c := range []struct {
		what string
		kind flatfile.Kind
		of   flatfile.ID
		edit func(data []byte)
		want error
	}{
		{"a newer version", flatfile.Kind{Name: "test", Version: 4}, of, nil, flatfile.ErrVersion},
		{"another kind", flatfile.Kind{Name: "roads", Version: 3}, of, nil, flatfile.ErrVersion},
		{"made from something else", kind, flatfile.ID{9}, nil, flatfile.ErrOther},
		{"another format", kind, of, func(d []byte) { d[12]++ }, flatfile.ErrVersion},
		{"another byte order", kind, of, func(d []byte) { slices.Reverse(d[8:12]) }, flatfile.ErrVersion},
		{"no file of ours", kind, of, func(d []byte) { d[0] = 'J' }, flatfile.ErrDamaged},
		// A table that its checksum covers and that does not describe the file.
		{"a section beyond the end", kind, of, func(d []byte) { binary.NativeEndian.PutUint64(d[128+48:], 1<<40) }, flatfile.ErrDamaged},
		{"a section elsewhere", kind, of, func(d []byte) { binary.NativeEndian.PutUint64(d[128+40:], 64) }, flatfile.ErrDamaged},
	} {
		t.Run(c.what, func(t *testing.T) {
			d := flatfiletest.Aligned(data)
			if c.edit != nil {
				c.edit(d)
				flatfiletest.SealTable(d, 4)
			}
			if _, err := flatfile.Open(d, c.kind, c.of); !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
		})
	}
	if _, err := flatfile.Open(flatfiletest.Aligned(append([]byte{0}, data...))[1:], kind, of); err == nil {
		t.Error("bytes that are not aligned were taken")
	}
}

func TestSectionsAreVerifiedByMany(t *testing.T) {
	b, _, words := sample()
	f, err := flatfile.Open(flatfiletest.Bytes(b), kind, of)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := f.Verify("words"); err != nil {
				t.Error(err)
			}
			if got, err := flatfile.View[uint32](f, "words"); err != nil || len(got) != len(words) {
				t.Errorf("%d words, %v", len(got), err)
			}
		})
	}
	wait.Wait()
}

func TestOnlyPlainElements(t *testing.T) {
	for what, add := range map[string]func(*flatfile.Builder){
		"strings": func(b *flatfile.Builder) { flatfile.Add(b, "x", []string{"a"}) },
		"slices":  func(b *flatfile.Builder) { flatfile.Add(b, "x", [][]byte{{1}}) },
		"bools":   func(b *flatfile.Builder) { flatfile.Add(b, "x", []bool{true}) },
		"gaps": func(b *flatfile.Builder) {
			flatfile.Add(b, "x", []struct {
				A uint8
				B uint32
			}{{1, 2}})
		},
	} {
		t.Run(what, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("taken")
				}
			}()
			add(flatfile.NewBuilder(kind, of))
		})
	}
}

// FuzzOpen: whatever the bytes, opening them gives an error or a file whose sections
// can be read to the end.
func FuzzOpen(f *testing.F) {
	b := flatfile.NewBuilder(kind, of)
	flatfile.Add(b, "a", []uint32{1, 2, 3})
	flatfile.Add(b, "b", []byte("seven bytes and more"))
	data := flatfiletest.Bytes(b)
	f.Add(data, false)
	f.Add(data[:130], true)
	f.Add([]byte("jangkau\n"), false)
	f.Fuzz(func(t *testing.T, raw []byte, reseal bool) {
		d := flatfiletest.Aligned(raw)
		if reseal && len(d) >= 128 {
			if sections := binary.NativeEndian.Uint32(d[28:]); uint64(sections) <= uint64(len(d)-128)/64 {
				flatfiletest.SealTable(d, int(sections))
			}
		}
		file, err := flatfile.Open(d, kind, of)
		if err != nil {
			return
		}
		if err := file.Verify(); err != nil {
			return
		}
		for _, s := range flatfiletest.Sections(d) {
			if list, err := flatfile.View[byte](file, s.Name); err == nil && len(list) != s.Size {
				t.Fatalf("section %q has %d of %d bytes", s.Name, len(list), s.Size)
			}
			_, _ = flatfile.View[point](file, s.Name)
		}
	})
}
