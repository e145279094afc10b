import { expect, it } from "vitest";
import type { Provenance } from "../data/answers";
import { together } from "./together";

const one = (asOf: string, sources: string[], caveats: string[], more: Partial<Provenance> = {}): Provenance => ({
  asOf, demo: false, network: null, sources: sources.map((name) => ({ name, vintage: null, kind: "REAL" })),
  caveats: caveats.map((code) => ({ code, textId: code, textEn: code })), ...more,
});

it("names each source and each caveat once, and hides none", () => {
  const network = { lengthKm: 1, source: { name: "r", vintage: null } };
  const all = together([one("2026-10-31", ["a", "b"], ["X"]), one("2026-09-30", ["b", "c"], ["X", "Y"], { demo: true }), one("2026-10-31", [], [], { network })]);
  expect(all.sources.map((s) => s.name)).toEqual(["a", "b", "c"]);
  expect(all.caveats.map((c) => c.code)).toEqual(["X", "Y"]);
  expect([all.asOf, all.demo, all.network]).toEqual(["2026-09-30", true, network]);
});

it("the same list of two days is two sources, and one code with two texts two caveats", () => {
  const a = one("2026-01-01", ["a"], ["X"]);
  const b = one("2026-01-01", ["a"], ["X"]);
  b.sources[0]!.vintage = "2024-01-01";
  b.caveats[0]!.textId = "other";
  expect([together([a, b]).sources.length, together([a, b]).caveats.length]).toEqual([2, 2]);
});
