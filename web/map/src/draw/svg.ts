import type { Geometry, Position } from "geojson";
import type { LonLat } from "../view/view";
import type { Bounds } from "./geometry";

/** A drawing of a box of country: how large it is, and where a place lies in it. */
export interface Drawing {
  width: number;
  height: number;
  at: (place: LonLat) => [x: number, y: number];
}

/** Fits bounds into at most width by height; a degree of longitude is as long as it is there. */
export function drawingOf([west, south, east, north]: Bounds, width: number, height: number, margin: number): Drawing {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  // A single point has no extent, and still a place.
  const [dx, dy] = [Math.max((east - west) * shrink, 1e-6), Math.max(north - south, 1e-6)];
  const scale = Math.min((width - 2 * margin) / dx, (height - 2 * margin) / dy);
  return {
    width: dx * scale + 2 * margin,
    height: dy * scale + 2 * margin,
    at: ({ lon, lat }) => [margin + (lon - west) * shrink * scale, margin + (north - lat) * scale],
  };
}

/** The outline of an area as an SVG path. */
export function pathOf(shape: Geometry, drawing: Drawing): string {
  const ring = (points: Position[]) =>
    points.map(([lon, lat], i) => `${i === 0 ? "M" : "L"}${drawing.at({ lon: lon!, lat: lat! }).map((n) => n.toFixed(1)).join(" ")}`).join("") + "Z";
  switch (shape.type) {
    case "Polygon": return shape.coordinates.map(ring).join("");
    case "MultiPolygon": return shape.coordinates.flatMap((p) => p.map(ring)).join("");
    default: return "";
  }
}
