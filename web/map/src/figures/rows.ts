import type { Formats } from "../lang/format";
import type { Layer, Rule, Units } from "../view/view";

export type GapStatus = "HAS" | "LACKS" | "UNKNOWN";

/** A desa or kelurahan as the table lists it. */
export interface Desa {
  code: string;
  name: string | null;
  kelurahan: boolean;
  people: number | null;
  rules: Record<Rule, GapStatus>;
  drawn: boolean;
}

/** A desa's travel to the nearest facility asked for. */
export interface Travel {
  people: number;
  peopleKnown: boolean;
  unreached: number;
  notComputed: number;
  medianS: number | null;
  medianM: number | null;
  /** People beyond the threshold, unreached ones included. */
  beyond: number;
}

/** Staff of the facilities that stand in a desa. */
export interface Staff {
  facilities: number;
  /** Facilities that a standard applies to. */
  required: number | null;
  available: number;
  gap: number | null;
  withoutData: number;
}

export interface Row extends Desa {
  travel?: Travel;
  staff?: Staff;
  /** The class of the layer shown; see classes.ts. */
  cls: string;
}

export const counted = (units: Units, kelurahan: boolean): boolean =>
  units === "DESA_AND_KELURAHAN" || (units === "KELURAHAN") === kelurahan;

export type Column = "name" | "group" | "people" | "class" | "minutes" | "km" | "beyond" | "share" | "required" | "available" | "gap";

/** The columns of a layer's table. */
export const columnsOf: Record<Layer, Column[]> = {
  pustu: ["name", "group", "people", "class"],
  travel: ["name", "group", "people", "minutes", "km"],
  beyond: ["name", "group", "people", "beyond", "share"],
  staff: ["name", "group", "required", "available", "gap"],
};

export interface Sort {
  column: Column;
  down: boolean;
}

/** Worst first, as the queries have it. */
export const firstSort: Record<Layer, Sort> = {
  pustu: { column: "people", down: true },
  travel: { column: "minutes", down: true },
  beyond: { column: "beyond", down: true },
  staff: { column: "gap", down: true },
};

export type Names = ReadonlyMap<string, string>;

/** What a cell sorts by; null is not known. Whoever reaches nothing is worse than any figure. */
export function cellOf(row: Row, column: Column, names: Names, order: readonly string[]): number | string | null {
  const unreached = row.travel && row.travel.medianS === null && row.travel.unreached > 0 ? Infinity : null;
  switch (column) {
    case "name": return row.name ?? row.code;
    case "group": return names.get(row.code.slice(0, 8)) ?? row.code.slice(0, 8);
    case "people": return row.people;
    case "class": return order.indexOf(row.cls);
    case "minutes": return row.travel?.medianS ?? unreached;
    case "km": return row.travel?.medianM ?? unreached;
    case "beyond": return row.travel?.peopleKnown ? row.travel.beyond : null;
    case "share": return row.travel && row.travel.people > 0 ? row.travel.beyond / row.travel.people : null;
    case "required": return row.staff?.required ?? null;
    case "available": return row.staff?.available ?? null;
    case "gap": return row.staff?.gap ?? null;
  }
}

/** Sorts by a column; what is not known comes last either way, and equal rows stand by their code. */
export function sortRows(rows: readonly Row[], sort: Sort, names: Names, order: readonly string[], collator: Intl.Collator): Row[] {
  const keyed = rows.map((row) => ({ row, key: cellOf(row, sort.column, names, order) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) {
      return Number(a.key === null) - Number(b.key === null) || (a.row.code < b.row.code ? -1 : 1);
    }
    const ascending =
      typeof a.key === "string" || typeof b.key === "string"
        ? collator.compare(String(a.key), String(b.key))
        : a.key === b.key ? 0 : a.key - b.key;
    return (sort.down ? -ascending : ascending) || (a.row.code < b.row.code ? -1 : 1);
  });
  return keyed.map((k) => k.row);
}

/** Letters and digits alone, without accents: how people search. */
export const fold = (s: string): string => s.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The rows that the filter leaves: by a part of the name or the beginning of the code, and by class. */
export function filterRows(rows: readonly Row[], text: string, hidden: ReadonlySet<string>): Row[] {
  const name = fold(text);
  const digits = text.replace(/\D/g, "");
  const byCode = digits !== "" && digits === name;
  return rows.filter(
    (row) =>
      !hidden.has(row.cls) &&
      (name === "" || (byCode ? row.code.replaceAll(".", "").startsWith(digits) : fold(row.name ?? "").includes(name))),
  );
}

/** A cell as people read it. */
export function cellText(row: Row, column: Column, names: Names, className: (cls: string) => string, f: Formats): string {
  const travel = row.travel;
  switch (column) {
    case "name": return row.name ?? row.code;
    case "group": return names.get(row.code.slice(0, 8)) ?? row.code.slice(0, 8);
    case "people": return f.count(row.people);
    case "class": return className(row.cls);
    case "minutes": return travel?.medianS == null ? className(row.cls) : f.minutes(travel.medianS);
    case "km": return f.km(travel?.medianM);
    case "beyond": return travel?.peopleKnown ? f.count(travel.beyond) : className(row.cls);
    case "share": return travel ? f.share(travel.beyond, travel.people) : f.count(null);
    case "required": return f.decimal(row.staff?.required);
    case "available": return f.decimal(row.staff?.available);
    case "gap": return row.staff?.gap == null ? className(row.cls) : f.decimal(row.staff.gap);
  }
}

export interface ClassTotal {
  desa: number;
  people: number;
}

/** Desa and people of each class. */
export function totals(rows: readonly Row[]): Map<string, ClassTotal> {
  const out = new Map<string, ClassTotal>();
  for (const row of rows) {
    const t = out.get(row.cls) ?? { desa: 0, people: 0 };
    t.desa++;
    t.people += row.people ?? 0;
    out.set(row.cls, t);
  }
  return out;
}
