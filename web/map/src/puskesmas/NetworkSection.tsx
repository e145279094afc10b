import type { PuskesmasFigures } from "../data/answers.puskesmas";
import { nothing } from "../lang/format";
import { useSpeech } from "../lang";
import { useFunctioning } from "../mend/words";
import { KindMark } from "../panels/Swatch";
import { kinds } from "../view/view";

/** Its pustu and the rest of its jejaring: whether they work, and why not. */
export default function NetworkSection({ id, figures, onOpen }: { id: string; figures: PuskesmasFigures; onOpen: (facility: string) => void }) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const functioning = useFunctioning();
  const rows = figures.facilities.edges.map((e) => e.node).filter((s) => s.id !== id && s.kind !== "POSYANDU")
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || f.collator.compare(a.name, b.name));
  return (
    <section aria-labelledby="network-title">
      <h2 id="network-title">{p.network}</h2>
      <p className="note">{t.asOf(f.day(figures.facilities.provenance.asOf))}. {p.networkNote}</p>
      {rows.length === 0 ? <p>{p.networkNone}</p> : (
        <div className="scroll" tabIndex={0} role="group" aria-label={p.network}>
          <table>
            <thead>
              <tr>
                <th scope="col">{p.name}</th>
                <th scope="col">{p.kind}</th>
                <th scope="col">{p.desa}</th>
                <th scope="col">{p.statusLabel}</th>
                <th scope="col">{p.conditionLabel}</th>
                <th scope="col">{t.facility.functioningLabel}</th>
                <th scope="col">{p.location}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((s) => (
                <tr key={s.id} data-facility={s.id}>
                  <th scope="row"><KindMark kind={s.kind} /> <button type="button" className="link" onClick={() => onOpen(s.id)}>{s.name}</button></th>
                  <td>{t.kinds[s.kind]}</td>
                  <td>{s.desa?.name ?? s.desa?.code ?? nothing}</td>
                  <td>{t.status[s.status]}</td>
                  <td>{s.condition ? t.condition[s.condition] : p.unknown}</td>
                  <td data-functioning={s.functioning.status}>{functioning(s.functioning)}</td>
                  <td>{p.locations[s.locationQuality]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {figures.facilities.totalCount > figures.facilities.edges.length && (
        <p>{t.partly(f.count(figures.facilities.edges.length), f.count(figures.facilities.totalCount))}</p>
      )}
    </section>
  );
}
