package demo

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"jangkau/gis"
)

// Seed is the one the command uses, so that everybody's demonstration is the same.
const Seed uint64 = 3510

// Step is one ordinary import: the command, its file and what is said of it.
type Step struct {
	Command    string // of jangkau import: boundaries, population, facilities, roads, staff, posyandu, mentoring, standard, workload or costs
	Path       string // for roads the file of edges; Nodes holds the other
	Nodes      string
	SourceName string
	AsOf       string // YYYY-MM-DD, the vintage of the source
	Licence    string

	// Within is the wilayah a list is about; Complete are the kinds whose register
	// is declared complete there, AsOf.
	Within   gis.WilayahCode
	Complete []gis.FacilityKind

	// Covers is the area that the roads are all the roads of.
	Covers gis.WilayahCode

	// Approximate says that the boundaries are no survey's.
	Approximate bool
}

// Files are what Generate wrote, in order of import.
type Files struct {
	Dir   string
	Steps []Step
}

const (
	registerDay = "2024-05-20" // the day of the report of 87 desa
	peopleDay   = "2024-12-31" // Semester II 2024
	staffDay    = "2023-12-31"
	madeUp      = "Data peragaan (rekaan)"
	ownLicence  = "Rekaan Jangkau, bebas dipakai; bukan data nyata"
)

// Generate writes the demonstration's files into dir. The same seed gives the same
// bytes. The error is of the file system.
func Generate(dir string, seed uint64) (Files, error) {
	f, err := readFacts()
	if err != nil {
		return Files{}, err
	}
	w := newWorld(f, seed)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return Files{}, fmt.Errorf("demo directory: %w", err)
	}
	for _, out := range []struct {
		name string
		data []byte
	}{
		{"boundaries.geojson", w.boundariesFile()},
		{"population.csv", w.populationFile()},
		{"settlements.csv", w.settlementsFile()},
		{"facilities.csv", w.facilitiesFile()},
		{"roads_nodes.csv", w.roads.nodesFile()},
		{"roads_edges.csv", w.roads.edgesFile()},
		{"staff.csv", w.staffFile()},
		{"posyandu.csv", w.posyanduFile()},
		{"mentoring.csv", w.mentoringFile()},
		{"rules.csv", w.rulesFile()},
		{"workload.csv", w.workloadFile()},
		{"costs.csv", w.costsFile()},
	} {
		if err := os.WriteFile(filepath.Join(dir, out.name), out.data, 0o644); err != nil {
			return Files{}, fmt.Errorf("demo file: %w", err)
		}
	}
	return Files{Dir: dir, Steps: steps(dir)}, nil
}

// SourceNames are the names of the demonstration's sources, in order of import:
// where one is absent from the store, the demonstration is not whole.
func SourceNames() []string {
	var names []string
	for _, s := range steps("") {
		names = append(names, s.SourceName)
	}
	return names
}

func steps(dir string) []Step {
	in := func(name string) string { return filepath.Join(dir, name) }
	return []Step{
		{
			Command: "boundaries", Path: in("boundaries.geojson"), AsOf: peopleDay, Approximate: true,
			SourceName: madeUp + ": batas desa hampiran (poligon Thiessen); kode, nama, dan titik dari geografis 1.3.2",
			Licence:    "Kode, nama, titik: MIT (geografis 1.3.2). Batas: rekaan Jangkau",
		},
		{
			Command: "population", Path: in("population.csv"), AsOf: peopleDay, Licence: ownLicence,
			SourceName: madeUp + ": penduduk desa; hanya jumlah kabupaten menurut angka terbit",
		},
		{
			Command: "population", Path: in("settlements.csv"), AsOf: peopleDay, Licence: ownLicence,
			SourceName: madeUp + ": dusun dan penduduknya",
		},
		{
			Command: "facilities", Path: in("facilities.csv"), AsOf: registerDay, Licence: ownLicence,
			SourceName: madeUp + ": fasilitas kesehatan; hanya banyaknya pustu dan puskesmas menurut angka terbit",
			Complete:   []gis.FacilityKind{gis.KindPustu, gis.KindPonkesdes, gis.KindPoskesdes, gis.KindPolindes, gis.KindPKD},
			Within:     Kabupaten,
		},
		{
			Command: "roads", Path: in("roads_edges.csv"), Nodes: in("roads_nodes.csv"), AsOf: peopleDay, Licence: ownLicence,
			SourceName: madeUp + ": jaringan jalan", Covers: Kabupaten,
		},
		{
			Command: "staff", Path: in("staff.csv"), AsOf: staffDay, Licence: ownLicence, Within: Kabupaten,
			SourceName: madeUp + ": tenaga kesehatan",
		},
		{
			Command: "posyandu", Path: in("posyandu.csv"), AsOf: peopleDay, Licence: ownLicence, Within: Kabupaten,
			SourceName: madeUp + ": posyandu, layanan, dan kadernya", Complete: []gis.FacilityKind{gis.KindPosyandu},
		},
		{
			Command: "mentoring", Path: in("mentoring.csv"), AsOf: peopleDay, Licence: ownLicence, Within: Kabupaten,
			SourceName: madeUp + ": asuhan spesialistik",
		},
		{
			Command: "standard", Path: in("rules.csv"), AsOf: staffDay, Licence: ownLicence,
			SourceName: madeUp + ": aturan tenaga per klaster dan beban kerja, bukan peraturan",
		},
		{
			Command: "workload", Path: in("workload.csv"), AsOf: staffDay, Licence: ownLicence, Within: Kabupaten,
			SourceName: madeUp + ": capaian kegiatan puskesmas",
		},
		{
			Command: "costs", Path: in("costs.csv"), AsOf: staffDay, Licence: ownLicence,
			SourceName: madeUp + ": biaya satuan tenaga",
		},
	}
}

// world is everything made up, worked out once so that the files agree.
type world struct {
	facts
	seed        uint64
	cells       [][]point
	people      []int
	settlements [][]settlement
	roads       *roads
	facilities  []facility
}

func newWorld(f facts, seed uint64) *world {
	w := &world{facts: f, seed: seed}
	w.cells = cells(w.points())
	w.makePeople()
	w.makeRoads()
	w.makeFacilities()
	return w
}

func (w *world) points() []point {
	out := make([]point, len(w.sites))
	for i, s := range w.sites {
		out[i] = s.at
	}
	return out
}

// Each subject draws from a stream of its own, so that a change to one leaves the
// others as they were.
const (
	streamPeople uint64 = iota + 1
	streamSettlements
	streamRoads
	streamFacilities
	streamStaff
	streamPosyandu
	streamMentoring
	streamRosters
	streamWorkload
)

func (w *world) random(stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(w.seed, stream))
}
