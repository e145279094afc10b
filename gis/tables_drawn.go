package gis

// The tables whose areas are drawn over roads when they are asked for. Nothing of them
// is stored, so that they are no sheets, and none of their columns can be filtered by.

var drawnFor = []Column{
	column("id", ColumnInteger, "Nomor fasilitas di Jangkau", "Jangkau's number of the facility"),
	column("kind", ColumnText, "Jenis fasilitas", "Kind of facility"),
	column("name", ColumnText, "Nama fasilitas", "Name of the facility"),
	column("desaCode", ColumnText, "Kode desa fasilitas", "Code of the facility's desa"),
	column("reason", ColumnText, "Sebab tidak ada luasan; kosong bila ada", "Why there is no area; empty where there is one"),
	column("people", ColumnInteger, "Penduduk; kosong: tidak diketahui", "People; empty: not known"),
	column("desaCount", ColumnInteger, "Banyaknya desa; kosong: tidak diketahui", "Number of desa; empty: not known"),
	column("areaKm2", ColumnNumber, "Luas, km2", "Area in km2"),
}

var drawnHow = []Column{
	column("minutes", ColumnNumber, "Batas menurut waktu, menit", "The limit by time, minutes"),
	column("km", ColumnNumber, "Batas menurut jarak, km", "The limit by distance, km"),
	column("profile", ColumnText, "Cara bepergian", "Way of travelling"),
	column("by", ColumnText, "TIME atau DISTANCE", "TIME or DISTANCE"),
	column("networkVersion", ColumnText, "Versi jalan, fasilitas, dan penduduk yang dipakai", "Version of the roads, facilities and people that it rests on"),
}

var drawnFilters = []string{"within", "kind", "profile", "variant", "by", "minutes", "km"}

// TableCatchments is who goes to which facility.
var TableCatchments = &Table{
	Name: "catchments", Shape: ShapeMultiPolygon,
	Title: T("Daerah tangkapan", "Catchments"),
	About: T("Setiap fasilitas buka dari jenis yang diminta (kind; PUSTU dan PUSKESMAS bila kosong) dengan penduduk dan desa yang fasilitas terdekatnya adalah ini; semua fasilitas jenis itu bersaing. Luasan digambar sampai batas (minutes, 30 bila kosong; atau km); people dan desaCount tanpa batas, peopleWithin di dalamnya. Kolom tidak dapat disaring dengan filter",
		"Each open facility of the kinds asked for (kind; PUSTU and PUSKESMAS where silent), with the people and desa that have it for the nearest; all facilities of the kinds compete. Areas are drawn up to a limit (minutes, 30 where silent; or km); people and desaCount have none, peopleWithin are those within it. No filter of columns"),
	Columns: concat(drawnFor, []Column{
		column("peopleWithin", ColumnInteger, "Di antaranya dalam batas", "Of these, those within the limit"),
		column("medianS", ColumnNumber, "Detik bagi penduduk median", "Seconds for the median person"),
		column("medianM", ColumnNumber, "Meter bagi penduduk median", "Metres for the median person"),
	}, drawnHow),
	Filters: drawnFilters,
	Roles:   []DataRole{RoleFacilities, RolePopulation, RoleRoads},
}

// TableIsochrones is what can reach each facility within a limit.
var TableIsochrones = &Table{
	Name: "isochrones", Shape: ShapeMultiPolygon,
	Title: T("Isokron", "Isochrones"),
	About: T("Setiap fasilitas buka dari jenis yang diminta (kind; PUSTU dan PUSKESMAS bila kosong) yang punya koordinat sendiri, dengan daerah yang dapat mencapainya dalam batas (minutes, 30 bila kosong; atau km) dan penduduk di dalamnya, tanpa memandang fasilitas lain. Kolom tidak dapat disaring dengan filter",
		"Each open facility of the kinds asked for (kind; PUSTU and PUSKESMAS where silent) that has coordinates of its own, with the country that can reach it within a limit (minutes, 30 where silent; or km) and the people there, whatever other facilities there are. No filter of columns"),
	Columns: concat(drawnFor, []Column{column("roadsKm", ColumnNumber, "Panjang jalan terjangkau, km", "Length of the roads within, km")}, drawnHow),
	Filters: drawnFilters,
	Roles:   []DataRole{RoleFacilities, RolePopulation, RoleRoads},
}
