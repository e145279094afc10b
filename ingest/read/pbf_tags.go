package read

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// tagsOf reads two parallel lists of texts; keys that are not to be kept go.
func tagsOf(keys, vals []byte, table [][]byte, keep map[string]bool) (map[string]string, error) {
	var tags map[string]string
	for len(keys) > 0 {
		k, err := nextVarint(&keys)
		if err != nil {
			return nil, err
		}
		v, err := nextVarint(&vals)
		if err != nil {
			return nil, err
		}
		if tags, err = addTag(tags, k, v, table, keep); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

// denseTags reads the tags of one dense node: key, value, key, value, 0.
func denseTags(texts *[]byte, table [][]byte) (map[string]string, error) {
	var tags map[string]string
	for len(*texts) > 0 {
		k, err := nextVarint(texts)
		if err != nil || k == 0 {
			return tags, err
		}
		v, err := nextVarint(texts)
		if err != nil {
			return nil, err
		}
		if tags, err = addTag(tags, k, v, table, barrierKeys); err != nil {
			return nil, err
		}
	}
	return tags, nil
}

func addTag(tags map[string]string, k, v uint64, table [][]byte, keep map[string]bool) (map[string]string, error) {
	if k >= uint64(len(table)) || v >= uint64(len(table)) {
		return nil, fmt.Errorf("%w: a tag refers to a text that is not there", errPBF)
	}
	if keep[string(table[k])] {
		if tags == nil {
			tags = map[string]string{}
		}
		tags[string(table[k])] = string(table[v])
	}
	return tags, nil
}

// relation keeps ferry routes, with the ways in them, and counts restrictions of
// turning.
func (p *pbfBlock) relation(b []byte, table [][]byte, filter pbfFilter) error {
	var keys, vals, ids, types []byte
	err := eachField(b, func(num protowire.Number, _ uint64, b []byte) error {
		switch num {
		case 2:
			keys = b
		case 3:
			vals = b
		case 9:
			ids = b
		case 10:
			types = b
		}
		return nil
	})
	if err != nil {
		return err
	}
	tags, err := tagsOf(keys, vals, table, filter.keep)
	if err != nil {
		return err
	}
	if tags["type"] == "restriction" {
		p.restrictions++
	}
	if tags["route"] != "ferry" {
		return nil
	}
	route := pbfRelation{tags: tags}
	var id int64
	for len(ids) > 0 {
		if err := nextDelta(&ids, &id); err != nil {
			return err
		}
		kind, err := nextVarint(&types)
		if err != nil {
			return err
		}
		if kind == 1 { // a way
			route.ways = append(route.ways, id)
		}
	}
	p.ferries = append(p.ferries, route)
	return nil
}
