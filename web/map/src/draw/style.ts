import type { Feature, FeatureCollection } from "geojson";
import type { ExpressionSpecification, FilterSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Tiles } from "../data/tiles";
import type { Class } from "../figures/classes";
import type { Row } from "../figures/rows";

export const sources = ["desa", "names", "iso", "trips", "facilities", "point"] as const;
export type SourceName = (typeof sources)[number];

/** What there is to draw: features, or, of the desa, the tiles that have them. */
export type Drawable = FeatureCollection | Tiles;

/** What is drawn beside colours: each one replaces the one before. */
export type Shapes = Partial<Record<SourceName, Drawable>>;

const nobody: FilterSpecification = ["==", ["id"], 0];
// Names are drawn with the device's own letters: no glyphs are fetched.
const letters = ["Noto Sans", "sans-serif"];
const halo = { "text-halo-color": "rgba(255,255,255,0.9)", "text-halo-width": 1.4 };

// Every area has a line of its own over its edge, which would otherwise be drawn twice.
const smooth = { "fill-antialias": false };

const sea: LayerSpecification = { id: "sea", type: "background", paint: { "background-color": "#eef3f6" } };

const nameLayer = {
  id: "desa-names", type: "symbol" as const, minzoom: 10.5,
  layout: { "text-field": ["get", "name"] as ["get", string], "text-font": letters, "text-size": 12, "text-max-width": 7 },
  paint: { "text-color": "#222222", ...halo },
};

const layers: LayerSpecification[] = [
  sea,
  { id: "desa-fill", type: "fill", source: "desa", paint: { "fill-color": "rgba(0,0,0,0)", "fill-opacity": 0.85, ...smooth } },
  { id: "desa-pattern", type: "fill", source: "desa", filter: nobody, paint: { "fill-pattern": "hatch", ...smooth } },
  { id: "iso-fill", type: "fill", source: "iso", paint: { "fill-color": "#5e2ca5", "fill-opacity": 0.3, ...smooth } },
  { id: "desa-line", type: "line", source: "desa", paint: { "line-color": "#555555", "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 13, 1.2] } },
  { id: "iso-line", type: "line", source: "iso", paint: { "line-color": "#4a148c", "line-width": 1, "line-opacity": 0.8 } },
  {
    id: "desa-changed", type: "line", source: "desa", filter: nobody,
    paint: { "line-color": "#0037d6", "line-width": 2.5, "line-dasharray": [2, 1] },
  },
  {
    id: "desa-chosen", type: "line", source: "desa", filter: nobody,
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
  { ...nameLayer, id: "names", source: "names" },
  {
    id: "facility-names", type: "symbol", source: "facilities", minzoom: 12,
    layout: { "text-field": ["get", "name"], "text-font": letters, "text-size": 11, "text-offset": [0, 1], "text-anchor": "top", "text-max-width": 9 },
    paint: { "text-color": "#12405e", ...halo },
  },
];

/** A desa's number in the sources of the map: its code without dots. */
export const idOf = (code: string): number => Number(code.replaceAll(".", ""));

/** The code that such a number stands for; null where it is none of a desa. */
export function codeOf(id: unknown): string | null {
  const parts = /^(\d\d)(\d\d)(\d\d)(\d{4})$/.exec(String(id));
  return parts && parts.slice(1).join(".");
}

/** The layers that draw a source. */
export function layersOf(name: SourceName, data: Drawable | undefined): LayerSpecification[] {
  const own = layers.filter((l) => "source" in l && l.source === name);
  if (!data || !("tiles" in data)) return own;
  // Tiles bring names along; of features they stand in a source of their own.
  return [...own, { ...nameLayer, source: name }].map((l) => ({ ...l, "source-layer": "outlines" }) as LayerSpecification);
}

/** All layers from the lowest up, those that tiles bring included. */
export const order: readonly string[] = layers.flatMap(({ id }) => ({ "desa-line": ["roads", id], "desa-changed": ["borders", id], names: [nameLayer.id, id] })[id] ?? [id]);

export const collection = (features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

export const sourceOf = (data: Drawable): SourceSpecification => ("tiles" in data ? { type: "vector", ...data } : { type: "geojson", data });

/** Whether a source has anything to draw; the desa are what all else lies on. */
export const draws = (name: SourceName, data: Drawable | undefined): boolean =>
  name === "desa" || (data !== undefined && ("tiles" in data || data.features.length > 0));

/**
 * The style with what there is to draw, coloured. A source that has nothing is left out
 * with its layers: each costs a way to the worker and back, and a frame.
 */
export function styleOf(shapes: Shapes, rows: readonly Row[], classes: readonly Class[]): StyleSpecification {
  const there = sources.filter((name) => draws(name, shapes[name]));
  const { filter, pattern } = fillPattern(rows, classes);
  return {
    version: 8,
    sources: Object.fromEntries(there.map((name) => [name, sourceOf(shapes[name] ?? collection([]))])),
    layers: [sea, ...there.flatMap((name) => layersOf(name, shapes[name]))].sort(higher).map((l): LayerSpecification => {
      if (l.id === "desa-fill" && l.type === "fill") return { ...l, paint: { ...l.paint, "fill-color": fillColour(rows, classes) } };
      if (l.id === "desa-pattern" && l.type === "fill") return { ...l, filter, paint: { ...l.paint, "fill-pattern": pattern } };
      return l;
    }),
  };
}

const higher = (a: LayerSpecification, b: LayerSpecification) => order.indexOf(a.id) - order.indexOf(b.id);

/** Colours each desa by its class; desa without a row stay clear. */
export function fillColour(rows: readonly Row[], classes: readonly Class[]): ExpressionSpecification | string {
  const clear = "rgba(255,255,255,0.35)";
  const branches = classes.flatMap((c) => {
    const ids = rows.filter((r) => r.cls === c.id).map((r) => idOf(r.code));
    return ids.length > 0 ? [ids, c.colour] : [];
  });
  return branches.length > 0 ? (["match", ["id"], ...branches, clear] as unknown as ExpressionSpecification) : clear;
}

/** The desa that carry a pattern, and which. */
export function fillPattern(rows: readonly Row[], classes: readonly Class[]): { filter: FilterSpecification; pattern: ExpressionSpecification | string } {
  const branches: [number[], string][] = [];
  for (const c of classes) {
    const ids = rows.filter((r) => r.cls === c.id).map((r) => idOf(r.code));
    if (c.pattern !== "plain" && ids.length > 0) branches.push([ids, c.pattern]);
  }
  if (branches.length === 0) return { filter: nobody, pattern: "hatch" };
  return {
    // match looks a number up; in would go through the list for each desa.
    filter: ["match", ["id"], branches.flatMap(([ids]) => ids), true, false] as unknown as FilterSpecification,
    pattern: ["match", ["id"], ...branches.flat(), "hatch"] as unknown as ExpressionSpecification,
  };
}
