-- +goose Up
-- Shapes are columns and rows of their band's grid from now on, and no longer metres:
-- those drawn before are drawn again.
truncate data.wilayah_shape;
update data.shape_state set value = value + 1;
