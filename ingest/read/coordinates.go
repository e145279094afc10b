package read

import (
	"encoding/json"
	"strconv"
)

// decodeCoordinates reads the arrays of a MultiPolygon's coordinates (polygons of
// rings of positions), or of a Polygon's as the only one. It is json.Unmarshal
// without reflection, which was a third of the time of reading boundaries: whatever it
// meets besides arrays of numbers it leaves to json.Unmarshal, which says what is
// wrong. raw must be valid JSON, as a RawMessage is.
func decodeCoordinates(raw json.RawMessage, multi bool) ([][][][]float64, error) {
	s := coordinateScanner{b: raw, numbers: make([]float64, 0, len(raw)/8)}
	if multi {
		if out, ok := listOf(&s, func(s *coordinateScanner) ([][][]float64, bool) { return listOf(s, (*coordinateScanner).ring) }); ok && s.atEnd() {
			return out, nil
		}
		var out [][][][]float64
		err := json.Unmarshal(raw, &out)
		return out, err
	}
	if out, ok := listOf(&s, (*coordinateScanner).ring); ok && s.atEnd() {
		return [][][][]float64{out}, nil
	}
	out := make([][][][]float64, 1)
	err := json.Unmarshal(raw, &out[0])
	return out, err
}

// coordinateScanner walks JSON text; every method reports whether it met what it
// was to read.
type coordinateScanner struct {
	b       []byte
	i       int
	numbers []float64 // all positions' numbers, so that a position is no allocation of its own
}

func (s *coordinateScanner) skipSpace() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\r' || s.b[s.i] == '\t') {
		s.i++
	}
}

func (s *coordinateScanner) take(c byte) bool {
	s.skipSpace()
	if s.i < len(s.b) && s.b[s.i] == c {
		s.i++
		return true
	}
	return false
}

func (s *coordinateScanner) atEnd() bool {
	s.skipSpace()
	return s.i == len(s.b)
}

func (s *coordinateScanner) ring() ([][]float64, bool) {
	return listOf(s, (*coordinateScanner).position)
}

func (s *coordinateScanner) position() ([]float64, bool) {
	if !s.take('[') {
		return nil, false
	}
	from := len(s.numbers)
	for {
		x, ok := s.number()
		if !ok {
			return nil, false
		}
		s.numbers = append(s.numbers, x)
		if s.take(',') {
			continue
		}
		return s.numbers[from:len(s.numbers):len(s.numbers)], s.take(']')
	}
}

func (s *coordinateScanner) number() (float64, bool) {
	s.skipSpace()
	from := s.i
	for s.i < len(s.b) {
		if c := s.b[s.i]; c >= '0' && c <= '9' || c == '-' || c == '.' || c == 'e' || c == 'E' || c == '+' {
			s.i++
			continue
		}
		break
	}
	x, err := strconv.ParseFloat(string(s.b[from:s.i]), 64)
	return x, err == nil
}

// listOf reads an array of what item reads.
func listOf[T any](s *coordinateScanner, item func(*coordinateScanner) (T, bool)) ([]T, bool) {
	if !s.take('[') {
		return nil, false
	}
	out := []T{}
	if s.take(']') {
		return out, true
	}
	for {
		v, ok := item(s)
		if !ok {
			return nil, false
		}
		out = append(out, v)
		if s.take(',') {
			continue
		}
		return out, s.take(']')
	}
}
