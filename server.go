// Command jangkau answers which desa lack a pustu, how far people travel to the
// nearest facility and which staff each klaster lacks, over GraphQL and PostGIS.
//
// This file is configuration, start and stop. The commands stand in
// command_*.go; store.go opens the database they share.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"jangkau/db/embedded"
	"jangkau/gis"
)

// settings are the flags every command has, each with its JANGKAU_* twin.
type settings struct {
	DatabaseURL string `group:"common" env:"JANGKAU_DATABASE_URL" placeholder:"URL" help:"Basis data PostGIS sendiri; kosong: Jangkau menjalankan miliknya. / A PostGIS of your own; empty: Jangkau runs its own."`
	OwnerURL    string `group:"common" env:"JANGKAU_OWNER_URL" placeholder:"URL" help:"Pemilik skema, untuk migrasi; kosong: sama dengan --database-url. / Owner of the schema, for migrations."`
	DataDir     string `group:"common" env:"JANGKAU_DATA_DIR" default:".jangkau" type:"path" help:"Folder data. / Data folder."`
	Lang        string `group:"common" env:"JANGKAU_LANG" enum:"id,en" default:"id" help:"Bahasa pesan: id atau en. / Language of messages."`
	Verbose     bool   `group:"common" short:"v" help:"Catatan lebih rinci. / More detailed log."`
}

type commands struct {
	settings

	Serve      serveCommand      `cmd:"" help:"Jalankan server GraphQL. / Run the GraphQL server."`
	Import     importCommand     `cmd:"" help:"Muat berkas: batas wilayah, fasilitas, penduduk, jalan, tenaga. / Load a file."`
	Match      matchCommand      `cmd:"" help:"Putuskan pencocokan yang belum pasti. / Decide matches that wait for a person."`
	Profile    profileCommand    `cmd:"" help:"Lihat dan sunting kecepatan tiap cara bepergian. / Show and edit the speeds of each way of travelling."`
	Check      checkCommand      `cmd:"" help:"Periksa angka tercetak terhadap data yang dimuat. / Check printed figures against what is loaded."`
	Profession professionCommand `cmd:"" help:"Lihat dan sunting nama jenis tenaga yang dikenal impor. / Show and edit the words that imports know professions by."`
	Travel     travelCommand     `cmd:"" help:"Hitung dan simpan perjalanan semua desa. / Compute and keep the travel of all desa."`
	Demo       demoCommand       `cmd:"" help:"Muat atau hapus data peragaan Banyuwangi. / Load or remove the Banyuwangi demonstration."`
	Migrate    migrateCommand    `cmd:"" help:"Siapkan basis data untuk versi program ini. / Bring the database to this program's version."`
	Dump       dumpCommand       `cmd:"" help:"Buat cadangan basis data yang terverifikasi. / Make a verified dump of the database."`
	Version    versionCommand    `cmd:"" help:"Tampilkan versi. / Show the version."`
}

const description = `Jangkau: layanan primer mana yang belum terjangkau, dan apa yang perlu diusulkan.
Which desa primary care does not reach yet, and what to propose.

Contoh / Examples:
  jangkau serve --demo-if-empty
  jangkau import boundaries desa_35.10.geojson
  jangkau import facilities pustu.csv --complete PUSTU --within 35.10 --as-of 2024-05-20
  jangkau import roads java-latest.osm.pbf
  jangkau match list`

func main() {
	embedded.RunSupervisorIfAsked()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process: what tests call.
func run(args []string, out, errOut io.Writer) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("jangkau"), kong.Description(description),
		kong.Writers(out, errOut), kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ExplicitGroups([]kong.Group{{Key: "common", Title: "Di semua perintah / Of every command:"}}),
		kong.PostBuild(func(k *kong.Kong) error {
			k.Model.HelpFlag.Help = "Cara memakai perintah ini. / How to use this command."
			return nil
		}))
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	kctx, err := parser.Parse(args)
	if exit >= 0 { // --help has been printed
		return exit
	}
	if err != nil {
		usageError(errOut, args, err)
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	level := slog.LevelInfo
	if c.Verbose {
		level = slog.LevelDebug
	}
	env := &environment{
		settings: c.settings, out: out, errOut: errOut,
		log: slog.New(slog.NewJSONHandler(errOut, &slog.HandlerOptions{Level: level})),
	}
	kctx.BindTo(ctx, (*context.Context)(nil))
	kctx.Bind(env)
	return env.exitCode(kctx.Run())
}

// environment is what a command works with besides its own flags.
type environment struct {
	settings
	out, errOut io.Writer
	log         *slog.Logger
}

// exitError ends the program with a status of its own after the command has said
// everything there is to say.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// exitCode prints what went wrong in the language asked for and picks the status.
func (e *environment) exitCode(err error) int {
	var code exitError
	var known *gis.Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(e.errOut, gis.T("Dihentikan; tidak ada yang berubah.", "Stopped; nothing was changed.").In(e.Lang))
		return 1
	case errors.As(err, &known):
		fmt.Fprintln(e.errOut, visible("jangkau: "+known.Message.In(e.Lang)))
		if known.Err != nil && (e.Verbose || known.Kind == gis.Internal || known.Kind == gis.Unavailable) {
			fmt.Fprintln(e.errOut, visible(fmt.Sprintf("  (%v)", known.Err)))
		}
		return 1
	default:
		fmt.Fprintln(e.errOut, visible(fmt.Sprintf("jangkau: %v", err)))
		return 1
	}
}
