package read

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"google.golang.org/protobuf/encoding/protowire"
)

// The decoder of OSM PBF is our own. The library at hand (paulmach/osm, which the
// tests compare it with) takes a file cut behind the length of a block's header, or
// between header and body, for a whole one and panics, in a goroutine that cannot be
// guarded, on string numbers out of range; an upload must do neither. Only what roads
// need is decoded. See docs/decisions/0007-own-reader-of-osm-pbf.md.

const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20 // both from the format's specification
)

var errPBF = errors.New("malformed PBF")

// pbfFilter says what a pass wants; a way it refuses is not decoded further.
type pbfFilter struct {
	nodes     bool                                        // with the barriers on them
	way       func(id int64, tags map[string]string) bool // nil: no ways
	keep      map[string]bool                             // the tag keys that ways and relations keep
	relations bool                                        // ferry routes and restrictions
}

type pbfNode struct {
	id       int64
	lon, lat int32 // 1e-7 degrees, which is how OSM stores them
}

type pbfWay struct {
	id   int64
	refs []int64
	tags map[string]string
}

// pbfBarrier is a node that keeps somebody out.
type pbfBarrier struct {
	id     int64
	passes Modes
}

// pbfRelation is a ferry route with the ways in it.
type pbfRelation struct {
	ways []int64
	tags map[string]string
}

type pbfBlock struct {
	nodes                           []pbfNode
	barriers                        []pbfBarrier
	ways                            []pbfWay
	ferries                         []pbfRelation
	restrictions                    int // of turning
	hasNodes, hasWays, hasRelations bool
}

type pbfJob struct {
	blob  []byte
	block *pbfBlock
	err   error
	done  chan struct{}
}

// eachPBFBlock decodes blocks on all processors and hands them over in order.
// header is given the bounding box of the file's header, nil where it has none.
func eachPBFBlock(ctx context.Context, r io.Reader, filter pbfFilter, header func(bbox *[4]float64) error, do func(*pbfBlock) error) error {
	kind, blob, err := readBlob(r)
	if err != nil {
		return err
	}
	if kind != "OSMHeader" {
		return fmt.Errorf("%w: the first block is %q", errPBF, kind)
	}
	bbox, err := decodeHeader(blob)
	if err != nil {
		return err
	}
	if err := header(bbox); err != nil {
		return err
	}

	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	workers := max(1, runtime.GOMAXPROCS(0))
	jobs := make(chan *pbfJob, workers)
	order := make(chan *pbfJob, 2*workers)
	for range workers {
		running.Go(func() {
			for j := range jobs {
				j.block, j.err = decodeBlock(j.blob, filter)
				close(j.done)
			}
		})
	}
	running.Go(func() {
		defer close(order)
		defer close(jobs)
		for {
			kind, blob, err := readBlob(r)
			if errors.Is(err, io.EOF) {
				return
			}
			j := &pbfJob{blob: blob, err: err, done: make(chan struct{})}
			select {
			case order <- j:
			case <-ctx.Done():
				return
			}
			if err != nil {
				close(j.done)
				return
			}
			if kind != "OSMData" { // unknown kinds are to be skipped
				j.block = &pbfBlock{}
				close(j.done)
				continue
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	})
	for j := range order {
		select {
		case <-j.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if j.err != nil {
			return j.err
		}
		if err := do(j.block); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// readBlob reads one block: its header's length, the header, the body. io.EOF
// means the file ended between two blocks, which is how a whole one ends.
func readBlob(r io.Reader) (kind string, blob []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return "", nil, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n == 0 || n > maxBlobHeader {
		return "", nil, fmt.Errorf("%w: a block header of %d bytes", errPBF, n)
	}
	head, err := readAll(r, int(n))
	if err != nil {
		return "", nil, err
	}
	var length uint64
	err = eachField(head, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			kind = string(b)
		case 3:
			length = v
		}
		return nil
	})
	if err != nil {
		return "", nil, err
	}
	if length == 0 || length > maxBlob {
		return "", nil, fmt.Errorf("%w: a block of %d bytes", errPBF, length)
	}
	blob, err = readAll(r, int(length))
	return kind, blob, err
}

// readAll reads n bytes; an end before that is an unexpected one, also where
// nothing was read.
func readAll(r io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	return b, nil
}

// decodeHeader reads the bounding box and refuses features we cannot honour.
func decodeHeader(blob []byte) (*[4]float64, error) {
	data, err := inflate(blob, nil)
	if err != nil {
		return nil, err
	}
	var bbox *[4]float64
	err = eachField(data, func(num protowire.Number, _ uint64, b []byte) error {
		switch num {
		case 1:
			box := [4]float64{}
			n := 0
			at := map[protowire.Number]int{1: 0, 2: 2, 3: 3, 4: 1} // left, right, top, bottom
			err := eachField(b, func(num protowire.Number, v uint64, _ []byte) error {
				if i, ok := at[num]; ok {
					box[i] = float64(protowire.DecodeZigZag(v)) / 1e9
					n++
				}
				return nil
			})
			if n == 4 && err == nil && onEarth(box[0], box[1]) && onEarth(box[2], box[3]) {
				bbox = &box
			}
			return err
		case 4:
			switch string(b) {
			case "OsmSchema-V0.6", "DenseNodes":
			case "HistoricalInformation":
				return fmt.Errorf("%w: a history file; take a current extract", errPBF)
			default:
				return fmt.Errorf("%w: requires the unknown feature %q", errPBF, clip(string(b), 40))
			}
		}
		return nil
	})
	return bbox, err
}

// eachField walks the fields of a message: varints as v, bytes as b.
func eachField(msg []byte, do func(num protowire.Number, v uint64, b []byte) error) error {
	for len(msg) > 0 {
		num, typ, n := protowire.ConsumeTag(msg)
		if n < 0 {
			return fmt.Errorf("%w: %w", errPBF, protowire.ParseError(n))
		}
		msg = msg[n:]
		var v uint64
		var b []byte
		switch typ {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(msg)
		case protowire.BytesType:
			b, n = protowire.ConsumeBytes(msg)
		default:
			n = protowire.ConsumeFieldValue(num, typ, msg)
		}
		if n < 0 {
			return fmt.Errorf("%w: %w", errPBF, protowire.ParseError(n))
		}
		msg = msg[n:]
		if err := do(num, v, b); err != nil {
			return err
		}
	}
	return nil
}
