package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest"
)

// BeginNetwork opens a dataset that is BUILDING, behind a savepoint: should the
// current network turn out to be the same, nothing of it was there.
func (l *Load) BeginNetwork(ctx context.Context) error {
	if err := l.refuseOtherNetwork(ctx); err != nil {
		return err
	}
	if _, err := l.tx.Exec(ctx, `savepoint network`); err != nil {
		return wrap("begin network", err)
	}
	err := l.tx.QueryRow(ctx, `
		insert into data.network_dataset (source_id, status, hash, coverage, coverage_method, nodes, edges, length_m, created_at)
		values ($1, 'BUILDING', '', 'SRID=4326;MULTIPOLYGON EMPTY', 'NEAR_ROADS', 0, 0, 0, $2) returning id`,
		l.Source, l.Info.StartedAt).Scan(&l.network)
	return wrap("begin network", err)
}

// refuseOtherNetwork keeps demo roads and real ones from replacing each other:
// only one network is current, wherever its roads lie.
func (l *Load) refuseOtherNetwork(ctx context.Context) error {
	var kind string
	err := l.tx.QueryRow(ctx, `
		select s.kind from data.network_dataset d join data.data_source s on s.id = d.source_id where d.status = 'CURRENT'`).Scan(&kind)
	switch {
	case errors.Is(err, pgx.ErrNoRows) || err == nil && kind == l.Info.Kind:
		return nil
	case err != nil:
		return wrap("check demo and real roads", err)
	case l.Info.Kind == ingest.Demo:
		return gis.NewError(gis.Conflict,
			"Jaringan jalan sungguhan sedang berlaku; jalan peraga tidak menggantikannya. Muat peraga ke basis data yang kosong",
			"A real road network is current; demo roads do not replace it. Load the demo into an empty store")
	}
	return gis.NewError(gis.Conflict,
		"Jaringan jalan yang berlaku adalah data peraga (demo). Jalankan dahulu: jangkau demo --remove",
		"The current road network is demo data. First run: jangkau demo --remove")
}

// StageEdges takes edges in, straight to where they stay.
func (l *Load) StageEdges(ctx context.Context, rows []ingest.NetworkEdge) error {
	c := newCopy(len(rows) * 256)
	for i := range rows {
		e := &rows[i]
		c.row(16)
		c.int8(l.network)
		c.int4(e.ID)
		c.int4(e.From)
		c.int4(e.To)
		c.text(e.Class)
		c.text(e.Surface)
		c.text(e.Tracktype)
		c.text(e.Smoothness)
		c.text(e.Structure)
		c.int8OrNull(e.WayID)
		c.text(e.Name)
		c.float4OrNull(e.MaxSpeedKmh)
		c.int2(int16(e.Access))
		c.float4OrNull(e.FerryDurationS)
		c.float8(e.LengthM)
		c.line(e.Line)
	}
	return wrap("copy edges", c.send(ctx, l.tx, `data.network_edge (dataset_id, id, from_node, to_node, class, surface, tracktype, smoothness,
		structure, way_id, name, max_speed_kmh, access, ferry_duration_s, length_m, geom)`))
}

// writeNodes writes the nodes with the landmass of each.
func (l *Load) writeNodes(ctx context.Context, nodes []network.Point, landmass []int32) error {
	const batch = 50_000 // 3 MB
	for start := 0; start < len(nodes); start += batch {
		end := min(start+batch, len(nodes))
		c := newCopy((end - start) * 54)
		for i := start; i < end; i++ {
			c.row(5)
			c.int8(l.network)
			c.int4(int32(i))
			c.float8(nodes[i].Lon)
			c.float8(nodes[i].Lat)
			c.int4(landmass[i])
		}
		if err := c.send(ctx, l.tx, `data.network_node (dataset_id, id, lon, lat, landmass)`); err != nil {
			return err
		}
	}
	return nil
}

// ApplyNetwork makes the staged network CURRENT. The one before becomes RETIRED
// and loses its nodes and edges at once: a process that is reading them sees its
// own moment of the store, and its row stays for the results that name it.
func (l *Load) ApplyNetwork(ctx context.Context, f ingest.NetworkFacts) (out ingest.NetworkOutcome, err error) {
	defer func() { err = wrap("apply network", err) }()
	err = l.tx.QueryRow(ctx, `select exists (select 1 from data.network_dataset where status = 'CURRENT' and content_hash = $1)`, f.ContentHash).Scan(&out.Unchanged)
	if err != nil {
		return out, err
	}
	if out.Unchanged {
		_, err = l.tx.Exec(ctx, `rollback to savepoint network`)
		return out, err
	}
	out.Dataset = l.network
	if err := l.refreshLandmass(ctx); err != nil {
		return out, err
	}
	places, err := l.placeRoads(ctx, f.Nodes, f.Pieces)
	if err != nil {
		return out, err
	}
	if err := l.writeNodes(ctx, f.Nodes, places.Landmass()); err != nil {
		return out, err
	}
	if err := l.writeCoverage(ctx, f); err != nil {
		return out, err
	}
	if _, err := l.writeDesaPoints(ctx, l.network, places.Densest()); err != nil {
		return out, err
	}
	kabupaten, err := l.codes(ctx, `select distinct substr(desa, 1, 5) from data.network_desa_point where dataset_id = $1 order by 1`, l.network)
	if err != nil {
		return out, err
	}
	if err := l.refuseMix(ctx, kabupaten); err != nil {
		return out, err
	}
	if err := l.replaceNetwork(ctx, f); err != nil {
		return out, err
	}
	err = l.tx.QueryRow(ctx, `
		select (select count(*) from data.network_desa_point where dataset_id = d.id),
			(select count(*) from data.network_node where dataset_id = d.id and landmass = 0),
			(select count(*) from api.wilayah w where w.level = 'DESA_KELURAHAN' and ST_Intersects(d.coverage, w.surface_point)),
			(select count(*) from api.wilayah w where w.level = 'DESA_KELURAHAN' and not ST_Intersects(d.coverage, w.surface_point))
		from data.network_dataset d where d.id = $1`, l.network).Scan(&out.DesaPoints, &out.NoLandmass, &out.DesaCovered, &out.DesaOutside)
	return out, err
}

// replaceNetwork retires the current network and sets the new one in its place.
func (l *Load) replaceNetwork(ctx context.Context, f ingest.NetworkFacts) error {
	for _, table := range []string{"network_edge", "network_node", "network_desa_point"} {
		if _, err := l.tx.Exec(ctx, `delete from data.`+table+` where dataset_id in (select id from data.network_dataset where status = 'CURRENT')`); err != nil {
			return err
		}
	}
	if _, err := l.tx.Exec(ctx, `update data.network_dataset set status = 'RETIRED' where status = 'CURRENT'`); err != nil {
		return err
	}
	_, err := l.tx.Exec(ctx, `
		update data.network_dataset set status = 'CURRENT', content_hash = $2, nodes = $3, edges = $4, length_m = $5, min_component = $6, snap_max_m = $7
		where id = $1`, l.network, f.ContentHash, len(f.Nodes), f.Edges, f.LengthM, f.MinComponent, f.SnapMaxM)
	if err != nil {
		return err
	}
	return l.nameNetwork(ctx, l.network)
}

// nameNetwork sets the hash that names the version: content and landmasses.
func (l *Load) nameNetwork(ctx context.Context, dataset int64) error {
	_, err := l.tx.Exec(ctx, `
		update data.network_dataset set hash = encode(sha256(convert_to(content_hash ||
			(select coalesce(md5(string_agg(landmass::text, ',' order by id)), '') from data.network_node where dataset_id = $1), 'UTF8')), 'hex')
		where id = $1`, dataset)
	return err
}

// writeCoverage draws the area that the network covers.
func (l *Load) writeCoverage(ctx context.Context, f ingest.NetworkFacts) error {
	c := f.Coverage
	const set = `update data.network_dataset set coverage_method = $2, coverage = ST_Multi(ST_CollectionExtract((`
	const where = `), 3)) where id = $1`
	var err error
	switch {
	case c.Code != "":
		err = l.coverWilayah(ctx, string(c.Code), set, where)
	case c.Box != nil:
		_, err = l.tx.Exec(ctx, set+`select ST_MakeEnvelope($3, $4, $5, $6, 4326)`+where,
			l.network, string(c.Method), c.Box[0], c.Box[1], c.Box[2], c.Box[3])
	default:
		_, err = l.tx.Exec(ctx, set+`select coalesce(ST_Union(ST_MakeEnvelope(w, s, e, n, 4326)), 'SRID=4326;POLYGON EMPTY')
			from unnest($3::float8[], $4::float8[], $5::float8[], $6::float8[]) as strip(w, s, e, n)`+where, stripColumns(l.network, c)...)
	}
	return err
}

// coverWilayah takes the wilayah's own polygon, else the union of its desa.
func (l *Load) coverWilayah(ctx context.Context, code, set, where string) error {
	var known bool
	if err := l.tx.QueryRow(ctx, `select exists (select 1 from api.wilayah w where w.geom is not null and (w.code = $1 or w.code >= $1 || '.' and w.code < $1 || '/'))`,
		code).Scan(&known); err != nil {
		return err
	}
	if !known {
		return &gis.Error{Kind: gis.Invalid, Field: "covers", Message: gis.T(
			"Wilayah %s belum berpoligon; impor dahulu batasnya atau tulis --covers sebagai barat,selatan,timur,utara",
			"The wilayah %s has no polygon; import its boundaries first or write --covers as west,south,east,north", code)}
	}
	_, err := l.tx.Exec(ctx, set+`coalesce((select w.geom from api.wilayah w where w.code = $3),
		(select ST_Union(w.geom) from api.wilayah w where w.level = 'DESA_KELURAHAN' and w.code >= $3 || '.' and w.code < $3 || '/'))`+where,
		l.network, string(gis.CoverageDeclared), code)
	return err
}

func stripColumns(dataset int64, c ingest.Coverage) []any {
	n := len(c.Cells)
	w, s, e, no := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i, cell := range c.Cells {
		w[i], s[i], e[i], no[i] = cell.West, cell.South, cell.East, cell.North
	}
	return []any{dataset, string(c.Method), w, s, e, no}
}
