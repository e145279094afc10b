package main

import (
	"context"
	"encoding/csv"
	"os"
	"strconv"

	"jangkau/gis"
	"jangkau/ingest"
)

type importStandard struct {
	File     string `arg:"" optional:"" type:"existingfile" help:"Berkas. / File."`
	Template string `help:"Tulis lembar berisi aturan yang dimuat sekarang, sebagai contoh untuk disunting; tidak memuat apa pun. / Write a sheet of the loaded rules to edit; loads nothing." placeholder:"FILE"`
	importSettings
}

func (c *importStandard) Run(ctx context.Context, e *environment) error {
	switch {
	case c.Template != "" && c.File != "":
		return &gis.Error{Kind: gis.Invalid, Field: "--template", Message: gis.T("--template menulis lembar dan tidak memuat berkas; pilih salah satu", "--template writes a sheet and loads no file; choose one")}
	case c.Template != "":
		return c.write(ctx, e)
	case c.File == "":
		return gis.NewError(gis.Invalid, "Sebutkan berkasnya, atau --template BERKAS untuk menulis contoh", "Name the file, or --template FILE to write an example")
	}
	return e.loadSheet(ctx, c.File, &c.importSettings, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Standards(ctx, s.StartLoad, o)
	})
}

// write puts the loaded rules into a new file.
func (c *importStandard) write(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	rules, err := s.Rules(ctx)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(c.Template, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Field: "--template", Err: err, Message: gis.T(
			"%s tidak dapat dibuat: foldernya tidak ada atau tidak boleh ditulisi, atau berkasnya sudah ada", "%s cannot be made: its folder is not there or may not be written to, or the file exists", c.Template)}
	}
	w := csv.NewWriter(f)
	err = w.WriteAll(ruleRows(rules))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

// ruleRows are rules as rows of a sheet under its header.
func ruleRows(rules []gis.RuleSheet) [][]string {
	var header []string
	for _, f := range ingest.RuleFields {
		header = append(header, f.Name)
	}
	rows := [][]string{header}
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', -1, 64)
	}
	year := func(v *int) string {
		if v == nil {
			return ""
		}
		return strconv.Itoa(*v)
	}
	yes := func(v bool) string { return map[bool]string{true: "ya", false: "tidak"}[v] }
	for _, r := range rules {
		for _, x := range r.Rows {
			stay := ""
			if x.RawatInap != nil {
				stay = yes(*x.RawatInap)
			}
			cell := map[string]string{
				"id": r.ID, "rule": r.Rule, "title": r.Title, "regulation": r.Regulation, "article": r.Article, "wilayah": r.Wilayah, "valid_from": r.ValidFrom, "valid_to": r.ValidTo,
				"revoked": yes(r.Revoked), "revoked_by": r.RevokedBy, "confidence": r.Confidence, "source": r.Source, "wkt_minutes": number(r.WKTMinutes), "target_year": year(r.TargetYear),
				"facility_kind": x.FacilityKind, "area_category": x.AreaCategory, "rawat_inap": stay, "klaster": x.Klaster, "profession": x.Profession,
				"minimum": number(x.Minimum), "per_people": number(x.PerPeople), "activity": x.Activity, "activity_name": x.ActivityName, "activity_kind": x.ActivityKind,
				"norm_minutes": number(x.NormMinutes), "percent": number(x.Percent), "minutes_year": number(x.MinutesYear), "persons": number(x.Persons),
			}
			row := make([]string, len(header))
			for i, name := range header {
				row[i] = inertCell(cell[name])
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (*importStandard) Help() string {
	return examples("jangkau import standard --template aturan.csv", `jangkau import standard aturan.csv --source "Perbup 12/2025"`, "jangkau import standard aturan.xlsx --dry-run") + `

Tiap aturan (id) di berkas menjadi persis barisnya di berkas itu; aturan lain tetap.
Satu baris salah menolak semuanya. confidence: VERIFIED bila dibaca di naskahnya,
SECONDARY dari salinan atau kutipan, RECALLED dari ingatan (bukan hukum).
/ Each rule (id) of the file becomes exactly its rows there; other rules stay. One bad
row refuses it all. confidence: VERIFIED when read in the text itself, SECONDARY in a
copy or quotation, RECALLED from memory (no law).`
}

type importWorkload struct {
	importFlags
	Within string `required:"" help:"Kabupaten lembar ini; nama fasilitas dicari di sana. / Kabupaten of the sheet." placeholder:"CODE"`
}

func (c *importWorkload) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Workload(ctx, s.StartLoad, ingest.WorkloadOptions{Options: o, Within: within})
	})
}

func (*importWorkload) Help() string {
	return examples(`jangkau import workload capaian.xlsx --within 35.10 --as-of 2024-12-31 --source "Capaian 2024"`)
}

type importCosts struct{ importFlags }

func (c *importCosts) Run(ctx context.Context, e *environment) error {
	return e.loadFile(ctx, &c.importFlags, func(s *store, o ingest.Options) (ingest.Result, error) {
		return ingest.Costs(ctx, s.StartLoad, o)
	})
}

func (*importCosts) Help() string {
	return examples(`jangkau import costs biaya.csv --source "Standar biaya 2025"`)
}
