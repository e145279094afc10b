import { expect, it } from "vitest";
import { drawingOf, pathOf } from "./svg";

it("fits the box, north up, and keeps its proportions where it lies", () => {
  const d = drawingOf([114, -61, 116, -59], 220, 420, 10); // at 60 degrees a degree east is half of one north
  expect(d.at({ lon: 114, lat: -59 })).toEqual([10, 10]);
  const [x, y] = d.at({ lon: 116, lat: -61 });
  expect(x).toBeCloseTo(210, 9);
  expect(y).toBeCloseTo(410, 9);
  expect([d.width, d.height].map(Math.round)).toEqual([220, 420]);
});

it("a point alone lies in it too", () => {
  const d = drawingOf([114, -8, 114, -8], 100, 100, 5);
  expect(d.at({ lon: 114, lat: -8 })).toEqual([5, 5]);
  expect(Number.isFinite(d.width) && Number.isFinite(d.height)).toBe(true);
});

it("holes and parts are parts of one path; what has no area has none", () => {
  const d = drawingOf([0, 0, 10, 10], 120, 120, 10);
  const square = (a: number, b: number) => [[a, a], [b, a], [b, b], [a, b], [a, a]];
  const path = pathOf({ type: "MultiPolygon", coordinates: [[square(0, 4), square(1, 2)], [square(5, 6)]] }, d);
  expect(path.match(/M/g)).toHaveLength(3);
  expect(path.match(/Z/g)).toHaveLength(3);
  expect(pathOf({ type: "Point", coordinates: [1, 1] }, d)).toBe("");
});
