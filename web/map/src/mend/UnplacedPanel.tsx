import { useId, useState } from "react";
import type { Facility } from "../data/answers";
import { fold } from "../figures/rows";
import { useSpeech } from "../lang";
import { KindMark } from "../panels/Swatch";

const most = 20;

/** Facilities without coordinates: whoever knows where one is places it. */
export default function UnplacedPanel({ facilities, onPlace }: { facilities: readonly Facility[]; onPlace: (id: string) => void }) {
  const { t, f } = useSpeech();
  const w = t.facility;
  const id = useId();
  const [text, setText] = useState("");
  const all = facilities.filter((s) => s.point === null);
  const found = all.filter((s) => fold(s.name).includes(fold(text))).sort((a, b) => f.collator.compare(a.name, b.name));
  return (
    <details className="unplaced">
      <summary>{w.unplaced(f.count(all.length))}</summary>
      <p className="help">{w.unplacedHelp}</p>
      <div className="field">
        <label htmlFor={id}>{w.unplacedFind}</label>
        <input id={id} type="search" autoComplete="off" value={text} maxLength={100} onChange={(e) => setText(e.target.value)} />
      </div>
      <ul>
        {found.slice(0, most).map((s) => (
          <li key={s.id}>
            <KindMark kind={s.kind} /> <button type="button" className="link" aria-label={w.placeIt(s.name)} onClick={() => onPlace(s.id)}>{s.name}</button>
          </li>
        ))}
      </ul>
      {found.length > most && <p>{t.partly(f.count(most), f.count(found.length))}</p>}
    </details>
  );
}
