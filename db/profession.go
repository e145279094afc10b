package db

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"jangkau/gis"
	"jangkau/ingest"
)

// ProfessionWords lists the professions with the words that imports know them by.
func (d *DB) ProfessionWords(ctx context.Context) (list []gis.ProfessionWords, err error) {
	err = d.Read(ctx, func(tx pgx.Tx) (err error) {
		list, err = rowsOf(ctx, tx, func(row pgx.CollectableRow) (w gis.ProfessionWords, err error) {
			return w, row.Scan(&w.Code, &w.NameID, &w.NameEn, &w.Words)
		}, `
			select p.code, p.name_id, p.name_en, coalesce((select array_agg(s.folded order by s.folded) from data.profession_synonym s where s.profession = p.code), '{}')
			from data.profession p order by p.sort, p.code`)
		return err
	})
	return list, wrap("read professions", err)
}

// ProfessionOf finds the professions that folded words mean.
func (d *DB) ProfessionOf(ctx context.Context, words []string) (map[string]string, error) {
	out := map[string]string{}
	err := d.Read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select w, coalesce(s.profession, p.code) from unnest($1::text[]) w
			left join data.profession_synonym s on s.folded = w collate "C"
			left join data.profession p on lower(replace(p.code, '_', '')) = w
			where coalesce(s.profession, p.code) is not null`, words)
		if err != nil {
			return err
		}
		var word, code string
		_, err = pgx.ForEachRow(rows, []any{&word, &code}, func() error {
			out[word] = code
			return nil
		})
		return err
	})
	return out, wrap("read profession words", err)
}

// StaffTotals are the people of a wilayah by profession and year: of each source the
// last period of the year, with the parts of a profession in the whole too. Where
// several sources speak of a profession at one unit, one counts: the latest period's, then
// the one that the store came to know last.
func (d *DB) StaffTotals(ctx context.Context, within gis.WilayahCode) (map[ingest.StaffYear]int, error) {
	out := map[ingest.StaffYear]int{}
	err := d.Read(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			with here as (
				select s.source_id, s.profession, s.people, s.period, extract(year from s.period)::int as year,
					coalesce(s.facility_id::text, lower(s.unit)) as place
				from data.staff_count s left join data.facility f on f.id = s.facility_id
				where coalesce(f.desa, f.kabupaten, s.wilayah) collate "C" >= $1 and coalesce(f.desa, f.kabupaten, s.wilayah) collate "C" < $1 || '/'),
			latest as (select h.* from here h where h.period = (select max(l.period) from here l where l.source_id = h.source_id and l.year = h.year)),
			ranked as (select l.*, dense_rank() over (partition by year, place, profession order by period desc, source_id desc) as rank from latest l),
			last as (select * from ranked where rank = 1),
			named as (select profession, year, people from last union all
				select p.whole, l.year, l.people from last l join data.profession_part p on p.part = l.profession)
			select profession, year, sum(people)::int from named group by 1, 2`, string(within))
		if err != nil {
			return err
		}
		var at ingest.StaffYear
		var people int
		_, err = pgx.ForEachRow(rows, []any{&at.Profession, &at.Year, &people}, func() error {
			out[at] = people
			return nil
		})
		return err
	})
	return out, wrap("read staff totals", err)
}

// UnknownProfessions lists the words that staff were counted as LAIN under.
func (d *DB) UnknownProfessions(ctx context.Context) (list []gis.UnknownProfession, err error) {
	err = d.Read(ctx, func(tx pgx.Tx) (err error) {
		list, err = rowsOf(ctx, tx, func(row pgx.CollectableRow) (u gis.UnknownProfession, err error) {
			return u, row.Scan(&u.Word, &u.Source, &u.Period, &u.People)
		}, `
			select s.given, d.name, to_char(s.period, 'YYYY-MM-DD'), sum(s.people)
			from data.staff_count s join data.data_source d on d.id = s.source_id
			where s.given <> '' and s.period = (select max(l.period) from data.staff_count l where l.source_id = s.source_id)
			group by 1, 2, 3 order by 4 desc, 1, 2`)
		return err
	})
	return list, wrap("read unknown professions", err)
}

// AddProfessionWord makes a word known for a profession. It fails with NotFound where
// there is no such profession, and with Conflict where the word is another's.
func (d *DB) AddProfessionWord(ctx context.Context, word, code string) error {
	fold := gis.FoldName(word)
	err := pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		var other string
		err := tx.QueryRow(ctx, `
			insert into data.profession_synonym (folded, profession) select $1, code from data.profession where code = $2
			on conflict (folded) do update set folded = excluded.folded returning profession`, fold, code).Scan(&other)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return noProfession(code)
		case err != nil:
			return err
		case other != code:
			return gis.NewError(gis.Conflict, "Kata %q sudah berarti %s; hapus dahulu: jangkau profession remove %q",
				"The word %q already means %s; first run: jangkau profession remove %q", word, other, word)
		}
		return nil
	})
	return wrap("add profession word", err)
}

// PutProfessionWords makes each word mean what is said, all or none of them, and tells how
// many were added and how many meant something else. It fails with NotFound where there
// is no such profession, and with Conflict where the list contradicts itself.
func (d *DB) PutProfessionWords(ctx context.Context, words []gis.ProfessionWord) (added, changed int, err error) {
	means := map[string]string{}
	for _, w := range words {
		fold := gis.FoldName(w.Word)
		if other, twice := means[fold]; twice && other != w.Profession {
			return 0, 0, gis.NewError(gis.Conflict, "Kata %q diberi dua arti: %s dan %s", "The word %q is given two meanings: %s and %s", w.Word, other, w.Profession)
		}
		means[fold] = w.Profession
	}
	err = pgx.BeginFunc(ctx, d.pool, func(tx pgx.Tx) error {
		for fold, code := range means {
			var was *string
			var known bool
			if err := tx.QueryRow(ctx, `select exists (select from data.profession where code = $2), (select profession from data.profession_synonym where folded = $1)`, fold, code).Scan(&known, &was); err != nil {
				return err
			}
			switch {
			case !known:
				return noProfession(code)
			case was == nil:
				added++
			case *was != code:
				changed++
			default:
				continue
			}
			if _, err := tx.Exec(ctx, `insert into data.profession_synonym (folded, profession) values ($1, $2) on conflict (folded) do update set profession = excluded.profession`, fold, code); err != nil {
				return err
			}
		}
		return nil
	})
	return added, changed, wrap("put profession words", err)
}

func noProfession(code string) error {
	return gis.NewError(gis.NotFound, "Tidak ada jenis tenaga %q; lihat jangkau profession list, atau buat dengan jangkau profession new",
		"There is no profession %q; see jangkau profession list, or make it with jangkau profession new", code)
}

// RemoveProfessionWord makes a word unknown again; it fails with NotFound.
func (d *DB) RemoveProfessionWord(ctx context.Context, word string) error {
	tag, err := d.pool.Exec(ctx, `delete from data.profession_synonym where folded = $1`, gis.FoldName(word))
	if err == nil && tag.RowsAffected() == 0 {
		err = gis.NewError(gis.NotFound, "Tidak ada kata %q pada daftar padanan", "There is no word %q in the list", word)
	}
	return wrap("remove profession word", err)
}

// NewProfession adds a profession; it fails with Conflict where the code is taken.
func (d *DB) NewProfession(ctx context.Context, p gis.Profession) error {
	tag, err := d.pool.Exec(ctx, `
		insert into data.profession (code, name_id, name_en, sort)
		select $1, $2, $3, coalesce(max(sort) filter (where sort < 99), 0) + 1 from data.profession on conflict do nothing`, p.Code, p.NameID, p.NameEn)
	if err == nil && tag.RowsAffected() == 0 {
		err = gis.NewError(gis.Conflict, "Jenis tenaga %s sudah ada", "The profession %s exists", p.Code)
	}
	return wrap("new profession", err)
}
