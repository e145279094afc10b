-- +goose Up
-- Long work that a server does in the background: see package job, and decision 0018
-- for why this is a table of ours.
create table data.job (
  id         bigint generated always as identity primary key,
  kind       text collate "C" not null,       -- TRAVEL: what input is goes by it
  input      jsonb not null,                  -- the question
  automatic  boolean not null,                -- asked for by the server, since what was kept no longer holds
  revision   bigint not null,                 -- data.revision in sum when it was asked for
  state      text collate "C" not null default 'WAITING' check (state in ('WAITING','RUNNING','DONE','FAILED','CANCELLED')),
  not_before timestamptz not null default '-infinity',  -- a further attempt waits until then
  worker     bigint,                          -- who runs it: the advisory lock (job_lock_class, worker) is held while that process lives
  cancel     boolean not null default false,  -- somebody wants it stopped: it is CANCELLED once its worker has
  attempts   int not null default 0,          -- begun so far
  lost       int not null default 0,          -- attempts whose server died
  phase      text collate "C",                -- what it is at, and how far, while RUNNING
  done       bigint not null default 0,
  total      bigint not null default 0,       -- 0: not known
  created_at timestamptz not null default now(),
  started_at timestamptz,                     -- the last attempt
  ended_at   timestamptz,
  result     bigint,                          -- DONE: of TRAVEL the run
  error_kind text collate "C",                -- FAILED, or why a WAITING one is tried again
  error_id   text,
  error_en   text,
  check ((state = 'RUNNING') = (worker is not null)),
  check ((state in ('DONE','FAILED','CANCELLED')) = (ended_at is not null)),
  check (state <> 'FAILED' or error_kind is not null and error_id is not null and error_en is not null)
);
-- Nobody computes the same twice at once.
create unique index job_open on data.job (kind, input) where state in ('WAITING','RUNNING');
create index job_waiting on data.job (id) where state = 'WAITING';
create index job_ended on data.job (ended_at);
create sequence data.job_worker as int cycle;

-- Who watches is told which job changed, never what: a payload is short and seen by all.
-- +goose StatementBegin
create function data.job_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('jangkau_job', new.id::text);
  return null;
end $$;
-- +goose StatementEnd
create trigger changed after insert or update on data.job for each row execute function data.job_changed();

-- And servers are told that kept results may no longer hold. No trip depends on staff.
-- +goose StatementBegin
create function data.revision_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('jangkau_revision', '');
  return null;
end $$;
-- +goose StatementEnd
create trigger changed after update on data.revision for each row when (new.what <> 'STAFF') execute function data.revision_changed();

-- The processes that work on jobs now: PostgreSQL frees their locks when their
-- connection ends, however they die.
create view api.job_worker as
select objid::bigint as worker from pg_locks
where locktype = 'advisory' and classid = 1785684595 and objsubid = 2 and granted
  and database = (select oid from pg_database where datname = current_database());
