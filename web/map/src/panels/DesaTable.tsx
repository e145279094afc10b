import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { Class } from "../figures/classes";
import { cellText, type Column, columnsOf, type Names, type Row, type Sort } from "../figures/rows";
import { useSpeech } from "../lang";
import type { View } from "../view/view";
import { Swatch } from "./Swatch";

const pageSize = 100;

interface Props {
  view: View;
  /** Filtered and sorted. */
  rows: readonly Row[];
  all: number;
  classes: readonly Class[];
  names: Names;
  sort: Sort;
  filter: string;
  /** Every row at once: paper has no pages to turn. */
  whole: boolean;
  onSort: (sort: Sort) => void;
  onFilter: (text: string) => void;
  onChoose: (code: string) => void;
  /** What stands beside the filter. */
  tools: ReactNode;
}

const numeric = new Set<Column>(["people", "minutes", "km", "beyond", "share", "required", "available", "gap"]);

/** The rows of the map as a table. */
export default function DesaTable({ view, rows, all, classes, names, sort, filter, whole, onSort, onFilter, onChoose, tools }: Props) {
  const { t, f } = useSpeech();
  const [asked, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const page = Math.min(asked, pages - 1);
  useEffect(() => setPage(0), [filter, sort, view.layer, view.w]);
  const byId = useMemo(() => new Map(classes.map((c) => [c.id, c])), [classes]);
  const className = (cls: string) => byId.get(cls)?.label(t, f) ?? "";
  const columns = columnsOf[view.layer];
  const shown = whole ? rows : rows.slice(page * pageSize, (page + 1) * pageSize);
  return (
    <section className="table" id="table" aria-label={t.table} tabIndex={-1}>
      <div className="field filter">
        <label htmlFor="filter">{t.filter}</label>
        <input id="filter" type="search" value={filter} maxLength={100} onChange={(e) => onFilter(e.target.value)} />
      </div>
      {tools}
      <div className="scroll" tabIndex={0} role="group" aria-label={t.table}>
        <table>
          <caption role="status">{t.tableCaption(f.count(rows.length), f.count(all))}</caption>
          <thead>
            <tr>
              {columns.map((c) => {
                const on = sort.column === c;
                return (
                  <th key={c} scope="col" aria-sort={on ? (sort.down ? "descending" : "ascending") : "none"} className={numeric.has(c) ? "number" : undefined}>
                    <button type="button" title={t.sortBy(t.columns[c])} onClick={() => onSort({ column: c, down: on ? !sort.down : numeric.has(c) })}>
                      {t.columns[c]}
                      <span aria-hidden="true">{on ? (sort.down ? " ▼" : " ▲") : ""}</span>
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.code} data-code={row.code} data-class={row.cls} className={row.code === view.desa ? "chosen" : undefined}>
                {columns.map((c, i) =>
                  i === 0 ? (
                    <th key={c} scope="row">
                      {byId.has(row.cls) && <Swatch cls={byId.get(row.cls)!} />}
                      <button type="button" className="link" aria-current={row.code === view.desa || undefined} onClick={() => onChoose(row.code)}>
                        {cellText(row, c, names, className, f)}
                      </button>
                    </th>
                  ) : (
                    <td key={c} className={numeric.has(c) ? "number" : undefined}>{cellText(row, c, names, className, f)}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p className="note">{t.noRows}</p>}
      </div>
      {pages > 1 && !whole && (
        <div className="pages">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>{t.previous}</button>
          <span role="status">{t.page(f.count(page + 1), f.count(pages))}</span>
          <button type="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>{t.next}</button>
        </div>
      )}
    </section>
  );
}
