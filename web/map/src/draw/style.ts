import type { ExpressionSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Class } from "../figures/classes";
import type { Row } from "../figures/rows";

export const sources = ["desa", "names", "iso", "trips", "facilities", "point"] as const;
export type SourceName = (typeof sources)[number];

const empty = { type: "FeatureCollection" as const, features: [] };
// Names are drawn with the device's own letters: no glyphs are fetched.
const letters = ["Noto Sans", "sans-serif"];
const halo = { "text-halo-color": "rgba(255,255,255,0.9)", "text-halo-width": 1.4 };

const layers: LayerSpecification[] = [
  { id: "sea", type: "background", paint: { "background-color": "#eef3f6" } },
  { id: "desa-fill", type: "fill", source: "desa", paint: { "fill-color": "rgba(0,0,0,0)", "fill-opacity": 0.85 } },
  { id: "desa-pattern", type: "fill", source: "desa", filter: ["==", ["get", "code"], ""], paint: { "fill-pattern": "hatch" } },
  { id: "iso-fill", type: "fill", source: "iso", paint: { "fill-color": "#5e2ca5", "fill-opacity": 0.3 } },
  { id: "desa-line", type: "line", source: "desa", paint: { "line-color": "#555555", "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 13, 1.2] } },
  { id: "iso-line", type: "line", source: "iso", paint: { "line-color": "#4a148c", "line-width": 1, "line-opacity": 0.8 } },
  {
    id: "desa-changed", type: "line", source: "desa", filter: ["==", ["get", "code"], ""],
    paint: { "line-color": "#0037d6", "line-width": 2.5, "line-dasharray": [2, 1] },
  },
  {
    id: "desa-chosen", type: "line", source: "desa", filter: ["==", ["get", "code"], ""],
    paint: { "line-color": "#000000", "line-width": 3.5 },
  },
  { id: "trips-case", type: "line", source: "trips", layout: { "line-cap": "round" }, paint: { "line-color": "#ffffff", "line-width": 5 } },
  {
    id: "trips", type: "line", source: "trips", layout: { "line-cap": "round" },
    paint: { "line-color": ["get", "colour"], "line-width": 3 },
  },
  {
    id: "facilities", type: "symbol", source: "facilities",
    layout: {
      "icon-image": ["concat", "mark-", ["get", "kind"]], "icon-allow-overlap": true,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 8, 0.6, 13, 1.1],
      // Whoever matters most lies on top.
      "symbol-sort-key": ["match", ["get", "kind"], "RS", 3, "PUSKESMAS", 2, "PUSTU", 1, 0],
    },
  },
  {
    id: "facility-chosen", type: "circle", source: "facilities", filter: ["==", ["get", "id"], ""],
    paint: { "circle-radius": 13, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": "#000000", "circle-stroke-width": 3 },
  },
  { id: "point", type: "circle", source: "point", paint: { "circle-radius": 7, "circle-color": "#4a148c", "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 } },
  {
    id: "names", type: "symbol", source: "names", minzoom: 10.5,
    layout: { "text-field": ["get", "name"], "text-font": letters, "text-size": 12, "text-max-width": 7 },
    paint: { "text-color": "#222222", ...halo },
  },
  {
    id: "facility-names", type: "symbol", source: "facilities", minzoom: 12,
    layout: { "text-field": ["get", "name"], "text-font": letters, "text-size": 11, "text-offset": [0, 1], "text-anchor": "top", "text-max-width": 9 },
    paint: { "text-color": "#12405e", ...halo },
  },
];

export const style: StyleSpecification = {
  version: 8,
  sources: Object.fromEntries(sources.map((name) => [name, { type: "geojson" as const, data: empty }])),
  layers,
};

/** Colours each desa by its class; desa without a row stay clear. */
export function fillColour(rows: readonly Row[], classes: readonly Class[]): ExpressionSpecification | string {
  const clear = "rgba(255,255,255,0.35)";
  const branches = classes.flatMap((c) => {
    const codes = rows.filter((r) => r.cls === c.id).map((r) => r.code);
    return codes.length > 0 ? [codes, c.colour] : [];
  });
  return branches.length > 0 ? (["match", ["get", "code"], ...branches, clear] as unknown as ExpressionSpecification) : clear;
}

/** The desa that carry a pattern, and which. */
export function fillPattern(rows: readonly Row[], classes: readonly Class[]): { filter: FilterSpecification; pattern: ExpressionSpecification | string } {
  const branches: [string[], string][] = [];
  for (const c of classes) {
    const codes = rows.filter((r) => r.cls === c.id).map((r) => r.code);
    if (c.pattern !== "plain" && codes.length > 0) branches.push([codes, c.pattern]);
  }
  if (branches.length === 0) return { filter: ["==", ["get", "code"], ""], pattern: "hatch" };
  return {
    filter: ["in", ["get", "code"], ["literal", branches.flatMap(([codes]) => codes)]],
    pattern: ["match", ["get", "code"], ...branches.flat(), "hatch"] as unknown as ExpressionSpecification,
  };
}
