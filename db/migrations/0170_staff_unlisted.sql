-- +goose Up
-- A list of some professions (doctors alone, later in the year) says nothing of the others.
-- Where a facility's period is of other lists than the one that last counted a profession
-- there, and names none of it, how many there are is not known; where the same list no longer
-- names it, they are gone. The sums' triggers keep it; nobody writes it.
create table data.staff_unlisted (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,          -- of the facility, as in data.staff_sum
  until       date not null,
  profession  text not null references data.profession,
  primary key (facility_id, period, profession)
);
create view api.staff_unlisted as
select facility_id, period, until, profession from data.staff_unlisted;

alter function data.sum_staff(bigint[]) rename to sum_staff_counts;

-- +goose StatementBegin
create function data.sum_staff(facilities bigint[]) returns void language sql as $$
  select data.sum_staff_counts(facilities);
  delete from data.staff_unlisted t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  insert into data.staff_unlisted (facility_id, period, until, profession)
  with several as materialized ( -- one list alone leaves nothing open
    select s.facility_id from (select distinct x from unnest(facilities) x) f join data.staff_sum s on s.facility_id = f.x
    group by s.facility_id having min(s.sources[1]) <> max(s.sources[1])),
  p as (select distinct s.facility_id, s.period, s.until from several join data.staff_sum s using (facility_id)),
  before as (
    select distinct on (p.facility_id, p.period, s.profession) p.facility_id, p.period, p.until, s.profession, s.sources[1] as source, s.everyone + s.elsewhere as people
    from p join data.staff_sum s on s.facility_id = p.facility_id and s.period < p.period
    order by p.facility_id, p.period, s.profession, s.period desc)
  select b.facility_id, b.period, b.until, b.profession from before b
  where b.people > 0
    and not exists (select from data.staff_count c where (c.facility_id, c.period, c.source_id) = (b.facility_id, b.period, b.source))
    and not exists (select from data.staff_sum s where (s.facility_id, s.period) = (b.facility_id, b.period) and (s.profession = b.profession
      or exists (select from data.profession_part w where (w.part, w.whole) in ((s.profession, b.profession), (b.profession, s.profession)))))
$$;
-- +goose StatementEnd

select data.sum_staff(array(
  select facility_id from data.staff_sum group by facility_id having min(sources[1]) <> max(sources[1])));
