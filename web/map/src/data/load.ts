import type { Geometry } from "geojson";
import type { Desa, Staff, Travel } from "../figures/rows";
import { type PlanChange, planInput } from "../view/plan";
import type { Klaster, Kind, Lang, LonLat, Metric, Profile, View } from "../view/view";
import type {
  Area, Count, DesaNode, Facility, Isochrone, List, Named, ProfileAnswer, Provenance, StaffNode, TravelAnswer, WhatIf,
} from "./answers";
import type { FacilityAnswer, MatchCase } from "./answers.facility";
import { ask, askAll, AskError } from "./ask";
import {
  areaQuery, countryQuery, decideMatchQuery, desaQuery, editFacilityQuery, facilitiesQuery, facilityQuery, isochroneQuery, kecamatanQuery, matchesQuery,
  profileQuery, staffQuery, travelQuery, whatIfQuery,
} from "./queries";
import { loadTiles, type Tiles } from "./tiles";

/** The desa of a wilayah with their shapes, and what is said of all of them. */
export interface DesaList {
  desa: Desa[];
  shapes: Map<string, Geometry>;
  /** Where the shapes are instead, if there are too many to be asked for. */
  tiles: Tiles | null;
  counts: Count[];
  total: number;
  provenance: Provenance;
}

type DesaPage = List<DesaNode> & { counts: Count[]; provenance: Provenance };

/** The thousands of desa of a provinsi come as tiles: no finer than what is in sight, and none of it twice. */
const inTiles = (code: string): boolean => code.length <= 2;

/** Finer than a pixel of a screen that shows the whole wilayah. */
const toleranceOf = (code: string): number => (code.length <= 5 ? 50 : 20);

export async function loadDesa(within: string, lang: Lang, signal: AbortSignal): Promise<DesaList> {
  const shapesToo = !inTiles(within);
  const [tiles, { nodes, first }] = await Promise.all([
    shapesToo ? null : loadOutlines(within, lang, signal),
    askAll<DesaNode, DesaPage>(async (after) => {
      const variables = { within, after, whole: after === null, shapes: shapesToo, toleranceM: toleranceOf(within) };
      return (await ask<{ desaWithoutPustu: DesaPage }>(desaQuery, variables, lang, signal)).desaWithoutPustu;
    }),
  ]);
  const shapes = new Map<string, Geometry>();
  const desa = nodes.map((n): Desa => {
    if (n.desa.geometry) shapes.set(n.desa.code, n.desa.geometry);
    return {
      code: n.desa.code, name: n.desa.name, kelurahan: n.desa.isKelurahan, people: n.people,
      drawn: n.desa.missing ? !n.desa.missing.includes("POLYGON") : Boolean(n.desa.geometry),
      rules: Object.fromEntries(n.rules.map((r) => [r.rule, r.status])) as Desa["rules"],
    };
  });
  return { desa, shapes, tiles, counts: first.counts, total: first.totalCount, provenance: first.provenance };
}

async function loadOutlines(within: string, lang: Lang, signal: AbortSignal): Promise<Tiles> {
  const tiles = await loadTiles("outlines", { within }, signal);
  if (!tiles) throw new AskError(lang === "id" ? "Batas desa tidak dapat dimuat; ulangi." : "The outlines of desa cannot be loaded; try again.", "OFFLINE");
  return tiles;
}

/** What each desa's figures of a layer rest on beside the desa themselves. */
export interface Figures<T> {
  of: Map<string, T>;
  provenance: Provenance;
}

export interface TravelAsked {
  kind: Kind[];
  profile: Profile;
  by: Metric;
  minutes: number;
  km: number;
}

export async function loadTravel(within: string, q: TravelAsked, lang: Lang, signal: AbortSignal): Promise<Figures<Travel>> {
  const variables = { within, kind: q.kind, profile: q.profile, by: q.by, minutes: [q.minutes], km: [q.km] };
  const { groups, provenance } = (await ask<TravelAnswer>(travelQuery, variables, lang, signal)).travelSummary;
  const unit = q.by === "TIME" ? "MINUTE" : "KILOMETRE";
  const of = new Map(
    groups.map((g): [string, Travel] => [
      g.wilayah.code,
      {
        people: g.people, peopleKnown: g.desaWithoutPeople === 0, unreached: g.peopleUnreached, notComputed: g.peopleNotComputed,
        medianS: g.medianS, medianM: g.medianM, beyond: g.bands.find((b) => b.unit === unit && b.upTo === null)?.people ?? 0,
      },
    ]),
  );
  return { of, provenance };
}

export async function loadStaff(within: string, klaster: Klaster | "", asn: boolean, lang: Lang, signal: AbortSignal): Promise<Figures<Staff>> {
  type Page = List<StaffNode> & { provenance: Provenance };
  const { nodes, first } = await askAll<StaffNode, Page>(async (after) => {
    const variables = { within, klaster: klaster ? [klaster] : null, after };
    return (await ask<{ workforceGaps: Page }>(staffQuery, variables, lang, signal)).workforceGaps;
  });
  return { of: staffByDesa(nodes, asn), provenance: first.provenance };
}

/** Adds up the facilities of a desa: each one's shortage, so that a surplus offsets nothing. */
export function staffByDesa(nodes: readonly StaffNode[], asn: boolean): Map<string, Staff> {
  const of = new Map<string, Staff>();
  const sum = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : a + b);
  for (const n of nodes) {
    const code = n.facility.desa?.code;
    if (!code) continue;
    const s = of.get(code) ?? { facilities: 0, required: null, available: 0, gap: null, withoutData: 0 };
    of.set(code, {
      facilities: s.facilities + 1,
      required: sum(s.required, n.required),
      available: s.available + (asn ? n.availableAsn : n.availableAll),
      gap: sum(s.gap, asn ? n.gapAsn : n.gapAll),
      withoutData: s.withoutData + n.facilitiesWithoutStaffData,
    });
  }
  return of;
}

export async function loadFacilities(within: string, lang: Lang, signal: AbortSignal): Promise<Facility[]> {
  const { nodes } = await askAll<Facility, List<Facility>>(
    async (after) => (await ask<{ facilities: List<Facility> }>(facilitiesQuery, { within, after }, lang, signal)).facilities,
  );
  return nodes;
}

/** A wilayah, the way down to it and the names below it. */
export interface Place {
  code: string;
  name: string | null;
  level: Area["level"] | null;
  /** From the provinsi down to its parent. */
  above: Named[];
  below: Named[];
  kecamatan: Map<string, string>;
}

export async function loadPlace(code: string, lang: Lang, signal: AbortSignal): Promise<Place | null> {
  if (code === "") {
    const { wilayahSearch } = await ask<{ wilayahSearch: Named[] }>(countryQuery, {}, lang, signal);
    return { code, name: null, level: null, above: [], below: wilayahSearch, kecamatan: new Map() };
  }
  const [{ wilayah }, { wilayahSearch }] = await Promise.all([
    ask<{ wilayah: Area | null }>(areaQuery, { code }, lang, signal),
    ask<{ wilayahSearch: Named[] }>(kecamatanQuery, { text: code.slice(0, 8) }, lang, signal),
  ]);
  if (!wilayah) return null;
  const above: Named[] = [];
  for (let p: { code: string; name: string | null; parent?: unknown } | null = wilayah.parent; p; p = (p.parent ?? null) as typeof p) {
    above.unshift({ code: p.code, name: p.name });
  }
  return {
    code, name: wilayah.name, level: wilayah.level, above, below: wilayah.children,
    kecamatan: new Map(wilayahSearch.flatMap((k): [string, string][] => (k.name === null ? [] : [[k.code, k.name]]))),
  };
}

export async function loadProfile(code: string, view: Pick<View, "profile" | "by">, lang: Lang, signal: AbortSignal): Promise<ProfileAnswer> {
  return ask<ProfileAnswer>(profileQuery, { code, profile: view.profile, by: view.by }, lang, signal);
}

export async function loadFacility(id: string, lang: Lang, signal: AbortSignal): Promise<FacilityAnswer | null> {
  return (await ask<{ facility: FacilityAnswer | null }>(facilityQuery, { id }, lang, signal)).facility;
}

/** Saves an edit; what comes back is the facility as it is then. */
export async function saveEdit(input: Record<string, unknown>, lang: Lang): Promise<FacilityAnswer> {
  return (await ask<{ editFacility: { facility: FacilityAnswer } }>(editFacilityQuery, { input }, lang)).editFacility.facility;
}

export interface Matches {
  cases: MatchCase[];
  total: number;
}

export async function loadMatches(within: string, lang: Lang, signal: AbortSignal): Promise<Matches> {
  const { matchCases } = await ask<{ matchCases: List<MatchCase> }>(matchesQuery, { within }, lang, signal);
  return { cases: matchCases.edges.map((e) => e.node), total: matchCases.totalCount };
}

/** Decides a match: with the value of a candidate or another one, or with none of them. */
export async function saveDecision(id: string, value: string | null, by: string, reason: string, lang: Lang): Promise<void> {
  await ask<{ decideMatch: { id: string } }>(decideMatchQuery, { id, accept: value !== null, value, by: by.trim(), reason: reason.trim() || null }, lang);
}

export async function loadIsochrone(to: LonLat, q: Omit<TravelAsked, "kind">, lang: Lang, signal: AbortSignal): Promise<Isochrone> {
  const variables = { to, profile: q.profile, by: q.by, minutes: thirds(q.minutes, Math.ceil), km: thirds(q.km, (n) => n) };
  return (await ask<{ isochrone: Isochrone }>(isochroneQuery, variables, lang, signal)).isochrone;
}

export async function loadWhatIf(within: string, q: TravelAsked, plan: readonly PlanChange[], lang: Lang, signal: AbortSignal): Promise<WhatIf> {
  const variables = {
    within, kind: q.kind, profile: q.profile, by: q.by, minutes: thirds(q.minutes, Math.ceil), km: thirds(q.km, (n) => n), changes: planInput(plan),
  };
  return (await ask<{ whatIf: WhatIf }>(whatIfQuery, variables, lang, signal)).whatIf;
}

/** Three limits up to the one chosen; fewer where rounding makes two of them one. */
export function thirds(most: number, round: (n: number) => number): number[] {
  return [...new Set([most / 3, (2 * most) / 3, most].map(round))];
}
