package read

import (
	"fmt"
	"math"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// pbfScale is how a block turns its numbers into degrees.
type pbfScale struct {
	granularity, latOffset, lonOffset int64
}

// e7 turns a stored number into units of 1e-7 degrees; false is nowhere on earth.
func (s pbfScale) e7(v, offset int64, limit float64) (int32, bool) {
	nano := float64(offset) + float64(s.granularity)*float64(v)
	if math.Abs(nano) > limit*1e9 {
		return 0, false
	}
	return int32(math.Round(nano / 100)), true
}

// decodeBlock decodes one PrimitiveBlock as far as the filter wants it.
func decodeBlock(blob []byte, filter pbfFilter) (*pbfBlock, error) {
	var skip func([]byte, uint64) bool
	if !filter.nodes {
		skip = onlyNodes
	}
	data, err := inflate(blob, skip)
	if err != nil {
		return nil, err
	}
	if data == nil {
		return &pbfBlock{hasNodes: true}, nil
	}
	var table [][]byte
	var groups [][]byte
	scale := pbfScale{granularity: 100}
	err = eachField(data, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			return eachField(b, func(num protowire.Number, _ uint64, s []byte) error {
				if num == 1 {
					table = append(table, s)
				}
				return nil
			})
		case 2:
			groups = append(groups, b)
		case 17:
			scale.granularity = int64(int32(v))
		case 19:
			scale.latOffset = int64(v)
		case 20:
			scale.lonOffset = int64(v)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	block := &pbfBlock{}
	for _, g := range groups {
		err := eachField(g, func(num protowire.Number, _ uint64, b []byte) error {
			switch num {
			case 1:
				block.hasNodes = true
				if filter.nodes {
					return block.node(b, scale, table)
				}
			case 2:
				block.hasNodes = true
				if filter.nodes {
					return block.dense(b, scale, table)
				}
			case 3:
				block.hasWays = true
				if filter.way != nil {
					return block.way(b, table, filter)
				}
			case 4:
				block.hasRelations = true
				if filter.relations {
					return block.relation(b, table, filter)
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return block, nil
}

func (p *pbfBlock) add(id, lat, lon int64, s pbfScale) error {
	y, okLat := s.e7(lat, s.latOffset, 90)
	x, okLon := s.e7(lon, s.lonOffset, 180)
	if !okLat || !okLon {
		return fmt.Errorf("%w: node %d lies nowhere on earth", errPBF, id)
	}
	p.nodes = append(p.nodes, pbfNode{id: id, lon: x, lat: y})
	return nil
}

func (p *pbfBlock) node(b []byte, s pbfScale, table [][]byte) error {
	var id, lat, lon int64
	var keys, vals []byte
	err := eachField(b, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			id = protowire.DecodeZigZag(v)
		case 2:
			keys = b
		case 3:
			vals = b
		case 8:
			lat = protowire.DecodeZigZag(v)
		case 9:
			lon = protowire.DecodeZigZag(v)
		}
		return nil
	})
	if err != nil {
		return err
	}
	tags, err := tagsOf(keys, vals, table, barrierKeys)
	if err != nil {
		return err
	}
	p.barrier(id, tags)
	return p.add(id, lat, lon, s)
}

// barrier notes a node that keeps somebody out.
func (p *pbfBlock) barrier(id int64, tags map[string]string) {
	if tags["barrier"] == "" {
		return
	}
	if m := passes(tags); !m.Has(AllModes) {
		p.barriers = append(p.barriers, pbfBarrier{id, m})
	}
}

// dense reads three parallel lists of differences, and one of tags.
func (p *pbfBlock) dense(b []byte, s pbfScale, table [][]byte) error {
	var ids, lats, lons, texts []byte
	err := eachField(b, func(num protowire.Number, _ uint64, b []byte) error {
		switch num {
		case 1:
			ids = b
		case 8:
			lats = b
		case 9:
			lons = b
		case 10:
			texts = b
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(table, func(s []byte) bool { return string(s) == "barrier" }) {
		texts = nil // most blocks: their tags need not be read
	}
	var id, lat, lon int64
	for len(ids) > 0 {
		if err := nextDelta(&ids, &id); err != nil {
			return err
		}
		if err := nextDelta(&lats, &lat); err != nil {
			return err
		}
		if err := nextDelta(&lons, &lon); err != nil {
			return err
		}
		if err := p.add(id, lat, lon, s); err != nil {
			return err
		}
		if len(texts) > 0 {
			tags, err := denseTags(&texts, table)
			if err != nil {
				return err
			}
			p.barrier(id, tags)
		}
	}
	if len(lats) > 0 || len(lons) > 0 {
		return fmt.Errorf("%w: dense nodes of unequal lengths", errPBF)
	}
	return nil
}

func nextDelta(list *[]byte, sum *int64) error {
	v, err := nextVarint(list)
	*sum += protowire.DecodeZigZag(v)
	return err
}

func nextVarint(list *[]byte) (uint64, error) {
	v, n := protowire.ConsumeVarint(*list)
	if n < 0 {
		return 0, fmt.Errorf("%w: a packed list ends too early", errPBF)
	}
	*list = (*list)[n:]
	return v, nil
}

func (p *pbfBlock) way(b []byte, table [][]byte, filter pbfFilter) error {
	var w pbfWay
	var keys, vals, refs []byte
	err := eachField(b, func(num protowire.Number, v uint64, b []byte) error {
		switch num {
		case 1:
			w.id = int64(v)
		case 2:
			keys = b
		case 3:
			vals = b
		case 8:
			refs = b
		}
		return nil
	})
	if err != nil {
		return err
	}
	if w.tags, err = tagsOf(keys, vals, table, filter.keep); err != nil {
		return err
	}
	if !filter.way(w.id, w.tags) {
		return nil
	}
	w.refs = make([]int64, 0, len(refs)/2)
	var ref int64
	for len(refs) > 0 {
		if err := nextDelta(&refs, &ref); err != nil {
			return err
		}
		w.refs = append(w.refs, ref)
	}
	p.ways = append(p.ways, w)
	return nil
}
