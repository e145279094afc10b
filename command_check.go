package main

import (
	"context"
	"fmt"

	"jangkau/gis"
	"jangkau/ingest"
	"jangkau/ingest/read"
)

type checkCommand struct {
	Ratios checkRatios `cmd:"" help:"Rasio tenaga per 100.000 penduduk yang tercetak di suatu laporan. / Printed ratios of staff per 100,000 people."`
}

type checkRatios struct {
	File   string            `arg:"" type:"existingfile" help:"Lembar rasio: tahun, jenis tenaga, jumlah, rasio. / Sheet of ratios."`
	Within string            `required:"" help:"Wilayah yang tenaganya sudah dimuat. / Wilayah whose staff are loaded." placeholder:"CODE"`
	People string            `required:"" type:"existingfile" help:"Lembar penduduk: tahun, kecamatan atau desa, penduduk; baris JUMLAH diperiksa. / Sheet of people; its total row is checked." placeholder:"FILE"`
	Column map[string]string `help:"Kolom berkas untuk suatu isian: year, profession, total, ratio. / The file's column for a field." placeholder:"FIELD=COLUMN"`
	Sheet  string            `help:"Lembar kerja XLSX. / Sheet of a workbook."`
}

// Run prints every figure beside what it should be. The exit status is 3 where some
// differ, so that a script can tell.
func (c *checkRatios) Run(ctx context.Context, e *environment) error {
	within, err := parseCode("--within", c.Within)
	if err != nil {
		return err
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	rep, err := ingest.CheckRatios(ctx, s, ingest.CheckOptions{
		Options: ingest.Options{Path: c.File, Columns: c.Column, Sheet: c.Sheet}, Within: within, People: c.People,
	})
	if err != nil {
		return err
	}
	rejected := 0
	for _, i := range rep.Issues {
		if i.Severity == read.Rejected {
			rejected++
		}
		if i.Severity != read.Note {
			e.printIssue(i)
		}
	}
	for _, p := range rep.People {
		fmt.Fprintln(e.out, p.Text().In(e.Lang))
	}
	fmt.Fprintln(e.out, gis.T("tahun jenis tenaga              cetak  dimuat rasio cetak     rasio", "year profession               printed loaded printed ratio  ratio").In(e.Lang))
	for _, r := range rep.Rows {
		fmt.Fprintln(e.out, visible(r.Text().In(e.Lang)))
	}
	n := rep.Misprints()
	fmt.Fprintln(e.out, gis.T("%d rasio diperiksa, %d angka tercetak tidak cocok", "%d ratios checked, %d printed figures do not fit", len(rep.Rows), n).In(e.Lang))
	if n > 0 || rejected > 0 {
		return exitError(ingest.ExitPartly)
	}
	return nil
}

func (*checkRatios) Help() string {
	return examples("jangkau check ratios rasio.csv --within 19.06 --people penduduk_kecamatan.csv") + `

Muat dahulu tenaganya: jangkau import staff. Penyebutnya jumlah tercetak di lembar
penduduk, bila ada, kalau tidak jumlah barisnya. Status keluar 3 bila ada yang berbeda.
/ Load the staff first. The denominator is the total that the sheet of people prints,
else the sum of its rows. The exit status is 3 where something differs.`
}
