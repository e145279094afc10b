import type { FacilityEdit, Functioning } from "../data/answers.facility";
import { useSpeech } from "../lang";
import type { Mendable } from "./draft";

/** What a field of a facility holds, in words. */
export function useFieldText() {
  const { t, f } = useSpeech();
  return (of: Mendable, field: keyof Mendable): string => {
    switch (field) {
      case "point": return of.point ? `${of.point.lat.toFixed(5)}, ${of.point.lon.toFixed(5)}` : t.facility.empty;
      case "status": return t.status[of.status];
      case "condition": return of.condition ? t.condition[of.condition] : t.facility.unknown;
      case "statusSince":
      case "conditionSince": return of[field] === null ? t.facility.unknown : f.day(of[field]);
      case "induk": return of.induk?.name ?? t.facility.empty;
      case "declaredDesa": return of.declaredDesa ? (of.declaredDesa.name ?? of.declaredDesa.code) : t.facility.empty;
      case "serviceArea": return of.serviceArea.map((d) => d.name ?? d.code).join(", ") || t.facility.empty;
    }
  };
}

/** Whether a facility works, and what keeps it from it or is not known. */
export function useFunctioning() {
  const { t } = useSpeech();
  return (of: Functioning): string =>
    t.facility.functioning[of.status] + (of.reasons.length > 0 ? `: ${of.reasons.map((r) => t.facility.functioningReasons[r]).join(", ")}` : "");
}

/** A logged change in words; statuses, conditions and kinds are logged by their codes. */
export function useChangeText() {
  const { t, f } = useSpeech();
  const w = t.facility;
  const days = ["STATUS_SINCE", "CONDITION_SINCE"];
  const words: Record<string, Record<string, string>> = { STATUS: t.status, CONDITION: t.condition, KIND: t.kinds };
  return ({ field, before, after }: FacilityEdit["changes"][number]): string => {
    const text = (value: string | null) => (value === null ? w.empty : days.includes(field) ? f.day(value) : (words[field]?.[value] ?? value));
    return field === "MERGED" ? `${w.fields.MERGED}: ${text(before ?? after)}` : w.logChange(w.fields[field], text(before), text(after));
  };
}
