package ingest

import (
	"context"
	"strconv"
	"strings"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// RoadOptions are those of an import of roads.
type RoadOptions struct {
	Options
	Covers       string  // wilayah code, or "west,south,east,north": the area the roads are complete for
	MinComponent int     // fewest nodes of a component a point may join; 0: 100
	SnapMaxM     float64 // farthest a point may lie from its road; 0: 5,000
	Nodes, Edges string  // the two files of a CSV pair, where their names do not tell
}

// Coverage says which area a network covers and how that is known. One of Code
// and Box is set for a declared area, Box for a file's bounds, Cells for the
// surroundings of roads.
type Coverage struct {
	Method gis.CoverageMethod
	Code   gis.WilayahCode
	Box    *[4]float64 // west, south, east, north
	Cells  []Strip
}

// NetworkEdge is an edge as the store keeps it: ids count from 0.
type NetworkEdge struct {
	ID, From, To       int32
	Class, Name        string
	Surface, Tracktype string // as the map words them; "": not given
	Smoothness         string
	Structure          string  // "", or one of read.Bridge and so on
	WayID              int64   // of OpenStreetMap; 0: the file has none
	MaxSpeedKmh        float64 // 0: not given
	Access             uint8   // bits of gis.WalkForward and so on
	FerryDurationS     float64 // 0: not given, or no ferry
	LengthM            float64
	Line               []float64 // lon, lat, lon, lat… of at least two points, EPSG:4326
}

// NetworkFacts describe the network once all of it is staged.
type NetworkFacts struct {
	ContentHash  string
	Nodes        []network.Point // by id
	Edges        int
	LengthM      float64
	Pieces       *gis.RoadPieces // of all roads but ferry lines
	Coverage     Coverage
	MinComponent int
	SnapMaxM     float64
}

// NetworkOutcome is what became of the network staged.
type NetworkOutcome struct {
	Unchanged   bool // the current network has the same content: nothing was written
	Dataset     int64
	DesaPoints  int // desa with roads inside
	DesaOutside int // desa with a point outside the coverage
	DesaCovered int
	NoLandmass  int // nodes on no known landmass
}

// RoadLoad is what an import of roads needs of the store.
type RoadLoad interface {
	Load
	// BeginNetwork opens a dataset that is BUILDING.
	BeginNetwork(ctx context.Context) error
	StageEdges(ctx context.Context, rows []NetworkEdge) error
	// ApplyNetwork makes it CURRENT and retires the one before.
	ApplyNetwork(ctx context.Context, facts NetworkFacts) (NetworkOutcome, error)
}

const (
	defaultMinComponent = 100
	defaultSnapMaxM     = 5000
	roadBatch           = 5000
)

// Roads imports a road network, which replaces the current one as a whole.
func Roads[L RoadLoad](ctx context.Context, begin func(context.Context, LoadInfo) (L, error), opts RoadOptions) (Result, error) {
	declared, err := parseCovers(opts.Covers)
	if err != nil {
		return Result{}, err
	}
	if opts.MinComponent == 0 {
		opts.MinComponent = defaultMinComponent
	}
	if opts.SnapMaxM == 0 {
		opts.SnapMaxM = defaultSnapMaxM
	}
	var out NetworkOutcome
	params := map[string]any{"covers": opts.Covers, "minComponent": opts.MinComponent, "snapMaxM": opts.SnapMaxM}
	res, err := run(ctx, begin, RoleRoads, opts.Options, params, func(ctx context.Context, load L, rec *recorder) (Counts, error) {
		o := opts.withDefaults()
		if err := load.BeginNetwork(ctx); err != nil {
			return Counts{}, err
		}
		b := newNetworkBuilder(opts.SnapMaxM)
		o.beginReading()
		report, err := stageRoads(ctx, opts, load, rec, b)
		o.Progress.End()
		if err != nil {
			return Counts{}, err
		}
		facts := b.facts(opts, declared, report.Coverage)
		if facts.Edges == 0 {
			return Counts{}, gis.NewError(gis.Invalid, "Berkas %s tidak berisi satu ruas jalan pun", "The file %s holds no road at all", o.SourceName)
		}
		rec.rows = facts.Edges + len(rec.rejected)
		o.Progress.Begin(gis.T("Menyusun jaringan jalan", "Building the road network"), 0)
		out, err = load.ApplyNetwork(ctx, facts)
		o.Progress.End()
		if out.Unchanged {
			return Counts{Unchanged: facts.Edges}, err
		}
		if err == nil {
			err = out.useless(o.SourceName)
		}
		return Counts{Added: facts.Edges}, err
	})
	if err == nil {
		out.tell(&res)
	}
	return res, err
}

// stageRoads reads the file: edges go to the load, nodes stay in the builder, numbered
// in the order in which the file brings them, until their landmass is known.
func stageRoads[L RoadLoad](ctx context.Context, opts RoadOptions, load L, rec *recorder, b *networkBuilder) (read.Report, error) {
	var report read.Report
	o := opts.withDefaults()
	err := pipe(ctx, roadBatch, func(ctx context.Context, sink read.Sink[NetworkEdge]) error {
		var err error
		report, err = read.Roads(ctx, o.Path, read.RoadOptions{Options: o.readOptions(rec), Nodes: opts.Nodes, Edges: opts.Edges},
			func(n read.RoadNode) error {
				b.node(n)
				return nil
			},
			func(e read.RoadEdge) error {
				edge, err := b.edge(e)
				if err != nil {
					return err
				}
				return sink(edge)
			})
		rec.report(report)
		return err
	}, load.StageEdges)
	return report, err
}

// parseCovers reads what --covers says; nil where it is empty.
func parseCovers(s string) (*Coverage, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, nil
	}
	bad := func() error {
		return &gis.Error{Kind: gis.Invalid, Field: "covers", Message: gis.T(
			"--covers=%q tidak terbaca; tulis kode wilayah (35.10) atau barat,selatan,timur,utara (113.8,-8.8,114.6,-7.9)",
			"--covers=%q cannot be read; write a wilayah code (35.10) or west,south,east,north (113.8,-8.8,114.6,-7.9)", s)}
	}
	parts := strings.Split(s, ",")
	if len(parts) == 1 {
		code, err := gis.ParseWilayahCode(s)
		if err != nil {
			return nil, bad()
		}
		return &Coverage{Method: gis.CoverageDeclared, Code: code}, nil
	}
	if len(parts) != 4 {
		return nil, bad()
	}
	var box [4]float64
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			return nil, bad()
		}
		box[i] = v
	}
	if !(box[0] < box[2] && box[1] < box[3] && box[0] >= -180 && box[2] <= 180 && box[1] >= -90 && box[3] <= 90) {
		return nil, bad()
	}
	return &Coverage{Method: gis.CoverageDeclared, Box: &box}, nil
}

// useless refuses roads of another place altogether: they would take the place of
// the ones in use, and every trip would become NOT_COMPUTED.
func (n NetworkOutcome) useless(source string) error {
	if n.DesaCovered > 0 || n.DesaOutside == 0 {
		return nil
	}
	return gis.NewError(gis.Invalid,
		"Jalan dalam %s tidak mencakup satu pun dari %d desa/kelurahan yang dimuat; berkas yang keliru? Tidak ada yang berubah",
		"The roads of %s cover none of the %d desa/kelurahan loaded; the wrong file? Nothing was changed", source, n.DesaOutside)
}

func (n NetworkOutcome) tell(res *Result) {
	if n.Unchanged {
		res.say("Jaringan ini sama dengan yang sedang berlaku; tidak ada yang ditulis", "This network equals the current one; nothing was written")
		return
	}
	res.say("Jaringan jalan %d berlaku; %d desa/kelurahan memiliki jalan di dalamnya", "Road network %d is current; %d desa/kelurahan have roads inside", n.Dataset, n.DesaPoints)
	res.say("%d desa/kelurahan tercakup data jalan, %d tidak", "%d desa/kelurahan are covered by the road data, %d are not", n.DesaCovered, n.DesaOutside)
	if n.NoLandmass > 0 {
		res.say("%d simpul tidak terletak di daratan desa mana pun yang dikenal", "%d nodes lie on no landmass of a known desa", n.NoLandmass)
	}
}
