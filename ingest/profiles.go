package ingest

import (
	"context"
	"slices"
	"time"

	"jangkau/gis"
	"jangkau/ingest/read"
)

// ProfileStore is where sheets of travel profiles are kept.
type ProfileStore interface {
	// ProfileTables lists what holds now or, with history, every version.
	ProfileTables(ctx context.Context, history bool) ([]gis.ProfileTable, error)
	// SaveProfiles adds a version of every table that differs, all or nothing; nothing
	// on a dry run. It fails with Conflict where a sheet's own version is not current.
	SaveProfiles(ctx context.Context, tables []gis.ProfileTable, why string, at time.Time, dryRun bool) ([]gis.ProfileTable, error)
	// RoadWords lists what the loaded roads have for an item, such as class.
	RoadWords(ctx context.Context, item string) ([]string, error)
}

// ProfileOptions are what an import of profiles needs of Options, and why it is made.
type ProfileOptions struct {
	Options
	Why string
}

// Profiles loads a sheet of travel profiles: every profile and variant that it has
// rows of gets a new version made of them, unless that says what the current one
// does. One row that is not valid refuses the sheet: a profile without it would be
// another profile. Issues of a class or surface that neither the loaded roads nor
// any profile knows are flagged and loaded.
func Profiles(ctx context.Context, store ProfileStore, opts ProfileOptions) (Result, error) {
	opts.Options = opts.withDefaults()
	res := Result{DryRun: opts.DryRun, Source: opts.SourceName, Kind: opts.Kind}
	rec := newRecorder(&res, func(Issue) {})
	var tables []gis.ProfileTable
	var rows []read.ProfileRow
	opts.beginReading()
	report, err := read.Profiles(ctx, opts.Path, opts.readOptions(rec), func(r read.ProfileRow) error {
		rows = append(rows, r)
		i := slices.IndexFunc(tables, func(t gis.ProfileTable) bool { return t.Profile == r.Profile && t.Variant == r.Variant })
		if i < 0 {
			i, tables = len(tables), append(tables, gis.ProfileTable{Profile: r.Profile, Variant: r.Variant, Version: r.Version})
		}
		t := &tables[i]
		t.Version = max(t.Version, r.Version) // rows added by hand say nothing
		t.Rows = append(t.Rows, r.ProfileRow)
		return nil
	})
	rec.report(report)
	if err != nil {
		return res, err
	}
	stored, err := store.ProfileTables(ctx, true)
	if err != nil {
		return res, err
	}
	if err := unknownWords(ctx, store, rec, rows, stored); err != nil {
		return res, err
	}
	res.Rows, res.Rejected, res.Suspicious = rec.rows, len(rec.rejected), len(rec.suspicious)
	if res.Rejected > 0 {
		res.Refused = true
		return res, nil
	}
	added, err := store.SaveProfiles(ctx, tables, opts.Why, opts.Now().UTC().Truncate(time.Second), opts.DryRun)
	if err != nil {
		return res, err
	}
	for _, t := range tables {
		if i := slices.IndexFunc(added, func(a gis.ProfileTable) bool { return a.Profile == t.Profile && a.Variant == t.Variant }); i >= 0 {
			res.Changed += len(t.Rows)
			before := 0
			for _, s := range stored {
				if s.Profile == t.Profile && s.Variant == t.Variant && s.Version == added[i].Version-1 {
					before = len(s.Rows)
				}
			}
			// Rows that a sheet leaves out are gone: a part of a sheet should be noticed.
			res.say("%s: versi %d, %d baris; sebelumnya %d", "%s: version %d, %d rows; %d before", t.Name(), added[i].Version, len(t.Rows), before)
		} else {
			res.Unchanged += len(t.Rows)
			res.say("%s: tidak berubah", "%s: not changed", t.Name())
		}
	}
	return res, nil
}

// unknownWords flags classes, surfaces and the like that are perhaps misspelt. The
// roads are asked only about words that no profile has had.
func unknownWords(ctx context.Context, store ProfileStore, rec *recorder, rows []read.ProfileRow, stored []gis.ProfileTable) error {
	known := map[[2]string]bool{{"class", gis.AnyClass}: true}
	for _, t := range stored {
		for _, r := range t.Rows {
			known[[2]string{wordItem(r.Item), r.Key}] = true
		}
	}
	asked := map[string]bool{}
	for _, r := range rows {
		item := wordItem(r.Item)
		if item == "" || r.Key == "" || known[[2]string{item, r.Key}] {
			continue
		}
		if !asked[item] {
			asked[item] = true
			words, err := store.RoadWords(ctx, item)
			if err != nil {
				return err
			}
			for _, w := range words {
				known[[2]string{item, w}] = true
			}
		}
		if !known[[2]string{item, r.Key}] {
			rec.add(Issue{Issue: read.Issue{
				Line: r.Line, Code: CodeUnknownRoadWord, Severity: read.Suspicious, Field: "key", Value: r.Key,
				Reason: gis.T("Tidak ada jalan termuat dengan %s ini, dan belum ada profil yang menyebutnya; periksa ejaannya", "No loaded road has this %s and no profile has named it; check its spelling", item),
				Action: gis.T("Dimuat apa adanya", "Loaded as it stands"),
			}})
		}
	}
	return nil
}

// wordItem is what a key of an item is a word for, "" where it is none.
func wordItem(item string) string {
	switch item {
	case "class", "close_point", "close_class":
		return "class"
	case "surface", "tracktype", "smoothness", "structure":
		return item
	}
	return ""
}
