-- +goose Up
-- Units of one name stand in many kabupaten ("Puskesmas Sukatani"), and one source
-- may bring the list of several.
drop index data.staff_count_row;
create unique index staff_count_row on data.staff_count
  (source_id, coalesce(wilayah, ''), unit, profession, status, coalesce(funding, ''), klaster, period);
