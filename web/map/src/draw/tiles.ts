import type { Map as Maplibre } from "maplibre-gl";
import { loadTiles } from "../data/tiles";
import { addInOrder } from "./sources";

// Roads and borders come as vector tiles, so that a whole provinsi costs no more
// than what is in sight; and so do the outlines of a provinsi's desa (see loadDesa).

const major = ["motorway", "trunk", "primary", "motorway_link", "trunk_link", "primary_link"];
const middle = ["secondary", "tertiary", "secondary_link", "tertiary_link"];

/** Adds roads and the borders of kabupaten and kecamatan, where the server has them. */
export async function addTiles(map: Maplibre, roads: () => boolean): Promise<void> {
  const described = await Promise.all(["roads", "wilayah"].map((layer) => loadTiles(layer)));
  if (!map.getContainer().isConnected || !map.style) return; // taken away meanwhile
  const [road, border] = described;
  if (road) {
    map.addSource("roads", { type: "vector", ...road });
    addInOrder(map, {
      id: "roads", type: "line", source: "roads", "source-layer": "roads", layout: { visibility: roads() ? "visible" : "none", "line-join": "round" },
      paint: {
        "line-color": ["match", ["get", "class"], major, "#7a3b00", middle, "#8c6d46", "#8f8f8f"],
        "line-opacity": 0.8,
        "line-width": ["interpolate", ["linear"], ["zoom"],
          8, ["match", ["get", "class"], major, 1, middle, 0.5, 0.15],
          13, ["match", ["get", "class"], major, 3, middle, 1.8, 0.9]],
      },
    });
  }
  if (border) {
    map.addSource("wilayah", { type: "vector", ...border });
    addInOrder(map, {
      id: "borders", type: "line", source: "wilayah", "source-layer": "wilayah",
      paint: {
        "line-color": "#222222",
        "line-width": ["match", ["get", "level"], "PROVINSI", 2.2, "KABUPATEN_KOTA", 1.8, 1],
        "line-opacity": 0.75,
      },
    });
  }
}
