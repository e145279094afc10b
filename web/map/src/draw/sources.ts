import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as Maplibre } from "maplibre-gl";
import { collection, draws, layersOf, order, type SourceName, sourceOf } from "./style";

/** Adds a layer in its place among those that are there. */
export function addInOrder(map: Maplibre, layer: LayerSpecification): void {
  map.addLayer(layer, order.slice(order.indexOf(layer.id) + 1).find((id) => map.getLayer(id)));
}

/** Draws a collection instead of the one before; a source comes with its layers once it has something. */
export function replace(map: Maplibre, name: SourceName, data: FeatureCollection | undefined): void {
  const source = map.getSource<GeoJSONSource>(name);
  if (source) source.setData(data ?? collection([]));
  else if (draws(name, data)) {
    map.addSource(name, sourceOf(data));
    for (const layer of layersOf(name)) addInOrder(map, layer);
  }
}
