import type { Named } from "../data/answers";
import type { Condition, EditField, FacilityAnswer, Status } from "../data/answers.facility";
import type { LonLat } from "../view/view";

/** What of a facility can be mended, as it stands or as somebody wants it; null is not known. */
export interface Mendable {
  point: LonLat | null;
  status: Status;
  condition: Condition | null;
  /** Days; a wish for another one counts only while the status (condition) itself stays. */
  statusSince: string | null;
  conditionSince: string | null;
  induk: { id: string; name: string } | null;
  declaredDesa: Named | null;
  serviceArea: Named[];
}

/** What somebody wants otherwise; what it does not hold stays. */
export type Draft = Partial<Mendable>;

/** Who mends, why, and since when status and condition hold. */
export interface Signature {
  by: string;
  reason: string;
  on: string;
}

export const fields = ["point", "status", "condition", "statusSince", "conditionSince", "induk", "declaredDesa", "serviceArea"] as const satisfies readonly (keyof Mendable)[];
export const fieldNames: Record<keyof Mendable, EditField> = {
  point: "POINT", status: "STATUS", condition: "CONDITION", statusSince: "STATUS_SINCE", conditionSince: "CONDITION_SINCE", induk: "INDUK", declaredDesa: "DECLARED_DESA", serviceArea: "SERVICE_AREA",
};

/** Six decimals, as the server keeps a place: a tenth of a metre. */
const placed = (p: LonLat) => `${p.lon.toFixed(6)},${p.lat.toFixed(6)}`;
const codes = (list: readonly Named[]) => list.map((d) => d.code).sort().join();

function same(field: keyof Mendable, a: Mendable, b: Mendable): boolean {
  switch (field) {
    case "point": return (a.point && placed(a.point)) === (b.point && placed(b.point));
    case "induk": return a.induk?.id === b.induk?.id;
    case "declaredDesa": return a.declaredDesa?.code === b.declaredDesa?.code;
    case "serviceArea": return codes(a.serviceArea) === codes(b.serviceArea);
    default: return a[field] === b[field];
  }
}

/** The fields in which two states of a facility differ. */
export const differing = (a: Mendable, b: Mendable): (keyof Mendable)[] => fields.filter((f) => !same(f, a, b));

/** A facility as it would be. */
export const drafted = (facility: Mendable, draft: Draft): Mendable => ({ ...facility, ...draft });

/** The fields that a draft changes: a wish for what is so already is none. */
export function changed(facility: Mendable, draft: Draft): (keyof Mendable)[] {
  const all = differing(facility, drafted(facility, draft));
  return all.filter((f) => !(f === "statusSince" && all.includes("status")) && !(f === "conditionSince" && all.includes("condition")));
}

/** A draft in the contract's words: only what changes, and what is no longer known is cleared. */
export function editInput(facility: Pick<FacilityAnswer, "id" | "version"> & Mendable, draft: Draft, { by, reason, on }: Signature): Record<string, unknown> {
  const input: Record<string, unknown> = { facility: facility.id, version: facility.version, by: by.trim() };
  if (reason.trim()) input.reason = reason.trim();
  const clear: EditField[] = [];
  const say = (field: keyof Mendable, value: unknown) => {
    if (value === null) clear.push(fieldNames[field]);
    else input[field] = value;
  };
  const want = drafted(facility, draft);
  const all = changed(facility, draft);
  for (const field of all) {
    switch (field) {
      case "induk": say(field, want.induk?.id ?? null); break;
      case "declaredDesa": say(field, want.declaredDesa?.code ?? null); break;
      case "serviceArea": say(field, want.serviceArea.length > 0 ? want.serviceArea.map((d) => d.code) : null); break;
      case "point": say(field, want.point && { lon: Number(want.point.lon.toFixed(6)), lat: Number(want.point.lat.toFixed(6)) }); break;
      default: say(field, want[field]);
    }
  }
  if (on && all.some((f) => f === "status" || f === "condition")) input.on = on;
  if (clear.length > 0) input.clear = clear;
  return input;
}

/** With a desa where it was not, without where it was. */
export const toggled = (list: readonly Named[], desa: Named): Named[] =>
  list.some((d) => d.code === desa.code) ? list.filter((d) => d.code !== desa.code) : [...list, desa];

/** Degrees as people type them, with a point or a comma; null where they are none. */
export function degrees(text: string, most: number): number | null {
  const trimmed = text.trim().replace(",", ".");
  const n = /^[+-]?\d+(\.\d*)?$/.test(trimmed) ? Number(trimmed) : NaN;
  return Math.abs(n) <= most ? n : null;
}
