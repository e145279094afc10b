-- +goose Up
-- What a facility's staff add up to in one period is one row, with an array for each figure
-- and its professions side by side: a country's answer reads thirty times fewer rows than by
-- profession. Where several lists speak of one facility, period and profession, staff_several
-- names them. sum_staff keeps both; nobody else writes them.
drop view api.staff_count;
drop view api.staff_sum;
drop view api.staff_period;
drop table data.staff_sum;
drop table data.staff_period;

create table data.staff_period (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,
  until       date not null,          -- the facility's next period; infinity for its last
  counted     boolean not null,       -- some row is of the facility itself
  elsewhere   int not null,           -- over all professions: booked here, at a pustu that the list does not name
  sources     bigint[] not null,      -- the lists that count
  professions text[] not null,        -- in order; what follows is of each
  asn         int[] not null,         -- of everyone, those of a status that is known to be ASN
  everyone    int[] not null,         -- who work at the facility
  unknown     int[] not null,         -- of everyone, those whose status is not known
  at_pustu    int[] not null,         -- of whom elsewhere is the sum
  source      bigint[] not null,      -- the list that counts
  primary key (facility_id, period)
);
create view api.staff_period as
select facility_id, period, until, counted, elsewhere, sources, professions, asn, everyone, unknown, at_pustu from data.staff_period;

create table data.staff_several (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,
  profession  text not null references data.profession,
  source      bigint not null,        -- the list that counts
  others      bigint[] not null,      -- lists that speak of the same and do not
  primary key (facility_id, period, profession)
);
create view api.staff_several as
select facility_id, period, profession, source, others from data.staff_several;

-- A line for each profession again, for questions about few facilities.
create view data.staff_sum as
select p.facility_id, p.period, p.until, s.profession, s.asn, s.everyone, s.unknown, s.elsewhere, s.source
from data.staff_period p cross join lateral unnest(p.professions, p.asn, p.everyone, p.unknown, p.at_pustu, p.source)
  s(profession, asn, everyone, unknown, elsewhere, source);
create view api.staff_sum as
select facility_id, period, until, profession, asn, everyone, elsewhere, source from data.staff_sum;

-- The counts that count.
create view api.staff_count as
select id, facility_id, unit, wilayah, profession, status, funding, klaster, people, period, source_id, klaster_pj, functional_level, at_pustu
from data.staff_count s
where not exists (select from data.staff_several t
  where (t.facility_id, t.period, t.profession) = (s.facility_id, s.period, s.profession) and s.source_id <> t.source);

-- +goose StatementBegin
create or replace function data.sum_staff_counts(facilities bigint[]) returns void language sql as $$
  delete from data.staff_several t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  delete from data.staff_period t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  with c as (
    select s.facility_id, s.period, s.profession, s.source_id, s.people, s.at_pustu, e.asn, s.status = 'TIDAK_DIKETAHUI' as unknown,
      max(s.source_id) over (partition by s.facility_id, s.period, s.profession) as last
    from (select distinct x from unnest(facilities) x) f join data.staff_count s on s.facility_id = f.x
    join data.employment_status e on e.code = s.status),
  s as (
    select c.facility_id, c.period, c.profession, coalesce(sum(c.people) filter (where c.source_id = c.last and c.asn and not c.at_pustu), 0)::int as asn,
      coalesce(sum(c.people) filter (where c.source_id = c.last and not c.at_pustu), 0)::int as everyone,
      coalesce(sum(c.people) filter (where c.source_id = c.last and c.unknown and not c.at_pustu), 0)::int as unknown,
      coalesce(sum(c.people) filter (where c.source_id = c.last and c.at_pustu), 0)::int as elsewhere,
      bool_or(not c.at_pustu) filter (where c.source_id = c.last) as counted, c.last as source,
      array_agg(distinct c.source_id) filter (where c.source_id <> c.last) as others
    from c group by c.facility_id, c.period, c.profession, c.last),
  several as (
    insert into data.staff_several (facility_id, period, profession, source, others)
    select facility_id, period, profession, source, others from s where others is not null)
  insert into data.staff_period (facility_id, period, until, counted, elsewhere, sources, professions, asn, everyone, unknown, at_pustu, source)
  select facility_id, period, coalesce(lead(period) over (partition by facility_id order by period), 'infinity'), bool_or(counted), sum(elsewhere),
    array_agg(distinct source), array_agg(profession order by profession), array_agg(asn order by profession), array_agg(everyone order by profession),
    array_agg(unknown order by profession), array_agg(elsewhere order by profession), array_agg(source order by profession)
  from s group by facility_id, period
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create or replace function data.sum_staff(facilities bigint[]) returns void language sql as $$
  select data.sum_staff_counts(facilities);
  delete from data.staff_unlisted t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  insert into data.staff_unlisted (facility_id, period, until, profession)
  with several as materialized ( -- one list alone leaves nothing open
    select p.facility_id from (select distinct x from unnest(facilities) x) f join data.staff_period p on p.facility_id = f.x cross join unnest(p.sources) s(source)
    group by p.facility_id having min(s.source) <> max(s.source)),
  p as (select s.facility_id, s.period, s.until from several join data.staff_period s using (facility_id)),
  before as (
    select distinct on (p.facility_id, p.period, s.profession) p.facility_id, p.period, p.until, s.profession, s.source, s.everyone + s.elsewhere as people
    from p join data.staff_sum s on s.facility_id = p.facility_id and s.period < p.period
    order by p.facility_id, p.period, s.profession, s.period desc)
  select b.facility_id, b.period, b.until, b.profession from before b
  where b.people > 0
    and not exists (select from data.staff_count c where (c.facility_id, c.period, c.source_id) = (b.facility_id, b.period, b.source))
    and not exists (select from data.staff_sum s where (s.facility_id, s.period) = (b.facility_id, b.period) and (s.profession = b.profession
      or exists (select from data.profession_part w where (w.part, w.whole) in ((s.profession, b.profession), (b.profession, s.profession)))))
$$;
-- +goose StatementEnd

select data.sum_staff(array(select distinct facility_id from data.staff_count where facility_id is not null));
analyze data.staff_period;
analyze data.staff_several;
