-- +goose Up
-- Where several lists speak of one facility, profession and period, one counts: the list
-- that the store came to know last. The others stay, are named, and are not added to it.
alter table data.staff_sum add column others bigint[] not null default '{}';
comment on column data.staff_sum.sources is 'the list that counts';
comment on column data.staff_sum.others is 'lists that speak of the same and do not count';
create index staff_sum_several on data.staff_sum (facility_id, period, profession) where others <> '{}';

-- +goose StatementBegin
create or replace function data.sum_staff(facilities bigint[]) returns void language sql as $$
  delete from data.staff_sum t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  insert into data.staff_sum (facility_id, period, until, profession, asn, everyone, elsewhere, counted, sources, others)
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
    select facility_id, period, coalesce(lead(period) over (partition by facility_id order by period), 'infinity') as until
    from (select distinct facility_id, period from s) d)
  select s.facility_id, s.period, p.until, s.profession, s.asn, s.everyone, s.elsewhere, s.counted, s.sources, s.others from s join p using (facility_id, period)
$$;
-- +goose StatementEnd

create or replace view api.staff_sum as
select facility_id, period, until, profession, asn, everyone, elsewhere, counted, sources, others from data.staff_sum;

-- The counts that count.
create or replace view api.staff_count as
select id, facility_id, unit, wilayah, profession, status, funding, klaster, people, period, source_id, klaster_pj, functional_level, at_pustu
from data.staff_count s
where not exists (select from data.staff_sum t where t.others <> '{}'
  and (t.facility_id, t.period, t.profession) = (s.facility_id, s.period, s.profession) and s.source_id = any(t.others));

select data.sum_staff(array(
  select facility_id from data.staff_count where facility_id is not null group by facility_id, period, profession having count(distinct source_id) > 1));
