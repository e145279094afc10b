import type { PuskesmasFigures, PuskesmasHead, WaitingMatch } from "../data/answers.puskesmas";
import { ask } from "../data/ask";
import { puskesmasHeadQuery, puskesmasQuery } from "../data/queries";
import type { View } from "../view/view";
import type { Period } from "./month";

export interface PuskesmasPageData extends Period {
  head: PuskesmasHead;
  /** Null where it is not known in which kabupaten it is: then nothing can be asked of its area. */
  figures: PuskesmasFigures | null;
  /** Those that concern this puskesmas, of all that wait in its kabupaten. */
  waiting: WaitingMatch[];
  /** That kabupaten. */
  within?: string;
}

/** Two questions: which puskesmas it is, and then all the rest, of one moment. Null where it is none. */
export async function loadPuskesmas(
  id: string, period: Period, view: Pick<View, "rule" | "profile" | "by" | "lang">, signal: AbortSignal,
): Promise<PuskesmasPageData | null> {
  const { facility: head } = await ask<{ facility: PuskesmasHead | null }>(puskesmasHeadQuery, { id }, view.lang, signal);
  if (head?.kind !== "PUSKESMAS") return null;
  const within = (head.desa?.code ?? head.serviceArea[0]?.code)?.slice(0, 5);
  if (!within) return { ...period, head, figures: null, waiting: [] };
  const variables = { id, within, rule: view.rule, profile: view.profile, by: view.by, ...period };
  const figures = await ask<PuskesmasFigures>(puskesmasQuery, variables, view.lang, signal);
  return { ...period, head, figures, waiting: concerning(figures), within };
}

/** Matches about a facility of the list, about a desa of the area, or that one of these may be the answer to. */
export function concerning(figures: Pick<PuskesmasFigures, "desaWithoutPustu" | "facilities" | "matchCases">): WaitingMatch[] {
  const ids = new Set(figures.facilities.edges.map((e) => e.node.id));
  const desa = new Set(figures.desaWithoutPustu.edges.map((e) => e.node.desa.code));
  return figures.matchCases.edges.map((e) => e.node).filter(
    (m) =>
      (m.facility && (ids.has(m.facility.id) || desa.has(m.facility.desa?.code ?? ""))) ||
      m.candidates.some((c) => (m.subject === "DESA" ? desa.has(c.value) : m.subject !== "KIND" && ids.has(c.value))),
  );
}
