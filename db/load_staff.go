package db

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// StaffWords are the synonyms of the store; a code is a word for itself.
func (l *Load) StaffWords(ctx context.Context) (ingest.StaffWords, error) {
	w := ingest.StaffWords{Profession: map[string]string{}, Employment: map[string]string{}, Funding: map[string]string{}, Level: map[string]string{}, Vintage: l.Vintage}
	rows, err := l.tx.Query(ctx, `
		select 1, folded, profession from data.profession_synonym union all select 1, code, code from data.profession
		union all select 2, folded, status from data.employment_synonym union all select 2, code, code from data.employment_status
		union all select 3, folded, funding from data.funding_synonym union all select 3, code, code from data.funding_source
		union all select 4, folded, level from data.functional_synonym union all select 4, code, code from data.functional_level`)
	if err != nil {
		return w, wrap("staff words", err)
	}
	var list int
	var word, code string
	_, err = pgx.ForEachRow(rows, []any{&list, &word, &code}, func() error {
		to := []map[string]string{w.Profession, w.Employment, w.Funding, w.Level}[list-1]
		if fold := gis.FoldName(word); to[fold] == "" {
			to[fold] = code
		}
		return nil
	})
	return w, wrap("staff words", err)
}

// StaffFacilities are those of a kabupaten and those with one of the codes.
func (l *Load) StaffFacilities(ctx context.Context, kabupaten gis.WilayahCode, codes []string) ([]ingest.KnownFacility, error) {
	known, err := l.facilitiesIn(ctx, `
		select f.id from data.facility f where $1 <> '' and substr(coalesce(f.desa, f.kabupaten), 1, 5) = $1
		union select facility_id from data.facility_identifier where value = any($3)`, string(kabupaten), l.Source, codes)
	return known, wrap("staff facilities", err)
}

// ReplaceStaff compares the list with what the store holds of its periods, and
// writes the difference.
func (l *Load) ReplaceStaff(ctx context.Context, rows []ingest.StaffCount, within gis.WilayahCode) (out ingest.StaffOutcome, err error) {
	defer func() { err = wrap("replace staff", err) }()
	err = l.stage(ctx, "staff_in", `n int, facility_id bigint, unit text, wilayah text collate "C", profession text, given text,
		status text, funding text, klaster text[], pj text[], level text, at_pustu boolean, people int, period date`,
		len(rows), func(i int) []any {
			r := rows[i]
			return []any{i, orNullID(r.Facility), r.Unit, orNull(string(r.Wilayah)), r.Profession, r.Given, r.Status, orNull(r.Funding), r.Klaster, orEmpty(r.PJ), orNull(r.Level), r.AtPustu, r.People, r.Period}
		})
	if err != nil {
		return out, err
	}
	const same = `s.source_id = $1 and coalesce(s.wilayah, '') = coalesce(n.wilayah, '') and s.unit = n.unit and s.profession = n.profession and s.given = n.given
		and s.status = n.status and coalesce(s.funding, '') = coalesce(n.funding, '') and s.klaster = n.klaster and s.klaster_pj = n.pj
		and coalesce(s.functional_level, '') = coalesce(n.level, '') and s.at_pustu = n.at_pustu and s.period = n.period`
	found, err := l.tx.Query(ctx, `
		select n.n, case when s.id is null then 'A' when (s.people, s.facility_id) is distinct from (n.people, n.facility_id) then 'C' else 'U' end
		from staff_in n left join data.staff_count s on `+same, l.Source)
	if err != nil {
		return out, err
	}
	out.Acts = make([]byte, len(rows))
	acts := map[byte]int{}
	var n int
	var act string
	if _, err := pgx.ForEachRow(found, []any{&n, &act}, func() error {
		out.Acts[n] = act[0]
		acts[act[0]]++
		return nil
	}); err != nil {
		return out, err
	}
	// A list of one area says nothing of another that the same source brought.
	stale, err := l.tx.Query(ctx, `
		select s.id from data.staff_count s
		where s.source_id = $1 and s.period in (select period from staff_in)
			and ($2 = '' or s.wilayah = $2 collate "C" or s.wilayah >= $2 || '.' and s.wilayah < $2 || '/')
			and not exists (select 1 from staff_in n where `+same+`)`, l.Source, string(within))
	if err != nil {
		return out, err
	}
	ids, err := pgx.CollectRows(stale, pgx.RowTo[int64])
	if err != nil {
		return out, err
	}
	out.Missing, out.Kept = len(ids), l.keepMissing
	if out.Kept {
		ids = nil
	}
	if err := l.execAny(ctx, len(ids), `delete from data.staff_count where id = any($1)`, ids); err != nil {
		return out, err
	}
	if err := l.execAny(ctx, acts['C'], `
		update data.staff_count s set people = n.people, facility_id = n.facility_id from staff_in n
		where `+same+` and (s.people, s.facility_id) is distinct from (n.people, n.facility_id)`, l.Source); err != nil {
		return out, err
	}
	if err := l.execAny(ctx, acts['A'], `
		insert into data.staff_count (facility_id, unit, wilayah, profession, given, status, funding, klaster, klaster_pj, functional_level, at_pustu, people, period, source_id)
		select n.facility_id, n.unit, n.wilayah, n.profession, n.given, n.status, n.funding, n.klaster, n.pj, n.level, n.at_pustu, n.people, n.period, $1
		from staff_in n where not exists (select 1 from data.staff_count s where `+same+`) order by n.n`, l.Source); err != nil {
		return out, fmt.Errorf("add staff: %w", err)
	}
	out.Overlaps, err = l.staffOverlaps(ctx)
	return out, err
}

// staffOverlaps finds other lists that speak of the same facilities, professions and
// periods as the staged one.
func (l *Load) staffOverlaps(ctx context.Context) ([]ingest.StaffOverlap, error) {
	return rowsOf(ctx, l.tx, func(row pgx.CollectableRow) (o ingest.StaffOverlap, err error) {
		return o, row.Scan(&o.Source, &o.Counts, &o.Facilities, &o.People, &o.Mine, &o.From, &o.To)
	}, `
		select d.name, s.source_id < $1, count(distinct s.facility_id), sum(s.people), sum(s.mine), min(s.period), max(s.period)
		from (select s.source_id, s.facility_id, s.period, sum(s.people) as people, min(n.people) as mine
			from (select facility_id, profession, period, sum(people) as people from staff_in where facility_id is not null group by 1, 2, 3) n
			join data.staff_count s on (s.facility_id, s.profession, s.period) = (n.facility_id, n.profession, n.period) and s.source_id <> $1
			group by 1, 2, 3, s.profession) s
		join data.data_source d on d.id = s.source_id group by d.id, s.source_id order by d.name`, l.Source)
}

// orEmpty is an array for a column that takes no null.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
