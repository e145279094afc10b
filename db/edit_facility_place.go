package db

import (
	"context"
	"strconv"

	"jangkau/gis"
	"jangkau/ingest"
)

// editFlag is what looks wrong about a place and is accepted all the same.
type editFlag struct {
	code, field, value string
	reason, action     gis.Text
}

// place works out where the facility stands and counts, as an import does.
func (e *editing) place(ctx context.Context) error {
	if err := e.declare(ctx); err != nil {
		return err
	}
	switch {
	case e.m.Clears(gis.EditPoint):
		e.now.Lon, e.now.Lat, e.now.Located = nil, nil, nil
	case e.m.Point != nil:
		e.now.Lon, e.now.Lat = &e.m.Point.Lon, &e.m.Point.Lat
	}
	if !same(e.was.Lon, e.now.Lon) || !same(e.was.Lat, e.now.Lat) {
		e.changed(gis.EditPoint, pointWords(e.was), pointWords(e.now))
	} else if !e.sets(gis.EditDeclaredDesa) {
		return nil
	}
	if e.now.Lon != nil {
		if err := e.locate(ctx); err != nil {
			return err
		}
	}
	for _, desa := range []*string{e.now.Located, e.now.Declared} { // the declared one counts
		if desa != nil {
			kabupaten := (*desa)[:5]
			e.now.Kabupaten = &kabupaten
		}
	}
	return nil
}

func (e *editing) declare(ctx context.Context) error {
	switch {
	case e.m.Clears(gis.EditDeclaredDesa):
		e.now.Declared = nil
	case e.m.Declared != nil:
		code := string(*e.m.Declared)
		if err := e.knownDesa(ctx, "declaredDesa", code); err != nil {
			return err
		}
		e.now.Declared = &code
	}
	if same(e.was.Declared, e.now.Declared) {
		return nil
	}
	before, after := (*string)(nil), (*string)(nil)
	var err error
	if e.was.Declared != nil {
		if before, err = desaWords(ctx, e.tx, *e.was.Declared); err != nil {
			return err
		}
	}
	if e.now.Declared != nil {
		if after, err = desaWords(ctx, e.tx, *e.now.Declared); err != nil {
			return err
		}
	}
	e.changed(gis.EditDeclaredDesa, before, after)
	return nil
}

// locate finds the desa of the point. As in an import, a point in another kabupaten
// than the one declared does not move the facility there, and is flagged. Beyond the
// coast by more than a jetty's length nobody meant to put it.
func (e *editing) locate(ctx context.Context) error {
	var covered, near *string
	var away *float64
	err := e.tx.QueryRow(ctx, `
		with p as (select ST_SetSRID(ST_MakePoint($1, $2), 4326) as point)
		select (select min(w.code) from data.wilayah w where w.level = 'DESA_KELURAHAN' and w.valid_to is null and ST_Covers(w.geom, p.point)), n.code, n.m
		from p left join lateral (select w.code, ST_Distance(w.geom::geography, p.point::geography) as m from data.wilayah w
			where w.level = 'DESA_KELURAHAN' and w.valid_to is null and w.geom && ST_Expand(p.point, `+offshore+`) and ST_DWithin(w.geom, p.point, `+offshore+`)
			order by w.geom <-> p.point limit 1) n on true`, *e.now.Lon, *e.now.Lat).Scan(&covered, &near, &away)
	if err != nil {
		return err
	}
	words := *pointWords(e.now)
	e.now.Located = nil
	switch said := e.saidArea(); {
	case covered == nil && near == nil:
		if !e.sets(gis.EditPoint) {
			return nil // an import's point that was flagged then
		}
		return &gis.Error{Kind: gis.Invalid, Field: "point", Message: gis.T(
			"Titik %s (bujur, lintang) tidak di desa mana pun yang batasnya dimuat; periksa titiknya",
			"The point %s (longitude, latitude) is in no desa whose boundaries are loaded; check the point", words)}
	case covered == nil:
		e.flag(ingest.CodePointOutside, "point", words, gis.T("Titiknya tidak di desa mana pun (di laut atau di luar batas yang dimuat), %.0f m dari desa terdekat, %s",
			"The point lies in no desa (in the sea or beyond the boundaries loaded), %.0f m from the nearest, %s", *away, *near),
			gis.T("Disimpan apa adanya dan ditandai", "Kept as it stands and flagged"))
	case !sameArea(*covered, said):
		e.flag(ingest.CodeOutsideKabupaten, "point", words, gis.T("Dinyatakan di %s, tetapi titiknya di %s", "Declared in %s, but the point lies in %s", said, *covered),
			gis.T("Tetap dihitung di wilayah yang dinyatakan; ditandai", "Still counted where it is declared; flagged"))
	default:
		e.now.Located = covered
		if d := e.now.Declared; d != nil && *d != *covered {
			e.flag(ingest.CodeDesaDisagrees, "desa", *d, gis.T("Dinyatakan di %s, tetapi titiknya di %s", "Declared in %s, but the point lies in %s", *d, *covered),
				gis.T("Desa yang dinyatakan yang dihitung; ditandai", "The declared desa counts; flagged"))
		}
	}
	return nil
}

// saidArea is the kabupaten, else the provinsi, that is declared for the facility.
func (e *editing) saidArea() string {
	switch {
	case e.now.Declared != nil:
		return (*e.now.Declared)[:5]
	case e.now.ListedArea != nil:
		return *e.now.ListedArea
	}
	return ""
}

func sameArea(desa, said string) bool { return len(said) <= len(desa) && desa[:len(said)] == said }

func (e *editing) flag(code, field, value string, reason, action gis.Text) {
	e.flags = append(e.flags, editFlag{code, field, value, reason, action})
}

// pointWords is a point as the log writes it: "lon, lat".
func pointWords(r editedRow) *string {
	if r.Lon == nil || r.Lat == nil {
		return nil
	}
	s := strconv.FormatFloat(*r.Lon, 'f', -1, 64) + ", " + strconv.FormatFloat(*r.Lat, 'f', -1, 64)
	return &s
}
