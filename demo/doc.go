// Package demo makes the Banyuwangi demonstration: real names on made-up data.
//
// Real are the codes, names and one coordinate each of the 217 desa and kelurahan
// (banyuwangi.csv, see README.md here), the 87 desa with a pustu reported in May
// 2024, the 45 puskesmas of which 16 have beds, and the published total of people.
// Everything else is made up by a seeded rule: which desa the pustu stand in, the
// borders, roads, settlements, people of each desa, facilities and staff. Whatever
// is made up says so in the name of its source, and loads as kind DEMO.
//
// The result is ordinary files that the ordinary imports read, so the demonstration
// has no path into the store of its own. Start with generate.go (the list of files
// in order of import), then facts.go, then one file a subject: thiessen.go and
// dissolve.go (areas), people.go, roads_*.go, facility_*.go, staff.go, rules.go.
package demo
