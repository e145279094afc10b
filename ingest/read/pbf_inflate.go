package read

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
)

// packedBlob is a blob's content as it stands in the file.
type packedBlob struct {
	plain, packed []byte // one of them
	rawSize       uint64
}

func openBlob(blob []byte) (p packedBlob, err error) {
	other := protowire.Number(0)
	err = eachField(blob, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			p.plain = b
		case 2:
			p.rawSize = v
		case 3:
			p.packed = b
		case 4, 5, 6, 7:
			other = num
		}
		return nil
	})
	switch {
	case err != nil:
		return p, err
	case p.plain != nil:
		return p, nil
	case p.packed == nil && other != 0:
		return p, fmt.Errorf("%w: compressed in a way that is not supported (only zlib is); convert with osmium cat -f pbf,pbf_compression=zlib", errPBF)
	case p.packed == nil || p.rawSize > maxBlob:
		return p, fmt.Errorf("%w: a block without data, or of %d bytes", errPBF, p.rawSize)
	}
	return p, nil
}

// inflaters are used again: each has tables and a window of some 40 kB.
var inflaters sync.Pool

// inflate unpacks a blob: raw, or zlib with its length told. Where skip is given it
// is asked once, about the beginning of what was unpacked so far; when it says true
// the rest is left alone and nil comes back.
func inflate(blob []byte, skip func(head []byte, size uint64) bool) ([]byte, error) {
	p, err := openBlob(blob)
	if err != nil || p.plain != nil {
		return p.plain, err
	}
	z, _ := inflaters.Get().(io.ReadCloser)
	if z == nil {
		z, err = zlib.NewReader(bytes.NewReader(p.packed))
	} else {
		err = z.(zlib.Resetter).Reset(bytes.NewReader(p.packed), nil)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPBF, err)
	}
	defer inflaters.Put(z)
	var out bytes.Buffer
	if skip != nil {
		// Strings first, then the first group: 16 kB show what most blocks hold.
		if _, err := io.CopyN(&out, z, 16<<10); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%w: %w", errPBF, err)
		}
		if skip(out.Bytes(), p.rawSize) {
			return nil, nil
		}
	}
	// Not sized by rawSize: the number is the file's, the memory is ours.
	if _, err := io.Copy(&out, io.LimitReader(z, maxBlob+1-int64(out.Len()))); err != nil {
		return nil, fmt.Errorf("%w: %w", errPBF, err)
	}
	if uint64(out.Len()) != p.rawSize {
		return nil, fmt.Errorf("%w: a block unpacks to %d bytes and claims %d", errPBF, out.Len(), p.rawSize)
	}
	return out.Bytes(), nil
}

// onlyNodes reports whether a block of size bytes surely holds nodes and nothing
// else, by its beginning: a first group of nodes that reaches to the block's end,
// but for the few numbers that may stand behind it.
func onlyNodes(head []byte, size uint64) bool {
	at := head
	for len(at) > 0 {
		num, typ, n := protowire.ConsumeTag(at)
		if n < 0 || typ != protowire.BytesType {
			return false
		}
		length, m := protowire.ConsumeVarint(at[n:])
		if m < 0 {
			return false
		}
		at = at[n+m:]
		if num == 2 {
			const numbers = 40 // granularity and offsets: three tags of two bytes, three varints
			end := uint64(len(head)-len(at)) + length
			inner, _, k := protowire.ConsumeTag(at)
			return k > 0 && (inner == 1 || inner == 2) && end <= size && end+numbers >= size
		}
		if num != 1 || length > uint64(len(at)) {
			return false
		}
		at = at[length:]
	}
	return false
}
