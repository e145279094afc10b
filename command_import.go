package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/ingest"
)

type importCommand struct {
	Boundaries importBoundaries `cmd:"" help:"Batas desa/kelurahan: GeoJSON, GeoJSONL (.gz), shapefile (.zip), GeoPackage. / Boundaries."`
	Facilities importFacilities `cmd:"" help:"Fasilitas: CSV, XLSX, GeoJSON. / Facilities."`
	Population importPopulation `cmd:"" help:"Penduduk per desa atau per titik permukiman: CSV, XLSX. / People per desa or settlement."`
	Roads      importRoads      `cmd:"" help:"Jalan: OSM PBF, garis GeoJSON, CSV simpul dan ruas. / Roads."`
	Staff      importStaff      `cmd:"" help:"Tenaga per fasilitas: CSV, XLSX. / Staff per facility."`
	Posyandu   importPosyandu   `cmd:"" help:"Posyandu: layanan, kader menurut tingkat dan kompetensi. CSV, XLSX. / Posyandu with services and kader."`
	Mentoring  importMentoring  `cmd:"" help:"Asuhan spesialistik: jabatan spesialis di RS untuk puskesmas. CSV, XLSX. / Specialist mentoring."`
	Standard   importStandard   `cmd:"" help:"Aturan ketenagaan: standar, beban kerja, rasio. CSV, XLSX. / Rules on staff."`
	Workload   importWorkload   `cmd:"" help:"Capaian kegiatan per fasilitas, untuk aturan beban kerja. CSV, XLSX. / What facilities did."`
	Costs      importCosts      `cmd:"" help:"Biaya satu jabatan setahun menurut sumber dana. CSV, XLSX. / What a post costs in a year."`
}

// importFlags are those of every import.
type importFlags struct {
	File string `arg:"" type:"existingfile" help:"Berkas. / File."`
	importSettings
}

// importSettings are the flags of every import.
type importSettings struct {
	Source       string            `help:"Nama sumber; berkas berikutnya dari sumber yang sama memperbaruinya. / Name of the source." placeholder:"NAME"`
	AsOf         string            `help:"Tanggal data, TTTT-BB-HH; kosong: hari ini. / Day the data are of." placeholder:"DATE"`
	Licence      string            `help:"Lisensi sumber. / Licence of the source."`
	Publisher    string            `help:"Penerbit sumber. / Publisher of the source."`
	URL          string            `help:"Alamat sumber. / Address of the source."`
	DryRun       bool              `help:"Kerjakan semua dan laporkan, lalu batalkan. / Do it all, report, undo."`
	Strict       bool              `help:"Tolak seluruh berkas bila ada satu baris ditolak. / Refuse the file when any row is rejected."`
	CloseMissing bool              `help:"Tutup baris yang tidak lagi ada di berkas baru sumber ini. / Close rows the new file no longer holds."`
	Report       string            `help:"Tulis laporan lengkap sebagai CSV. / Write the full report as CSV." placeholder:"FILE"`
	Column       map[string]string `help:"Kolom berkas untuk suatu isian, misalnya name=NAMA_DESA. / The file's column for a field." placeholder:"FIELD=COLUMN"`
	Sheet        string            `help:"Lembar kerja XLSX. / Sheet of a workbook."`
	Layer        string            `help:"Lapisan GeoPackage. / Layer of a GeoPackage."`
}

func (f *importSettings) options(e *environment, file string) (ingest.Options, error) {
	asOf, err := parseDay("--as-of", f.AsOf)
	if err != nil {
		return ingest.Options{}, err
	}
	if today := now().Format(time.DateOnly); f.AsOf > today {
		return ingest.Options{}, gis.NewError(gis.Invalid,
			"--as-of %s belum terjadi (hari ini %s); data tidak mungkin berasal dari hari esok", "--as-of %s is in the future (today is %s); no data can be of it", f.AsOf, today)
	}
	if err := reportPlace(f.Report); err != nil {
		return ingest.Options{}, err
	}
	return ingest.Options{
		Path: file, SourceName: f.Source, Vintage: asOf, Licence: f.Licence, Publisher: f.Publisher, URL: f.URL,
		DryRun: f.DryRun, Strict: f.Strict, CloseMissing: f.CloseMissing,
		Columns: f.Column, Sheet: f.Sheet, Layer: f.Layer, Progress: e.progress(),
	}, nil
}

// parseDay reads YYYY-MM-DD; "" is the zero time.
func parseDay(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, &gis.Error{Kind: gis.Invalid, Field: flag, Err: err, Message: gis.T(
			"%s=%q bukan tanggal; tulis TTTT-BB-HH, misalnya 2024-05-20", "%s=%q is not a day; write YYYY-MM-DD, as in 2024-05-20", flag, s)}
	}
	return t, nil
}

// parseCode reads an optional wilayah code.
func parseCode(flag, s string) (gis.WilayahCode, error) {
	if s == "" {
		return "", nil
	}
	code, err := gis.ParseWilayahCode(s)
	if err != nil {
		return "", err
	}
	return code, nil
}

// loadFile opens the store, runs one import and prints its report; the exit
// status says what became of the file.
func (e *environment) loadFile(ctx context.Context, f *importFlags, load func(*store, ingest.Options) (ingest.Result, error)) error {
	return e.loadSheet(ctx, f.File, &f.importSettings, load)
}

func (e *environment) loadSheet(ctx context.Context, file string, f *importSettings, load func(*store, ingest.Options) (ingest.Result, error)) error {
	opts, err := f.options(e, file)
	if err != nil {
		return err
	}
	if err := readable(file); err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(file), demoMark)); err == nil {
		opts.Kind = ingest.Demo
		fmt.Fprintln(e.out, gis.T("Berkas ini data peragaan (%s): dicatat sebagai DEMO", "This file belongs to a demonstration (%s): marked as DEMO", demoMark).In(e.Lang))
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	res, err := load(s, opts)
	if err != nil {
		return err
	}
	if err := e.printReport(res, f.Report); err != nil {
		return err
	}
	if code := res.ExitCode(f.Strict); code != 0 {
		return exitError(code)
	}
	return nil
}

// readable says at once, before a database is started, that this user may not read
// a file.
func readable(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Err: err, Message: gis.T(
			"Berkas %s tidak boleh dibaca oleh pengguna ini; periksa izinnya (ls -l)", "This user may not read the file %s; check its permissions (ls -l)", path)}
	}
	return f.Close()
}

func dirOf(path string) string { return filepath.Dir(path) }

type importBoundaries struct {
	importFlags
	CodeField   string `help:"Isian kode wilayah; ditebak bila kosong. / Property with the code; guessed when empty."`
	NameField   string `help:"Isian nama; ditebak bila kosong. / Property with the name."`
	BPSField    string `name:"bps-field" help:"Isian kode BPS. / Property with the BPS code."`
	Approximate bool   `help:"Tandai batas sebagai hampiran. / Mark the outlines as approximate."`
}

func (c *importBoundaries) Run(ctx context.Context, e *environment) error {
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Boundaries(ctx, s.StartLoad, ingest.BoundaryOptions{
			Options:   o,
			CodeField: c.CodeField, NameField: c.NameField, BPSField: c.BPSField, Approximate: c.Approximate,
		})
	})
}

type importPopulation struct{ importFlags }

func (c *importPopulation) Run(ctx context.Context, e *environment) error {
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Population(ctx, s.StartLoad, ingest.PopulationOptions{Options: o})
	})
}

type importFacilities struct {
	importFlags
	Complete    []string `help:"Nyatakan daftar jenis ini lengkap di --within per --as-of. / Declare the list of this kind complete within --within as of --as-of." placeholder:"KIND"`
	Partial     []string `help:"Nyatakan daftar jenis ini tidak lengkap. / Declare it partial." placeholder:"KIND"`
	Within      string   `help:"Kode wilayah yang dicakup daftar ini. / Wilayah the list is about." placeholder:"CODE"`
	DefaultKind string   `help:"Jenis untuk baris yang tidak menyebutnya. / Kind of rows that name none." placeholder:"KIND"`
	IDSystem    string   `name:"id-system" help:"Nama sistem kolom kode; ditebak bila kosong. / System of the code column."`
}

func (c *importFacilities) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Facilities(ctx, s.StartLoad, ingest.FacilityOptions{
			Options: o, Within: within,
			DefaultKind: kindOf(c.DefaultKind), IDSystem: c.IDSystem, Complete: kindsOf(c.Complete), Partial: kindsOf(c.Partial),
		})
	})
}

// kindOf reads a kind as people type it; what it is not is refused by the import.
func kindOf(s string) gis.FacilityKind {
	return gis.FacilityKind(strings.ToUpper(strings.TrimSpace(s)))
}

func kindsOf(list []string) []gis.FacilityKind {
	var out []gis.FacilityKind
	for _, s := range list {
		out = append(out, kindOf(s))
	}
	return out
}

type importRoads struct {
	importFlags
	Nodes        string  `type:"existingfile" help:"Berkas simpul untuk CSV ruas. / The nodes of a CSV of edges."`
	Covers       string  `help:"Wilayah yang tercakup lengkap oleh jalan ini: kode, atau barat,selatan,timur,utara. / Area these roads cover." placeholder:"CODE|BOX"`
	MinComponent int     `help:"Simpul paling sedikit dari jaringan yang boleh ditumpangi titik; 0: 100. / Fewest nodes of a component a point may join."`
	SnapMaxM     float64 `name:"snap-max-m" help:"Jarak terjauh titik ke jalan, meter; 0: 5000. / Farthest a point may lie from its road."`
}

func (c *importRoads) Run(ctx context.Context, e *environment) error {
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Roads(ctx, s.StartLoad, ingest.RoadOptions{
			Options: o, Nodes: c.Nodes, Covers: c.Covers,
			MinComponent: c.MinComponent, SnapMaxM: c.SnapMaxM,
		})
	})
}

type importStaff struct {
	importFlags
	Within string `help:"Kode wilayah yang dicakup lembar ini. / Wilayah the sheet is about." placeholder:"CODE"`
}

func (c *importStaff) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Staff(ctx, s.StartLoad, ingest.StaffOptions{Options: o, Within: within})
	})
}

type importPosyandu struct {
	importFlags
	Within   string `help:"Kode wilayah lembar ini; nama desa dicari di sana. / Wilayah the sheet is about." placeholder:"CODE"`
	Complete bool   `help:"Nyatakan daftar ini memuat semua posyandu di --within per --as-of. / Declare that the list holds every posyandu of --within."`
}

func (c *importPosyandu) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Posyandu(ctx, s.StartLoad, ingest.PosyanduOptions{Options: o, Within: within, Complete: c.Complete})
	})
}

func (*importPosyandu) Help() string {
	return examples(`jangkau import posyandu posyandu.xlsx --within 35.10 --as-of 2024-12-31 --source "Posyandu 2024" --complete`)
}

type importMentoring struct {
	importFlags
	Within   string `required:"" help:"Kabupaten daftar ini; nama RS dan puskesmas dicari di sana. / Kabupaten of the list." placeholder:"CODE"`
	Complete bool   `help:"Nyatakan daftar ini memuat semua penugasan di --within per --as-of. / Declare that the list holds every assignment."`
}

func (c *importMentoring) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Mentoring(ctx, s.StartLoad, ingest.MentoringOptions{Options: o, Within: within, Complete: c.Complete})
	})
}

func (*importMentoring) Help() string {
	return examples(`jangkau import mentoring asuhan.xlsx --within 35.10 --as-of 2024-12-31 --source "Asuhan spesialistik 2024" --complete`)
}
