import { addProtocol, AttributionControl, type Map as Maplibre } from "maplibre-gl";
import { settings } from "../data/settings";

/** Lays the basemap of the settings below everything, if there is one. */
export async function addBasemap(map: Maplibre): Promise<void> {
  const { basemap } = await settings();
  if (!basemap || !map.getContainer().isConnected) return;
  map.addControl(new AttributionControl({ compact: false })); // whoever made it is named
  if (basemap.url.endsWith(".pmtiles")) {
    const { PMTiles, Protocol } = await import("pmtiles");
    const protocol = new Protocol();
    addProtocol("pmtiles", protocol.tile);
    const address = new URL(basemap.url, location.href).href;
    const file = new PMTiles(address);
    protocol.add(file);
    const { tileType } = await file.getHeader();
    if (tileType === 1) addVector(map, `pmtiles://${address}`, basemap.attribution);
    else map.addSource("basemap", { type: "raster", url: `pmtiles://${address}`, tileSize: 256, attribution: basemap.attribution });
  } else {
    map.addSource("basemap", { type: "raster", tiles: [basemap.url], tileSize: 256, attribution: basemap.attribution });
  }
  if (map.getSource("basemap")?.type === "raster") map.addLayer({ id: "basemap", type: "raster", source: "basemap" }, "desa-fill");
}

/** A file of vector tiles with the layers that OpenStreetMap basemaps usually have: water and roads, quietly. */
function addVector(map: Maplibre, url: string, attribution: string): void {
  map.addSource("basemap", { type: "vector", url, attribution });
  map.addLayer({ id: "basemap-water", type: "fill", source: "basemap", "source-layer": "water", paint: { "fill-color": "#cfe0ea" } }, "desa-fill");
  map.addLayer({ id: "basemap-roads", type: "line", source: "basemap", "source-layer": "roads", paint: { "line-color": "#b9b4aa", "line-width": 0.8 } }, "desa-line");
}
