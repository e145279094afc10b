import type { Facility } from "../data/answers";
import type { FacilityAnswer, MatchCase } from "../data/answers.facility";
import { type Pin, pinColours } from "../draw/pins";
import type { LonLat } from "../view/view";
import { drafted } from "./draft";
import type { Mend } from "./useMend";

/** The pin of the facility that is mended, where it is or is wished to be. */
export function mendPins(mend: Mend, facility: FacilityAnswer | null, label: (name: string) => string): Pin[] {
  if (!mend.open || !facility) return [];
  const { point } = drafted(mend.base ?? facility, mend.draft);
  const onDrop = (at: LonLat) => mend.set({ point: at });
  return point ? [{ key: "mend", at: point, label: label(facility.name), colour: pinColours.mend, onDrop }] : [];
}

/** Desa that are lined while a wilayah kerja is chosen. */
export function mendDesa(mend: Mend, facility: FacilityAnswer | null): string[] {
  return mend.pick === "area" && facility ? drafted(mend.base ?? facility, mend.draft).serviceArea.map((d) => d.code) : [];
}

/** The candidates of a match: facilities as numbered pins, desa by their codes. */
export function candidatesOf(match: MatchCase | undefined, facilities: readonly Facility[], count: (n: number) => string): { pins: Pin[]; desa: string[] } {
  const all = match && match.subject !== "KIND" ? match.candidates : [];
  if (match?.subject === "DESA") return { pins: [], desa: all.map((c) => c.value) };
  const pins = all.flatMap((c, i): Pin[] => {
    const at = facilities.find((s) => s.id === c.value)?.point;
    return at ? [{ key: `candidate-${c.value}`, at, label: `${count(i + 1)}. ${c.label}`, colour: pinColours.candidate, text: count(i + 1) }] : [];
  });
  return { pins, desa: [] };
}
