import { useId } from "react";
import { markSize, marks, patternInk, patternPaths, patternSize } from "../draw/marks";
import type { Class } from "../figures/classes";
import type { Kind } from "../view/view";

/** A class as the map draws it; what it means stands beside it. */
export function Swatch({ cls }: { cls: Class }) {
  const id = useId();
  const p = cls.pattern === "plain" ? null : patternPaths[cls.pattern];
  return (
    <svg className="swatch" width="26" height="18" aria-hidden="true">
      {p && (
        <pattern id={id} width={patternSize} height={patternSize} patternUnits="userSpaceOnUse">
          <path d={p.d} fill="none" stroke={patternInk} strokeWidth={p.width} strokeLinecap={cls.pattern === "dots" ? "round" : "butt"} />
        </pattern>
      )}
      <rect x="0.5" y="0.5" width="25" height="17" fill={cls.colour} stroke="#555" />
      {p && <rect x="0.5" y="0.5" width="25" height="17" fill={`url(#${id})`} stroke="none" />}
    </svg>
  );
}

export function KindMark({ kind }: { kind: Kind }) {
  return (
    <svg className="swatch" width={markSize} height={markSize} aria-hidden="true">
      <path d={marks[kind].d} fill={marks[kind].colour} stroke="rgba(0,0,0,0.65)" strokeWidth="0.8" strokeLinejoin="round" />
    </svg>
  );
}
