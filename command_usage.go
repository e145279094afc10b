package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"

	"jangkau/gis"
)

// usageRule words one of the parser's messages, which are English and short, as
// people are told it. $1 and so on are what the pattern found.
type usageRule struct {
	pattern *regexp.Regexp
	text    gis.Text
}

// usageRules are tried in order; a message that fits none is printed as it is.
func usageRules() []usageRule {
	rule := func(pattern, id, en string) usageRule {
		return usageRule{regexp.MustCompile(`^` + pattern + `$`), gis.Text{ID: id, EN: en}}
	}
	return []usageRule{
		rule(`expected one of (.*)`, `perintahnya belum lengkap; pilihannya: $1`, `the command is not complete; there are: $1`),
		rule(`expected "(.*?)".*`, `$1 belum disebut`, `$1 is missing`),
		rule(`unexpected argument (.*), did you mean (.*)\?`, `"$1" tidak dikenal; maksudnya $2?`, `"$1" is not known; did you mean $2?`),
		rule(`unexpected argument (.*)`, `"$1" tidak dikenal di sini`, `"$1" is not known here`),
		rule(`unknown flag (.*), did you mean (.*)\?`, `tidak ada pilihan $1; maksudnya $2?`, `there is no flag $1; did you mean $2?`),
		rule(`unknown flag (.*)`, `tidak ada pilihan $1`, `there is no flag $1`),
		rule(`(.*) must be one of (.*) but got (.*)`, `$1 harus salah satu dari $2, bukan $3`, `$1 must be one of $2, not $3`),
		rule(`(\S+): (?:stat|open) (.*): no such file or directory`,
			`$1: berkas $2 tidak ada; periksa nama dan foldernya`, `$1: there is no file $2; check its name and folder`),
		rule(`(\S+): (?:stat|open) (.*): permission denied`,
			`$1: berkas $2 tidak boleh dibaca oleh pengguna ini; periksa izinnya`, `$1: this user may not read $2; check its permissions`),
		rule(`(\S+): (".*") exists but is a directory`, `$1: $2 adalah folder; sebutkan satu berkas di dalamnya`, `$1: $2 is a folder; name one file in it`),
		rule(`(\S+): expected duration but got ("[^"]*").*`, `$1: $2 bukan lama waktu; tulis misalnya 10s atau 2m`, `$1: $2 is not a duration; write 10s or 2m`),
		rule(`(\S+): expected .*\b(?:int|uint|float)\b.* but got ("[^"]*").*`, `$1: $2 bukan bilangan`, `$1: $2 is not a number`),
		rule(`--column: expected "<key>=<value>" but got (.*)`,
			`--column: tulis ISIAN=KOLOM, misalnya people=JUMLAH; yang ditulis $1`, `--column: write FIELD=COLUMN, as in people=JUMLAH; what was written is $1`),
		rule(`(\S+): (?:missing value|expected .* value but got "EOL").*`, `$1: nilainya belum disebut`, `$1: its value is missing`),
		rule(`(\S+): expected .* value but got ("[^"]*").*`, `$1: nilainya belum disebut (yang menyusul $2)`, `$1: its value is missing ($2 follows)`),
	}
}

// usageText words what the parser says is wrong with a command line.
func usageText(message string) gis.Text {
	for _, r := range usageRules() {
		if r.pattern.MatchString(message) {
			return gis.Text{ID: r.pattern.ReplaceAllString(message, r.text.ID), EN: r.pattern.ReplaceAllString(message, r.text.EN)}
		}
	}
	return gis.Text{ID: message, EN: message}
}

// usageError tells what is wrong with the command line, and where its help is.
func usageError(w io.Writer, args []string, err error) {
	lang := languageOf(args)
	help := "jangkau"
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		for _, step := range parse.Context.Path {
			if step.Command != nil {
				help += " " + step.Command.Name
			}
		}
	}
	fmt.Fprintln(w, visible("jangkau: "+usageText(err.Error()).In(lang)))
	fmt.Fprintln(w, gis.T("Cara memakai: %s --help", "How to use it: %s --help", help).In(lang))
}

// languageOf finds the language of messages where the command line could not be
// parsed.
func languageOf(args []string) string {
	for i, a := range args {
		if value, found := strings.CutPrefix(a, "--lang="); found {
			return value
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return os.Getenv("JANGKAU_LANG")
}

// examples is the help of one command beneath its flags.
func examples(lines ...string) string {
	return "Contoh / Examples:\n\n  " + strings.Join(lines, "\n  ")
}

func (*serveCommand) Help() string {
	return examples("jangkau serve", "jangkau serve --demo-if-empty --listen 127.0.0.1:8081")
}

func (*importBoundaries) Help() string {
	return examples(
		`jangkau import boundaries desa.geojson --source "Batas desa 2025" --as-of 2025-07-01`,
		"jangkau import boundaries batas.gpkg --layer desa --code-field KDEPUM --name-field WADMKD",
		"jangkau import boundaries desa.zip --dry-run")
}

func (*importFacilities) Help() string {
	return examples(
		`jangkau import facilities puskesmas.csv --source "Daftar puskesmas Dinkes" --as-of 2024-12-31`,
		`jangkau import facilities pustu.xlsx --sheet Pustu --column name=NAMA_PUSTU --default-kind PUSTU`,
		"jangkau import facilities pustu.csv --complete PUSTU --within 35.10 --as-of 2024-05-20") + `

--complete: pada hari itu daftar ini memuat semua pustu di wilayah itu, sehingga
desa yang tidak tercantum memang belum punya. Tanpa itu jawabannya belum didata.
Bila ada baris yang ditolak, daftar dicatat belum lengkap.
/ On that day the list held every pustu of the wilayah, so that a desa it does not
name has none. Without it the answer is unknown. With rejected rows the list is
recorded as not whole.

--within menyatakan wilayah daftar ini, tidak menyaring barisnya.
/ --within says which wilayah the list is about; it leaves no row out.`
}

func (*importPopulation) Help() string {
	return examples(
		`jangkau import population penduduk.xlsx --as-of 2024-12-31 --source "Dukcapil, Semester II 2024"`,
		"jangkau import population penduduk.csv --column code=KODE_DESA --column people=JUMLAH")
}

func (*importRoads) Help() string {
	return examples(
		"jangkau import roads java-latest.osm.pbf --source OpenStreetMap",
		"jangkau import roads jalan.geojson --covers 35.10",
		"jangkau import roads ruas.csv --nodes simpul.csv")
}

func (*importStaff) Help() string {
	return examples(`jangkau import staff sdmk.xlsx --sheet 2024 --within 35.10 --as-of 2024-12-31 --source SDMK`)
}

func (*matchList) Help() string {
	return examples("jangkau match list", "jangkau match list --within 35.10 --limit 0")
}

func (*matchAccept) Help() string {
	return examples("jangkau match accept 12", "jangkau match accept 12 35.10.01.2001")
}

func (*matchReject) Help() string { return examples("jangkau match reject 12") }

func (*demoCommand) Help() string {
	return examples("jangkau demo", "jangkau demo --remove", "jangkau demo --write contoh")
}

func (*migrateCommand) Help() string {
	return examples("jangkau migrate", "jangkau migrate --database-url postgres://jangkau@localhost/jangkau --owner-url postgres://pemilik@localhost/jangkau")
}

func (*dumpCommand) Help() string { return examples("jangkau dump") }
