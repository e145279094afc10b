-- +goose Up
-- Up to zoom 8 the grid has 384 cells a tile, as the drawing in db/tile_shapes.go says:
-- shapes drawn on another are drawn again.
truncate data.wilayah_shape;
update data.shape_state set value = value + 1;
