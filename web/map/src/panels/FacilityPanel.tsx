import type { Facility } from "../data/answers";
import { useSpeech } from "../lang";
import { kinds, type View } from "../view/view";
import { Tick } from "./Controls";
import { KindMark } from "./Swatch";

/** Which kinds are drawn: those that the lists hold, with their numbers. */
export default function FacilityPanel({ view, facilities, change }: { view: View; facilities: readonly Facility[]; change: (c: Partial<View>) => void }) {
  const { t, f } = useSpeech();
  const count = new Map<string, number>();
  for (const s of facilities) count.set(s.kind, (count.get(s.kind) ?? 0) + 1);
  const shown = facilities.filter((s) => view.show.includes(s.kind));
  const unplaced = shown.filter((s) => s.point === null).length;
  return (
    <details className="facilities" open>
      <summary>{t.facilities}</summary>
      {kinds.filter((k) => count.has(k)).map((k) => (
        <Tick
          key={k} value={view.show.includes(k)}
          label={<><KindMark kind={k} /> {t.kinds[k]} <output>{f.count(count.get(k))}</output></>}
          onChange={(on) => change({ show: kinds.filter((other) => (other === k ? on : view.show.includes(other))) })}
        />
      ))}
      <Tick label={t.roads} value={view.roads} onChange={(roads) => change({ roads })} />
      <p className="sub">{t.facilityCount(f.count(shown.length - unplaced), f.count(unplaced))}</p>
    </details>
  );
}
