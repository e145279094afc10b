-- +goose Up
-- Every answer on staff says how many are of unknown status: few rows among millions.
create index staff_count_unknown_status on data.staff_count (facility_id, period) where status = 'TIDAK_DIKETAHUI' and not at_pustu;
