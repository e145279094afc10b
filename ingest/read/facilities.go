package read

import (
	"context"
	"regexp"
	"strings"

	"jangkau/gis"
)

// Names of facility fields, as Options.Columns takes them.
const (
	FieldName        = "name"
	FieldCode        = "code"
	FieldLat         = "lat"
	FieldLon         = "lon"
	FieldCoordinate  = "coordinate" // "lat, lon" in one column
	FieldKind        = "kind"
	FieldKindHint    = "kindHint" // kept as KindRaw, decides nothing
	FieldAddress     = "address"
	FieldDesaCode    = "desaCode"
	FieldDesa        = "desa"
	FieldKecamatan   = "kecamatan"
	FieldKabupaten   = "kabupaten"
	FieldProvinsi    = "provinsi"
	FieldInduk       = "induk"
	FieldServiceArea = "serviceArea"
	FieldStatus      = "status"
	FieldCondition   = "condition"
	FieldOwnership   = "ownership"
	FieldArea        = "areaCategory"
	FieldRawatInap   = "rawatInap"
	FieldPONED       = "poned"
	FieldPONEK       = "ponek"
	FieldOpened      = "opened"
	FieldClosed      = "closed"
	FieldOSM         = "osm"
	FieldBPJS        = "bpjs"
	FieldSatusehat   = "satusehat"
	FieldMSI         = "msi"
	FieldSDMK        = "kemenkesSdmk"
)

// facilityFields are the columns of facility lists seen in the wild. tipe_osm is a
// hint only: mappers tag nearly every post "hospital".
var facilityFields = []field{
	{FieldName, []string{"namafaskes", "nama", "namafasilitas", "namasarana", "namaunit", "namapuskesmas", "namapustu", "namars", "name", "faskes", "fasilitas", "fasilitaskesehatan"}, true},
	{FieldSDMK, []string{"kodebppsdmk", "kodesdmk"}, false},
	{FieldBPJS, []string{"kodebpjs"}, false},
	{FieldSatusehat, []string{"kodesatusehat", "idsatusehat"}, false},
	{FieldMSI, []string{"kodesarana", "kodemsi"}, false},
	{FieldOSM, []string{"osmid"}, false},
	{FieldCode, []string{"kodefaskes", "koderegistrasi", "kodefasilitas", "kodepuskesmas", "kodeunit", "kode", "code"}, false},
	{FieldLat, []string{"lat", "lintang", "latitude", "y", "koordinaty", "garislintang"}, false},
	{FieldLon, []string{"lon", "lng", "long", "bujur", "longitude", "x", "koordinatx", "garisbujur"}, false},
	{FieldCoordinate, []string{"koordinat", "titikkoordinat", "latlong", "latlon", "coordinate"}, false},
	{FieldKind, []string{"jenisfaskes", "tipefaskes", "jenisfasilitas", "jenissarana", "jenis", "kind"}, false},
	{FieldKindHint, []string{"tipeosm", "amenity", "healthcare"}, false},
	{FieldAddress, []string{"alamatfaskes", "alamat", "alamatlengkap", "address"}, false},
	{FieldDesaCode, []string{"kodedesa", "kddesa", "desakode", "kodedesakelurahan", "kodekelurahan", "kodewilayah"}, false},
	{FieldDesa, []string{"namadesa", "desanama", "desakelurahan", "kelurahandesa", "desa", "kelurahan"}, false},
	{FieldKecamatan, []string{"namakecamatan", "kecamatan", "kec"}, false},
	{FieldKabupaten, []string{"namakabupaten", "kabupaten", "kotakab", "kabkota", "kabupatenkota", "kotakabupaten"}, false},
	{FieldProvinsi, []string{"namaprovinsi", "provinsi", "nameprov", "namaprov"}, false},
	{FieldInduk, []string{"puskesmasinduk", "indukpuskesmas", "namainduk", "induk", "kodeinduk", "puskesmas"}, false},
	{FieldServiceArea, []string{"wilayahkerja", "desawilayahkerja", "desabinaan", "cakupandesa", "wilayahbinaan"}, false},
	{FieldStatus, []string{"statusoperasional", "statusfaskes", "status", "operasional"}, false},
	{FieldCondition, []string{"kondisibangunan", "kondisi", "kondisigedung"}, false},
	{FieldOwnership, []string{"kepemilikan", "statuskepemilikan", "pemilik", "ownership"}, false},
	{FieldArea, []string{"kategoriwilayah", "karakteristikwilayah", "wilayahkarakteristik", "kategoripuskesmas", "areacategory"}, false},
	{FieldRawatInap, []string{"rawatinap", "statusrawatinap", "jenisperawatan"}, false},
	{FieldPONED, []string{"poned", "mampuponed"}, false},
	{FieldPONEK, []string{"ponek", "mampuponek"}, false},
	{FieldOpened, []string{"dibuka", "tanggaldibuka", "tgldibuka", "tanggalberdiri", "tahunberdiri", "mulaioperasional", "opened"}, false},
	{FieldClosed, []string{"ditutup", "tanggalditutup", "tglditutup", "tahunditutup", "closed"}, false},
}

// FacilityOptions are Options and what a facility list leaves open.
type FacilityOptions struct {
	Options
	// IDSystem names the system of the code column; empty is guessed per value.
	IDSystem string
}

// Facilities streams the facilities of a CSV, XLSX or GeoJSON file to sink.
func Facilities(ctx context.Context, path string, opts FacilityOptions, sink Sink[Facility]) (Report, error) {
	f := &facilityReader{reader: newReader(opts.Options), opts: opts, sink: sink, seen: map[Identifier]int{}}
	t, err := openTable(ctx, path, f.reader, facilityFields, true)
	if err != nil {
		return f.report, err
	}
	err = eachRow(ctx, t, f.reader, facilityFields, f.row)
	if err == nil && f.report.Rows == 0 {
		err = invalid("Berkas %s tidak berisi satu fasilitas pun", "The file %s holds no facility at all", base(path))
	}
	if err == nil {
		f.moreNotes()
	}
	return f.report, err
}

type facilityReader struct {
	*reader
	opts FacilityOptions
	sink Sink[Facility]
	seen map[Identifier]int
}

func (f *facilityReader) row(c columns, row tableRow) error {
	if blank(row) {
		return nil
	}
	f.report.Rows++
	if !f.width(c, row) {
		return nil
	}
	fac := Facility{
		Line: row.line, Name: c.get(row, FieldName), Address: c.get(row, FieldAddress),
		DesaName: c.get(row, FieldDesa), KecamatanName: c.get(row, FieldKecamatan),
		KabupatenName: c.get(row, FieldKabupaten), ProvinsiName: c.get(row, FieldProvinsi),
		Induk: c.get(row, FieldInduk), ServiceArea: splitList(c.get(row, FieldServiceArea)),
		Status: c.get(row, FieldStatus), Condition: c.get(row, FieldCondition), Ownership: c.get(row, FieldOwnership),
		AreaCategory: c.get(row, FieldArea),
	}
	if isTotal(fac.Name) {
		f.report.Skipped++
		return nil
	}
	fac.Identifiers = f.identifiers(c, row)
	if fac.Name == "" && len(fac.Identifiers) == 0 {
		f.reject(Issue{
			Line: row.line, Code: CodeMissingName, Field: c.title(FieldName),
			Reason: gis.T("Baris tanpa nama dan tanpa kode fasilitas", "The row has neither a name nor a code"),
		})
		return nil
	}
	for _, id := range fac.Identifiers {
		if first, dup := f.seen[id]; dup {
			f.reject(Issue{
				Line: row.line, Code: CodeDuplicateID, Field: id.System, Value: id.Value,
				Reason: gis.T("Kode %s sudah dipakai baris %d; satu kode satu fasilitas", "The code %s already stands on line %d; one code is one facility", id.Value, first),
			})
			return nil
		}
	}
	for _, id := range fac.Identifiers {
		f.seen[id] = row.line
	}
	if fac.Name == "" {
		f.flag(row.line, CodeMissingName, c.title(FieldName), "", gis.T("Fasilitas tanpa nama", "The facility has no name"))
	}
	f.desa(c, row, &fac)
	f.location(c, row, &fac)
	f.kind(c, row, &fac)
	f.flags(c, row, &fac)
	f.dates(c, row, &fac)
	if fac.KecamatanName == "" {
		fac.KecamatanName = kecamatanInAddress(fac.Address)
		fac.KecamatanDerived = fac.KecamatanName != ""
	}
	f.report.Accepted++
	return f.sink(fac)
}

// flag tells a SUSPICIOUS issue about a row that is loaded as it stands.
func (r *reader) flag(line int, code, column, value string, reason gis.Text) {
	r.issue(Issue{Line: line, Code: code, Severity: Suspicious, Field: column, Value: clip(value, 80), Reason: reason, Action: actFlagged})
}

var (
	sdmkCode = regexp.MustCompile(`^(P\d{10}|R\d{7})$`)
	osmCode  = regexp.MustCompile(`^osm-(node|way|relation)-\d+$`)
	bpjsCode = regexp.MustCompile(`^\d{4}[0-9A-Z]\d{3}$`)
)

// identifiers takes the codes of all columns that hold one.
func (f *facilityReader) identifiers(c columns, row tableRow) []Identifier {
	var ids []Identifier
	add := func(column, system string) {
		v := strings.Trim(c.get(row, column), "'")
		if v == "" || v == "-" {
			return
		}
		if scientific.MatchString(v) {
			f.flag(row.line, CodeNumericCode, c.title(column), v, gis.T("Kode fasilitas tertulis sebagai bilangan ilmiah dan angkanya sudah hilang; jadikan kolom itu teks", "The facility code is written as a scientific number and its digits are lost; make that column text"))
			return
		}
		if system == "" {
			system = idSystem(v)
		}
		ids = append(ids, Identifier{System: system, Value: v})
	}
	add(FieldCode, f.opts.IDSystem)
	add(FieldSDMK, "kemenkes_sdmk")
	add(FieldBPJS, "bpjs")
	add(FieldSatusehat, "satusehat")
	add(FieldMSI, "msi")
	add(FieldOSM, "osm")
	return ids
}

// idSystem guesses the system by the form of the code. The type is not read from
// it: a puskesmas keeps its code when it gains beds.
func idSystem(v string) string {
	switch {
	case sdmkCode.MatchString(v):
		return "kemenkes_sdmk"
	case osmCode.MatchString(v):
		return "osm"
	case bpjsCode.MatchString(v):
		return "bpjs"
	}
	return "kode"
}

func (f *facilityReader) desa(c columns, row tableRow, fac *Facility) {
	v := c.get(row, FieldDesaCode)
	if v == "" {
		return
	}
	code, issue := parseCode(v)
	if issue == nil && code.Level() != gis.Desa {
		issue = &Issue{
			Code: CodeBadCode, Severity: Rejected, Value: v,
			Reason: gis.T("Kode %s bukan kode desa/kelurahan", "The code %s is not that of a desa/kelurahan", v),
		}
	}
	if issue != nil {
		issue.Line, issue.Field = row.line, c.title(FieldDesaCode)
		if issue.Severity == Note {
			f.note(*issue)
		} else {
			// A facility is no less real for a spoilt code of its desa.
			issue.Severity, issue.Action = Suspicious, gis.T("Fasilitas dimuat tanpa kode desa", "The facility is loaded without a desa code")
			f.issue(*issue)
			return
		}
	}
	fac.DesaCode = code
}

var kecamatanPattern = regexp.MustCompile(`(?i)\bkec(?:amatan\b|\b|\.)[\s.:]*([\pL][\pL\s'’-]*)`)

// kecamatanInAddress finds "Kec. Kabat" or "Kec.Bangorejo".
func kecamatanInAddress(address string) string {
	m := kecamatanPattern.FindStringSubmatch(address)
	if m == nil {
		return ""
	}
	words := strings.Fields(m[1])
	for i, w := range words {
		switch strings.ToLower(w) {
		case "kab", "kabupaten", "kota", "prov", "provinsi":
			if i > 0 {
				words = words[:i]
			}
		default:
			continue
		}
		break
	}
	return strings.Join(words, " ")
}

// splitList takes apart "Desa A; Desa B" or "Desa A, Desa B".
func splitList(s string) []string {
	sep := ","
	if strings.ContainsAny(s, ";\n") {
		sep = ";"
		s = strings.ReplaceAll(s, "\n", ";")
	}
	var out []string
	for part := range strings.SplitSeq(s, sep) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// isTotal recognises the rows that sum up others. A name that goes on after the
// word (Total Medika, Kabupaten…) is a name.
func isTotal(name string) bool {
	switch foldHeader(name) {
	case "jumlah", "total", "jumlahtotal", "totaljumlah", "grandtotal", "subtotal", "jumlahkabkota", "jumlahkabupaten", "jumlahkabupatenkota",
		"totalkabupaten", "jumlahkota", "kabupaten", "kabupatenkota", "kabkota", "jumlahkeseluruhan", "jumlahseluruhnya":
		return true
	}
	return false
}
