-- +goose Up
-- What maps, lists and exports join: the kept travel of one question, only where it
-- still holds. Both functions are plain SQL of one statement, so that PostgreSQL puts
-- them into the statement that asks: a condition on desa reaches the primary key.

-- The runs that answer a question now. Kinds are a set: their order does not matter,
-- and a pusling, which nobody travels to, not either. A run within another current
-- one is left out: areas are nested or apart, so every desa comes once.
-- +goose StatementBegin
create function api.travel_current(kinds text[], profile text, variant text default '', metric text default 'TIME',
  on_day date default (now() at time zone 'Asia/Jakarta')::date)
returns table (run_id bigint, within text, computed_at timestamptz)
language sql stable parallel safe as $$
  with held as (
    select r.id, r.within collate "C" as within, r.computed_at
    from api.travel_run_on(travel_current.on_day) r
    where r.kinds @> array_remove(travel_current.kinds, 'PUSLING') and r.kinds <@ travel_current.kinds
      and r.profile = travel_current.profile and r.variant = travel_current.variant and r.metric = travel_current.metric and r.stale = '{}'
  )
  select h.id, h.within, h.computed_at from held h
  where not exists (select from held o where o.id <> h.id and (o.within = '' or h.within like o.within || '.%'))
$$;
-- +goose StatementEnd

-- Every desa that is answered for, and every demand point. They are rows of the
-- tables, not columns named here: those would lose the collation of the codes, and
-- with it the primary key.
-- +goose StatementBegin
create function api.desa_travel(kinds text[], profile text, variant text default '', metric text default 'TIME',
  on_day date default (now() at time zone 'Asia/Jakarta')::date)
returns setof data.travel_desa language sql stable parallel safe as $$
  select d.* from api.travel_current(desa_travel.kinds, desa_travel.profile, desa_travel.variant, desa_travel.metric, desa_travel.on_day) r
  join data.travel_desa d on d.run_id = r.run_id
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function api.point_travel(kinds text[], profile text, variant text default '', metric text default 'TIME',
  on_day date default (now() at time zone 'Asia/Jakarta')::date)
returns setof data.travel_point language sql stable parallel safe as $$
  select p.* from api.travel_current(point_travel.kinds, point_travel.profile, point_travel.variant, point_travel.metric, point_travel.on_day) r
  join data.travel_point p on p.run_id = r.run_id
$$;
-- +goose StatementEnd
