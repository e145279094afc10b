-- +goose Up
-- Sheets of what was done (capaian) and of what posts cost are sources of their own.
alter table data.data_source drop constraint data_source_role_check;
alter table data.data_source add constraint data_source_role_check
  check (role in ('BOUNDARIES','FACILITIES','POPULATION','ROADS','STAFF','INDICATORS','STANDARD','POSYANDU','MENTORING','WORKLOAD','COST'));
