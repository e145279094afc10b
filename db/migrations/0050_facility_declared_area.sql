-- +goose Up
-- The kabupaten, else the provinsi, that a facility's list names: where boundaries
-- come after the list, a point elsewhere does not make the facility another's.
alter table data.facility add column declared_area text collate "C";
