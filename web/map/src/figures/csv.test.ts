import { expect, it } from "vitest";
import { id } from "../lang/id";
import { en } from "../lang/en";
import { csvOf, sheetAddress } from "./csv";
import type { Row } from "./rows";

const row = (code: string, name: string | null, more: Partial<Row> = {}): Row => ({
  code, name, kelurahan: false, people: 1234, drawn: true, cls: "LACKS", rules: { BUILDING: "LACKS", EQUIVALENT: "LACKS", SERVED: "LACKS", FUNCTIONAL: "LACKS" }, ...more,
});
const names = new Map([["35.10.01", 'Pesang"garan']]);

it("has the rows in the order of the table, codes as texts, and an empty cell for what is not known", () => {
  const rows = [row("35.10.01.2002", "=2+3"), row("35.10.01.2001", null, { people: null })];
  expect(csvOf({ layer: "pustu" }, rows, names, (c) => c.toLowerCase(), en, "en")).toBe(
    '\ufeff"Code","Desa/kelurahan","Kecamatan","People","Class"\r\n' +
    '"35.10.01.2002","\'=2+3","Pesang""garan",1234,"lacks"\r\n' +
    '"35.10.01.2001","","Pesang""garan",,"lacks"\r\n',
  );
});

it("is written as a spreadsheet set to Indonesian expects", () => {
  const travel = { people: 8, peopleKnown: true, unreached: 0, notComputed: 0, medianS: 90, medianM: 2500, beyond: 1 };
  const lines = csvOf({ layer: "travel" }, [row("35.10.01.2001", "A", { travel })], names, () => "r0", id, "id").split("\r\n");
  expect(lines[0]).toBe('\ufeff"Kode";"Desa/kelurahan";"Kecamatan";"Penduduk";"Menit";"Km";"Kelas"');
  expect(lines[1]).toBe('"35.10.01.2001";"A";"Pesang""garan";1234;1,5;2,5;"r0"');
  expect(csvOf({ layer: "beyond" }, [row("35.10.01.2001", "A", { travel })], names, () => "", id, "id")).toContain(";1;0,125;");
});

it("names the server's sheet of what is shown", () => {
  const view = { w: "35.10", layer: "pustu", rule: "SERVED", units: "DESA" } as const;
  expect(sheetAddress(view, new Set(["HAS"]))).toBe("/export/desa.xlsx?within=35.10&rule=SERVED&units=DESA&status=LACKS,UNKNOWN");
  expect(sheetAddress(view, new Set(["HAS", "LACKS", "UNKNOWN"]))).toBeNull();
  expect(sheetAddress({ ...view, layer: "staff" }, new Set())).toBeNull();
});
