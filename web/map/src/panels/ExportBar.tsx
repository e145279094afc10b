import type { Class } from "../figures/classes";
import { csvOf, sheetAddress } from "../figures/csv";
import type { Names, Row } from "../figures/rows";
import { useSpeech } from "../lang";
import type { View } from "../view/view";

interface Props {
  view: View;
  rows: readonly Row[];
  classes: readonly Class[];
  names: Names;
  hidden: ReadonlySet<string>;
  filter: string;
}

/** Takes the table away: its very rows, or the server's sheet of the same desa. */
export default function ExportBar({ view, rows, classes, names, hidden, filter }: Props) {
  const { t, f, lang } = useSpeech();
  // The sheet cannot be asked for a part of a name: it would hold other rows.
  const sheet = filter.trim() === "" ? sheetAddress(view, hidden) : null;
  const kabupaten = /^\d\d\.\d\d/.exec(view.w)?.[0];
  const download = () => {
    const className = (cls: string) => classes.find((c) => c.id === cls)?.label(t, f) ?? "";
    const address = URL.createObjectURL(new Blob([csvOf(view, rows, names, className, t, lang)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `jangkau-${view.w}-${view.layer}.csv`;
    link.click();
    // The browser has taken it by the next turn of its loop.
    setTimeout(() => URL.revokeObjectURL(address));
  };
  return (
    <p className="export">
      <button type="button" disabled={rows.length === 0} onClick={download}>{t.exportCsv(f.count(rows.length))}</button>
      {sheet && <a href={sheet} download>{t.exportSheet}</a>}
      {kabupaten && <a href={`/pdf/kabupaten/${kabupaten}?rule=${view.rule}&profile=${view.profile}&by=${view.by}&lang=${lang}`}>{t.paperKabupaten}</a>}
    </p>
  );
}
