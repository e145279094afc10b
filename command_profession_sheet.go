package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// wordFields are the columns of a sheet of words, in the order they are written.
var wordFields = []read.SheetField{
	{Name: "word", Synonyms: []string{"kata", "padanan"}, Required: true},
	{Name: "profession", Synonyms: []string{"kode", "jenistenaga", "profesi"}, Required: true},
}

type professionExport struct {
	File string `arg:"" help:"Berkas CSV baru. / A new CSV file."`
}

func (c *professionExport) Run(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.ProfessionWords(ctx)
	if err != nil {
		return err
	}
	rows := [][]string{{wordFields[0].Name, wordFields[1].Name}}
	for _, p := range list {
		for _, w := range p.Words {
			rows = append(rows, []string{w, p.Code})
		}
	}
	f, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return &gis.Error{Kind: gis.Invalid, Err: err, Message: gis.T(
			"%s tidak dapat dibuat: foldernya tidak ada atau tidak boleh ditulisi, atau berkasnya sudah ada", "%s cannot be made: its folder is not there or may not be written to, or the file exists", c.File)}
	}
	err = csv.NewWriter(f).WriteAll(rows)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}

type professionImport struct {
	File string `arg:"" type:"existingfile" help:"Lembar dengan kolom word dan profession. / A sheet with the columns word and profession."`
}

// Run makes each word of the sheet mean what the sheet says; words that it does not hold
// stay. One bad row refuses the sheet.
func (c *professionImport) Run(ctx context.Context, e *environment) error {
	var bad *read.Issue
	var words []gis.ProfessionWord
	_, err := read.Sheet(ctx, c.File, read.Options{Issue: func(i read.Issue) {
		switch {
		case i.Severity != read.Rejected: // a row with one cell alone was not read
			fmt.Fprintln(e.out, visible(i.Reason.In(e.Lang)))
		case bad == nil:
			bad = &i
		}
	}}, wordFields, func(r *read.SheetRow) error {
		w := gis.ProfessionWord{Word: r.Need("word"), Profession: r.Need("profession")}
		if w.Word != "" && gis.FoldName(w.Word) == "" {
			r.Fault("word", read.CodeBadValue, gis.T("Kata ini tidak berisi huruf atau angka", "The word holds no letter or digit"))
		}
		words = append(words, w)
		return nil
	})
	if err != nil {
		return err
	}
	if bad != nil {
		where := gis.T("Baris %d kolom %s: ", "Line %d column %s: ", bad.Line, bad.Field)
		return &gis.Error{Kind: gis.Invalid, Message: gis.Text{
			ID: where.ID + bad.Reason.ID + ". Tidak ada yang dimuat", EN: where.EN + bad.Reason.EN + ". Nothing was loaded",
		}}
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	added, changed, err := s.PutProfessionWords(ctx, words)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.out, gis.T("%d kata baru, %d kata berganti arti, dari %d; impor lagi daftar yang memakainya", "%d words added, %d changed their meaning, of %d; import the lists that use them again", added, changed, len(words)).In(e.Lang))
	return nil
}

func (*professionImport) Help() string {
	return examples(`jangkau profession export padanan.csv`, `jangkau profession import padanan.csv`)
}
