-- +goose Up
-- A function that runs as its owner is for the program's role alone.
revoke execute on function data.refresh_statistics(text[]) from public;
grant execute on function data.refresh_statistics(text[]) to jangkau_app;
