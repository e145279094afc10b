package travel

import (
	"fmt"
	"time"

	"github.com/twpayne/go-geom"

	"jangkau/gis"
)

// Version names what a snapshot was made of. Revisions are those of the store:
// numbers that grow with every change.
type Version struct {
	Dataset    int64  // the CURRENT network dataset; 0 where there is none
	Hash       string // its hash; "" where there is none
	Facility   int64
	Wilayah    int64
	Population int64
	Network    int64 // datasets and travel profiles
}

func (v Version) String() string {
	hash := v.Hash
	if len(hash) > 12 {
		hash = hash[:12]
	}
	return fmt.Sprintf("n%d-%s.f%d.w%d.p%d.r%d", v.Dataset, hash, v.Facility, v.Wilayah, v.Population, v.Network)
}

// DatasetInfo describes a network dataset.
type DatasetInfo struct {
	ID             int64
	Hash           string
	CoverageMethod gis.CoverageMethod
	Coverage       *geom.MultiPolygon // EPSG:4326; nil covers nothing, except by NEAR_ROADS
	MinComponent   int                // fewest nodes of a component that a point may join; 0 means 1
	SnapMaxM       float64            // metres; 0 means 5,000
}

func (d *DatasetInfo) options() gis.RoadOptions {
	return gis.RoadOptions{SnapMaxM: d.SnapMaxM, MinComponent: d.MinComponent, Method: d.CoverageMethod, Coverage: d.Coverage}
}

// NetworkData is one network dataset as the store holds it. Node ids are 0 to
// len(NodeLon)-1 and edges stand in order of id.
type NetworkData struct {
	Dataset          DatasetInfo
	NodeLon, NodeLat []float64
	NodeLandmass     []int32 // 0: not known
	Edges            []EdgeRow
}

// EdgeRow is a road between two nodes. Class, Surface and the like repeat a great
// deal: a loader does well to share equal strings. All are "" where not given.
type EdgeRow struct {
	From, To       int32
	Class, Surface string
	Tracktype      string
	Smoothness     string
	Structure      string  // BRIDGE, TUNNEL or FORD
	WayID          int64   // of OpenStreetMap; 0 where not known
	MaxSpeedKmh    float32 // 0 where not given
	Access         uint8   // bits of gis.WalkForward and so on
	FerryDurationS float32 // 0 where not given, or no ferry
	LengthM        float64
	Geom           []float64 // lon, lat, lon, lat, … from From to To; nil is a straight line
}

// Places is everything but the roads, read at one moment: that of its Version.
type Places struct {
	Version    Version
	Building   bool // some dataset is BUILDING: told apart only where Version.Dataset is 0
	Profiles   []gis.Profile
	Desa       []DesaRow // every desa and kelurahan, also those without people or point
	Demand     []DemandRow
	Facilities []FacilityRow // closed ones too: an answer may be asked as of a day
	Inputs     PlaceInputs
}

// PlaceInputs are numbers that grow where places change in a way that a trip can
// tell: see [Inputs]. Whenever one does, a revision of Version does too.
type PlaceInputs struct {
	Facility  map[gis.FacilityKind]int64
	People    int64
	Wilayah   int64
	DesaFrom  Day // the same desa are in force from this day on
	DesaUntil Day // and until the day before this; NoDay where none is known to go
}

// DesaRow is a desa or kelurahan. People is the figure of the whole; the people
// of its demand points say only how it is spread.
type DesaRow struct {
	Code      gis.WilayahCode
	People    int
	HasPeople bool // false where no source tells
}

// DemandRow is a point where people of a desa start from: its settlements, else
// one point for all of it, by the rule of [gis.DemandOrigin].
type DemandRow struct {
	Desa     gis.WilayahCode
	Lon, Lat float64
	Landmass int32            // 0: not known
	People   float64          // weight among the points of its desa; all 0 means alike
	Origin   gis.DemandOrigin // what the point is
}

// FacilityRow is a facility with the days on which it may be travelled to.
type FacilityRow struct {
	ID       int64
	Kind     gis.FacilityKind
	HasPoint bool    // false: the snapshot takes the point of Desa where it has one
	Lon, Lat float64 // where HasPoint
	Desa     gis.WilayahCode
	Landmass int32               // 0: not known
	Quality  gis.LocationQuality // NONE: never reached, but counted

	KnownFrom Day           // first day on which it is known
	Closed    Day           // first day on which it is closed for good; 0 or NoDay if not
	Shut      bool          // status CLOSED while no state is in force
	States    []StateChange // by day, rising
}

// StateChange says that from a day on a facility has, or has not, the status
// CLOSED.
type StateChange struct {
	From Day
	Shut bool
}

// Day is a date, as days since 1970-01-01.
type Day int32

// NoDay stands for a date that never comes.
const NoDay Day = 1<<31 - 1

// DayOf is the date that t has in its own time zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date is the day as midnight UTC.
func (d Day) Date() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }
