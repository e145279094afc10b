package gis

// The tables that features and exports are made of. db says where each column stands
// (table_*.go there); a test holds the two together.

func column(name string, typ ColumnType, id, en string) Column {
	return Column{Name: name, Type: typ, About: Text{ID: id, EN: en}}
}

func needing(filter string, columns ...Column) []Column {
	for i := range columns {
		columns[i].Needs = filter
	}
	return columns
}

var desaNamed = []Column{
	column("code", ColumnText, "Kode Kemendagri", "Kemendagri code"),
	column("name", ColumnText, "Nama desa/kelurahan", "Name of the desa or kelurahan"),
	column("kecamatanCode", ColumnText, "Kode kecamatan", "Code of the kecamatan"),
	column("kecamatan", ColumnText, "Nama kecamatan", "Name of the kecamatan"),
	column("kabupatenCode", ColumnText, "Kode kabupaten/kota", "Code of the kabupaten or kota"),
	column("kabupaten", ColumnText, "Nama kabupaten/kota", "Name of the kabupaten or kota"),
	column("isKelurahan", ColumnBoolean, "Kelurahan, bukan desa", "A kelurahan rather than a desa"),
}

var tripColumns = []Column{
	column("travelStatus", ColumnText, "REACHED, UNREACHABLE, atau NOT_COMPUTED; kosong: belum dihitung", "REACHED, UNREACHABLE or NOT_COMPUTED; empty: not computed yet"),
	column("travelReason", ColumnText, "Sebab tidak ada perjalanan", "Why there is no trip"),
	column("durationS", ColumnNumber, "Detik ke fasilitas terdekat bagi penduduk median", "Seconds to the nearest facility for the median person"),
	column("distanceM", ColumnNumber, "Meter ke fasilitas terdekat bagi penduduk median", "Metres to the nearest facility for the median person"),
	column("nearestId", ColumnInteger, "Id fasilitas terdekat", "Id of the nearest facility"),
	column("nearestName", ColumnText, "Nama fasilitas terdekat", "Name of the nearest facility"),
}

// TableDesa is every desa with all that is computed of it.
var TableDesa = &Table{
	Name: "desa", Shape: ShapeMultiPolygon,
	Title: T("Desa dan kelurahan", "Desa and kelurahan"),
	About: T("Setiap desa dan kelurahan, dengan statusnya menurut keempat aturan pustu, penduduk, dan bila diminta perjalanan ke fasilitas terdekat",
		"Every desa and kelurahan with its status under the four pustu rules, its people and, where asked, the trip to the nearest facility"),
	Columns: concat(desaNamed, []Column{
		column("bpsCode", ColumnText, "Kode BPS", "BPS code"),
		column("areaKm2", ColumnNumber, "Luas, km2", "Area in km2"),
		column("boundaryQuality", ColumnText, "Mutu batas", "Quality of the boundary"),
		column("people", ColumnInteger, "Penduduk; kosong: tidak diketahui", "People; empty: not known"),
		column("peopleAsOf", ColumnDate, "Tanggal angka penduduk", "Day of the figure of people"),
		column("status", ColumnText, "Status menurut aturan yang diminta (rule): HAS, LACKS, UNKNOWN", "Status under the rule asked for: HAS, LACKS, UNKNOWN"),
		column("building", ColumnText, "Status menurut BUILDING: gedung pustu ada", "Status under BUILDING: a pustu stands there"),
		column("equivalent", ColumnText, "Status menurut EQUIVALENT: yang setara ada", "Status under EQUIVALENT: something equivalent does"),
		column("served", ColumnText, "Status menurut SERVED: suatu pustu melayaninya", "Status under SERVED: some pustu answers for it"),
		column("functional", ColumnText, "Status menurut FUNCTIONAL: pustu berfungsi", "Status under FUNCTIONAL: the pustu works"),
		column("registerAsOf", ColumnDate, "Tanggal daftar yang menjadi dasar", "Day of the register it rests on"),
		column("hostsPuskesmas", ColumnBoolean, "Ada puskesmas di desa ini", "A puskesmas stands there"),
	}, needing("since", column("statusBefore", ColumnText, "Status pada tanggal since", "Status on the day since")), needing("kind", tripColumns...)),
	Filters: []string{"within", "puskesmas", "rule", "units", "status", "asOf", "since", "kind", "profile", "variant", "by"},
	Roles:   []DataRole{RoleBoundaries, RolePopulation, RoleFacilities, RoleStaff},
}

// TableDesaWithoutPustu is TableDesa where the rule says LACKS.
var TableDesaWithoutPustu = &Table{
	Name: "desa-tanpa-pustu", Shape: ShapeMultiPolygon,
	Title:   T("Desa tanpa pustu", "Desa without pustu"),
	About:   T("Seperti desa; bila status tidak diisi, hanya yang LACKS menurut aturan yang diminta", "As desa; where status is not given, only those that LACK one under the rule asked for"),
	Columns: TableDesa.Columns, Filters: TableDesa.Filters, Roles: TableDesa.Roles,
}

// TableFacilities is every facility, with or without coordinates.
var TableFacilities = &Table{
	Name: "facilities", Shape: ShapePoint,
	Title: T("Fasilitas kesehatan", "Health facilities"),
	About: T("Setiap fasilitas, juga yang tanpa koordinat dan yang tutup; dengan asOf, hanya yang ada pada tanggal itu",
		"Every facility, also without coordinates and closed ones; with asOf, only those that stood on that day"),
	Columns: concat([]Column{
		column("id", ColumnInteger, "Nomor Jangkau", "Jangkau's number"),
		column("kind", ColumnText, "Jenis", "Kind"),
		column("localKind", ColumnText, "Jenis menurut daftarnya", "Kind as its list words it"),
		column("name", ColumnText, "Nama", "Name"),
		column("address", ColumnText, "Alamat", "Address"),
		column("ownership", ColumnText, "Kepemilikan", "Ownership"),
		column("rawatInap", ColumnBoolean, "Rawat inap", "Has beds"),
		column("poned", ColumnBoolean, "PONED", "PONED"),
		column("ponek", ColumnBoolean, "PONEK", "PONEK"),
		column("areaCategory", ColumnText, "Kategori wilayah", "Category of its area"),
		column("indukId", ColumnInteger, "Id puskesmas induk", "Id of its puskesmas"),
		column("induk", ColumnText, "Nama puskesmas induk", "Name of its puskesmas"),
		column("desaCode", ColumnText, "Kode desa", "Code of its desa"),
		column("desa", ColumnText, "Nama desa", "Name of its desa"),
		column("kecamatanCode", ColumnText, "Kode kecamatan", "Code of the kecamatan"),
		column("kabupatenCode", ColumnText, "Kode kabupaten/kota", "Code of the kabupaten or kota"),
		column("locationQuality", ColumnText, "Mutu letak: POINT, DESA, NONE", "Quality of its place: POINT, DESA, NONE"),
		column("status", ColumnText, "Status operasional", "Operational status"),
		column("condition", ColumnText, "Kondisi gedung", "Condition of the building"),
		column("opened", ColumnDate, "Dibuka", "Opened"),
		column("closed", ColumnDate, "Ditutup", "Closed"),
		column("lon", ColumnNumber, "Bujur", "Longitude"),
		column("lat", ColumnNumber, "Lintang", "Latitude"),
	}, needing("since", column("statusBefore", ColumnText, "Status pada tanggal since; kosong: belum ada atau sudah tutup", "Status on the day since; empty: not there yet, or closed"))),
	Filters: []string{"within", "puskesmas", "kind", "asOf", "since"},
	Roles:   []DataRole{RoleFacilities},
}

// TableTravel is the kept trips of every desa.
var TableTravel = &Table{
	Name: "travel", Shape: ShapeMultiPolygon,
	Title: T("Perjalanan ke fasilitas terdekat", "Travel to the nearest facility"),
	About: T("Perjalanan tersimpan tiap desa ke fasilitas terdekat dari jenis yang diminta (kind); kosong bila belum dihitung: jangkau travel compute",
		"The kept trip of each desa to the nearest facility of the kinds asked for; empty where not computed: jangkau travel compute"),
	Columns: concat(desaNamed, []Column{column("people", ColumnInteger, "Penduduk; kosong: tidak diketahui", "People; empty: not known")}, tripColumns, []Column{
		column("p90DurationS", ColumnNumber, "Detik bagi penduduk pada persentil ke-90", "Seconds for the person at the 90th percentile"),
		column("p90DistanceM", ColumnNumber, "Meter bagi penduduk pada persentil ke-90", "Metres for the person at the 90th percentile"),
		column("peopleUnreached", ColumnInteger, "Penduduk tanpa perjalanan", "People without a trip"),
		column("peopleNotComputed", ColumnInteger, "Penduduk yang belum dihitung", "People not computed"),
	}),
	Filters: []string{"within", "puskesmas", "units", "asOf", "kind", "profile", "variant", "by"},
	Roles:   []DataRole{RoleBoundaries, RolePopulation, RoleFacilities, RoleRoads},
}

// TableWorkforce is the gap of each facility in each profession.
var TableWorkforce = &Table{
	Name:  "workforce-gaps",
	Title: T("Kekurangan tenaga", "Workforce gaps"),
	About: T("Tenaga yang dibutuhkan, tersedia, dan kurang, tiap fasilitas dan profesi", "Staff required, available and missing, for each facility and profession"),
	Columns: []Column{
		column("key", ColumnText, "Id fasilitas dan profesi", "Id of the facility, and profession"),
		column("facilityId", ColumnInteger, "Id fasilitas", "Id of the facility"),
		column("facility", ColumnText, "Nama fasilitas", "Name of the facility"),
		column("kind", ColumnText, "Jenis", "Kind"),
		column("desaCode", ColumnText, "Kode desa", "Code of its desa"),
		column("kabupatenCode", ColumnText, "Kode kabupaten/kota", "Code of the kabupaten or kota"),
		column("professionCode", ColumnText, "Kode profesi", "Code of the profession"),
		column("profession", ColumnText, "Profesi", "Profession"),
		column("required", ColumnNumber, "Kebutuhan; kosong: tidak ada standar", "Required; empty: no standard"),
		column("availableAsn", ColumnNumber, "Tersedia, ASN", "Available, ASN"),
		column("availableAll", ColumnNumber, "Tersedia, semua", "Available, everyone"),
		column("gapAsn", ColumnNumber, "Kurang bila hanya ASN dihitung; kosong bila bergantung pada status yang tidak diketahui", "Short when only ASN are counted; empty where it depends on statuses that are not known"),
		column("gapAll", ColumnNumber, "Kurang bila semua dihitung", "Short when everyone is counted"),
		column("surplusAll", ColumnNumber, "Kelebihan", "Surplus"),
		column("staffKnown", ColumnBoolean, "Data tenaga fasilitas ini dimuat", "Staff of this facility are loaded"),
		column("gapAsnMin", ColumnNumber, "Kurang ASN paling sedikit: seolah-olah semua yang statusnya tidak diketahui adalah ASN", "Short of ASN at least: as if all of unknown status were ASN"),
		column("gapAsnMax", ColumnNumber, "Kurang ASN paling banyak", "Short of ASN at most"),
		column("gapAllMin", ColumnNumber, "Kurang bila semua dihitung, paling sedikit", "Short when everyone is counted, at least"),
		column("gapAllMax", ColumnNumber, "Kurang bila semua dihitung, paling banyak; kosong bila tanpa batas atas", "Short when everyone is counted, at most; empty where there is no most"),
	},
	Filters: []string{"within", "puskesmas", "kind", "asOf"},
	Roles:   []DataRole{RoleFacilities, RoleStaff, RoleStandard},
}

// TableEdits is the log of what people mended, a row for each field.
var TableEdits = &Table{
	Name:  "facility-edits",
	Title: T("Riwayat perbaikan fasilitas", "Log of facility edits"),
	About: T("Setiap isian fasilitas yang diubah orang: siapa, kapan, sebelum, sesudah; since: sejak tanggal itu, WIB",
		"Each field of a facility that a person changed: who, when, before, after; since: made on that day or later, WIB"),
	Columns: []Column{
		column("key", ColumnText, "Nomor perbaikan dan urutan isiannya", "Number of the edit, and the field's place in it"),
		column("edit", ColumnInteger, "Nomor perbaikan", "Number of the edit"),
		column("at", ColumnText, "Waktu, WIB", "When, WIB"),
		column("by", ColumnText, "Jabatan atau unit menurut pengisi; tidak diperiksa", "Office or role as given; not verified"),
		column("facilityId", ColumnInteger, "Id fasilitas", "Id of the facility"),
		column("facility", ColumnText, "Nama fasilitas", "Name of the facility"),
		column("kind", ColumnText, "Jenis", "Kind"),
		column("desaCode", ColumnText, "Kode desa", "Code of its desa"),
		column("kabupatenCode", ColumnText, "Kode kabupaten/kota", "Code of the kabupaten or kota"),
		column("field", ColumnText, "Isian yang diubah", "Field that was changed"),
		column("before", ColumnText, "Sebelum; kosong: tidak diketahui", "Before; empty: not known"),
		column("after", ColumnText, "Sesudah; kosong: tidak diketahui", "After; empty: not known"),
		column("on", ColumnDate, "Sejak kapan status atau kondisi berlaku", "Since when status or condition hold"),
		column("reason", ColumnText, "Alasan menurut pengisi", "Reason as given"),
	},
	Filters: []string{"within", "puskesmas", "kind", "since"},
	Roles:   []DataRole{RoleFacilities},
}

// Tables lists all of them.
var Tables = []*Table{TableDesa, TableDesaWithoutPustu, TableFacilities, TableTravel, TableWorkforce, TableEdits}

func concat(parts ...[]Column) (out []Column) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
