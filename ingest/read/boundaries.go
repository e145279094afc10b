package read

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"jangkau/gis"
)

// BoundaryOptions says where to find the code and the name; what is empty is guessed.
type BoundaryOptions struct {
	Options
	CodeField string
	NameField string
	BPSField  string
}

// Property names met in the wild, folded, the surest first. KDEPUM and WADMKD
// are those of the Rupabumi maps (the desa's Kemendagri code and name; KDEBPS is
// the BPS code, which is another numbering), KDCPUM and so on their upper levels.
var (
	boundaryCodes = []string{"kode", "kodewilayah", "kodekemendagri", "kemendagri", "kodedesa", "kddesa", "kodedesakel", "kodekelurahan", "kdepum", "code", "kodekecamatan", "kodekec", "kdcpum", "kodekabupaten", "kodekab", "kdpkab", "kdppum", "kodewil", "idwilayah"}
	boundaryNames = []string{"nama", "namawilayah", "namadesa", "nmdesa", "wadmkd", "namobj", "name", "desa", "desakelurahan", "kelurahan", "namakecamatan", "nmkec", "wadmkc", "kecamatan", "wadmkk", "wadmpr"}
	boundaryBPS   = []string{"bps", "kodebps", "bpscode", "bpskode", "kdebps", "kdcbps", "kdbbps", "iddesa"}
)

// Boundaries streams the wilayah of a GeoJSON, GeoJSONL (either may be gzipped),
// zipped shapefile or GeoPackage to sink.
func Boundaries(ctx context.Context, path string, opts BoundaryOptions, sink Sink[Boundary]) (Report, error) {
	b := &boundaryReader{reader: newReader(opts.Options), opts: opts, sink: sink, seen: map[gis.WilayahCode]int{}}
	f, err := sniff(path)
	if err != nil {
		return b.report, err
	}
	switch f {
	case formatGeoJSON:
		err = b.geoJSON(ctx, path)
	case formatShapefile:
		b.report.Format = string(f)
		err = eachShape(ctx, path, b.reader, func(line int, props map[string]string, polys [][]ring, notes shapeNotes, bad *Issue) error {
			return b.row(line, props, polys, notes, bad)
		})
	case formatGPKG:
		b.report.Format = string(f)
		err = eachGPKG(ctx, path, b.reader, func(line int, props map[string]string, polys [][]ring, notes shapeNotes, bad *Issue) error {
			return b.row(line, props, polys, notes, bad)
		})
	default:
		err = wantFormat(path, f, "GeoJSON, GeoJSONL, shapefile (.zip), GeoPackage")
	}
	if err == nil && b.report.Rows == 0 {
		err = invalid("Berkas %s tidak berisi satu fitur pun", "The file %s holds no feature at all", filepath.Base(path))
	}
	if err == nil {
		b.finish()
	}
	return b.report, err
}

type boundaryReader struct {
	*reader
	opts             BoundaryOptions
	sink             Sink[Boundary]
	seen             map[gis.WilayahCode]int
	code, name, bps  string // the properties chosen, as the file spells them
	zLine            int
	normalised, bpsy int // codes without dots read, and refused as BPS-like
}

func (b *boundaryReader) geoJSON(ctx context.Context, path string) error {
	in, err := openInput(path, b.opts.Progress)
	if err != nil {
		return err
	}
	defer in.Close()
	f, _, err := eachFeature(ctx, in, func(ft feature) error {
		props := make(map[string]string, len(ft.properties))
		for k, v := range ft.properties {
			props[k] = propText(v)
		}
		polys, notes, bad := polygonsOf(ft.geomType, ft.coords)
		return b.row(ft.line, props, polys, notes, bad)
	})
	b.report.Format = string(f)
	return err
}

// propText spells a JSON value the way a table would show it.
func propText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// row takes one feature. bad, when set, is why its geometry could not be read.
func (b *boundaryReader) row(line int, props map[string]string, polys [][]ring, notes shapeNotes, bad *Issue) error {
	b.report.Rows++
	if b.report.Rows == 1 {
		if err := b.chooseFields(props); err != nil {
			return err
		}
	}
	code, issue := parseCode(props[b.code])
	if issue != nil {
		issue.Line, issue.Field = line, b.code
		if issue.Severity == Rejected {
			if issue.Code == CodeBadCode && len(issue.Value) == 10 && onlyDigits.MatchString(issue.Value) {
				b.bpsy++
			}
			b.reject(*issue)
			return nil
		}
		b.normalised++
		b.note(*issue)
	}
	if first, dup := b.seen[code]; dup {
		b.reject(Issue{
			Line: line, Code: CodeDuplicateCode, Field: b.code, Value: string(code),
			Reason: gis.T("Kode %s sudah ada pada fitur %d; satu wilayah satu fitur (MultiPolygon untuk beberapa pulau)", "The code %s already stands at feature %d; one wilayah is one feature (a MultiPolygon where it is several islands)", code, first),
		})
		return nil
	}
	if bad != nil {
		bad.Line = line
		b.reject(*bad)
		return nil
	}
	mp, issues := buildMultiPolygon(polys, notes)
	for _, i := range issues {
		i.Line = line
		if i.Field == "" {
			i.Field = "geometry"
		}
		if i.Severity == Rejected {
			b.reject(i)
			return nil
		}
		if i.Severity == Note {
			b.note(i)
		} else {
			b.issue(i)
		}
	}
	if notes.zDropped && b.zLine == 0 {
		b.zLine = line
		b.issue(Issue{
			Line: line, Code: CodeZDropped, Severity: Note, Field: "geometry",
			Reason: gis.T("Koordinat memuat ketinggian (Z)", "Coordinates carry heights (Z)"), Action: gis.T("Ketinggian diabaikan; tidak diulang untuk fitur lain", "Heights are left out; not repeated for other features"),
		})
	}
	name := strings.TrimSpace(props[b.name])
	if name == "" {
		b.issue(Issue{
			Line: line, Code: CodeMissingName, Severity: Suspicious, Field: b.name, Value: string(code),
			Reason: gis.T("Wilayah %s tanpa nama", "The wilayah %s has no name", code), Action: actFlagged,
		})
	}
	b.seen[code] = line
	b.report.Accepted++
	return b.sink(Boundary{Line: line, Code: code, Name: name, BPSCode: strings.TrimSpace(props[b.bps]), Geom: mp})
}

// chooseFields settles on the properties by the first feature, for the whole
// file: to choose anew for each feature would let a desa with an empty code take
// its kecamatan's.
func (b *boundaryReader) chooseFields(props map[string]string) error {
	keys := slices.Sorted(maps.Keys(props))
	for _, f := range []struct {
		what     string
		asked    string
		guesses  []string
		chosen   *string
		required bool
	}{
		{"code", b.opts.CodeField, boundaryCodes, &b.code, true},
		{"name", b.opts.NameField, boundaryNames, &b.name, false},
		{"bps", b.opts.BPSField, boundaryBPS, &b.bps, false},
	} {
		*f.chosen = pickProperty(keys, props, f.asked, f.guesses)
		if *f.chosen == "" && (f.required || f.asked != "") {
			asked := f.asked
			if asked == "" {
				asked = "kode"
			}
			return invalid("Atribut %q tidak ditemukan. Atribut yang ada: %s. Sebutkan atribut kode dan namanya", "The attribute %q was not found. The attributes are: %s. Name the attributes of code and name", asked, clip(strings.Join(keys, ", "), 300))
		}
		if *f.chosen != "" {
			b.report.Columns[f.what] = *f.chosen
		}
	}
	for _, k := range keys {
		if k != b.code && k != b.name && k != b.bps {
			b.report.Ignored = append(b.report.Ignored, k)
		}
	}
	return nil
}

// pickProperty finds the property asked for, else the first guess that has a
// value, else the first guess at all.
func pickProperty(keys []string, props map[string]string, asked string, guesses []string) string {
	if asked != "" {
		guesses = []string{foldHeader(asked)}
	}
	empty := ""
	for _, g := range guesses {
		for _, k := range keys {
			if foldHeader(k) != g {
				continue
			}
			if strings.TrimSpace(props[k]) != "" {
				return k
			}
			if empty == "" {
				empty = k
			}
		}
	}
	return empty
}

// finish says what only the whole file shows.
func (b *boundaryReader) finish() {
	b.moreNotes()
	if b.normalised > 0 && b.bpsy > 0 {
		b.issue(Issue{
			Code: CodeBadCode, Severity: Suspicious, Field: b.code,
			Reason: gis.T("Kolom %s tampaknya berisi kode BPS: %d kode ditolak karena itu, sehingga %d kode tanpa titik yang terbaca juga patut diperiksa", "The column %s seems to hold BPS codes: %d were refused for that, so the %d undotted ones that were read should be checked too", b.code, b.bpsy, b.normalised), Action: actFlagged,
		})
	}
}
