import type { Provenance } from "../data/answers";

/** What several answers of one page rest on, each source and caveat once; the oldest day of them, none newer than its figures. */
export function together(all: readonly Provenance[]): Provenance {
  const once = <T>(rows: T[], key: (row: T) => string) => [...new Map(rows.map((r) => [key(r), r])).values()];
  return {
    asOf: all.map((p) => p.asOf).sort()[0]!,
    demo: all.some((p) => p.demo),
    sources: once(all.flatMap((p) => p.sources), (s) => `${s.name} ${s.vintage}`),
    network: all.find((p) => p.network)?.network ?? null,
    caveats: once(all.flatMap((p) => p.caveats), (c) => c.code + c.textId),
  };
}
