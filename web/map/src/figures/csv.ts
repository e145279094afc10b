import type { Dictionary } from "../lang/id";
import type { Lang, View } from "../view/view";
import { type Column, columnsOf, type Names, type Row } from "./rows";

/** A cell as a spreadsheet counts with it: unrounded, and empty where it is not known. */
function valueOf(row: Row, column: Column, names: Names, className: (cls: string) => string): string | number | null {
  switch (column) {
    case "name": return row.name ?? "";
    case "group": return names.get(row.code.slice(0, 8)) ?? "";
    case "people": return row.people;
    case "class": return className(row.cls);
    case "minutes": return row.travel?.medianS == null ? null : row.travel.medianS / 60;
    case "km": return row.travel?.medianM == null ? null : row.travel.medianM / 1000;
    case "beyond": return row.travel?.peopleKnown ? row.travel.beyond : null;
    case "share": return row.travel && row.travel.people > 0 ? row.travel.beyond / row.travel.people : null;
    case "required": return row.staff?.required ?? null;
    case "available": return row.staff?.available ?? null;
    case "gap": return row.staff?.gap ?? null;
  }
}

/**
 * The rows of the table as a file that a spreadsheet set to the language opens: with
 * Indonesian settings fields are parted by semicolons and numbers have a comma. A text
 * that begins like a formula gets an apostrophe; codes are texts.
 */
export function csvOf(view: Pick<View, "layer">, rows: readonly Row[], names: Names, className: (cls: string) => string, t: Dictionary, lang: Lang): string {
  const text = (s: string) => `"${(/^[=+\-@\t\r]/.test(s) ? "'" + s : s).replaceAll('"', '""')}"`;
  const cell = (v: string | number | null) =>
    v === null ? "" : typeof v === "string" ? text(v) : lang === "id" ? String(v).replace(".", ",") : String(v);
  // Every layer's file says the class, which the map shows by colour.
  const columns: Column[] = columnsOf[view.layer].includes("class") ? columnsOf[view.layer] : [...columnsOf[view.layer], "class"];
  const lines = [
    [t.codeColumn, ...columns.map((c) => t.columns[c])].map(text),
    ...rows.map((row) => [text(row.code), ...columns.map((c) => cell(valueOf(row, c, names, className)))]),
  ];
  return "\ufeff" + lines.map((l) => l.join(lang === "id" ? ";" : ",") + "\r\n").join("");
}

/** The server's own sheet of the same desa, with its sources: an address that a spreadsheet can ask again. Null where it has none. */
export function sheetAddress(view: Pick<View, "w" | "layer" | "rule" | "units">, hidden: ReadonlySet<string>): string | null {
  if (view.layer !== "pustu" || view.w === "") return null;
  const status = ["HAS", "LACKS", "UNKNOWN"].filter((s) => !hidden.has(s));
  return status.length === 0 ? null : `/export/desa.xlsx?within=${view.w}&rule=${view.rule}&units=${view.units}&status=${status.join(",")}`;
}
