package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/job"
	"jangkau/travel"
)

type travelCommand struct {
	Compute travelCompute `cmd:"" help:"Hitung perjalanan semua desa dan simpan hasilnya. / Compute the travel of all desa and keep the results."`
	Status  travelStatus  `cmd:"" default:"withargs" help:"Tampilkan hasil yang tersimpan dan apakah masih berlaku. / Show what is kept and whether it still holds."`
	Forget  travelForget  `cmd:"" help:"Hapus satu hasil yang tersimpan. / Take a kept result away."`
}

type travelCompute struct {
	Within  string   `help:"Hanya desa di wilayah ini; kosong: semua. / Only the desa of this wilayah; all when silent." placeholder:"CODE"`
	Kind    []string `default:"PUSTU,PUSKESMAS" help:"Jenis fasilitas, dipisah koma: yang terdekat di antaranya. / Kinds of facility, by commas: the nearest of them."`
	Profile string   `default:"MOTORCYCLE" help:"Cara bepergian. / How people travel." placeholder:"WALK|MOTORCYCLE|CAR|BOAT"`
	Variant string   `help:"Varian profil, misalnya musim-hujan. / Variant of the profile." placeholder:"ID"`
	By      string   `default:"TIME" help:"Terdekat menurut waktu (TIME) atau jarak (DISTANCE). / Nearest by time or by distance." placeholder:"TIME|DISTANCE"`
	Stale   bool     `help:"Hitung ulang semua hasil tersimpan yang tidak berlaku lagi; pilihan lain diabaikan. / Compute again all kept results that no longer hold; other flags do not matter."`
}

// question is what the flags ask. The error is Invalid.
func (c *travelCompute) question() (travel.Question, error) {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return travel.Question{}, err
	}
	q := travel.Question{
		Profile: gis.TravelProfile(strings.ToUpper(c.Profile)), Variant: c.Variant, By: gis.TravelMetric(strings.ToUpper(c.By)), Within: within,
	}
	for _, k := range c.Kind {
		q.Kinds = append(q.Kinds, gis.FacilityKind(strings.ToUpper(strings.TrimSpace(k))))
	}
	return q.Normal()
}

func (c *travelCompute) Run(ctx context.Context, e *environment) error {
	q, err := c.question()
	if err != nil {
		return err
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	list := []travel.Question{q}
	if c.Stale {
		if list, err = staleQuestions(ctx, s); err != nil {
			return err
		}
		if len(list) == 0 {
			fmt.Fprintln(e.out, gis.T("Semua hasil tersimpan masih berlaku.", "All kept results hold.").In(e.Lang))
		}
	}
	// Nobody waits for answers here: the search goes as it is, without a hierarchy
	// that would be made for one question and thrown away.
	service := travel.New(travel.Config{Loader: s.TravelLoader(), Log: e.log, Now: now, Engines: 1, RankFrom: -1, Folder: e.indexFolder()})
	defer service.Close()
	work := &job.TravelWork{Service: service, Store: s.DB, Now: now}
	for _, q := range list {
		if err := e.computeTravel(ctx, work, q); err != nil {
			return err
		}
	}
	return nil
}

func staleQuestions(ctx context.Context, s *store) ([]travel.Question, error) {
	runs, err := s.TravelRuns(ctx, travel.DayOf(now()))
	var list []travel.Question
	for _, r := range runs {
		if len(r.Stale) > 0 {
			list = append(list, r.Question)
		}
	}
	return list, err
}

// computeTravel answers one question and keeps the answer.
func (e *environment) computeTravel(ctx context.Context, work *job.TravelWork, q travel.Question) error {
	b := e.progress()
	defer b.End()
	c, err := work.Compute(ctx, q, phases{b})
	if err != nil {
		return err
	}
	b.End()
	fmt.Fprintln(e.out, gis.T("Hasil %d tersimpan: %s, %d desa, %d titik, dihitung dalam %s", "Result %d is kept: %s, %d desa, %d points, computed in %s",
		c.Run, questionText(q), c.Desa, c.Points, c.Took.Round(time.Millisecond)).In(e.Lang))
	return nil
}

// phases shows a job's progress on a terminal.
type phases struct{ *bar }

func (p phases) Begin(phase job.Phase, total int64) {
	p.bar.Begin(map[job.Phase]gis.Text{
		job.Reading:   gis.T("Membaca jalan dan penduduk", "Reading roads and people"),
		job.Searching: gis.T("Mencari fasilitas terdekat", "Looking for the nearest facilities"),
		job.Keeping:   gis.T("Menyimpan", "Keeping"),
	}[phase], total)
}

// questionText is a question as a person reads it: PUSKESMAS,PUSTU MOTORCYCLE+musim-hujan TIME 35.10
func questionText(q travel.Question) string {
	kinds := make([]string, len(q.Kinds))
	for i, k := range q.Kinds {
		kinds[i] = string(k)
	}
	text := strings.Join(kinds, ",") + " " + string(q.Profile)
	if q.Variant != "" {
		text += "+" + q.Variant
	}
	text += " " + string(q.By)
	if q.Within != "" {
		text += " " + string(q.Within)
	}
	return text
}

type travelStatus struct{}

func (c *travelStatus) Run(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	runs, err := s.TravelRuns(ctx, travel.DayOf(now()))
	if err != nil {
		return err
	}
	for _, r := range runs {
		state := gis.T("berlaku", "current")
		if len(r.Stale) > 0 {
			state = staleText(r.Stale)
		}
		fmt.Fprintf(e.out, "%d  %s  %s  %s  %s  %s\n", r.ID, questionText(r.Question), r.ProfileKey, r.ComputedAt.In(now().Location()).Format("2006-01-02 15:04"),
			gis.T("%d desa, %d titik", "%d desa, %d points", r.Desa, r.Points).In(e.Lang), state.In(e.Lang))
	}
	switch {
	case len(runs) == 0:
		fmt.Fprintln(e.out, gis.T("Belum ada hasil perjalanan yang tersimpan; hitung dengan jangkau travel compute.",
			"No travel results are kept yet; compute some with jangkau travel compute.").In(e.Lang))
	case slices.ContainsFunc(runs, func(r travel.Kept) bool { return len(r.Stale) > 0 }):
		fmt.Fprintln(e.out, gis.T("Hitung ulang yang tidak berlaku: jangkau travel compute --stale", "Compute again what no longer holds: jangkau travel compute --stale").In(e.Lang))
	}
	return nil
}

var staleWords = map[string]gis.Text{
	"NETWORK": gis.T("jalan", "roads"), "PROFILE": gis.T("kecepatan", "speeds"), "FACILITY": gis.T("fasilitas", "facilities"),
	"PEOPLE": gis.T("penduduk", "people"), "WILAYAH": gis.T("wilayah", "wilayah"), "DAY": gis.T("hari", "the day"),
}

func staleText(stale []string) gis.Text {
	var id, en []string
	for _, s := range stale {
		id, en = append(id, staleWords[s].ID), append(en, staleWords[s].EN)
	}
	return gis.Text{ID: "tidak berlaku lagi, berubah: " + strings.Join(id, ", "), EN: "no longer holds, changed: " + strings.Join(en, ", ")}
}

type travelForget struct {
	ID int64 `arg:"" help:"Nomor hasil, lihat jangkau travel status. / Number of the result."`
}

func (c *travelForget) Run(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.ForgetTravel(ctx, c.ID); err != nil {
		return err
	}
	fmt.Fprintln(e.out, gis.T("Hasil %d dihapus.", "Result %d is gone.", c.ID).In(e.Lang))
	return nil
}

func (*travelCompute) Help() string {
	return examples("jangkau travel compute", "jangkau travel compute --kind PUSKESMAS --profile WALK --by DISTANCE --within 35.10",
		"jangkau travel compute --variant musim-hujan", "jangkau travel compute --stale")
}

func (*travelStatus) Help() string { return examples("jangkau travel status") }

func (*travelForget) Help() string { return examples("jangkau travel forget 3") }
