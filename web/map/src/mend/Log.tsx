import type { FacilityEdit } from "../data/answers.facility";
import { useSpeech } from "../lang";
import { useChangeText } from "./words";

/** Edits of a facility, the newest first: when, by whom, and what was before. */
export default function Log({ edits, total }: { edits: readonly FacilityEdit[]; total: number }) {
  const { t, f } = useSpeech();
  const w = t.facility;
  const change = useChangeText();
  if (edits.length === 0) return <p>{w.logNone}</p>;
  return (
    <>
      <ol className="log">
        {edits.map((e) => (
          <li key={e.id} data-edit={e.id}>
            <strong>{w.logRow(f.moment(e.at), e.by)}</strong>
            {e.on && <small> ({w.logSince(f.day(e.on))})</small>}
            <ul>
              {e.changes.map((c) => <li key={c.field}>{change(c)}</li>)}
            </ul>
            {e.reason && <small>{w.logReason(e.reason)}</small>}
          </li>
        ))}
      </ol>
      {total > edits.length && <p>{t.partly(f.count(edits.length), f.count(total))}</p>}
    </>
  );
}
