-- +goose Up
-- How status and condition of a facility came to be what they are, for queries.
create view api.facility_state as select facility_id, valid_from, status, condition, source_id from data.facility_state;
