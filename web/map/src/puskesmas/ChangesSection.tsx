import type { PuskesmasFigures } from "../data/answers.puskesmas";
import { useSpeech } from "../lang";
import { useChangeText } from "../mend/words";
import { listedChanges } from "./listed";
import { type Period, within } from "./month";
import { useProfession } from "./StaffSection";

/** What is otherwise than at the end of last month. */
export default function ChangesSection({ figures, asOf, since }: { figures: PuskesmasFigures } & Period) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const w = t.facility;
  const change = useChangeText();
  const profession = useProfession();
  const desa = figures.desaWithoutPustu.edges.flatMap(({ node: d }) =>
    d.change ? [p.changeDesa(d.desa.name ?? d.desa.code, t.classes[d.change.from], t.classes[d.change.to])] : []);
  const staff = figures.workforceChange.edges.map((e) => e.node);
  const moved = staff.filter((s) => s.changeAll !== 0 || s.facilitiesOnlyFrom + s.facilitiesOnlyTo > 0)
    .map((s) => p.changeStaff(profession(s.profession), f.decimal(s.from.availableAll), f.decimal(s.to.availableAll)));
  const notRenewed = staff.length > 0 && staff.every((s) => s.facilitiesNotRenewed === s.facilitiesCompared);
  const listed = listedChanges(figures.facilities.edges.map((e) => e.node), { asOf, since }).map((c) =>
    c.changes.length === 0 ? p.changeKnown(c.name, f.day(c.from), c.source) : p.changeListed(c.name, c.changes.map(change).join("; "), f.day(c.from), c.source));
  const all = [...desa, ...listed, ...moved];
  const edits = figures.facilityEdits.edges.map((e) => e.node).filter((e) => within({ asOf, since }, e.at));
  return (
    <section aria-labelledby="changes-title" className="changes">
      <h2 id="changes-title">{p.changes}</h2>
      {all.length + edits.length === 0 && <p>{p.changesNone}</p>}
      <ul>{all.map((text) => <li key={text}>{text}</li>)}</ul>
      <ul>
        {edits.map((e) => (
          <li key={e.id} data-edit={e.id}>
            {e.facility.name}: {e.changes.map(change).join("; ")}
            <small> {w.logRow(f.moment(e.at), e.by)}{e.reason && `. ${w.logReason(e.reason)}`}</small>
          </li>
        ))}
      </ul>
      {figures.facilityEdits.totalCount > figures.facilityEdits.edges.length && (
        <p>{t.partly(f.count(figures.facilityEdits.edges.length), f.count(figures.facilityEdits.totalCount))}</p>
      )}
      {notRenewed && <p className="note">{p.staffNotRenewed}</p>}
    </section>
  );
}
