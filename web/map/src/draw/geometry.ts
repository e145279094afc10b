import type { Geometry, Position } from "geojson";
import type { LonLat } from "../view/view";

export type Bounds = [west: number, south: number, east: number, north: number];

function rings(g: Geometry): Position[][] {
  switch (g.type) {
    case "Polygon": return g.coordinates.slice(0, 1);
    case "MultiPolygon": return g.coordinates.flatMap((p) => p.slice(0, 1));
    default: return [];
  }
}

/** The box around shapes; null where there is none. */
export function boundsOf(shapes: Iterable<Geometry>): Bounds | null {
  let box: Bounds | null = null;
  for (const shape of shapes) {
    for (const [x, y] of rings(shape).flat()) {
      box ??= [x!, y!, x!, y!];
      box = [Math.min(box[0], x!), Math.min(box[1], y!), Math.max(box[2], x!), Math.max(box[3], y!)];
    }
  }
  return box;
}

/** Where a shape's name stands: the centre of mass of its largest part. */
export function labelPoint(shape: Geometry): LonLat | null {
  let best: { area: number; at: LonLat } | null = null;
  for (const ring of rings(shape)) {
    let [area, x, y] = [0, 0, 0];
    const [x0, y0] = ring[0] as [number, number];
    for (let i = 0; i + 1 < ring.length; i++) {
      // From the first corner, so that small shapes far from the origin keep their digits.
      const [ax, ay] = [ring[i]![0]! - x0, ring[i]![1]! - y0];
      const [bx, by] = [ring[i + 1]![0]! - x0, ring[i + 1]![1]! - y0];
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    if (area === 0) continue;
    if (!best || Math.abs(area) > best.area) best = { area: Math.abs(area), at: { lon: x0 + x / (3 * area), lat: y0 + y / (3 * area) } };
  }
  return best && best.at;
}
