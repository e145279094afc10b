package ingest

import (
	"jangkau/gis"
	"jangkau/ingest/read"
)

// keepKinds gives rows that tell no kind the one that the store knows from this
// list: a file without the column says nothing against an earlier one that had it.
func (p *facilityPlan) keepKinds() {
	type words struct {
		fold      string
		kabupaten gis.WilayahCode
	}
	own := map[words][]*KnownFacility{}
	for _, k := range p.known {
		if k.Own {
			own[words{k.Fold, k.Kabupaten}] = append(own[words{k.Fold, k.Kabupaten}], k)
		}
	}
	kept := map[int]gis.FacilityKind{}
	for _, r := range p.rows {
		if r.KindFrom != read.KindFromNone || r.KindGuess != "" {
			continue
		}
		same := own[words{r.fold, r.kabupaten}]
		switch {
		case r.earlier != nil && p.known[r.earlier.Facility] != nil:
			r.Kind = p.known[r.earlier.Facility].Kind
		case r.fold != "" && len(same) == 1:
			r.Kind = same[0].Kind
		}
		if r.Kind != gis.KindLain {
			kept[r.Line] = r.Kind
		}
	}
	for n, i := range p.issues {
		if kind, ok := kept[i.Line]; ok && i.Code == read.CodeKindUnknown {
			p.issues[n].Action = gis.T("Tetap %s, seperti yang tersimpan", "Stays %s, as stored", kind)
		}
	}
}

// tellChanges flags a code that comes with another name or kind than before. A
// facility may be renamed or raised to another kind; but where a list moves its
// codes from one facility to another, the history stays with the code.
func (p *facilityPlan) tellChanges(stage []*facilityRow) {
	for _, r := range stage {
		k := r.known
		if k == nil || r.twin != nil || !r.changed() {
			continue
		}
		if r.Kind != k.Kind && r.Kind != gis.KindLain {
			reason := gis.T("%s: dahulu %s, kini %s", "%s: was %s, is now %s", r.Name, k.Kind, r.Kind)
			if k.Own {
				p.tell(r, CodeKindChanged, read.Suspicious, "kind", string(r.Kind), reason, gis.T("Diganti dan ditandai", "Replaced and flagged"))
			} else {
				p.tell(r, CodeKindChanged, read.Suspicious, "kind", string(r.Kind),
					gis.T("%s: daftar ini menyebut %s, daftar lain %s", "%s: this list says %s, another list %s", r.Name, r.Kind, k.Kind),
					gis.T("Jenis yang sudah tersimpan tetap dipakai; ditandai", "The kind already stored stays; flagged"))
			}
		}
		if k.Own && r.earlier != nil && r.fold != "" && k.Fold != "" && r.fold != k.Fold {
			p.tell(r, CodeRenamed, read.Suspicious, "name", r.Name,
				gis.T("Kode ini dahulu %q, kini %q; bila kodenya berpindah fasilitas, riwayatnya ikut kode", "This code was %q and is now %q; if it was moved to another facility, the history went with the code", k.Name, r.Name),
				gis.T("Nama diganti dan ditandai", "Renamed and flagged"))
		}
	}
}
