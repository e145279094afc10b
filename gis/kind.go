package gis

// FacilityKind is one of the fixed classes of facilities; local kinds are mapped
// to them as data.
type FacilityKind string

const (
	KindRS             FacilityKind = "RS"
	KindPuskesmas      FacilityKind = "PUSKESMAS"
	KindKlinikPratama  FacilityKind = "KLINIK_PRATAMA"
	KindKlinikUtama    FacilityKind = "KLINIK_UTAMA"
	KindPraktikMandiri FacilityKind = "PRAKTIK_MANDIRI"
	KindPustu          FacilityKind = "PUSTU"
	KindPonkesdes      FacilityKind = "PONKESDES"
	KindPusling        FacilityKind = "PUSLING"
	KindPoskesdes      FacilityKind = "POSKESDES"
	KindPolindes       FacilityKind = "POLINDES"
	KindPKD            FacilityKind = "PKD"
	KindPosyandu       FacilityKind = "POSYANDU"
	KindLabkesmas      FacilityKind = "LABKESMAS"
	KindApotek         FacilityKind = "APOTEK"
	KindLain           FacilityKind = "LAIN"
)

// FacilityKinds lists every kind in the order people expect to read them.
var FacilityKinds = []FacilityKind{
	KindRS, KindPuskesmas, KindKlinikPratama, KindKlinikUtama, KindPraktikMandiri,
	KindPustu, KindPonkesdes, KindPusling,
	KindPoskesdes, KindPolindes, KindPKD, KindPosyandu,
	KindLabkesmas, KindApotek, KindLain,
}

// ValidKind reports whether k is one of FacilityKinds.
func ValidKind(k FacilityKind) bool {
	for _, v := range FacilityKinds {
		if k == v {
			return true
		}
	}
	return false
}
