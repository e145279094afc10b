-- +goose Up
-- What speeds depend on beside the class of a road, in OpenStreetMap's words; '' is
-- not given. structure is what the road stands on or runs through. way_id is
-- OpenStreetMap's, null where the file of roads has none: it says where on the map
-- a road can be looked at and mended.
alter table data.network_edge
  add column tracktype  text not null default '',
  add column smoothness text not null default '',
  add column structure  text not null default '' check (structure in ('', 'BRIDGE', 'TUNNEL', 'FORD')),
  add column way_id     bigint;

-- Until now an edge without a surface carried its tracktype in that place.
update data.network_edge set tracktype = surface, surface = '' where surface in ('grade1', 'grade2', 'grade3', 'grade4', 'grade5');
