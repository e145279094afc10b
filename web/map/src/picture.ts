import type { Count, Provenance } from "./data/answers";
import type { DesaList, Figures } from "./data/load";
import { type Class, classesOf, classOf } from "./figures/classes";
import { counted, type Row, type Staff, type Travel } from "./figures/rows";
import type { View } from "./view/view";

/** What the map, the table, the legend and the charts show together: of one question. */
export interface Picture {
  view: View;
  rows: Row[];
  classes: Class[];
  counts: Count[];
  provenance: Provenance;
}

/** Joins the desa with the figures of the layer; null while something is missing. */
export function pictureOf(view: View, desa: DesaList | null, travel: Figures<Travel> | null, staff: Figures<Staff> | null): Picture | null {
  const travels = view.layer === "travel" || view.layer === "beyond";
  const figures = travels ? travel : view.layer === "staff" ? staff : desa;
  if (!desa || !figures) return null;
  const rows = desa.desa
    .filter((d) => counted(view.units, d.kelurahan))
    .map((d): Row => {
      const row = {
        ...d,
        ...(travels && { travel: travel!.of.get(d.code) }),
        ...(view.layer === "staff" && { staff: staff!.of.get(d.code) }),
      };
      return { ...row, cls: classOf(view, row) };
    });
  return { view, rows, classes: classesOf(view), counts: desa.counts, provenance: figures.provenance };
}
