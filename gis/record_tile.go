package gis

import (
	"math"
	"time"
)

// TileLayer is one of the layers of vector tiles.
type TileLayer string

const (
	LayerDesa       TileLayer = "desa"
	LayerFacilities TileLayer = "facilities"
	LayerRoads      TileLayer = "roads"
	LayerWilayah    TileLayer = "wilayah"
	LayerOutlines   TileLayer = "outlines"
)

// DesaZoom is the zoom from which on tiles have the desa of all Indonesia.
const DesaZoom = 8

// DesaNames is the zoom from which on the tiles of desa have names and all four rules.
const DesaNames = 10

// TileAddress names a tile of the usual pyramid in web Mercator: zoom, column from
// the west, row from the north.
type TileAddress struct{ Z, X, Y int }

// Exists reports whether the pyramid has such a tile at all.
func (t TileAddress) Exists() bool {
	return t.Z >= 0 && t.Z <= 30 && t.X >= 0 && t.Y >= 0 && t.X < 1<<t.Z && t.Y < 1<<t.Z
}

// Box is the tile in degrees, with a margin of so many tile widths around it: west,
// south, east, north, within what web Mercator can show.
func (t TileAddress) Box(margin float64) [4]float64 {
	n := math.Exp2(float64(t.Z))
	lon := func(x float64) float64 { return min(max(x/n*360-180, -180), 180) }
	lat := func(y float64) float64 {
		return math.Atan(math.Sinh(math.Pi*(1-2*min(max(y/n, 0), 1)))) * 180 / math.Pi
	}
	x, y := float64(t.X), float64(t.Y)
	return [4]float64{lon(x - margin), lat(y + 1 + margin), lon(x + 1 + margin), lat(y - margin)}
}

// KeptTravel names travel figures that are kept in the store: see travel.Question.
type KeptTravel struct {
	Kinds   []FacilityKind `json:"kind"`
	Profile TravelProfile  `json:"profile"`
	Variant string         `json:"variant,omitempty"`
	By      TravelMetric   `json:"by"`
}

// KeptRun is one keeping of travel figures: since when, and what of that which they were
// computed from has changed. Where anything has, they are not told.
type KeptRun struct {
	ComputedAt time.Time   `json:"computed_at"`
	Within     WilayahCode `json:"within"`  // "": all desa
	Changed    []string    `json:"changed"` // NETWORK, PROFILE, FACILITY, PEOPLE, WILAYAH, DAY
}

// TileQuestion asks for a layer within a tile, with the same words as the queries.
type TileQuestion struct {
	Layer   TileLayer
	Rule    PustuRule      // desa: whose answer is the status
	Units   WilayahUnits   // desa
	AsOf    Date           // desa and facilities: the day
	Today   bool           // AsOf was not asked for: it is today
	Travel  *KeptTravel    // desa: with these trips
	Kinds   []FacilityKind // facilities; nil: all
	Classes []string       // roads; nil: all
	Levels  []WilayahLevel // wilayah; nil: by zoom
	Within  WilayahCode    // outlines: only its desa; "": all
}

// Tile is an answer in Mapbox Vector Tile format, and the version of what it was
// made from. Empty data is a tile with nothing in it.
type Tile struct {
	Version string
	Data    []byte
}

// TileSources is what a map says of where its tiles come from: the box of the desa,
// nil where there are none, and every list loaded.
type TileSources struct {
	Bounds  *[4]float64   `json:"bounds"`
	Sources []*DataSource `json:"sources"`
}
