-- +goose Up
-- The rows of a network are written by one import and read whole, by their dataset:
-- nobody looks for a single one, on a map or by its number. The indexes were half
-- the time of an import of roads and were never read. Numbers are given by the one
-- import that writes the dataset, and whoever reads it back counts the rows.
drop index data.network_edge_geom;
alter table data.network_edge drop constraint network_edge_pkey;
alter table data.network_node drop constraint network_node_pkey;

-- A foreign key looks its dataset up again for every one of a million edges, though
-- the import has just written it. What the key did beside that, a trigger does once:
-- with a dataset go its rows.
alter table data.network_edge drop constraint network_edge_dataset_id_fkey;
alter table data.network_node drop constraint network_node_dataset_id_fkey;
-- +goose StatementBegin
create function data.network_rows_go() returns trigger language plpgsql as $$
begin
  delete from data.network_edge where dataset_id = old.id;
  delete from data.network_node where dataset_id = old.id;
  return old;
end $$;
-- +goose StatementEnd
create trigger rows_go before delete on data.network_dataset for each row execute function data.network_rows_go();
