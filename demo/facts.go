package demo

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"jangkau/gis"
)

// Kabupaten is the wilayah that the demonstration is about.
const Kabupaten gis.WilayahCode = "35.10"

// What is published and therefore not left to chance.
const (
	publishedPeople  = 1_791_789 // Semester II 2024, Kepmendagri 300.2.2-2430/2025
	desaWithPustu    = 87        // reported on 20 May 2024; that none of them is a kelurahan is our assumption
	puskesmasCount   = 45        // list of 2019
	puskesmasWithBed = 16        // of these, rawat inap
)

//go:embed banyuwangi.csv
var banyuwangiCSV string

// site is a desa or kelurahan with the one coordinate that the list gives it.
type site struct {
	code gis.WilayahCode
	name string
	at   point
}

// facts is what banyuwangi.csv holds.
type facts struct {
	sites []site // in order of code
	names map[gis.WilayahCode]string
}

// Names gives the names of every wilayah of the demonstration, the provinsi
// included, whose area the generated boundaries leave out: a provinsi of one
// kabupaten would be a false map.
func Names() (map[gis.WilayahCode]string, error) {
	f, err := readFacts()
	return f.names, err
}

func readFacts() (facts, error) {
	rows, err := csv.NewReader(strings.NewReader(banyuwangiCSV)).ReadAll()
	if err != nil {
		return facts{}, fmt.Errorf("demo facts: %w", err)
	}
	f := facts{names: make(map[gis.WilayahCode]string, len(rows))}
	for _, r := range rows[1:] {
		code, err := gis.ParseWilayahCode(r[0])
		if err != nil {
			return facts{}, fmt.Errorf("demo facts: %w", err)
		}
		f.names[code] = r[1]
		if code.Level() != gis.Desa {
			continue
		}
		lon, errLon := strconv.ParseFloat(r[2], 64)
		lat, errLat := strconv.ParseFloat(r[3], 64)
		if errLon != nil || errLat != nil {
			return facts{}, fmt.Errorf("demo facts: %s has no coordinate", code)
		}
		f.sites = append(f.sites, site{code, r[1], project(lon, lat)})
	}
	return f, nil
}

// byKecamatan groups the indexes of sites; keys come in order of code.
func (f facts) byKecamatan() (keys []gis.WilayahCode, groups map[gis.WilayahCode][]int) {
	groups = map[gis.WilayahCode][]int{}
	for i, s := range f.sites {
		k := s.code.Parent()
		if groups[k] == nil {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], i)
	}
	return keys, groups
}
