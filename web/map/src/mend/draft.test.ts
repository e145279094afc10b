import { expect, it } from "vitest";
import type { FacilityAnswer } from "../data/answers.facility";
import { changed, degrees, differing, editInput, fieldNames, fields, type Mendable, toggled } from "./draft";
import { newer } from "./useMend";

const desa = (n: number) => ({ code: `35.10.01.200${n}`, name: `Desa ${n}` });
const facility: Mendable & { id: string; version: number } = {
  id: "7", version: 3, point: { lon: 114.1234567, lat: -8.5 }, status: "OPEN", condition: "BAIK", statusSince: "2024-01-01", conditionSince: "2025-01-01", induk: { id: "1", name: "Puskesmas" },
  declaredDesa: desa(1), serviceArea: [desa(1), desa(2)],
};
const by = { by: " Seksi Yankes ", reason: " survei ", on: "2026-11-20" };

it("says only what changes, with the version that was read", () => {
  expect(editInput(facility, { status: "CLOSED" }, by)).toEqual({ facility: "7", version: 3, by: "Seksi Yankes", reason: "survei", status: "CLOSED", on: "2026-11-20" });
  expect(editInput(facility, { point: { lon: 114.00000049, lat: -8.25 } }, { ...by, reason: " " })).toEqual({
    facility: "7", version: 3, by: "Seksi Yankes", point: { lon: 114, lat: -8.25 },
  });
  expect(editInput(facility, { induk: { id: "2", name: "x" }, declaredDesa: desa(3), serviceArea: [desa(2)] }, by)).toMatchObject({
    induk: "2", declaredDesa: "35.10.01.2003", serviceArea: ["35.10.01.2002"],
  });
});

it("clears what is no longer known", () => {
  const input = editInput(facility, { point: null, condition: null, induk: null, declaredDesa: null, serviceArea: [] }, by);
  expect(input.clear).toEqual(["POINT", "CONDITION", "INDUK", "DECLARED_DESA", "SERVICE_AREA"]);
  for (const f of fields) expect(input).not.toHaveProperty(f);
  expect(Object.values(fieldNames)).toHaveLength(fields.length);
});

it("a day is corrected while the status itself stays", () => {
  expect(editInput(facility, { statusSince: "2024-02-01", conditionSince: "2025-01-01" }, { ...by, on: "" })).toEqual({
    facility: "7", version: 3, by: "Seksi Yankes", reason: "survei", statusSince: "2024-02-01",
  });
  expect(editInput(facility, { status: "CLOSED", statusSince: "2024-02-01" }, by)).not.toHaveProperty("statusSince");
});

it("a wish for what is so already is no change", () => {
  const same = {
    point: { lon: 114.12345671, lat: -8.5 }, status: "OPEN", condition: "BAIK", induk: { id: "1", name: "renamed" }, declaredDesa: { code: desa(1).code, name: null },
    serviceArea: [desa(2), desa(1)],
  } as const;
  expect(changed(facility, { ...same, serviceArea: [...same.serviceArea] })).toEqual([]);
  expect(Object.keys(editInput(facility, { ...same, serviceArea: [...same.serviceArea] }, by))).toEqual(["facility", "version", "by", "reason"]);
});

it("finds each field in which two states differ", () => {
  const other: Mendable = { point: null, status: "CLOSED", condition: null, statusSince: "2026-01-01", conditionSince: null, induk: null, declaredDesa: null, serviceArea: [] };
  expect(differing(facility, other)).toEqual([...fields]);
  expect(differing(other, other)).toEqual([]);
});

it("a desa is added, and taken out again", () => {
  expect(toggled([desa(1)], desa(2))).toEqual([desa(1), desa(2)]);
  expect(toggled([desa(1), desa(2)], { code: desa(1).code, name: null })).toEqual([desa(2)]);
});

it.each([["-8,5", 90, -8.5], [" 114.25 ", 180, 114.25], ["95", 90, null], ["", 90, null], ["8 30", 90, null], ["1e1", 90, null], ["-8.", 90, -8], ["NaN", 90, null]])(
  "degrees %s up to %s are %s", (text, most, want) => expect(degrees(text, most)).toBe(want));

it("what was saved is shown until it is loaded, and never instead of what is newer or another's", () => {
  const of = (id: string, version: number) => ({ ...facility, id, version }) as FacilityAnswer;
  expect(newer(of("7", 3), of("7", 4))?.version).toBe(4);
  expect(newer(of("7", 5), of("7", 4))?.version).toBe(5);
  expect(newer(of("8", 1), of("7", 4))?.id).toBe("8");
  expect(newer(null, of("7", 4))).toBeNull();
  expect(newer(of("7", 3), null)?.version).toBe(3);
});
