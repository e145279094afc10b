package read

import (
	"bytes"
	"encoding/json"
	"math"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
)

// ring is a closed line of lon, lat, lon, lat…
type ring []float64

// The box that all of Indonesia lies in. Nothing in it is checked against: only
// the kabupaten's own polygon can tell whether a place is right.
const (
	minLon, maxLon = 94.0, 142.0
	minLat, maxLat = -12.0, 7.0
)

func inIndonesia(lon, lat float64) bool {
	return lon >= minLon && lon <= maxLon && lat >= minLat && lat <= maxLat
}

func onEarth(lon, lat float64) bool {
	return math.Abs(lon) <= 180 && math.Abs(lat) <= 90 // false for NaN and Inf
}

// shapeNotes is what was repaired in one feature.
type shapeNotes struct {
	closed   int  // rings closed
	zDropped bool // heights left out
}

// buildMultiPolygon checks rings and joins them to a MultiPolygon. It closes what
// is open and refuses what cannot be an area; crossing lines are left to the
// store, which repairs them and says so. The issues are about this feature;
// a REJECTED one means the geometry is nil.
func buildMultiPolygon(polys [][]ring, notes shapeNotes) (*geom.MultiPolygon, []Issue) {
	var flat []float64
	var endss [][]int
	inside, swapped, points := 0, 0, 0
	for _, p := range polys {
		var ends []int
		for _, r := range p {
			n := len(r)
			if n < 2 {
				return nil, []Issue{tooShort(n / 2)}
			}
			if r[0] != r[n-2] || r[1] != r[n-1] {
				r = append(r[:n:n], r[0], r[1])
				notes.closed++
			}
			if len(r) < 8 {
				return nil, []Issue{tooShort(n / 2)}
			}
			for i := 0; i < len(r); i += 2 {
				if !onEarth(r[i], r[i+1]) && !onEarth(r[i+1], r[i]) {
					return nil, []Issue{{
						Code: CodeBadCoordinate, Severity: Rejected, Value: coordText(r[i], r[i+1]),
						Reason: gis.T("Koordinat %s bukan bujur/lintang; barangkali dalam meter (UTM). Ubah dahulu ke EPSG:4326", "The coordinate %s is no longitude/latitude; it may be in metres (UTM). Convert to EPSG:4326 first", coordText(r[i], r[i+1])),
					}}
				}
				points++
				if inIndonesia(r[i], r[i+1]) {
					inside++
				} else if inIndonesia(r[i+1], r[i]) {
					swapped++
				}
			}
			flat = append(flat, r...)
			ends = append(ends, len(flat))
		}
		if len(ends) > 0 {
			endss = append(endss, ends)
		}
	}
	if len(endss) == 0 {
		return nil, []Issue{{Code: CodeBadGeometry, Severity: Rejected, Reason: gis.T("Geometri kosong", "The geometry is empty")}}
	}
	var issues []Issue
	switch {
	case swapped == points:
		return nil, []Issue{{
			Code: CodeLatLonSwapped, Severity: Rejected, Value: coordText(flat[0], flat[1]),
			Reason: gis.T("Bujur dan lintang tertukar: %s baru terletak di Indonesia bila dibalik. Tukar urutannya menjadi bujur, lintang", "Longitude and latitude are swapped: %s lies in Indonesia only when turned round. Put longitude first", coordText(flat[0], flat[1])),
		}}
	case inside < points:
		for i := 0; i < len(flat); i += 2 {
			if !onEarth(flat[i], flat[i+1]) {
				return nil, []Issue{{
					Code: CodeBadCoordinate, Severity: Rejected, Value: coordText(flat[i], flat[i+1]),
					Reason: gis.T("Koordinat %s tidak ada di bumi", "The coordinate %s is nowhere on earth", coordText(flat[i], flat[i+1])),
				}}
			}
		}
		issues = append(issues, Issue{
			Code: CodeOutsideIndonesia, Severity: Suspicious,
			Reason: gis.T("%d dari %d titik terletak di luar Indonesia (bujur 94..142, lintang -12..7)", "%d of %d points lie outside Indonesia (longitude 94..142, latitude -12..7)", points-inside, points), Action: actFlagged,
		})
	}
	if notes.closed > 0 {
		issues = append(issues, Issue{
			Code: CodeRingClosed, Severity: Note,
			Reason: gis.T("%d cincin poligon tidak tertutup", "%d polygon rings were not closed", notes.closed), Action: gis.T("Ditutup dengan titik pertamanya", "Closed with their first point"),
		})
	}
	return geom.NewMultiPolygonFlat(geom.XY, flat, endss).SetSRID(4326), issues
}

func tooShort(points int) Issue {
	return Issue{
		Code: CodeRingTooShort, Severity: Rejected,
		Reason: gis.T("Sebuah cincin poligon hanya bertitik %d; paling sedikit 4, dengan titik akhir sama dengan titik awal", "A polygon ring has only %d points; it takes at least 4, the last being the first again", points),
	}
}

func coordText(x, y float64) string { return gis.T("%g, %g", "%g, %g", x, y).EN }

// polygonsOf reads the rings of a GeoJSON geometry.
func polygonsOf(geomType string, coords json.RawMessage) ([][]ring, shapeNotes, *Issue) {
	var notes shapeNotes
	bad := func(id, en string, args ...any) *Issue {
		return &Issue{Code: CodeBadGeometry, Severity: Rejected, Field: "geometry", Value: clip(geomType, 40), Reason: gis.T(id, en, args...)}
	}
	var nested [][][][]float64
	var err error
	// encoding/json reads null in an array of numbers as 0: a point off Africa.
	if bytes.Contains(coords, []byte("null")) {
		return nil, notes, bad("Ada koordinat kosong (null)", "There is an empty coordinate (null)")
	}
	switch geomType {
	case "MultiPolygon", "Polygon":
		nested, err = decodeCoordinates(coords, geomType == "MultiPolygon")
	case "":
		return nil, notes, bad("Fitur tanpa geometri; wilayah memerlukan Polygon atau MultiPolygon", "The feature has no geometry; a wilayah takes a Polygon or MultiPolygon")
	default:
		return nil, notes, bad("Geometri bertipe %s; wilayah memerlukan Polygon atau MultiPolygon", "The geometry is a %s; a wilayah takes a Polygon or MultiPolygon", clip(geomType, 40))
	}
	if err != nil || len(coords) == 0 {
		return nil, notes, bad("Koordinat geometri tidak dapat dibaca sebagai %s", "The geometry's coordinates cannot be read as a %s", geomType)
	}
	polys := make([][]ring, len(nested))
	for i, p := range nested {
		for _, r := range p {
			flat := make(ring, 0, 2*len(r))
			for _, pos := range r {
				if len(pos) < 2 {
					return nil, notes, bad("Ada titik dengan kurang dari dua angka", "There is a point with fewer than two numbers")
				}
				notes.zDropped = notes.zDropped || len(pos) > 2
				flat = append(flat, pos[0], pos[1])
			}
			polys[i] = append(polys[i], flat)
		}
	}
	return polys, notes, nil
}
