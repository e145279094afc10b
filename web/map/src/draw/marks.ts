import type { Pattern } from "../figures/classes";
import type { Kind } from "../view/view";

// Patterns over areas and marks of facilities: drawn once for the map (canvas) and
// once for the legend (SVG) from the same outlines.

export const patternSize = 12;

/** Paths over a tile of patternSize, to be stroked; dots are strokes with round ends. */
export const patternPaths: Record<Exclude<Pattern, "plain">, { d: string; width: number }> = {
  hatch: { d: "M-3 9 L9 -3 M3 15 L15 3", width: 1.2 },
  dots: { d: "M3 3 h0.01 M9 9 h0.01", width: 2.4 },
  cross: { d: "M0 6 H12 M6 0 V12", width: 1.2 },
};
export const patternInk = "rgba(40,30,20,0.55)";

export const markSize = 16;

interface Mark {
  d: string;
  colour: string;
}

const circle = "M8 2 A6 6 0 1 1 7.99 2 Z";
const square = "M3 3 H13 V13 H3 Z";
const triangle = "M8 2 L14.5 13.5 H1.5 Z";
const diamond = "M8 1.5 L14.5 8 L8 14.5 L1.5 8 Z";
const plus = "M6 2 H10 V6 H14 V10 H10 V14 H6 V10 H2 V6 H6 Z";
const small = "M8 4 A4 4 0 1 1 7.99 4 Z";

// Kinds that plan together look alike; the shape tells groups apart without colour.
export const marks: Record<Kind, Mark> = {
  PUSKESMAS: { d: circle, colour: "#0072b2" },
  PUSTU: { d: square, colour: "#009e73" },
  RS: { d: plus, colour: "#cc3311" },
  KLINIK_PRATAMA: { d: diamond, colour: "#aa4499" },
  KLINIK_UTAMA: { d: diamond, colour: "#882255" },
  PRAKTIK_MANDIRI: { d: diamond, colour: "#ddaacc" },
  PONKESDES: { d: triangle, colour: "#009e73" },
  PUSLING: { d: triangle, colour: "#0072b2" },
  POSKESDES: { d: triangle, colour: "#66a61e" },
  POLINDES: { d: triangle, colour: "#e6ab02" },
  PKD: { d: triangle, colour: "#a6761d" },
  POSYANDU: { d: small, colour: "#e6ab02" },
  LABKESMAS: { d: small, colour: "#555555" },
  APOTEK: { d: small, colour: "#66a61e" },
  LAIN: { d: small, colour: "#999999" },
};

/** Draws one mark or pattern into pixels for the map. */
export function image(size: number, ratio: number, paint: (c: CanvasRenderingContext2D) => void): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * ratio;
  const c = canvas.getContext("2d", { willReadFrequently: true })!; // read once, at once: no way to the graphics card and back
  c.scale(ratio, ratio);
  paint(c);
  return c.getImageData(0, 0, canvas.width, canvas.height);
}

export function patternImage(pattern: Exclude<Pattern, "plain">, ratio: number): ImageData {
  const { d, width } = patternPaths[pattern];
  return image(patternSize, ratio, (c) => {
    c.strokeStyle = patternInk;
    c.lineWidth = width;
    c.lineCap = pattern === "dots" ? "round" : "butt";
    c.stroke(new Path2D(d));
  });
}

export function markImage(kind: Kind, ratio: number): ImageData {
  return image(markSize, ratio, (c) => {
    const path = new Path2D(marks[kind].d);
    c.lineJoin = "round";
    c.strokeStyle = "#ffffff";
    c.lineWidth = 2.4;
    c.stroke(path);
    c.fillStyle = marks[kind].colour;
    c.fill(path);
    c.strokeStyle = "rgba(0,0,0,0.65)";
    c.lineWidth = 0.8;
    c.stroke(path);
  });
}
