package read

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-shapefile"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"

	"jangkau/gis"
)

// shapeRow takes one feature of a shapefile or GeoPackage; bad, when set, is why
// its geometry cannot be used.
type shapeRow func(line int, props map[string]string, polys [][]ring, notes shapeNotes, bad *Issue) error

// maxShapeRecord bounds one record: a broken length would otherwise ask for
// gigabytes. The largest kabupaten unsimplified stays well below it.
const maxShapeRecord = 256 << 20

// shapeParts opens the files that make up one shapefile, by extension.
type shapeParts struct {
	name  string
	open  func(ext string) (io.ReadCloser, int64, error) // errMissing where there is none
	close func() error
}

var errMissing = errors.New("part missing")

// eachShape streams a zipped (or bare) shapefile. The text encoding is the .cpg's;
// without one it is UTF-8 if everything so far was, else Windows-1252.
func eachShape(ctx context.Context, path string, r *reader, row shapeRow) error {
	parts, err := openShapeParts(path, r.opts.Layer)
	if err != nil {
		return err
	}
	defer func() { _ = parts.close() }()
	if err := checkPRJ(parts, r); err != nil {
		return err
	}
	decode, err := shapeDecoder(parts)
	if err != nil {
		return err
	}
	dbfFile, _, err := parts.open(".dbf")
	if err != nil {
		return invalidBy(err, "Shapefile %s tanpa berkas .dbf: atribut kode dan nama ada di sana. Zip semua bagiannya (.shp, .shx, .dbf, .prj)", "The shapefile %s has no .dbf, which holds the codes and names. Zip all its parts (.shp, .shx, .dbf, .prj)", parts.name)
	}
	defer dbfFile.Close()
	// Without a charset the scanner maps bytes one to one to runes, which loses
	// nothing: the decoding proper is ours. SkipBrokenFields, because GDAL writes
	// NULL numbers as asterisks.
	dbf, err := shapefile.NewScannerDBF(io.NopCloser(bufio.NewReader(dbfFile)), &shapefile.ReadDBFOptions{SkipBrokenFields: true})
	if err != nil {
		return invalidBy(err, "Berkas .dbf dari %s rusak atau terpotong: %v", "The .dbf of %s is broken or cut short: %v", parts.name, err)
	}
	shp, size, err := parts.open(".shp")
	if err != nil {
		return invalidBy(err, "Shapefile %s tanpa berkas .shp", "The shapefile %s has no .shp", parts.name)
	}
	defer shp.Close()
	in := bufio.NewReader(&countReader{r: shp, total: size, progress: r.opts.Progress})
	header := make([]byte, 100)
	if _, err := io.ReadFull(in, header); err != nil || binary.BigEndian.Uint32(header) != 9994 {
		return invalidBy(err, "Kepala berkas .shp dari %s rusak atau terpotong", "The .shp header of %s is broken or cut short", parts.name)
	}
	for line := 1; ; line++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, more, bad, err := nextShape(in, line)
		if err != nil {
			return err
		}
		if !more {
			if _, err := dbf.Scan(); err == nil {
				return invalid("Berkas .shp dari %s berakhir setelah %d bentuk, sedangkan .dbf masih berisi baris: terpotong?", "The .shp of %s ends after %d shapes while the .dbf goes on: cut short?", parts.name, line-1)
			}
			return nil
		}
		values, err := dbf.Scan()
		if err != nil {
			return invalidBy(err, "Berkas .dbf dari %s berakhir atau rusak pada baris %d: %v", "The .dbf of %s ends or breaks at row %d: %v", parts.name, line, err)
		}
		if values == nil {
			continue // deleted in the table, kept in the file
		}
		props := make(map[string]string, len(values))
		for i, f := range dbf.FieldDescriptors() {
			props[f.Name] = dbfText(values[i], decode)
		}
		polys, notes := ringsOf(rec)
		if bad == nil && polys == nil {
			bad = &Issue{
				Code: CodeBadGeometry, Severity: Rejected, Field: "geometry",
				Reason: gis.T("Bentuknya kosong atau bukan poligon", "The shape is empty or no polygon"),
			}
		}
		if err := row(line, props, polys, notes, bad); err != nil {
			return err
		}
	}
}

// nextShape reads one record. It frames the record itself, so that one shape the
// library refuses costs its row and not the file.
func nextShape(in io.Reader, line int) (g geom.T, more bool, bad *Issue, err error) {
	head := make([]byte, 8)
	switch _, err := io.ReadFull(in, head); {
	case errors.Is(err, io.EOF):
		return nil, false, nil, nil
	case err != nil:
		return nil, false, nil, cutShape(err, line)
	}
	length := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	if length < 4 || length > maxShapeRecord {
		return nil, false, nil, invalid("Bentuk ke-%d menyebut panjang %d bita: berkas .shp rusak", "Shape %d claims a length of %d bytes: the .shp is broken", line, length)
	}
	// Grown while reading: a length that the file does not hold must not be allocated.
	var body bytes.Buffer
	body.Write(head)
	if _, err := io.CopyN(&body, in, length); err != nil {
		return nil, false, nil, cutShape(err, line)
	}
	rec, perr := parseShape(body.Bytes())
	if perr != nil {
		return nil, true, &Issue{
			Code: CodeBadGeometry, Severity: Rejected, Field: "geometry",
			Reason: gis.T("Bentuk tidak dapat dibaca (%v)", "The shape cannot be read (%v)", perr),
		}, nil
	}
	return rec, true, nil, nil
}

func cutShape(err error, line int) error {
	return invalidBy(err, "Berkas .shp terpotong pada bentuk ke-%d", "The .shp is cut short at shape %d", line)
}

// parseShape calls the library with a guard: it indexes by numbers in the file.
func parseShape(record []byte) (g geom.T, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, fmt.Errorf("malformed record: %v", p)
		}
	}()
	points := len(record) / 16
	rec, err := shapefile.ReadSHPRecord(bytes.NewReader(record), &shapefile.ReadSHPOptions{MaxRecordSize: maxShapeRecord, MaxParts: points + 1, MaxPoints: points + 1})
	if err != nil {
		return nil, err
	}
	return rec.Geom, nil
}

// ringsOf takes the rings of a polygon shape, heights and measures left out.
func ringsOf(g geom.T) ([][]ring, shapeNotes) {
	mp, ok := g.(*geom.MultiPolygon)
	if !ok || mp == nil {
		return nil, shapeNotes{}
	}
	stride := mp.Stride()
	flat := mp.FlatCoords()
	var polys [][]ring
	start := 0
	for _, ends := range mp.Endss() {
		var rings []ring
		for _, end := range ends {
			var r ring
			for i := start; i < end; i += stride {
				r = append(r, flat[i], flat[i+1])
			}
			rings = append(rings, r)
			start = end
		}
		polys = append(polys, rings)
	}
	return polys, shapeNotes{zDropped: mp.Layout() == geom.XYZM || mp.Layout() == geom.XYZ}
}

// checkPRJ refuses projected coordinates; without a .prj it says what is assumed.
func checkPRJ(parts *shapeParts, r *reader) error {
	f, _, err := parts.open(".prj")
	if err != nil {
		r.issue(Issue{
			Code: CodeAssumedCRS, Severity: Note,
			Reason: gis.T("Shapefile tanpa .prj", "The shapefile has no .prj"), Action: gis.T("Koordinat dianggap EPSG:4326", "Coordinates are taken as EPSG:4326"),
		})
		return nil
	}
	defer f.Close()
	text, _ := io.ReadAll(io.LimitReader(f, 1<<16))
	wkt := strings.ToUpper(string(bytes.TrimSpace(text)))
	name := ""
	if q := strings.SplitN(string(text), `"`, 3); len(q) == 3 {
		name = q[1]
	}
	if strings.HasPrefix(wkt, "PROJCS") || strings.HasPrefix(wkt, "PROJCRS") {
		return wrongCRS(name)
	}
	// DGN95 and SRGI2013 lie within a metre of WGS 84; older datums do not.
	for _, datum := range []string{"WGS_1984", "WGS 84", "WGS84", "SRGI", "DGN_1995", "DGN95", "DATUM_GEODESI_NASIONAL"} {
		if strings.Contains(wkt, datum) {
			return nil
		}
	}
	return wrongCRS(name)
}

func dbfText(v any, decode func(string) string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return decode(v)
	case shapefile.DBFMemo:
		return decode(string(v))
	default:
		return fmt.Sprint(v)
	}
}

// shapeDecoder turns the scanner's one-to-one runes into text.
func shapeDecoder(parts *shapeParts) (func(string) string, error) {
	var enc encoding.Encoding
	if f, _, err := parts.open(".cpg"); err == nil {
		defer f.Close()
		label, _ := io.ReadAll(io.LimitReader(f, 256))
		name := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(string(label))), "ansi ")
		switch name {
		case "65001", "utf8":
			name = "utf-8"
		case "1252", "88591", "iso88591":
			name = "windows-1252"
		}
		if enc, err = htmlindex.Get(name); err != nil {
			return nil, invalidBy(err, "Pengodean huruf %q pada .cpg tidak dikenal", "The text encoding %q in the .cpg is unknown", clip(name, 40))
		}
	}
	latin := charmap.ISO8859_1.NewEncoder()
	return func(s string) string {
		raw, err := latin.String(s)
		if err != nil {
			return s
		}
		if enc != nil {
			if out, err := enc.NewDecoder().String(raw); err == nil {
				return out
			}
		}
		if utf8.ValidString(raw) {
			return raw
		}
		out, _ := charmap.Windows1252.NewDecoder().String(raw)
		return out
	}, nil
}

// openShapeParts finds the one shapefile of an archive (or the one layer names),
// or the sisters of a bare .shp.
func openShapeParts(path, layer string) (*shapeParts, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		if strings.EqualFold(filepath.Ext(path), ".zip") {
			return nil, invalidBy(err, "Arsip zip %s rusak atau terpotong; unduh ulang", "The zip archive %s is broken or cut short; download it again", filepath.Base(path))
		}
		return bareShape(path), nil
	}
	files := map[string]*zip.File{}
	var bases []string
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		name := strings.ToLower(f.Name)
		files[name] = f
		if base, ok := strings.CutSuffix(name, ".shp"); ok && (layer == "" || strings.EqualFold(filepath.Base(base), layer)) {
			bases = append(bases, base)
		}
	}
	if len(bases) != 1 {
		z.Close()
		return nil, invalid("Arsip berisi %d shapefile yang cocok (%s); sebutkan satu lapisan", "The archive holds %d matching shapefiles (%s); name one layer", len(bases), strings.Join(bases, ", "))
	}
	return &shapeParts{name: bases[0], close: z.Close, open: func(ext string) (io.ReadCloser, int64, error) {
		f := files[bases[0]+ext]
		if f == nil {
			return nil, 0, errMissing
		}
		rc, err := f.Open()
		return rc, int64(f.UncompressedSize64), err
	}}, nil
}

func bareShape(path string) *shapeParts {
	base := strings.TrimSuffix(path, filepath.Ext(path))
	return &shapeParts{name: filepath.Base(base), close: func() error { return nil }, open: func(ext string) (io.ReadCloser, int64, error) {
		for _, e := range []string{ext, strings.ToUpper(ext)} {
			if f, err := os.Open(base + e); err == nil {
				st, err := f.Stat()
				if err != nil {
					f.Close()
					return nil, 0, err
				}
				return f, st.Size(), nil
			}
		}
		return nil, 0, errMissing
	}}
}
