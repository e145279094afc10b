package main

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"jangkau/gis"
)

type professionCommand struct {
	List   professionList   `cmd:"" default:"withargs" help:"Tampilkan jenis tenaga dan padanannya. / Show professions and the words for them."`
	Add    professionAdd    `cmd:"" help:"Kenalkan satu kata sebagai suatu jenis tenaga. / Make a word known for a profession."`
	Remove professionRemove `cmd:"" help:"Hapus satu kata dari padanan. / Take a word away."`
	Export professionExport `cmd:"" help:"Tulis semua padanan sebagai lembar CSV untuk disunting. / Write all words as a CSV sheet to edit."`
	Import professionImport `cmd:"" help:"Baca lembar padanan yang sudah disunting. / Read an edited sheet of words."`
	New    professionNew    `cmd:"" help:"Buat jenis tenaga baru. / Make a new profession."`
}

type professionList struct {
	Unknown bool `help:"Hanya kata yang belum dikenal, dengan jumlah orangnya. / Only words that are not known, with their people."`
}

func (c *professionList) Run(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	if c.Unknown {
		list, err := s.UnknownProfessions(ctx)
		if err != nil {
			return err
		}
		for _, u := range list {
			fmt.Fprintln(e.out, visible(fmt.Sprintf("%6d  %-40s  %s  %s", u.People, u.Word, u.Period, u.Source)))
		}
		if len(list) == 0 {
			fmt.Fprintln(e.out, gis.T("Semua jenis tenaga yang dimuat dikenal.", "Every profession that was loaded is known.").In(e.Lang))
		} else {
			fmt.Fprintln(e.out, gis.T("Kenalkan: jangkau profession add KATA KODE, lalu impor lagi daftarnya",
				"Make one known: jangkau profession add WORD CODE, then import the list again").In(e.Lang))
		}
		return nil
	}
	list, err := s.ProfessionWords(ctx)
	if err != nil {
		return err
	}
	for _, p := range list {
		fmt.Fprintln(e.out, visible(fmt.Sprintf("%-22s  %s\n%24s%s", p.Code, gis.Text{ID: p.NameID, EN: p.NameEn}.In(e.Lang), "", strings.Join(p.Words, ", "))))
	}
	return nil
}

type professionAdd struct {
	Word string `arg:"" help:"Kata seperti di daftar; ejaan dan spasi tidak penting. / The word as lists have it."`
	Code string `arg:"" help:"Kode jenis tenaga, lihat jangkau profession list. / Code of the profession."`
}

func (c *professionAdd) Run(ctx context.Context, e *environment) error {
	if gis.FoldName(c.Word) == "" {
		return gis.NewError(gis.Invalid, "Kata %q tidak berisi huruf atau angka", "The word %q holds no letter or digit", c.Word)
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	code := strings.ToUpper(c.Code)
	if err := s.AddProfessionWord(ctx, c.Word, code); err != nil {
		return err
	}
	fmt.Fprintln(e.out, visible(gis.T("%q kini berarti %s; impor lagi daftar yang memakainya", "%q now means %s; import the lists that use it again", c.Word, code).In(e.Lang)))
	return nil
}

type professionRemove struct {
	Word string `arg:"" help:"Kata yang dihapus. / The word."`
}

func (c *professionRemove) Run(ctx context.Context, e *environment) error {
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.RemoveProfessionWord(ctx, c.Word)
}

type professionNew struct {
	Code   string `arg:"" help:"Kode: huruf besar, angka, garis bawah. / Code: capitals, digits, underscore."`
	Name   string `required:"" help:"Nama. / Name in Indonesian." placeholder:"TEXT"`
	NameEn string `help:"Nama dalam bahasa Inggris. / Name in English." placeholder:"TEXT"`
}

var professionCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,39}$`)

func (c *professionNew) Run(ctx context.Context, e *environment) error {
	if !professionCode.MatchString(c.Code) {
		return gis.NewError(gis.Invalid, "Kode %q: pakai huruf besar, angka, dan garis bawah, misalnya ELEKTROMEDIS",
			"The code %q: use capitals, digits and underscores, as in ELEKTROMEDIS", c.Code)
	}
	s, err := e.openStore(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	name, en := strings.TrimSpace(c.Name), strings.TrimSpace(c.NameEn)
	if en == "" {
		en = name
	}
	if name == "" {
		return gis.NewError(gis.Invalid, "--name tidak boleh kosong", "--name must not be empty")
	}
	return s.NewProfession(ctx, gis.Profession{Code: c.Code, NameID: name, NameEn: en})
}

func (*professionAdd) Help() string {
	return examples(`jangkau profession list --unknown`, `jangkau profession add "Juru Rawat" PERAWAT`)
}

func (*professionNew) Help() string {
	return examples(`jangkau profession new ELEKTROMEDIS --name "Tenaga elektromedis" --name-en "Electromedical technician"`)
}
