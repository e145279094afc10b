package export

import (
	"strings"

	"jangkau/gis"
)

var inputWords = map[string]gis.Text{
	"NETWORK":  gis.T("jalan", "roads"),
	"PROFILE":  gis.T("kecepatan", "speeds"),
	"FACILITY": gis.T("fasilitas", "facilities"),
	"PEOPLE":   gis.T("penduduk", "people"),
	"WILAYAH":  gis.T("batas wilayah", "boundaries"),
	"DAY":      gis.T("hari (buka atau tutup menurut tanggal)", "the day (one opens or closes by its date)"),
}

// travelFact says how the trips of a list stand: empty columns of trips that no longer
// hold look like trips that nobody ever computed.
func travelFact(lang string, q gis.TableQuestion, kept []gis.KeptRun) [2]string {
	say := func(id, en string) string { return gis.Text{ID: id, EN: en}.In(lang) }
	const again = "jangkau travel compute"
	name := say("Perjalanan", "Travel")
	var old *gis.KeptRun
	for i, k := range kept {
		if k.Within != "" && !q.Area.Within.Within(k.Within) {
			continue // of another area, or of a part
		}
		when := k.ComputedAt.UTC().Format("2006-01-02 15:04 UTC")
		if len(k.Changed) == 0 {
			return [2]string{name, say("Dihitung "+when+"; masih berlaku", "Computed "+when+"; it holds")}
		}
		if old == nil {
			old = &kept[i]
		}
	}
	if old == nil {
		return [2]string{name, say("Belum dihitung untuk pertanyaan ini; kolom perjalanan kosong, atau terisi sebagian. Hitung: "+again,
			"Not computed for this question; the columns of trips are empty, or filled in part. Compute: "+again)}
	}
	var changed []string
	for _, c := range old.Changed {
		changed = append(changed, inputWords[c].In(lang))
	}
	when, what := old.ComputedAt.UTC().Format("2006-01-02 15:04 UTC"), strings.Join(changed, ", ")
	return [2]string{name, say("Yang dihitung "+when+" TIDAK BERLAKU LAGI: sejak itu berubah: "+what+". Kolom perjalanan kosong. Hitung lagi: "+again,
		"What was computed "+when+" HOLDS NO LONGER: changed since: "+what+". The columns of trips are empty. Compute again: "+again)}
}
