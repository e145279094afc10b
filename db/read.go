package db

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
)

// Every read answers JSON, one value a row, that has the shape of a record of
// gis: a page with its total, its version and its checks is then one statement,
// and no scan list has to follow a change of columns.

// readAll runs a statement whose rows are one JSON value each.
func readAll[T any](ctx context.Context, s *Session, op, sql string, args ...any) ([]T, error) {
	return collect(ctx, s, op, sql, args, func(row pgx.CollectableRow) (T, error) {
		var v T
		var raw []byte
		if err := row.Scan(&raw); err != nil {
			return v, err
		}
		return v, json.Unmarshal(raw, &v)
	})
}

// readOne is readAll for a statement that answers one value.
func readOne[T any](ctx context.Context, s *Session, op, sql string, args ...any) (T, error) {
	rows, err := readAll[T](ctx, s, op, sql, args...)
	if err == nil && len(rows) == 0 {
		err = wrap(op, pgx.ErrNoRows)
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return rows[0], nil
}

// upTo is the end of the range of codes inside a wilayah: '/' follows '.' in
// collation C, so code >= '35.10' and code < '35.10/' is 35.10 and all in it.
func upTo(c gis.WilayahCode) string { return string(c) + "/" }

// within is the condition that a column holds a code in the area.
func within(b *binds, column string, c gis.WilayahCode) string {
	if c == gis.Indonesia {
		return column + " is not null"
	}
	return fmt.Sprintf("%s >= %s and %s < %s", column, b.add(string(c)), column, b.add(upTo(c)))
}

// texts turns codes, kinds and the like into what PostgreSQL takes as text[].
func texts[T ~string](in []T) []string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return out
}

// areaHead is the part of an answer that says whether its area exists.
type areaHead struct {
	AreaKnown bool    `json:"area_known"`
	Puskesmas *string `json:"puskesmas_kind"`
}

// areaFields are areaHead's fields for json_build_object.
func areaFields(b *binds, a gis.Area) string {
	kind := "null"
	if a.Puskesmas != nil {
		kind = "(select f.kind from api.facility f where f.id = " + b.add(*a.Puskesmas) + ")"
	}
	known := "true"
	if a.Within != gis.Indonesia {
		known = "exists (select from api.wilayah w where w.code = " + b.add(string(a.Within)) + ")"
	}
	return "'area_known', " + known + ", 'puskesmas_kind', " + kind
}

func (h areaHead) check(a gis.Area) error {
	if !h.AreaKnown {
		return &gis.Error{Kind: gis.NotFound, Field: "within", Message: gis.T(
			"Wilayah %s belum dimuat; periksa kodenya, atau muat batas wilayahnya dengan jangkau import boundaries",
			"Wilayah %s is not loaded; check the code, or load its boundaries with jangkau import boundaries", a.Within)}
	}
	if a.Puskesmas != nil && (h.Puskesmas == nil || *h.Puskesmas != string(gis.KindPuskesmas)) {
		return &gis.Error{Kind: gis.NotFound, Field: "puskesmas", Message: gis.T(
			"Tidak ada puskesmas dengan id %d", "There is no puskesmas with the id %d", *a.Puskesmas)}
	}
	return nil
}

// version is the SQL of the version of an answer: the revisions of what it was
// read from, at the moment the statement saw.
func version(what ...string) string {
	return "(select string_agg(r.what || r.value, '.' order by r.what) from revision r where r.what in ('" +
		strings.Join(what, "','") + "'))"
}

// desaOfPuskesmas is the condition that a desa is in the wilayah kerja asked for.
func desaOfPuskesmas(b *binds, desa string, id *int64) string {
	if id == nil {
		return "true"
	}
	return fmt.Sprintf("exists (select from api.facility_service_area sa where sa.desa = %s and sa.facility_id = %s)", desa, b.add(*id))
}

// facilityOfPuskesmas is the condition that a facility f is the puskesmas, has it
// as induk, or stands in its service area without being another's.
func facilityOfPuskesmas(b *binds, id *int64) string {
	if id == nil {
		return "true"
	}
	p := b.add(*id)
	return fmt.Sprintf(`(f.id = %[1]s or f.induk_id = %[1]s or (f.induk_id is null and f.kind <> 'PUSKESMAS'
		and exists (select from api.facility_service_area sa where sa.facility_id = %[1]s and sa.desa = f.desa)))`, p)
}

// facilityWithin is the condition that a facility f counts for the area: by its
// desa, else by the narrowest wilayah known for it.
func facilityWithin(b *binds, c gis.WilayahCode) string {
	if c == gis.Indonesia {
		return "true"
	}
	lo, hi := b.add(string(c)), b.add(upTo(c))
	return fmt.Sprintf("(f.desa >= %[1]s and f.desa < %[2]s or f.desa is null and f.kabupaten >= %[1]s and f.kabupaten < %[2]s)", lo, hi)
}

// listQuery is a page of a list, put together.
type listQuery struct {
	with    string // WITH and its queries, if any
	head    string // more fields of the answer, each ending in a comma
	version string
	from    string // FROM and its joins
	where   []string
	row     string // the row's JSON
	order   keyset
}

// sql is one statement for head, version, total and page: a page costs one round
// trip, and all of it is of one moment.
func (q listQuery) sql(b *binds, page gis.Page) (string, error) {
	cond := strings.Join(q.where, " and ")
	total := "0"
	if page.Total {
		total = fmt.Sprintf("(select count(*) from %s where %s)", q.from, cond)
	}
	after, err := q.order.after(b, page.After)
	if err != nil {
		return "", err
	}
	// One row more than asked says whether there is a next page.
	return q.with + fmt.Sprintf(` select json_build_object(%s 'version', %s, 'total', %s, 'rows', coalesce((
		select json_agg(t.o) from (
			select json_build_object('row', %s, 'keys', %s) as o
			from %s where %s and %s order by %s limit %s) t), '[]'::json))`,
		q.head, q.version, total, q.row, q.order.keys(), q.from, cond, after, q.order.orderBy(), b.add(page.First+1)), nil
}

// cut takes the row more than asked off again.
func cut[T any](l *gis.List[T], first int) {
	if len(l.Rows) > first {
		l.Rows, l.More = l.Rows[:first], true
	}
}
