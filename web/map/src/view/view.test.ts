import { describe, expect, it } from "vitest";
import { firstView, kinds, klasters, layers, metrics, parentCode, parseView, profiles, rules, unitChoices, viewAddress, type View } from "./view";

/** A generator of its own, so that a failure can be repeated. */
function random(seed: number) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

describe("the address", () => {
  it("of any view reads as that view", () => {
    const next = random(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const coordinate = (most: number) => Number(((next() * 2 - 1) * most).toFixed(5));
    const seen = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const v: View = {
        w: pick(["11", "35.10", "35.10.01", "35.10.01.2001"]), layer: pick(layers), rule: pick(rules), units: pick(unitChoices),
        kind: kinds.filter(() => next() < 0.3), profile: pick(profiles), by: pick(metrics),
        minutes: 1 + Math.floor(next() * 1440), km: Number((0.1 + next() * 900).toFixed(1)), klaster: pick([...klasters, ""] as const),
        asn: next() < 0.5, show: kinds.filter(() => next() < 0.3), roads: next() < 0.5, desa: pick(["", "35.10.01.2001"]),
        facility: pick(["", "12"]), puskesmas: pick(["", "7"]), month: pick(["", "2026-10"]), match: pick(["", "3"]),
        iso: next() < 0.5 ? { lon: coordinate(180), lat: coordinate(85) } : null,
        plan: next() < 0.5 ? [{ do: "add", at: { lon: coordinate(180), lat: coordinate(85) } }, { do: "close", id: "7" }] : [], lang: pick(["id", "en"] as const),
        at: next() < 0.5 ? { lon: coordinate(180), lat: coordinate(85), zoom: Number((next() * 22).toFixed(2)) } : null,
      };
      if (v.kind.length === 0) v.kind = ["RS"];
      const address = viewAddress(v);
      expect(parseView(address)).toEqual(v);
      seen.add(address);
    }
    expect(seen.size).toBeGreaterThan(490);
  });

  it.each([
    ["", firstView],
    ["?w=3510&rule=NONE&units=&kind=&minutes=-1&km=x&at=1,2&lang=fr&klaster=K1", firstView],
    ["?w=' or 1=1&desa=35.10&iso=a,b&layer=__proto__", firstView],
    ["?facility=-1&puskesmas=x&month=2026-13", firstView],
    ["?puskesmas=1%20or%201&month=1999-01&facility=1.5", firstView],
    ["?minutes=1e9&km=Infinity&at=NaN,1,2&at=,,", firstView],
  ])("that says nothing, or nonsense, is the ordinary view: %s", (address, want) => {
    expect(parseView(address)).toEqual(want);
  });

  it("keeps to the world", () => {
    expect(parseView("?at=999,-999,99").at).toEqual({ lat: 85, lon: -180, zoom: 22 });
  });

  it("takes what it does not say from the ordinary view handed in", () => {
    expect(parseView("?w=35", { ...firstView, lang: "en", km: 3 })).toMatchObject({ w: "35", lang: "en", km: 3 });
  });

  it("can show no facility at all", () => {
    expect(parseView("?show=").show).toEqual([]);
  });
});

it("the parent of a code is one level up", () => {
  expect(["35.10.01.2001", "35.10.01", "35.10", "35", ""].map(parentCode)).toEqual(["35.10.01", "35.10", "35", "", ""]);
});
