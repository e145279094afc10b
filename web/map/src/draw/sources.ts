import type { GeoJSONSource, LayerSpecification, Map as Maplibre } from "maplibre-gl";
import { collection, type Drawable, draws, layersOf, order, type SourceName, sourceOf } from "./style";

/** Adds a layer in its place among those that are there. */
export function addInOrder(map: Maplibre, layer: LayerSpecification): void {
  map.addLayer(layer, order.slice(order.indexOf(layer.id) + 1).find((id) => map.getLayer(id)));
}

/** Draws something else than before; a source comes with its layers once it has something. */
export function replace(map: Maplibre, name: SourceName, before: Drawable | undefined, data: Drawable | undefined): void {
  const source = map.getSource(name);
  const next = data ?? collection([]);
  if (source?.type === "geojson" && !("tiles" in next)) return void (source as GeoJSONSource).setData(next);
  if (source) {
    for (const layer of layersOf(name, before)) map.removeLayer(layer.id);
    map.removeSource(name);
  }
  if (!draws(name, data)) return;
  map.addSource(name, sourceOf(next));
  for (const layer of layersOf(name, data)) addInOrder(map, layer);
}
