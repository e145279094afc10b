package db

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jangkau/gis"
)

// editing is one edit on its way: what was stored, what is wanted, what changes.
type editing struct {
	tx      pgx.Tx
	m       gis.Mending
	was     editedRow
	now     editedRow
	source  int64
	fields  []gis.FacilityEditField // that a person sets now
	changes []gis.FacilityFieldChange
	flags   []editFlag
	// The history of status and condition: as stored, and as the edit leaves it.
	stored, states gis.Timeline
}

// EditFacility mends a facility in one transaction: row, history, log and source. The
// answer is the number of the edit. Conflict where the facility is of another version
// than the editor read, Unavailable while an import runs.
func (d *DB) EditFacility(ctx context.Context, m gis.Mending) (id int64, err error) {
	if err := m.Check(); err != nil {
		return 0, err
	}
	err = d.Write(ctx, func(tx pgx.Tx) error {
		if err := shareEdits(ctx, tx); err != nil {
			return err
		}
		e := &editing{tx: tx, m: m}
		if err := e.read(ctx); err != nil {
			return err
		}
		for _, step := range []func(context.Context) error{e.state, e.place, e.belongs, e.serves} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if len(e.changes) == 0 {
			return e.nothing()
		}
		id, err = e.write(ctx)
		return err
	})
	return id, wrap("edit facility", busy(err))
}

// nothing is what an edit is told that changes nothing: a day given with the status that
// holds anyway was meant to correct that day.
func (e *editing) nothing() error {
	if e.m.On == nil || e.m.Status == nil && e.m.Condition == nil {
		return gis.NothingToMend()
	}
	argument, since := "statusSince", e.states.Since(gis.EditStatus)
	if e.m.Status == nil {
		argument, since = "conditionSince", e.states.Since(gis.EditCondition)
	}
	return &gis.Error{Kind: gis.Invalid, Field: "on", Message: gis.T("Keadaan itu sudah berlaku sejak %s; untuk membetulkan tanggalnya pakai %s", "This holds already, since %s; to correct that day use %s",
		since, argument)}
}

// busy is what an edit is told that waited too long for others.
func busy(err error) error {
	var pe *pgconn.PgError
	if !errors.As(err, &pe) || pe.Code != "55P03" {
		return err
	}
	return &gis.Error{Kind: gis.Unavailable, Err: err, Message: gis.T(
		"Impor sedang berjalan sehingga fasilitas belum dapat diperbaiki; tunggu sampai selesai lalu ulangi",
		"An import is running, so that facilities cannot be mended yet; wait for its end and try again")}
}

// editsLock is held by many edits at once, or by one import of facilities: it decides
// by what it read of them when it began. So does one of boundaries: it finds the desa of
// points anew.
const editsLock = `hashtext('jangkau facility edits')`

// shareEdits waits a little for whoever changes facilities as a whole: a decision about
// a match takes milliseconds, an import minutes.
func shareEdits(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `set local lock_timeout = '2s'`)
	if err == nil {
		_, err = tx.Exec(ctx, `select pg_advisory_xact_lock_shared(`+editsLock+`)`)
	}
	return err
}

// editedRow is what an edit may change, and what follows from it.
type editedRow struct {
	Kind, Status          string // Status as it is today: closed by its day is closed
	Condition             *string
	Induk                 *int64
	Declared, Located     *string
	Kabupaten, ListedArea *string
	Lon, Lat              *float64
	Closed                *string
	KnownFrom             string
	DataKind              string
	Areas                 []string
	Version               int
	Mended                []gis.FacilityEditField
}

// read locks the facility: of two editors of one version the second finds another.
func (e *editing) read(ctx context.Context) error {
	w := &e.was
	err := e.tx.QueryRow(ctx, `
		select f.kind, case when f.closed <= $2::text::date then 'CLOSED' else f.status end, f.condition, f.induk_id, f.declared_desa, f.located_desa,
			f.kabupaten, f.declared_area, ST_X(f.point), ST_Y(f.point), f.closed::text, f.known_from::text, d.kind,
			array(select a.desa::text from data.facility_service_area a where a.facility_id = f.id order by a.desa), f.version, f.mended
		from data.facility f join data.data_source d on d.id = f.source_id where f.id = $1 for update of f`, e.m.Facility, string(e.m.Today)).Scan(
		&w.Kind, &w.Status, &w.Condition, &w.Induk, &w.Declared, &w.Located, &w.Kabupaten, &w.ListedArea, &w.Lon, &w.Lat, &w.Closed, &w.KnownFrom, &w.DataKind,
		&w.Areas, &w.Version, &w.Mended)
	if errors.Is(err, pgx.ErrNoRows) {
		return &gis.Error{Kind: gis.NotFound, Field: "facility", Message: gis.T("Tidak ada fasilitas ber-id %d", "There is no facility with the id %d", e.m.Facility)}
	}
	if err != nil {
		return err
	}
	e.now = e.was
	if e.m.Version != w.Version {
		return e.changedSince(ctx)
	}
	return nil
}

// changed notes a field that a person sets.
func (e *editing) changed(f gis.FacilityEditField, before, after *string) {
	e.changes = append(e.changes, gis.FacilityFieldChange{Field: f, Before: before, After: after})
	e.fields = append(e.fields, f)
}

// belongs reads the induk that is asked for.
func (e *editing) belongs(ctx context.Context) error {
	switch {
	case e.m.Clears(gis.EditInduk):
		e.now.Induk = nil
	case e.m.Induk == nil:
		return nil
	default:
		var kind string
		err := e.tx.QueryRow(ctx, `select kind from data.facility where id = $1 for key share`, *e.m.Induk).Scan(&kind)
		if errors.Is(err, pgx.ErrNoRows) {
			return &gis.Error{Kind: gis.NotFound, Field: "induk", Message: gis.T("Tidak ada fasilitas ber-id %d", "There is no facility with the id %d", *e.m.Induk)}
		}
		if err != nil {
			return err
		}
		if kind != string(gis.KindPuskesmas) {
			return &gis.Error{Kind: gis.Invalid, Field: "induk", Message: gis.T("Induk harus puskesmas; fasilitas %d berjenis %s", "An induk is a puskesmas; the facility %d is a %s", *e.m.Induk, kind)}
		}
		if e.was.Kind == string(gis.KindPuskesmas) {
			return &gis.Error{Kind: gis.Invalid, Field: "induk", Message: gis.T("Puskesmas tidak mempunyai induk", "A puskesmas has no induk")}
		}
		e.now.Induk = e.m.Induk
	}
	if same(e.was.Induk, e.now.Induk) {
		return nil
	}
	before, err := facilityWords(ctx, e.tx, e.was.Induk)
	if err != nil {
		return err
	}
	after, err := facilityWords(ctx, e.tx, e.now.Induk)
	e.changed(gis.EditInduk, before, after)
	return err
}

// serves reads the wilayah kerja that is asked for.
func (e *editing) serves(ctx context.Context) error {
	if e.m.ServiceArea == nil && !e.m.Clears(gis.EditServiceArea) {
		return nil
	}
	asked := texts(e.m.ServiceArea)
	slices.Sort(asked)
	asked = slices.Compact(asked)
	if err := e.knownDesa(ctx, "serviceArea", asked...); err != nil {
		return err
	}
	e.now.Areas = asked
	if slices.Equal(e.was.Areas, asked) {
		return nil
	}
	before, err := desaWords(ctx, e.tx, e.was.Areas...)
	if err != nil {
		return err
	}
	after, err := desaWords(ctx, e.tx, asked...)
	e.changed(gis.EditServiceArea, before, after)
	return err
}

// knownDesa refuses codes that no boundaries brought, or that are no more.
func (e *editing) knownDesa(ctx context.Context, field string, codes ...string) error {
	var unknown *string
	err := e.tx.QueryRow(ctx, `select min(c collate "C") from unnest($1::text[]) c where not exists (
		select from data.wilayah w where w.code = c collate "C" and w.level = 'DESA_KELURAHAN' and (w.valid_to is null or w.valid_to > $2::text::date))`,
		codes, string(e.m.Today)).Scan(&unknown)
	if err != nil || unknown == nil {
		return err
	}
	return &gis.Error{Kind: gis.Invalid, Field: field, Message: gis.T("Tidak ada desa/kelurahan berkode %s; periksa kodenya atau muat dahulu batas wilayahnya",
		"There is no desa/kelurahan with the code %s; check it, or load its boundaries first", *unknown)}
}

func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// facilityWords is a facility as the log names it; it may go, the words stay.
func facilityWords(ctx context.Context, tx pgx.Tx, id *int64) (*string, error) {
	if id == nil {
		return nil, nil
	}
	var name string
	if err := tx.QueryRow(ctx, `select name from data.facility where id = $1`, *id).Scan(&name); err != nil {
		return nil, err
	}
	s := fmt.Sprintf("%s (%d)", name, *id)
	return &s, nil
}

// desaWords are desa as the log names them; nil for none.
func desaWords(ctx context.Context, tx pgx.Tx, codes ...string) (words *string, err error) {
	err = tx.QueryRow(ctx, `select string_agg(concat_ws(' ', w.name, '(' || c || ')'), ', ' order by c collate "C")
		from unnest($1::text[]) c left join data.wilayah w on w.code = c collate "C"`, codes).Scan(&words)
	return words, err
}
