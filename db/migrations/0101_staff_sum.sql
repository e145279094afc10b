-- +goose Up
-- Staff of each facility, period and profession added up over status, funding and
-- klaster, with the days that a period stands for: what most questions ask. Without it
-- a country's answer goes through millions of rows to look for each facility's latest
-- period. The triggers keep it; nobody writes it.
create table data.staff_sum (
  facility_id bigint not null references data.facility on delete cascade,
  period      date not null,
  until       date not null,          -- the facility's next period; infinity for its last
  profession  text not null references data.profession,
  asn         int not null,           -- of everyone, those of a status that is known to be ASN
  everyone    int not null,           -- who work at the facility
  elsewhere   int not null,           -- booked here, at a pustu that the list does not name
  counted     boolean not null,       -- some row is of the facility itself
  sources     bigint[] not null,
  primary key (facility_id, period, profession)
);
create view api.staff_sum as
select facility_id, period, until, profession, asn, everyone, elsewhere, counted, sources from data.staff_sum;

-- +goose StatementBegin
create function data.sum_staff(facilities bigint[]) returns void language sql as $$
  delete from data.staff_sum t using (select distinct x from unnest(facilities) x) f where t.facility_id = f.x;
  insert into data.staff_sum (facility_id, period, until, profession, asn, everyone, elsewhere, counted, sources)
  with s as (
    select s.facility_id, s.period, s.profession, coalesce(sum(s.people) filter (where e.asn and not s.at_pustu), 0) as asn,
      coalesce(sum(s.people) filter (where not s.at_pustu), 0) as everyone, coalesce(sum(s.people) filter (where s.at_pustu), 0) as elsewhere,
      bool_or(not s.at_pustu) as counted, array_agg(distinct s.source_id) as sources
    from (select distinct x from unnest(facilities) x) f join data.staff_count s on s.facility_id = f.x
    join data.employment_status e on e.code = s.status
    group by 1, 2, 3),
  p as (
    select facility_id, period, coalesce(lead(period) over (partition by facility_id order by period), 'infinity') as until
    from (select distinct facility_id, period from s) d)
  select s.facility_id, s.period, p.until, s.profession, s.asn, s.everyone, s.elsewhere, s.counted, s.sources from s join p using (facility_id, period)
$$;
-- +goose StatementEnd
-- +goose StatementBegin
create function data.staff_changed() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform data.sum_staff(array(select distinct facility_id from after where facility_id is not null));
  elsif tg_op = 'DELETE' then -- a facility that goes takes its sums along
    perform data.sum_staff(array(select distinct b.facility_id from before b join data.facility f on f.id = b.facility_id));
  else
    perform data.sum_staff(array(select facility_id from before where facility_id is not null union select facility_id from after where facility_id is not null));
  end if;
  return null;
end $$;
-- +goose StatementEnd
create trigger sum_added after insert on data.staff_count referencing new table as after for each statement execute function data.staff_changed();
create trigger sum_removed after delete on data.staff_count referencing old table as before for each statement execute function data.staff_changed();
create trigger sum_changed after update on data.staff_count referencing old table as before new table as after for each statement execute function data.staff_changed();

select data.sum_staff(array(select distinct facility_id from data.staff_count where facility_id is not null));
