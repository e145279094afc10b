-- +goose Up
-- A facility's staff of one period, over all professions: whether any are known, of which
-- lists, and how many are booked there and work at a pustu that is not named. Thirty times
-- fewer rows than staff_sum, so that what a country's answer rests on costs little beside it.
-- sum_staff_counts keeps it; nobody else writes it.
create table data.staff_period (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,
  until       date not null,
  counted     boolean not null,
  elsewhere   int not null,
  sources     bigint[] not null,
  primary key (facility_id, period)
);
create view api.staff_period as
select facility_id, period, until, counted, elsewhere, sources from data.staff_period;

-- +goose StatementBegin
create or replace function data.sum_staff_counts(facilities bigint[]) returns void language sql as $$
  delete from data.staff_sum t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  delete from data.staff_period t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  with c as (
    select s.facility_id, s.period, s.profession, s.source_id, s.people, s.at_pustu, e.asn,
      max(s.source_id) over (partition by s.facility_id, s.period, s.profession) as last
    from (select distinct x from unnest(facilities) x) f join data.staff_count s on s.facility_id = f.x
    join data.employment_status e on e.code = s.status),
  s as (
    select c.facility_id, c.period, c.profession, coalesce(sum(c.people) filter (where c.source_id = c.last and c.asn and not c.at_pustu), 0) as asn,
      coalesce(sum(c.people) filter (where c.source_id = c.last and not c.at_pustu), 0) as everyone,
      coalesce(sum(c.people) filter (where c.source_id = c.last and c.at_pustu), 0) as elsewhere,
      bool_or(not c.at_pustu) filter (where c.source_id = c.last) as counted, array[c.last] as sources,
      coalesce(array_agg(distinct c.source_id) filter (where c.source_id <> c.last), '{}') as others
    from c group by c.facility_id, c.period, c.profession, c.last),
  p as (
    select facility_id, period, coalesce(lead(period) over (partition by facility_id order by period), 'infinity') as until,
      bool_or(counted) as counted, sum(elsewhere) as elsewhere, array_agg(distinct sources[1]) as sources
    from s group by facility_id, period),
  periods as (
    insert into data.staff_period (facility_id, period, until, counted, elsewhere, sources)
    select facility_id, period, until, counted, elsewhere, sources from p)
  insert into data.staff_sum (facility_id, period, until, profession, asn, everyone, elsewhere, counted, sources, others)
  select s.facility_id, s.period, p.until, s.profession, s.asn, s.everyone, s.elsewhere, s.counted, s.sources, s.others from s join p using (facility_id, period)
$$;
-- +goose StatementEnd

insert into data.staff_period (facility_id, period, until, counted, elsewhere, sources)
select facility_id, period, min(until), bool_or(counted), sum(elsewhere), array_agg(distinct sources[1]) from data.staff_sum group by facility_id, period;
