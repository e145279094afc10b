package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/gis/network"
	"jangkau/ingest/read"
)

// facilityRow is a row of the list with what was found out about it.
type facilityRow struct {
	read.Facility
	key, hash string
	fold      string
	point     *network.Point // nil where the list gives none that is of use

	at         Located
	kabupaten  gis.WilayahCode // "" where nothing tells
	declaredKb bool            // kabupaten is declared, not inferred from the point
	kecamatan  gis.WilayahCode // from a column
	declared   gis.WilayahCode // desa
	located    gis.WilayahCode // desa of the point, where it counts
	desaOpen   func()          // asks which desa it is, where nothing told
	induk      int64

	earlier   *ListedRow
	known     *KnownFacility // the facility of the store that this is
	id        int64
	twin      *facilityRow                   // an earlier row of the file that is the same facility
	places    bool                           // the facility's point is this row's
	kept      map[gis.FacilityEditField]bool // stays as a person mended it
	unmended  bool                           // the list now says what a person had set
	status    string
	condition string
	category  string
}

// prepare works out what needs nothing but the row.
func (r *facilityRow) prepare(o FacilityOptions) {
	if r.KindFrom == read.KindFromNone && o.DefaultKind != "" && r.KindGuess == "" && !r.Former {
		r.Kind, r.KindFrom = o.DefaultKind, read.KindFromColumn
	}
	for i := range r.Identifiers {
		// A code of no known system is this list's own: another list's "1" is not it.
		if r.Identifiers[i].System == "kode" {
			r.Identifiers[i].System = "kode:" + o.withDefaults().SourceName
		}
	}
	r.fold = gis.FoldFacilityName(r.Name)
	if r.Lon != nil && r.Lat != nil {
		if p := (network.Point{Lon: *r.Lon, Lat: *r.Lat}); gis.InIndonesia(p) {
			r.point = &p
		}
	}
	r.hash = rowHash(r.Facility, o)
	r.key = rowKey(r)
}

// rowKey tells a row from the list's others by what changes least: its first
// identifier, else its own words. A nameless row has only its place.
func rowKey(r *facilityRow) string {
	if len(r.Identifiers) > 0 {
		return r.Identifiers[0].System + ":" + r.Identifiers[0].Value
	}
	desa := string(r.DesaCode)
	if desa == "" {
		desa = gis.FoldName(r.DesaName, gis.DesaWords)
	}
	kecamatan := ""
	if !r.KecamatanDerived {
		kecamatan = gis.FoldName(r.KecamatanName, gis.KecamatanWords)
	}
	key := strings.Join([]string{string(r.Kind), r.fold, kecamatan, desa}, "|")
	if r.fold == "" && r.point != nil {
		key += fmt.Sprintf("|%.5f,%.5f", r.point.Lon, r.point.Lat)
	}
	return key
}

// rowHash is of everything the row says, and of the options that give it meaning.
func rowHash(f read.Facility, o FacilityOptions) string {
	f.Line = 0
	b, err := json.Marshal(struct {
		read.Facility
		Within      gis.WilayahCode
		DefaultKind gis.FacilityKind
	}{f, o.Within, o.DefaultKind})
	if err != nil {
		panic(err) // strings, numbers and dates always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

var statusWords = map[string]gis.OperationalStatus{
	"buka": gis.StatusOpen, "operasional": gis.StatusOpen, "beroperasi": gis.StatusOpen, "aktif": gis.StatusOpen, "berfungsi": gis.StatusOpen,
	"open": gis.StatusOpen, "ya": gis.StatusOpen, "1": gis.StatusOpen, "valid": gis.StatusUnknown,
	"tutup": gis.StatusClosed, "ditutup": gis.StatusClosed, "tutuppermanen": gis.StatusClosed, "closed": gis.StatusClosed,
	"tidakoperasional": gis.StatusNotOperating, "tidakberoperasi": gis.StatusNotOperating, "tidakaktif": gis.StatusNotOperating,
	"nonaktif": gis.StatusNotOperating, "tidakberfungsi": gis.StatusNotOperating, "notoperating": gis.StatusNotOperating,
	"tidak": gis.StatusNotOperating, "0": gis.StatusNotOperating, "tutupsementara": gis.StatusNotOperating, "kosong": gis.StatusNotOperating,
	"unknown": gis.StatusUnknown, "tidakdiketahui": gis.StatusUnknown,
}

var conditionWords = map[string]gis.FacilityCondition{
	"baik": gis.ConditionBaik, "rusakringan": gis.ConditionRusakRingan, "ringan": gis.ConditionRusakRingan,
	"rusaksedang": gis.ConditionRusakSedang, "sedang": gis.ConditionRusakSedang,
	"rusakberat": gis.ConditionRusakBerat, "berat": gis.ConditionRusakBerat, "rusaktotal": gis.ConditionRusakBerat,
}

var areaWords = map[string]gis.AreaCategory{
	"perkotaan": gis.Perkotaan, "kota": gis.Perkotaan, "perdesaan": gis.Perdesaan, "pedesaan": gis.Perdesaan, "desa": gis.Perdesaan,
	"terpencil": gis.Terpencil, "sangatterpencil": gis.SangatTerpencil,
}

// words reads status, condition and area category, and says what it cannot read.
func (r *facilityRow) words(p *facilityPlan) {
	if s := gis.FoldName(r.Status); s != "" {
		v, ok := statusWords[s]
		if !ok {
			p.tell(r, CodeUnknownWord, read.Note, "status", r.Status,
				gis.T("Status %q tidak dikenal; pakai operasional, tidak operasional atau tutup", "The status %q is not known; use operasional, tidak operasional or tutup", r.Status),
				gis.T("Dianggap tidak diketahui", "Taken as unknown"))
		}
		r.status = string(v)
	}
	if s := gis.FoldName(r.Condition); s != "" {
		v, ok := conditionWords[s]
		if !ok {
			p.tell(r, CodeUnknownWord, read.Note, "condition", r.Condition,
				gis.T("Kondisi %q tidak dikenal; pakai baik, rusak ringan, rusak sedang atau rusak berat", "The condition %q is not known; use baik, rusak ringan, rusak sedang or rusak berat", r.Condition),
				gis.T("Dianggap tidak diketahui", "Taken as unknown"))
		}
		r.condition = string(v)
	}
	if s := gis.FoldName(r.AreaCategory); s != "" {
		v, ok := areaWords[s]
		if !ok {
			p.tell(r, CodeUnknownWord, read.Note, "kategori_wilayah", r.AreaCategory,
				gis.T("Kategori wilayah %q tidak dikenal; pakai perkotaan, perdesaan, terpencil atau sangat terpencil", "The area category %q is not known; use perkotaan, perdesaan, terpencil or sangat terpencil", r.AreaCategory),
				gis.T("Dianggap tidak diketahui", "Taken as unknown"))
		}
		r.category = string(v)
	}
}

// changed reports whether the row is new to the list or says something else.
func (r *facilityRow) changed() bool {
	return r.earlier == nil || r.earlier.Hash != r.hash || r.earlier.Missing
}

// record is the facility as this row gives it.
func (r *facilityRow) record(vintage time.Time) FacilityRecord {
	f := FacilityRecord{
		ID: r.id, New: r.known == nil, Own: r.known == nil || r.known.Own, Reopen: r.earlier != nil && r.earlier.Missing,
		Kind: r.Kind, LocalKind: r.KindRaw, Name: r.Name, Fold: r.fold, Address: r.Address, Ownership: r.Ownership,
		RawatInap: r.RawatInap, PONED: r.PONED, PONEK: r.PONEK, AreaCategory: r.category, Induk: r.induk,
		Declared: r.declared, Kabupaten: r.area(), DeclaredArea: r.declaredArea(), Status: r.status, Condition: r.condition,
		Opened: r.Opened, Closed: r.Closed, KnownFrom: &vintage,
	}
	if r.Opened != nil {
		f.KnownFrom = r.Opened
	}
	if r.kept[gis.EditStatus] {
		f.Closed, f.Reopen = nil, false
	}
	if r.places {
		f.Point, f.Located = r.point, r.located
	}
	return f
}

// declaredArea is the kabupaten, else the provinsi, that the row names.
func (r *facilityRow) declaredArea() gis.WilayahCode {
	if r.declaredKb {
		return r.kabupaten[:5]
	}
	p := gis.ProvinsiNamed(r.ProvinsiName)
	if strings.HasPrefix(string(p), "9") {
		return "9" // any of Papua: older lists name provinsi that have been divided since
	}
	return p
}

// area is the narrowest wilayah known for the facility above its desa.
func (r *facilityRow) area() gis.WilayahCode {
	switch {
	case r.declared != "":
		return r.declared[:5]
	case r.located != "":
		return r.located[:5]
	case r.kecamatan != "":
		return r.kecamatan
	}
	return r.kabupaten
}
