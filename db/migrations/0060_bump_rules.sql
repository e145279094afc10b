-- +goose Up
-- Answers follow from these too: a cursor of before the change is refused, and a
-- rule that was loaded a moment ago is used.
create trigger bump after insert or update or delete on data.pustu_equivalent for each statement execute function data.bump('FACILITY');
create trigger bump after insert or update or delete on data.standard for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.standard_row for each statement execute function data.bump('STAFF');
create trigger bump after insert or update or delete on data.profession_part for each statement execute function data.bump('STAFF');
