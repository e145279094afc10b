-- +goose Up
-- A ratio may be a target for a year: whoever asks of a later day is told.
alter table data.standard add column target_year int check (target_year between 1945 and 2200);
update data.standard set target_year = 2019 where id = 'rasio-target-2019';
-- Said in two languages, so that it names regulations alone; that the day is not verified is
-- told where valid_to is null.
update data.standard set revoked_by = 'Permenkes 43/2019; Permenkes 19/2024' where id = 'permenkes-75-2014'
  and revoked_by = 'Permenkes 43/2019, sendiri dicabut Permenkes 19/2024 (tanggal pencabutan tidak diverifikasi)';
