import { useId, useMemo } from "react";
import type { AreaDesa, AreaFacility } from "../data/answers.puskesmas";
import { boundsOf, labelPoint } from "../draw/geometry";
import { markSize, marks, patternInk, patternPaths, patternSize } from "../draw/marks";
import { drawingOf, pathOf } from "../draw/svg";
import type { Class } from "../figures/classes";
import { useSpeech } from "../lang";
import { KindMark, Swatch } from "../panels/Swatch";
import { kinds } from "../view/view";

interface Props {
  rows: readonly AreaDesa[];
  facilities: readonly AreaFacility[];
  classes: readonly Class[];
}

const [width, height, margin] = [420, 340, 10];

/** The wilayah kerja as a drawing, which paper takes as the screen does; desa are numbered as in the table. */
export default function AreaMap({ rows, facilities, classes }: Props) {
  const { t, f } = useSpeech();
  const id = useId();
  const drawing = useMemo(() => {
    const bounds = boundsOf(rows.flatMap((d) => (d.desa.geometry ? [d.desa.geometry] : [])));
    return bounds && drawingOf(bounds, width, height, margin);
  }, [rows]);
  if (!drawing) return <p className="note">{t.meeting.noOutline}</p>;
  const shown = facilities.filter((s) => s.point && s.kind !== "POSYANDU");
  const marksAt = shown.map((s) => drawing.at(s.point!));
  const patterned = classes.filter((c) => c.pattern !== "plain");
  return (
    <figure className="area-map">
      <svg viewBox={`0 0 ${drawing.width.toFixed(0)} ${drawing.height.toFixed(0)}`} role="img" aria-label={t.meeting.areaMap(f.count(rows.length))}>
        <defs>
          {patterned.map((c) => {
            const p = patternPaths[c.pattern as keyof typeof patternPaths];
            return (
              <pattern key={c.id} id={`${id}-${c.id}`} width={patternSize} height={patternSize} patternUnits="userSpaceOnUse">
                <path d={p.d} fill="none" stroke={patternInk} strokeWidth={p.width} strokeLinecap={c.pattern === "dots" ? "round" : "butt"} />
              </pattern>
            );
          })}
        </defs>
        {rows.map((d) => {
          const path = d.desa.geometry && pathOf(d.desa.geometry, drawing);
          const cls = classes.find((c) => c.id === d.status);
          return path && cls && (
            <g key={d.desa.code} data-code={d.desa.code} data-class={d.status}>
              <path d={path} fill={cls.colour} stroke="#444" strokeWidth="0.8" />
              {cls.pattern !== "plain" && <path d={path} fill={`url(#${id}-${cls.id})`} />}
            </g>
          );
        })}
        {shown.map((s) => {
          const [x, y] = drawing.at(s.point!);
          return (
            <path
              key={s.id} d={marks[s.kind].d} transform={`translate(${(x - markSize / 2).toFixed(1)} ${(y - markSize / 2).toFixed(1)})`}
              fill={marks[s.kind].colour} stroke="#fff" strokeWidth="1" paintOrder="stroke"
            />
          );
        })}
        {rows.map((d, i) => {
          const at = d.desa.geometry && labelPoint(d.desa.geometry);
          if (!at) return null;
          const [x, middle] = drawing.at(at);
          // Above a mark that stands in its place.
          const y = marksAt.some(([mx, my]) => Math.hypot(mx - x, my - middle) < markSize) ? middle - markSize : middle;
          return <text key={d.desa.code} x={x.toFixed(1)} y={y.toFixed(1)} className="area-number">{i + 1}</text>;
        })}
      </svg>
      <figcaption>
        {classes.filter((c) => rows.some((d) => d.status === c.id)).map((c) => <span key={c.id}><Swatch cls={c} /> {c.label(t, f)}</span>)}
        {kinds.filter((k) => shown.some((s) => s.kind === k)).map((k) => <span key={k}><KindMark kind={k} /> {t.kinds[k]}</span>)}
      </figcaption>
    </figure>
  );
}
