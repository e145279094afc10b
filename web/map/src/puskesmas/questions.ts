import type { PuskesmasFigures, PuskesmasHead } from "../data/answers.puskesmas";
import type { Dictionary } from "../lang/id";

/** One thing that is not known, and of whom. */
export interface Question {
  about: keyof Dictionary["meeting"]["questions"];
  /** Names, or codes; none where it is about the puskesmas as a whole. */
  of: string[];
}

/** What the data leave open: each is something to find out before the next meeting. */
export function openQuestions(head: Pick<PuskesmasHead, "rawatInap" | "areaCategory">, figures: PuskesmasFigures): Question[] {
  const desa = figures.desaWithoutPustu.edges.map((e) => e.node);
  const facilities = figures.facilities.edges.map((e) => e.node);
  const named = <T>(rows: readonly T[], is: (row: T) => boolean, name: (row: T) => string) => rows.filter(is).map(name);
  type Row = (typeof desa)[number];
  type Place = (typeof facilities)[number];
  const ofDesa = (is: (d: Row) => boolean) => named(desa, is, (d) => d.desa.name ?? d.desa.code);
  const ofFacilities = (is: (s: Place) => boolean) => named(facilities, is, (s) => s.name);
  const { counts } = figures.posyanduGaps;
  const klaster = figures.workforceKlaster.klaster;
  const all: [Question["about"], string[] | boolean][] = [
    ["noRegister", desa.length > 0 && desa.every((d) => d.registerAsOf === null)],
    ["status", ofDesa((d) => d.status === "UNKNOWN")],
    ["people", ofDesa((d) => d.people === null)],
    ["polygon", ofDesa((d) => d.desa.geometry === null)],
    ["rawatInap", head.rawatInap === null],
    ["areaCategory", head.areaCategory === null],
    ["point", ofFacilities((s) => s.locationQuality !== "POINT")],
    ["operating", ofFacilities((s) => s.status === "UNKNOWN")],
    ["condition", ofFacilities((s) => s.condition === null)],
    ["staff", figures.workforceGaps.edges.some((e) => e.node.facilitiesWithoutStaffData > 0)],
    ["pj", klaster.length > 0 && klaster.every((k) => k.pjUnknown > 0)],
    ["posyandu", counts.unknown > 0],
    ["kader", counts.kaderUnknown > 0],
    ["mentoring", figures.mentoring.edges[0]?.node.status === "UNKNOWN"],
  ];
  return all.flatMap(([about, of]): Question[] => (of === true ? [{ about, of: [] }] : of === false || of.length === 0 ? [] : [{ about, of }]));
}
