import { describe, expect, it } from "vitest";
import { formats } from "../lang/format";
import { id } from "../lang/id";
import { firstView, layers, metrics, type View } from "../view/view";
import { classesOf, classOf, legendTitle } from "./classes";
import { cellOf, columnsOf, counted, filterRows, firstSort, fold, sortRows, totals, type Row, type Staff, type Travel } from "./rows";

const f = formats("id");
const row = (code: string, more: Partial<Row> = {}): Row => ({
  code, name: code, kelurahan: false, people: 100, drawn: true, cls: "",
  rules: { BUILDING: "HAS", EQUIVALENT: "LACKS", SERVED: "UNKNOWN", FUNCTIONAL: "UNKNOWN" }, ...more,
});
const travel = (more: Partial<Travel> = {}): Travel => ({
  people: 100, peopleKnown: true, unreached: 0, notComputed: 0, medianS: 600, medianM: 4000, beyond: 0, ...more,
});
const staff = (more: Partial<Staff> = {}): Staff => ({ facilities: 1, required: 5, available: 5, gap: 0, withoutData: 0, ...more });
const view = (more: Partial<View>): View => ({ ...firstView, ...more });

describe("the class of a desa", () => {
  it("follows the rule asked for", () => {
    expect(classOf(view({ rule: "BUILDING" }), row("a"))).toBe("HAS");
    expect(classOf(view({ rule: "EQUIVALENT" }), row("a"))).toBe("LACKS");
    expect(classOf(view({ rule: "FUNCTIONAL" }), row("a"))).toBe("UNKNOWN");
  });

  // 30 minutes are within 30 minutes: the bounds are (a, b], on unrounded figures.
  it.each([
    [0, "r0"], [300, "r0"], [300.001, "r1"], [900, "r1"], [1800, "r2"], [1800.5, "r3"], [3600, "r3"], [3600.01, "r4"],
  ])("by time, %d s", (medianS, want) => {
    expect(classOf(view({ layer: "travel", by: "TIME" }), row("a", { travel: travel({ medianS }) }))).toBe(want);
  });
  it.each([[1000, "r0"], [1000.1, "r1"], [10_000, "r3"], [10_001, "r4"]])("by distance, %d m", (medianM, want) => {
    expect(classOf(view({ layer: "travel", by: "DISTANCE" }), row("a", { travel: travel({ medianM }) }))).toBe(want);
  });
  it("keeps unreachable, not computed and not known apart", () => {
    const at = (t?: Travel) => classOf(view({ layer: "travel" }), row("a", { travel: t }));
    expect(at(travel({ medianS: null, unreached: 100 }))).toBe("unreachable");
    expect(at(travel({ medianS: null, notComputed: 100 }))).toBe("notComputed");
    expect(at(travel({ medianS: null, people: 0, peopleKnown: false }))).toBe("noPeople");
    expect(at(undefined)).toBe("notComputed");
  });
  it.each([
    [travel({ beyond: 0 }), "none"], [travel({ beyond: 1 }), "r0"], [travel({ beyond: 500 }), "r0"], [travel({ beyond: 501 }), "r1"],
    [travel({ beyond: 9000 }), "r3"], [travel({ people: 0, peopleKnown: false }), "noPeople"],
    [travel({ notComputed: 100, beyond: 100 }), "notComputed"], [undefined, "notComputed"],
  ])("by people beyond the threshold: %j", (t, want) => {
    expect(classOf(view({ layer: "beyond" }), row("a", { travel: t }))).toBe(want);
  });
  it.each([
    [undefined, "noFacility"], [staff({ facilities: 0 }), "noFacility"], [staff(), "none"], [staff({ gap: 1 }), "r0"], [staff({ gap: 2.5 }), "r2"],
    [staff({ gap: 6 }), "r3"], [staff({ required: null, gap: null }), "noStandard"],
    [staff({ required: null, gap: null, withoutData: 1 }), "noStaffData"], [staff({ gap: null, withoutData: 1 }), "noStaffData"],
  ])("by missing staff: %j", (s, want) => {
    expect(classOf(view({ layer: "staff" }), row("a", { staff: s }))).toBe(want);
  });

  it("is always one that the legend names, and the legend names each once", () => {
    const travels = [undefined, travel(), travel({ medianS: null, medianM: null, unreached: 100, beyond: 700 }), travel({ medianS: 1e5, medianM: 1e6, beyond: 1e5 }),
      travel({ medianS: null, medianM: null, notComputed: 100 }), travel({ people: 0, peopleKnown: false, medianS: null, medianM: null })];
    const staffs = [undefined, staff(), staff({ gap: 100 }), staff({ gap: null }), staff({ required: null, gap: null })];
    for (const layer of layers) {
      for (const by of metrics) {
        const v = view({ layer, by });
        const ids = classesOf(v).map((c) => c.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const t of travels) for (const s of staffs) expect(ids).toContain(classOf(v, row("a", { travel: t, staff: s })));
      }
    }
  });

  it("differs from every other of its legend in more than its hue", () => {
    const lightness = (hex: string) => {
      const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const layer of layers) {
      const all = classesOf(view({ layer }));
      for (const a of all) {
        for (const b of all) {
          if (a.id >= b.id || a.pattern !== b.pattern) continue;
          expect(Math.abs(lightness(a.colour) - lightness(b.colour)), `${layer}: ${a.id} and ${b.id}`).toBeGreaterThan(10);
        }
      }
    }
  });

  it("has a name in the legend, and the legend a title with its unit", () => {
    expect(classesOf(view({ layer: "travel" })).map((c) => c.label(id, f)).slice(0, 5)).toEqual([
      "sampai 5 menit", "5–15 menit", "15–30 menit", "30–60 menit", "lebih dari 60 menit"]);
    expect(legendTitle(view({ layer: "beyond", kind: ["PUSTU", "PUSKESMAS"], by: "DISTANCE", km: 2.5 }), id, f)).toContain("2,5 km dari Pustu atau Puskesmas");
    expect(legendTitle(view({ layer: "travel", by: "DISTANCE" }), id, f)).toContain("(km)");
  });
});

describe("the table", () => {
  const names = new Map([["35.10.01", "Pesanggaran"]]);
  const rows = [
    row("35.10.01.2003", { name: "Candi", people: null, cls: "HAS" }), row("35.10.01.2001", { name: "andong", people: 5, cls: "LACKS" }),
    row("35.10.01.1002", { name: null, people: 50, kelurahan: true, cls: "HAS" }), row("35.10.01.2004", { name: "Bawang", people: 5, cls: "UNKNOWN" }),
  ];
  const codes = (list: readonly Row[]) => list.map((r) => r.code.slice(-4));
  const sorted = (column: "name" | "people" | "class", down: boolean) =>
    codes(sortRows(rows, { column, down }, names, ["LACKS", "HAS", "UNKNOWN"], f.collator));

  it("sorts, with what is not known last either way and equal rows by code", () => {
    expect(sorted("people", false)).toEqual(["2001", "2004", "1002", "2003"]);
    expect(sorted("people", true)).toEqual(["1002", "2001", "2004", "2003"]);
    expect(sorted("name", false)).toEqual(["1002", "2001", "2004", "2003"]); // by code where there is no name
    expect(sorted("class", false)).toEqual(["2001", "1002", "2003", "2004"]);
  });
  it("leaves the list it was given as it was", () => {
    const before = codes(rows);
    sorted("name", true);
    expect(codes(rows)).toEqual(before);
  });
  it("takes whoever reaches nothing for worse than any figure", () => {
    const far = [row("b", { travel: travel({ medianS: null, medianM: null, unreached: 100 }) }), row("c"), row("a", { travel: travel({ medianS: 9e9 }) })];
    expect(sortRows(far, { column: "minutes", down: true }, names, [], f.collator).map((r) => r.code)).toEqual(["b", "a", "c"]);
  });
  it("filters by a part of the name, the beginning of the code, and class", () => {
    expect(codes(filterRows(rows, "  AND", new Set()))).toEqual(["2003", "2001"]);
    expect(codes(filterRows(rows, "35.10.01.2", new Set()))).toEqual(["2003", "2001", "2004"]);
    expect(codes(filterRows(rows, "", new Set(["HAS"])))).toEqual(["2001", "2004"]);
    expect(filterRows(rows, "zz", new Set())).toEqual([]);
  });
  it("has for each layer columns with something to sort by", () => {
    const whole = row("35.10.01.2001", { travel: travel(), staff: staff() });
    for (const layer of layers) {
      expect(columnsOf[layer]).toContain(firstSort[layer].column);
      for (const c of columnsOf[layer]) expect(cellOf(whole, c, names, ["", "HAS"]), c).not.toBeNull();
    }
  });
  it("adds up: the classes together are all rows", () => {
    const t = totals(rows);
    expect([...t.values()].reduce((n, c) => n + c.desa, 0)).toBe(rows.length);
    expect(t.get("HAS")).toEqual({ desa: 2, people: 50 });
  });
});

it("units say what is counted", () => {
  expect(["DESA_AND_KELURAHAN", "DESA", "KELURAHAN"].map((u) => [counted(u as View["units"], true), counted(u as View["units"], false)])).toEqual([
    [true, true], [false, true], [true, false]]);
});

it("folds as people search", () => {
  expect(fold("Sara'ea — Désa 2")).toBe("saraeadesa2");
});
