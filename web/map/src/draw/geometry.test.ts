import type { Geometry, Position } from "geojson";
import { expect, it } from "vitest";
import { boundsOf, labelPoint } from "./geometry";

const box = (x: number, y: number, w: number, h: number): Position[] => [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]];
const polygon = (...rings: Position[][]): Geometry => ({ type: "Polygon", coordinates: rings });

it("the box holds every shape, and is none without shapes", () => {
  expect(boundsOf([polygon(box(1, 2, 3, 4)), { type: "MultiPolygon", coordinates: [[box(-1, 5, 1, 1)], [box(0, 0, 1, 1)]] }])).toEqual([-1, 0, 4, 6]);
  expect(boundsOf([])).toBeNull();
  expect(boundsOf([{ type: "Point", coordinates: [1, 1] }])).toBeNull();
});

it("a name stands in the middle of the largest part, whichever way its ring turns", () => {
  const turned = [...box(0, 0, 2, 2)].reverse();
  for (const ring of [box(0, 0, 2, 2), turned]) {
    expect(labelPoint({ type: "MultiPolygon", coordinates: [[box(10, 10, 1, 1)], [ring]] })).toEqual({ lon: 1, lat: 1 });
  }
});

// An L of three unit squares: centre of mass (0.5+1.5+0.5)/3, (0.5+0.5+1.5)/3.
it("of a bent shape too", () => {
  const at = labelPoint(polygon([[114, -8], [116, -8], [116, -7], [115, -7], [115, -6], [114, -6], [114, -8]]))!;
  expect(at.lon).toBeCloseTo(114 + 2.5 / 3, 9);
  expect(at.lat).toBeCloseTo(-8 + 2.5 / 3, 9);
});

it("what has no area has no place for a name", () => {
  expect(labelPoint(polygon([[1, 1], [2, 2], [1, 1]]))).toBeNull();
});
