import type { FacilityEdit } from "../data/answers.facility";
import type { AreaFacility } from "../data/answers.puskesmas";
import type { Period } from "./month";

/** A facility whose state became another in the period because a list said so; no changes: it is new. */
export interface Listed {
  name: string;
  from: string;
  source: string;
  changes: FacilityEdit["changes"];
}

/** Sources of what people mended begin so: the log has these changes already. */
const mended = "Perbaikan di peta";

/** What lists say began after the one day and not after the other, in the order of days. */
export function listedChanges(facilities: readonly Pick<AreaFacility, "name" | "history">[], { asOf, since }: Period): Listed[] {
  const out: Listed[] = [];
  for (const { name, history } of facilities) {
    history.forEach((s, i) => {
      if (s.from <= since || s.from > asOf || s.source.name.startsWith(mended)) return;
      const was = history[i - 1];
      const changes: Listed["changes"] = [];
      if (was && was.status !== s.status) changes.push({ field: "STATUS", before: was.status, after: s.status });
      if (was && was.condition !== s.condition) changes.push({ field: "CONDITION", before: was.condition, after: s.condition });
      if (!was || changes.length > 0) out.push({ name, from: s.from, source: s.source.name, changes });
    });
  }
  return out.sort((a, b) => a.from.localeCompare(b.from));
}
