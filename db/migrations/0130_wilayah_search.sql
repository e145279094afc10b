-- +goose Up
-- A part of a name among 83,000 is found by its trigrams; names alone stand in the
-- index, so that looking for two letters reads no geometry either. pg_trgm is a
-- trusted extension: the owner of the database may make it.
create extension if not exists pg_trgm schema public;
create index wilayah_name_part on data.wilayah using gin (name_fold public.gin_trgm_ops);
