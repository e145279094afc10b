-- +goose Up
-- What the list calls staff of a profession that the synonyms do not know: they are
-- counted as LAIN, in every total, and are found again by this.
alter table data.staff_count add column given text not null default '';
comment on column data.staff_count.given is 'the list''s own word where it is not known (profession LAIN); '''' elsewhere';
drop index data.staff_count_row;
create unique index staff_count_row on data.staff_count
  (source_id, coalesce(wilayah, ''), unit, profession, given, status, coalesce(funding, ''), klaster, klaster_pj, coalesce(functional_level, ''), at_pustu, period);

-- Words that sheets use beside those of before.
insert into data.profession_synonym (folded, profession) values
  ('terapisgigi','TERAPIS_GIGI_MULUT'), ('pranatalaboratoriumkesehatan','ATLM'), ('sanitarianpuskesmas','KESLING'),
  ('penyuluhkesehatanmasyarakat','PROMKES'), ('adminkes','ADMINISTRASI'), ('administratorkesehatan','ADMINISTRASI')
on conflict do nothing;
insert into data.employment_synonym (folded, status) values
  ('p3kpenuhwaktu','PPPK'), ('pppkpenuhwaktu','PPPK'), ('honor','NON_ASN_LAIN'), ('honorda','NON_ASN_LAIN'), ('honordaerah','NON_ASN_LAIN'), ('tks','NON_ASN_LAIN')
on conflict do nothing;
