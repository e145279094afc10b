package graph

import (
	"strings"

	"jangkau/gis"
)

// workforce tells what to know about figures of staff.
func (t *told) workforce(e gis.Evidence) {
	for _, s := range e.Standards {
		t.standard(s)
	}
	t.count(e.WithoutStaff, "STAFF_UNKNOWN", "%d fasilitas tanpa data tenaga: tenaganya tidak diketahui, bukan nol; kekurangannya tidak dihitung",
		"%d facilities have no staff data: their staff are unknown, not none, and not in the gap")
	t.count(e.WithoutStandard, "NO_STANDARD", "Tidak ada aturan yang berlaku bagi %d fasilitas (jenis, kategori wilayah, atau rawat inapnya tidak tercakup, atau penduduk maupun capaiannya tidak diketahui); kebutuhannya kosong",
		"No rule applies to %d facilities (their kind, area category or rawat inap is not covered, or their people or volumes are not known); their need is null")
	t.count(e.NeedUnknown, "AREA_CATEGORY_UNKNOWN", "Kategori wilayah atau rawat inap %d fasilitas tidak diketahui, padahal standarnya bergantung padanya; hanya batas bawah dan atas kebutuhannya yang diberikan",
		"The area category or rawat inap of %d facilities is not known and their standard goes by it; only the least and the most of their need is given")
	for _, l := range e.Several {
		t.count(l.Facilities, "SEVERAL_SOURCES", "Di %d fasilitas daftar %q dan %q menyebut jenis tenaga dan periode yang sama; yang dihitung %[2]q, %[3]q tidak dijumlahkan",
			"At %d facilities the lists %q and %q speak of the same profession and period; %[2]q counts, %[3]q is not added to it", l.Counted, l.LeftOut)
	}
	for _, u := range e.Unlisted {
		if u.Profession == gis.OtherStaff {
			continue // words that were not known: no list is expected to repeat them
		}
		t.count(u.Facilities, "PROFESSION_NOT_LISTED", "Di %d fasilitas daftar terbaru tidak menyebut %s, yang ada di daftar lain sebelumnya: tidak diketahui, bukan nol, dan kekurangannya tidak dihitung; bila daftar terbaru itu lengkap, muat dengan --source yang sama dengan daftar sebelumnya",
			"At %d facilities the latest list says nothing of %s, which another list had before: unknown, not none, and not in the gap; if the latest list is whole, load it with the --source of the one before", u.Profession)
	}
	if len(e.NeverListed) > 0 {
		list := strings.Join(e.NeverListed, ", ")
		t.caveat("PROFESSION_IN_NO_LIST", gis.T("Tidak satu pun daftar tenaga di sini menyebut %s: dihitung nol dan kurang, tetapi mungkin daftarnya memang tidak memuatnya",
			"No list of staff here speaks of %s: counted as none and short, but the lists may simply leave them out", list))
	}
	t.count(e.NotMapped, "NOT_MAPPED_TO_PUSTU", "Tenaga %d pustu belum terpetakan: induknya ada datanya, pustunya tidak; tidak diketahui, bukan nol",
		"The staff of %d pustu are not mapped: their induk has data, they have none; unknown, not zero")
	t.count(e.AtPustu, "AT_UNNAMED_PUSTU", "%d orang tercatat di puskesmas tetapi bekerja di pustu yang tidak disebut; tidak masuk angka fasilitas mana pun",
		"%d people are booked at a puskesmas and work at a pustu that the list does not name; they are in no facility's figures")
	t.count(e.Shared, "SHARED_STAFF", "%d orang melayani lebih dari satu klaster: utuh di baris tiap klaster, satu kali dalam jumlah; baris klaster tidak boleh dijumlahkan",
		"%d people serve more than one klaster: whole in each klaster's row, once in totals; rows of klaster do not add up")
	t.count(e.Unplaced, "KLASTER_UNKNOWN", "%d orang tidak ditempatkan di klaster mana pun: mungkin melayani klaster mana saja, sehingga kekurangan dan kelebihan per klaster berupa rentang, dan kosong bila bergantung padanya",
		"%d people are placed in no klaster: they may serve any, so that gaps and surplus per klaster are ranges, and null where it depends on them")
	t.count(e.JejaringUnknown, "STAFF_OF_JEJARING_UNKNOWN", "%d fasilitas jejaring (di antaranya %d pustu) tanpa data tenaga: tenaganya hanya terhitung bila tercatat di puskesmas, sehingga kekurangan menurut rasio bisa lebih kecil",
		"%d facilities of the jejaring (%d of them pustu) have no staff data: their staff count only where booked at the puskesmas, so that gaps by ratio may be smaller", e.JejaringPustu)
	t.count(e.SharedDesa, "SERVICE_AREAS_OVERLAP", "%d desa/kelurahan ada di wilayah kerja lebih dari satu puskesmas dan penduduknya dihitung penuh untuk masing-masing: kebutuhan menurut rasio sebanyak-banyaknya sekian",
		"%d desa or kelurahan are in the service area of more than one puskesmas and their people count in full for each: need by ratio is at most so much")
	t.count(e.StaffUnknownState, "STATUS_UNKNOWN", "Status kepegawaian %d orang tidak diketahui; mereka dihitung pada semua tenaga, tidak pada ASN; kekurangan ASN yang bergantung pada mereka berupa rentang",
		"The employment status of %d people is not known; they are in all staff, not in ASN; a gap of ASN that depends on them is a range")
	t.count(e.StaffNoFacility, "STAFF_OUTSIDE_FACILITIES", "%d orang tercatat pada unit yang bukan fasilitas dan tidak dihitung",
		"%d people are listed at units that are no facility and are not counted")
}

// standard tells of a rule that was used.
func (t *told) standard(s gis.Standard) {
	t.parameter("standard", s.ID)
	if s.Revoked {
		id, en := "%s (%s) sudah dicabut: %s", "%s (%s) has been revoked: %s"
		if s.ValidTo == nil {
			id, en = id+"; tanggal pencabutannya tidak diverifikasi", en+"; on which day is not verified"
		}
		t.caveat("REVOKED_STANDARD", gis.T(id, en, s.Title, s.Regulation, s.RevokedBy))
	}
	switch s.Confidence {
	case "VERIFIED":
	case "RECALLED":
		t.caveat("STANDARD_RECALLED", gis.T("%s ditulis dari ingatan, bukan dari naskahnya: bukan hukum. %[3]s",
			"%[1]s is from memory, not from its text: it is not law. %[2]s", s.Regulation, s.Source, sourceID(s.Source)))
	default:
		t.caveat("STANDARD_NOT_VERIFIED", gis.T("%s dibaca dari salinan, bukan dari naskah resminya: %[3]s",
			"%[1]s was not read in the official text: %[2]s", s.Regulation, s.Source, sourceID(s.Source)))
	}
}

// sourcesID are the sources of the rules that come with the program, in Indonesian.
var sourcesID = map[string]string{
	"Read in a public copy of the regulation; its column sums check (22/31, 19/27, 19/27)":                                       "dibaca dalam salinan umum peraturannya; jumlah kolomnya cocok (22/31, 19/27, 19/27)",
	"Read in a public copy of the Kemenkes guide of 2011":                                                                        "dibaca dalam salinan umum pedoman Kemenkes 2011",
	"Quoted by Profil Kesehatan Indonesia 2016; a target for the year 2019 over all health staff of an area, hospitals included": "dikutip Profil Kesehatan Indonesia 2016; target tahun 2019 atas semua tenaga kesehatan suatu wilayah, termasuk rumah sakit",
}

// sourceID is the source of a rule in Indonesian, in its own words where it was imported.
func sourceID(text string) string {
	if id := sourcesID[text]; id != "" {
		return id
	}
	return text
}
