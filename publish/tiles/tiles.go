// Package tiles serves vector tiles: /tiles/{layer}.json says what a layer holds and
// where its tiles are, /tiles/{layer}/{z}/{x}/{y}.mvt are the tiles, with the filters
// of the queries.
package tiles

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/publish"
)

// Store is what tiles are made from. A tile is of one moment, and its version, which
// TileVersion tells ahead of it, names that moment. Errors are *gis.Error.
type Store interface {
	TileVersion(ctx context.Context, q gis.TileQuestion) (string, error)
	Tile(ctx context.Context, q gis.TileQuestion, t gis.TileAddress) (gis.Tile, error)
	TileSources(ctx context.Context, within gis.WilayahCode) (gis.TileSources, error)
}

// Config is what the handler works with; Store, Logger and Now are needed.
type Config struct {
	Store  Store
	Logger *slog.Logger
	Now    func() time.Time
	Cache  int           // bytes of tiles in memory; 0: 64 MiB
	Making int           // tiles made at a time; 0: twice the processors
	Time   time.Duration // of a request; 0: 30 s
	URL    string        // where the world reaches the server; "": as each request did
}

type handler struct {
	Config
	cache *cache
	turns chan struct{}
}

// NewHandler serves /tiles and what is below it.
func NewHandler(cfg Config) http.Handler {
	if cfg.Cache == 0 {
		cfg.Cache = 64 << 20
	}
	if cfg.Making == 0 {
		cfg.Making = 2 * runtime.GOMAXPROCS(0)
	}
	if cfg.Time == 0 {
		cfg.Time = 30 * time.Second
	}
	h := &handler{Config: cfg, cache: newCache(cfg.Cache), turns: make(chan struct{}, cfg.Making)}
	edge := publish.Edge{Log: cfg.Logger, Time: cfg.Time, Answered: slog.LevelDebug}
	mux := http.NewServeMux()
	mux.Handle("GET /tiles", edge.Handle(h.list))
	mux.Handle("GET /tiles/{file}", edge.Handle(h.describe))
	mux.Handle("GET /tiles/{layer}/{z}/{x}/{y}", edge.Handle(h.tile))
	mux.Handle("/tiles/", edge.Handle(func(http.ResponseWriter, *http.Request) error {
		return gis.NewError(gis.NotFound, "Tidak ada apa-apa di alamat ini; lihat /tiles", "There is nothing at this address; see /tiles")
	}))
	return mux
}

// question reads the filters of a layer. Those that a layer does not have are
// refused by Err.
func (h *handler) question(p *publish.Params, l *layer) gis.TileQuestion {
	q := gis.TileQuestion{Layer: l.name}
	switch l.name {
	case gis.LayerDesa:
		q.Rule, q.Units, q.Travel = p.Rule(), p.Units(), p.Travel()
		q.AsOf, q.Today = p.AsOf(h.Now())
	case gis.LayerFacilities:
		q.Kinds = p.Kinds()
		q.AsOf, q.Today = p.AsOf(h.Now())
	case gis.LayerRoads:
		q.Classes = p.List("class")
	case gis.LayerWilayah:
		q.Levels = publish.Choices(p, "level", []gis.WilayahLevel{gis.Provinsi, gis.Kabupaten, gis.Kecamatan})
	case gis.LayerOutlines:
		q.Within = p.Code("within")
	}
	p.Text("v") // see tile
	return q
}

// drawing is part of every tag, so that a program that draws differently does not
// call its tiles unchanged. It grows whenever tiles of the same data change.
const drawing = "3"

func keyOf(q gis.TileQuestion, t gis.TileAddress, version string) string {
	travel := ""
	if k := q.Travel; k != nil {
		travel = fmt.Sprint(k.Kinds, k.Profile, k.Variant, k.By)
	}
	return fmt.Sprint(drawing, q.Layer, t, q.Rule, q.Units, q.AsOf, travel, q.Kinds, q.Levels, q.Within, version) + strings.Join(q.Classes, "\x00")
}

func tagOf(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:12])
}

// tile answers a tile. Its tag follows from the question and the version of the data,
// so that one that a browser has is known without being made. Where the address names
// the version, as those of TileJSON do, the tile never changes.
func (h *handler) tile(w http.ResponseWriter, r *http.Request) error {
	l, t, err := addressOf(r)
	if err != nil {
		return err
	}
	p := publish.ParamsOf(r)
	q := h.question(p, l)
	if err := p.Err(); err != nil {
		return err
	}
	if t.Z < l.zoomsFrom(q) {
		return gis.NewError(gis.Invalid,
			"Di bawah zum %d lapis %s digambar untuk satu wilayah: sebutkan within, misalnya within=35",
			"Below zoom %d the layer %s is drawn for one wilayah: name it by within, as in within=35", l.zoomsFrom(q), l.name)
	}
	version, err := h.Store.TileVersion(r.Context(), q)
	if err != nil {
		return err
	}
	head := w.Header()
	head.Set("Vary", "Accept-Encoding")
	gzips := acceptsGzip(r)
	if have, ok := publish.Unchanged(r, tagOf(keyOf(q, t, version)), gzips); ok {
		h.cacheControl(head, p, version)
		head.Set("ETag", have)
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	tile, err := h.cache.get(r.Context(), keyOf(q, t, version), func(ctx context.Context) (*made, error) { return h.make(ctx, q, t) })
	if err != nil {
		return err
	}
	body := tile.plain
	if gzips = gzips && tile.gzipped != nil; gzips {
		body = tile.gzipped
		head.Set("Content-Encoding", "gzip")
	}
	h.cacheControl(head, p, tile.version)
	head.Set("ETag", publish.Tag(tagOf(keyOf(q, t, tile.version)), gzips))
	head.Set("Content-Type", "application/vnd.mapbox-vector-tile")
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the caller may have gone
	}
	return nil
}

func (h *handler) cacheControl(head http.Header, p *publish.Params, version string) {
	head.Set("Cache-Control", "no-cache") // ask again; the tag makes that cheap
	if p.Text("v") == tagOf(version) {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
}

// make makes a tile when it is its turn: more at a time would only be slower each.
func (h *handler) make(ctx context.Context, q gis.TileQuestion, t gis.TileAddress) (*made, error) {
	ctx, cancel := context.WithTimeout(ctx, h.Time)
	defer cancel()
	select {
	case h.turns <- struct{}{}:
		defer func() { <-h.turns }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	got, err := h.Store.Tile(ctx, q, t)
	if err != nil {
		return nil, err
	}
	return &made{version: got.Version, plain: got.Data, gzipped: compressed(got.Data)}, nil
}

// compressed is nil where it is hardly worth it: a packet holds 1,400 bytes.
func compressed(data []byte) []byte {
	if len(data) < 1400 {
		return nil
	}
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // the level is a right one
	_, _ = z.Write(data)                            // into memory
	_ = z.Close()
	if b.Len() >= len(data) {
		return nil
	}
	return b.Bytes()
}

func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

// addressOf reads the layer and the tile that an address names.
func addressOf(r *http.Request) (*layer, gis.TileAddress, error) {
	l, err := layerNamed(r.PathValue("layer"))
	if err != nil {
		return nil, gis.TileAddress{}, err
	}
	y, mvt := strings.CutSuffix(r.PathValue("y"), ".mvt")
	var n [3]int
	for i, s := range []string{r.PathValue("z"), r.PathValue("x"), y} {
		if n[i], err = strconv.Atoi(s); err != nil || !mvt {
			return nil, gis.TileAddress{}, gis.NewError(gis.Invalid,
				"Alamat petak berbentuk /tiles/%[1]s/{z}/{x}/{y}.mvt dengan bilangan bulat, misalnya /tiles/%[1]s/10/834/533.mvt",
				"The address of a tile is /tiles/%[1]s/{z}/{x}/{y}.mvt with whole numbers, as in /tiles/%[1]s/10/834/533.mvt", l.name)
		}
	}
	t := gis.TileAddress{Z: n[0], X: n[1], Y: n[2]}
	if !t.Exists() {
		return nil, t, gis.NewError(gis.Invalid,
			"Petak %d/%d/%d di luar jangkauan: pada zum z, x dan y dari 0 sampai 2^z-1",
			"The tile %d/%d/%d is out of range: at zoom z, x and y go from 0 to 2^z-1", t.Z, t.X, t.Y)
	}
	if t.Z < l.minZoom || t.Z > maxZoom {
		return nil, t, gis.NewError(gis.NotFound,
			"Lapis %s ada pada zum %d sampai %d; perbesar dari zum terakhir, lihat /tiles/%[1]s.json",
			"The layer %s has zooms %d to %d; beyond the last one, magnify it; see /tiles/%[1]s.json", l.name, l.minZoom, maxZoom)
	}
	return l, t, nil
}
