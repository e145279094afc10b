import type { WhatIf, WhatIfSide } from "../data/answers";
import type { Metric } from "../view/view";

export interface Within {
  upTo: number;
  before: { people: number; desa: number };
  after: { people: number; desa: number };
}

/** People and desa within each limit: bands hold what lies between two limits, so they add up. */
export function within(answer: Pick<WhatIf, "before" | "after">, by: Metric): Within[] {
  const unit = by === "TIME" ? "MINUTE" : "KILOMETRE";
  const sums = (side: WhatIfSide) => {
    let [people, desa] = [0, 0];
    return side.bands.filter((b) => b.unit === unit && b.upTo !== null).map((b) => ({ upTo: b.upTo!, people: (people += b.people), desa: (desa += b.desa) }));
  };
  const after = sums(answer.after);
  return sums(answer.before).map(({ upTo, ...before }, i) => ({ upTo, before, after: { people: after[i]!.people, desa: after[i]!.desa } }));
}
