import type { LonLat } from "./view";

/** One hypothetical change: a new facility, one moved, or one closed. */
export type PlanChange = { do: "add"; at: LonLat } | { do: "move"; id: string; at: LonLat } | { do: "close"; id: string };

/** As many as the server takes. */
export const mostChanges = 50;

const place = (at: LonLat) => `${at.lat.toFixed(5)},${at.lon.toFixed(5)}`;

/** Writes a plan as an address holds it: add:-8.4,114.1;move:12:-8.5,114.2;close:7 */
export function planText(plan: readonly PlanChange[]): string {
  return plan.map((c) => (c.do === "add" ? `add:${place(c.at)}` : c.do === "move" ? `move:${c.id}:${place(c.at)}` : `close:${c.id}`)).join(";");
}

const pattern = /^(?:add:(?<add>[^:]+)|move:(?<move>\d{1,18}):(?<to>[^:]+)|close:(?<close>\d{1,18}))$/;

/** Reads a plan; what is no change is left out, and so is a second one of a facility. */
export function parsePlan(text: string | null): PlanChange[] {
  const out: PlanChange[] = [];
  const seen = new Set<string>();
  for (const part of (text ?? "").split(";").slice(0, mostChanges)) {
    const g = pattern.exec(part)?.groups;
    const at = parsePlace(g?.add ?? g?.to);
    const id = g?.move ?? g?.close;
    if (id) {
      if (seen.has(id)) continue;
      seen.add(id);
    }
    if (g?.add && at) out.push({ do: "add", at });
    if (g?.move && at) out.push({ do: "move", id: g.move, at });
    if (g?.close) out.push({ do: "close", id: g.close });
  }
  return out;
}

function parsePlace(text: string | undefined): LonLat | null {
  const [lat, lon, more] = (text ?? "").split(",").map((n) => (n.trim() === "" ? NaN : Number(n)));
  const fits = Number.isFinite(lat) && Number.isFinite(lon) && more === undefined && Math.abs(lat!) <= 85 && Math.abs(lon!) <= 180;
  return fits ? { lat: lat!, lon: lon! } : null;
}

/** The changes in the contract's words. */
export const planInput = (plan: readonly PlanChange[]) =>
  plan.map((c) => (c.do === "add" ? { add: c.at } : c.do === "move" ? { move: { facility: c.id, to: c.at } } : { close: c.id }));
