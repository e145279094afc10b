package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

type profileCommand struct {
	List   profileList   `cmd:"" default:"withargs" help:"Tampilkan profil, varian, dan versinya. / Show profiles, variants and their versions."`
	Export profileExport `cmd:"" help:"Tulis profil sebagai lembar CSV untuk disunting. / Write profiles as a sheet to edit."`
	Import profileImport `cmd:"" help:"Muat lembar CSV atau XLSX sebagai versi baru. / Load a sheet as a new version."`
}

type profileList struct {
	History bool `help:"Juga versi lama. / Older versions too."`
}

func (c *profileList) Run(ctx context.Context, e *environment) error {
	tables, err := e.profileTables(ctx, c.History)
	if err != nil {
		return err
	}
	for _, t := range tables {
		assumed := 0
		for _, r := range t.Rows {
			if r.Assumption {
				assumed++
			}
		}
		fmt.Fprintf(e.out, "%-10s  %-20s  %s %d  %s  %s  %s\n", t.Profile, t.Variant, gis.T("versi", "version").In(e.Lang), t.Version,
			t.MadeAt.In(now().Location()).Format("2006-01-02 15:04"),
			gis.T("%d baris, %d asumsi", "%d rows, %d assumptions", len(t.Rows), assumed).In(e.Lang), visible(t.Why))
	}
	return nil
}

// profileChoice is which profiles a command is about.
type profileChoice struct {
	Profile string `help:"Hanya profil ini. / Only this profile." placeholder:"WALK|MOTORCYCLE|CAR|BOAT"`
	Variant string `help:"Hanya varian ini. / Only this variant." placeholder:"ID"`
}

type profileExport struct {
	profileChoice
	Number int `name:"number" help:"Versi ini, bukan yang berlaku; perlu --profile. / This version and not the current one." placeholder:"N"`
}

func (c *profileExport) Run(ctx context.Context, e *environment) error {
	tables, err := e.profileTables(ctx, c.Number != 0)
	if err != nil {
		return err
	}
	tables = slices.DeleteFunc(tables, func(t gis.ProfileTable) bool {
		return c.Profile != "" && string(t.Profile) != strings.ToUpper(c.Profile) || c.Variant != "" && t.Variant != c.Variant ||
			c.Number != 0 && (t.Version != c.Number || t.Variant != c.Variant)
	})
	if len(tables) == 0 {
		return gis.NewError(gis.NotFound, "Tidak ada profil, varian, atau versi itu; lihat jangkau profile list --history",
			"There is no such profile, variant or version; see jangkau profile list --history")
	}
	w := csv.NewWriter(e.out)
	rows := [][]string{read.ProfileColumns}
	for _, t := range tables {
		version := t.Version
		if c.Number != 0 {
			version = 0 // to go back to it is an edit of whatever is current
		}
		for _, r := range t.Rows {
			rows = append(rows, read.ProfileRow{Profile: t.Profile, Variant: t.Variant, Version: version, ProfileRow: r}.Cells())
		}
	}
	return w.WriteAll(rows)
}

func (e *environment) profileTables(ctx context.Context, history bool) ([]gis.ProfileTable, error) {
	s, err := e.openStore(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.ProfileTables(ctx, history)
}

type profileImport struct {
	File   string `arg:"" type:"existingfile" help:"Berkas CSV atau XLSX. / CSV or XLSX file."`
	Why    string `help:"Alasan perubahan ini, disimpan bersama versinya. / Why, kept with the version." placeholder:"TEXT"`
	DryRun bool   `help:"Periksa dan laporkan saja. / Only check and report."`
	Report string `help:"Tulis laporan lengkap sebagai CSV. / Write the full report as CSV." placeholder:"FILE"`
	Sheet  string `help:"Lembar kerja XLSX. / Sheet of a workbook."`
}

func (c *profileImport) Run(ctx context.Context, e *environment) error {
	why := strings.TrimSpace(c.Why)
	if why == "" && !c.DryRun {
		return &gis.Error{Kind: gis.Invalid, Field: "--why", Message: gis.T(
			"Sebutkan alasannya: --why \"survei jalan kabupaten, Mei 2025\"", "Say why: --why \"survey of the kabupaten's roads, May 2025\"")}
	}
	if err := readable(c.File); err != nil {
		return err
	}
	if err := reportPlace(c.Report); err != nil {
		return err
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	res, err := ingest.Profiles(ctx, s, ingest.ProfileOptions{
		Options: ingest.Options{Path: c.File, DryRun: c.DryRun, Sheet: c.Sheet, Now: time.Now, Progress: e.progress()}, Why: why,
	})
	if err != nil {
		return err
	}
	if err := e.printReport(res, c.Report); err != nil {
		return err
	}
	if code := res.ExitCode(true); code != 0 {
		return exitError(code)
	}
	return nil
}

func (*profileExport) Help() string {
	return examples("jangkau profile export > profil.csv", "jangkau profile export --profile MOTORCYCLE --variant musim-hujan > hujan.csv",
		"jangkau profile export --profile CAR --number 1 > mobil-1.csv")
}

func (*profileImport) Help() string {
	return examples(`jangkau profile import profil.csv --why "survei jalan kabupaten, Mei 2025"`, "jangkau profile import profil.csv --dry-run") + `

Setiap profil atau varian yang punya baris di berkas mendapat versi baru dari baris
itu seluruhnya; yang tidak disebut tetap. Satu baris salah menolak semuanya.
/ Every profile or variant with rows in the file gets a new version made of exactly
those rows; what is not named stays. One bad row refuses it all.`
}
