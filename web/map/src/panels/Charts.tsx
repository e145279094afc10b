import * as Plot from "@observablehq/plot";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Class } from "../figures/classes";
import { type Names, type Row, totals } from "../figures/rows";
import { useSpeech } from "../lang";

interface Props {
  rows: readonly Row[];
  classes: readonly Class[];
  names: Names;
  /** Characters of a code that tell the wilayah below apart: 5 kabupaten, 8 kecamatan. */
  groupLength: number;
}

/** How desa and people spread over the classes, and over the wilayah below. */
export default function Charts({ rows, classes, names, groupLength }: Props) {
  const { t, f } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const bars = useMemo(() => {
    const sums = totals(rows);
    return classes.flatMap((c) => {
      const n = sums.get(c.id);
      return n ? [{ label: c.label(t, f), colour: c.colour, ...n }] : [];
    });
  }, [rows, classes, t, f]);
  const groups = useMemo(() => {
    const label = new Map(classes.map((c) => [c.id, c.label(t, f)]));
    return rows.map((r) => ({
      group: names.get(r.code.slice(0, groupLength)) ?? r.code.slice(0, groupLength),
      class: label.get(r.cls) ?? r.cls,
      rank: classes.findIndex((c) => c.id === r.cls),
    }));
  }, [rows, classes, names, groupLength, t, f]);
  const colour = { domain: classes.map((c) => c.label(t, f)), range: classes.map((c) => c.colour) };
  const groupCount = new Set(groups.map((g) => g.group)).size;
  const margin = Math.min(170, width * 0.42);
  const bar = (value: "desa" | "people") => ({
    width, height: 30 + 26 * bars.length, marginLeft: margin, marginRight: 70, marginTop: 4, marginBottom: 26,
    x: { label: null, ticks: 3, tickFormat: (n: number) => f.count(n) },
    y: { label: null, domain: bars.map((b) => b.label) },
    marks: [
      Plot.barX(bars, { x: value, y: "label", fill: "colour", stroke: "#555", strokeWidth: 0.5, ariaHidden: "true" }),
      Plot.text(bars, { x: value, y: "label", text: (b: (typeof bars)[number]) => f.count(b[value]), textAnchor: "start", dx: 4, ariaHidden: "true" }),
    ],
  });
  return (
    <div className="charts" ref={box}>
      {width > 0 && bars.length > 0 && (
        <>
          <Chart title={t.chartClasses} says={bars.map((b) => `${b.label}: ${f.count(b.desa)}`).join("; ")} options={bar("desa")} />
          <Chart title={t.chartPeople} says={bars.map((b) => `${b.label}: ${f.count(b.people)}`).join("; ")} options={bar("people")} />
          {groupCount > 1 && groupCount <= 60 && (
            <Chart
              title={t.chartGroups}
              says={sayGroups(groups)}
              options={{
                width, height: 40 + 17 * groupCount, marginLeft: margin, marginTop: 4, marginBottom: 26, color: colour,
                x: { label: null, ticks: 4, tickFormat: (n: number) => f.count(n) }, y: { label: null },
                marks: [
                  Plot.barX(groups, Plot.groupY({ x: "count" }, { y: "group", fill: "class", order: "rank", sort: { y: "x", reverse: true }, stroke: "#555", strokeWidth: 0.3, ariaHidden: "true" })),
                ],
              }}
            />
          )}
        </>
      )}
    </div>
  );
}

function sayGroups(groups: { group: string; class: string }[]): string {
  const sums = new Map<string, Map<string, number>>();
  for (const g of groups) {
    const of = sums.get(g.group) ?? new Map<string, number>();
    sums.set(g.group, of.set(g.class, (of.get(g.class) ?? 0) + 1));
  }
  return [...sums].map(([group, of]) => `${group}: ${[...of].map(([c, n]) => `${c} ${n}`).join(", ")}`).join("; ");
}

/** One figure; what it shows is also said in words, since the drawing says nothing to a screen reader. */
function Chart({ title, says, options }: { title: string; says: string; options: Plot.PlotOptions }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const plot = Plot.plot({ ...options, ariaLabel: title, style: { fontSize: "12px", background: "transparent" } });
    plot.setAttribute("aria-hidden", "true");
    box.current!.replaceChildren(plot);
  }, [options, title]);
  return (
    <figure>
      <figcaption>{title}</figcaption>
      <div ref={box} />
      <p className="said">{says}</p>
    </figure>
  );
}

function useWidth(ref: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(ref.current!);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
