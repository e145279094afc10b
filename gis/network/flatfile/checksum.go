package flatfile

import (
	"encoding/binary"
	"hash/crc32"
	"runtime"
	"sync"
	"sync/atomic"
)

// pieceSize is what a section is cut into, so that all processors can work on the
// checksum of one: it is the CRC-32C of the pieces' CRC-32Cs.
const pieceSize = 1 << 20

// sums are the checksums of some byte sequences, found on all processors.
func sums(list [][]byte) []uint32 {
	type piece struct{ of, from int }
	var pieces []piece
	for i, data := range list {
		for from := 0; from < len(data); from += pieceSize {
			pieces = append(pieces, piece{i, from})
		}
	}
	found := make([]uint32, len(pieces))
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(pieces) {
				return
			}
			p := pieces[i]
			data := list[p.of]
			found[i] = crc32.Checksum(data[p.from:min(p.from+pieceSize, len(data))], castagnoli)
		}
	}
	for range min(runtime.GOMAXPROCS(0), len(pieces)) - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
	out := make([]uint32, len(list))
	var word [4]byte
	for i, p := range pieces {
		binary.LittleEndian.PutUint32(word[:], found[i])
		out[p.of] = crc32.Update(out[p.of], castagnoli, word[:])
	}
	return out
}
