import { validateStyleMin, createExpression } from "@maplibre/maplibre-gl-style-spec";
import { expect, it } from "vitest";
import { classesOf } from "../figures/classes";
import type { Row } from "../figures/rows";
import { firstView } from "../view/view";
import { collection, draws, fillColour, fillPattern, idOf, layersOf, order, type Shapes, sources, styleOf } from "./style";

const classes = classesOf(firstView);
const row = (code: string, cls: string): Row => ({
  code, cls, name: code, kelurahan: false, people: 1, drawn: true,
  rules: { BUILDING: "HAS", EQUIVALENT: "HAS", SERVED: "HAS", FUNCTIONAL: "HAS" },
});
const rows = [row("35.10.01.2001", "HAS"), row("35.10.01.2002", "LACKS"), row("35.10.01.2003", "LACKS"), row("35.10.01.2004", "UNKNOWN")];

const evaluate = (expression: unknown, code: string): string => {
  const made = createExpression(expression, "layers[0].paint.fill-color");
  if (made.result === "error") throw new Error(JSON.stringify(made.value));
  return String(made.value.evaluate({ zoom: 10 }, { type: "Polygon", id: idOf(code), properties: {} } as never));
};

const something = collection([{ type: "Feature", geometry: { type: "Point", coordinates: [114, -8] }, properties: {} }]);
const all = Object.fromEntries(sources.map((name) => [name, something])) as Shapes;

it("the style is valid and asks nothing of anybody", () => {
  const style = styleOf(all, rows, classes);
  expect(validateStyleMin(style)).toEqual([]);
  expect(JSON.stringify(style)).not.toMatch(/https?:/);
  expect(style.glyphs).toBeUndefined();
  expect(Object.keys(style.sources)).toEqual([...sources]);
});

it("what has nothing to draw is left out with its layers, and has its place in the order", () => {
  const style = styleOf({ facilities: something, trips: collection([]) }, rows, classes);
  expect(validateStyleMin(style)).toEqual([]);
  expect(Object.keys(style.sources)).toEqual(["desa", "facilities"]);
  const ids = style.layers.map((l) => l.id);
  expect(ids).toEqual(order.filter((id) => ids.includes(id)));
  for (const name of sources) {
    for (const l of layersOf(name, undefined)) {
      expect(ids.includes(l.id)).toBe(name === "desa" || name === "facilities");
      expect(order).toContain(l.id);
    }
  }
  expect(draws("desa", undefined)).toBe(true);
  expect(draws("iso", collection([]))).toBe(false);
});

it("every desa has the colour and the pattern of its class", () => {
  const colour = fillColour(rows, classes);
  const { filter, pattern } = fillPattern(rows, classes);
  for (const r of rows) {
    const c = classes.find((k) => k.id === r.cls)!;
    expect(evaluate(colour, r.code)).toBe(c.colour);
    expect(evaluate(filter, r.code)).toBe(String(c.pattern !== "plain"));
    if (c.pattern !== "plain") expect(evaluate(pattern, r.code)).toBe(c.pattern);
  }
  expect(evaluate(colour, "35.10.99.2001")).toMatch(/0.35/);
});

it("without rows nothing is coloured", () => {
  expect(fillColour([], classes)).toMatch(/^rgba/);
  expect(evaluate(fillPattern([], classes).filter, "35.10.01.2001")).toBe("false");
});
