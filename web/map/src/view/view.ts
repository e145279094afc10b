// What is looked at. All of it stands in the address, so that a link shows the
// same to whoever opens it.

import { parsePlan, type PlanChange, planText } from "./plan";

export const layers = ["pustu", "travel", "beyond", "staff"] as const;
export const rules = ["BUILDING", "EQUIVALENT", "SERVED", "FUNCTIONAL"] as const;
export const unitChoices = ["DESA_AND_KELURAHAN", "DESA", "KELURAHAN"] as const;
export const profiles = ["MOTORCYCLE", "CAR", "WALK", "BOAT"] as const;
export const metrics = ["TIME", "DISTANCE"] as const;
export const klasters = ["KLASTER_1", "KLASTER_2", "KLASTER_3", "KLASTER_4", "KLASTER_5"] as const;
export const langs = ["id", "en"] as const;
export const kinds = [
  "PUSKESMAS", "PUSTU", "RS", "KLINIK_PRATAMA", "KLINIK_UTAMA", "PRAKTIK_MANDIRI", "PONKESDES", "PUSLING",
  "POSKESDES", "POLINDES", "PKD", "POSYANDU", "LABKESMAS", "APOTEK", "LAIN",
] as const;

export type Layer = (typeof layers)[number];
export type Rule = (typeof rules)[number];
export type Units = (typeof unitChoices)[number];
export type Profile = (typeof profiles)[number];
export type Metric = (typeof metrics)[number];
export type Klaster = (typeof klasters)[number];
export type Lang = (typeof langs)[number];
export type Kind = (typeof kinds)[number];

export interface LonLat {
  lon: number;
  lat: number;
}

export interface View {
  /** The wilayah by its code; "" is the whole country. */
  w: string;
  layer: Layer;
  rule: Rule;
  units: Units;
  /** Kinds that count as a destination. */
  kind: Kind[];
  profile: Profile;
  by: Metric;
  /** The threshold by TIME. */
  minutes: number;
  /** The threshold by DISTANCE. */
  km: number;
  klaster: Klaster | "";
  /** Count ASN alone as available staff. */
  asn: boolean;
  /** Kinds drawn on the map. */
  show: Kind[];
  roads: boolean;
  /** The desa whose profile is open. */
  desa: string;
  /** The facility that is open, by its id. */
  facility: string;
  /** The puskesmas whose page is open, by its id; "" is the map. */
  puskesmas: string;
  /** The month that page is of, YYYY-MM; "" is the present one. */
  month: string;
  /** The uncertain match that is looked at, by its id. */
  match: string;
  /** Where an isochrone is drawn to. */
  iso: LonLat | null;
  /** What if: changes laid over the facilities. */
  plan: PlanChange[];
  lang: Lang;
  /** Where the map looks; null fits the wilayah. */
  at: (LonLat & { zoom: number }) | null;
}

export const firstView: View = {
  w: "", layer: "pustu", rule: "BUILDING", units: "DESA_AND_KELURAHAN", kind: ["PUSKESMAS"], profile: "MOTORCYCLE", by: "TIME",
  minutes: 30, km: 5, klaster: "", asn: false, show: ["PUSKESMAS", "PUSTU", "RS"], roads: true, desa: "", facility: "", puskesmas: "", month: "", match: "", iso: null, plan: [], lang: "id", at: null,
};

const idPattern = /^\d{1,18}$/;
const monthPattern = /^20\d{2}-(0[1-9]|1[0-2])$/;
const codePattern = /^[1-9]\d(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$/;

/** Reads an address; what it does not say, or says wrongly, is as in ordinary. */
export function parseView(search: string, ordinary: View = firstView): View {
  const p = new URLSearchParams(search);
  const one = <T extends string>(name: string, allowed: readonly T[], otherwise: T): T =>
    allowed.find((a) => a === p.get(name)) ?? otherwise;
  const several = (name: string, otherwise: Kind[]): Kind[] => {
    const given = p.get(name);
    if (given === null) return otherwise;
    const asked = given.split(",");
    return kinds.filter((k) => asked.includes(k));
  };
  const code = (name: string, otherwise: string) => {
    const given = p.get(name) ?? otherwise;
    return codePattern.test(given) ? given : "";
  };
  const matching = (name: string, pattern: RegExp) => (pattern.test(p.get(name) ?? "") ? p.get(name)! : "");
  const bound = (name: string, most: number, otherwise: number) => {
    const n = Number(p.get(name));
    return n > 0 && n <= most ? n : otherwise;
  };
  const flag = (name: string, otherwise: boolean) => (p.has(name) ? p.get(name) === "1" : otherwise);
  const kind = several("kind", ordinary.kind);
  const at = numbers(p.get("at"), 3);
  const iso = numbers(p.get("iso"), 2);
  return {
    w: code("w", ordinary.w),
    layer: one("layer", layers, ordinary.layer),
    rule: one("rule", rules, ordinary.rule),
    units: one("units", unitChoices, ordinary.units),
    kind: kind.length > 0 ? kind : ordinary.kind,
    profile: one("profile", profiles, ordinary.profile),
    by: one("by", metrics, ordinary.by),
    minutes: Math.round(bound("minutes", 1440, ordinary.minutes)),
    km: bound("km", 1000, ordinary.km),
    klaster: one("klaster", [...klasters, ""], ordinary.klaster),
    asn: flag("asn", ordinary.asn),
    show: several("show", ordinary.show),
    roads: flag("roads", ordinary.roads),
    desa: code("desa", "").length === 13 ? code("desa", "") : "",
    facility: matching("facility", idPattern),
    puskesmas: matching("puskesmas", idPattern),
    month: matching("month", monthPattern),
    match: matching("match", idPattern),
    iso: iso && place(iso),
    plan: parsePlan(p.get("plan")),
    lang: one("lang", langs, ordinary.lang),
    at: at && { ...place(at), zoom: Math.min(Math.max(at[2]!, 0), 22) },
  };
}

/** lat before lon in an address, as people write places. */
function place(n: number[]): LonLat {
  return { lat: Math.min(Math.max(n[0]!, -85), 85), lon: Math.min(Math.max(n[1]!, -180), 180) };
}

function numbers(text: string | null, count: number): number[] | null {
  const n = (text ?? "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  return n.length === count && n.every(Number.isFinite) ? n : null;
}

/** Writes the address of a view; only what differs from the first view is said. */
export function viewAddress(v: View): string {
  const p = new URLSearchParams();
  const say = (name: string, value: string, ordinary: string) => {
    if (value !== ordinary) p.set(name, value);
  };
  const o = firstView;
  if (v.w) p.set("w", v.w);
  if (v.w) p.set("layer", v.layer);
  say("rule", v.rule, o.rule);
  say("units", v.units, o.units);
  say("kind", v.kind.join(","), o.kind.join(","));
  say("profile", v.profile, o.profile);
  say("by", v.by, o.by);
  say("minutes", String(v.minutes), String(o.minutes));
  say("km", String(v.km), String(o.km));
  say("klaster", v.klaster, o.klaster);
  say("asn", v.asn ? "1" : "0", o.asn ? "1" : "0");
  say("show", v.show.join(","), o.show.join(","));
  say("roads", v.roads ? "1" : "0", o.roads ? "1" : "0");
  say("desa", v.desa, o.desa);
  say("facility", v.facility, o.facility);
  say("puskesmas", v.puskesmas, o.puskesmas);
  say("month", v.month, o.month);
  say("match", v.match, o.match);
  if (v.iso) p.set("iso", `${v.iso.lat.toFixed(5)},${v.iso.lon.toFixed(5)}`);
  if (v.plan.length > 0) p.set("plan", planText(v.plan));
  p.set("lang", v.lang);
  if (v.at) p.set("at", `${v.at.lat.toFixed(5)},${v.at.lon.toFixed(5)},${v.at.zoom.toFixed(2)}`);
  return "?" + p.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%3B", ";");
}

/** The code one level up; "" above a provinsi. */
export function parentCode(code: string): string {
  return code.includes(".") ? code.slice(0, code.lastIndexOf(".")) : "";
}
