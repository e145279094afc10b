package gis

// provinsiNames holds the 38 provinsi by Kemendagri code (Kepmendagri
// 300.2.2-2430/2025). A code that is well formed but begins otherwise exists
// nowhere: it is a typing error or another numbering.
var provinsiNames = map[WilayahCode]string{
	"11": "Aceh", "12": "Sumatera Utara", "13": "Sumatera Barat", "14": "Riau", "15": "Jambi",
	"16": "Sumatera Selatan", "17": "Bengkulu", "18": "Lampung", "19": "Kepulauan Bangka Belitung",
	"21": "Kepulauan Riau",
	"31": "DKI Jakarta", "32": "Jawa Barat", "33": "Jawa Tengah", "34": "Daerah Istimewa Yogyakarta",
	"35": "Jawa Timur", "36": "Banten",
	"51": "Bali", "52": "Nusa Tenggara Barat", "53": "Nusa Tenggara Timur",
	"61": "Kalimantan Barat", "62": "Kalimantan Tengah", "63": "Kalimantan Selatan",
	"64": "Kalimantan Timur", "65": "Kalimantan Utara",
	"71": "Sulawesi Utara", "72": "Sulawesi Tengah", "73": "Sulawesi Selatan",
	"74": "Sulawesi Tenggara", "75": "Gorontalo", "76": "Sulawesi Barat",
	"81": "Maluku", "82": "Maluku Utara",
	"91": "Papua", "92": "Papua Barat", "93": "Papua Selatan", "94": "Papua Tengah",
	"95": "Papua Pegunungan", "96": "Papua Barat Daya",
}

// ProvinsiName is the name of the provinsi that c lies in, "" where none exists.
func ProvinsiName(c WilayahCode) string {
	if len(c) < 2 {
		return ""
	}
	return provinsiNames[c[:2]]
}

// provinsiAliases are other common writings, folded.
var provinsiAliases = map[string]WilayahCode{
	"nanggroeacehdarussalam": "11", "bangkabelitung": "19", "jakarta": "31", "diyogyakarta": "34", "yogyakarta": "34",
}

// ProvinsiNamed is the provinsi of that name, "" where none is.
func ProvinsiNamed(name string) WilayahCode {
	folded := FoldName(name)
	if folded == "" {
		return ""
	}
	if c, ok := provinsiAliases[folded]; ok {
		return c
	}
	for c, n := range provinsiNames {
		if FoldName(n) == folded {
			return c
		}
	}
	return ""
}

// SameProvinsi reports whether two codes may mean one provinsi. The six provinsi
// of Papua were two until 2022: older lists name those.
func SameProvinsi(a, b WilayahCode) bool {
	if len(a) < 2 || len(b) < 2 {
		return true
	}
	return a[:2] == b[:2] || a[0] == '9' && b[0] == '9'
}
