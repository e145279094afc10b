import type { Profession, PuskesmasFigures } from "../data/answers.puskesmas";
import { nothing } from "../lang/format";
import { useSpeech } from "../lang";

export const useProfession = () => {
  const { lang } = useSpeech();
  return (of: Profession | null) => (of ? (lang === "id" ? of.name : of.nameEn) : nothing);
};

/** Who is needed, there and missing, profession by profession; and who leads each klaster. */
export default function StaffSection({ figures }: { figures: PuskesmasFigures }) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const profession = useProfession();
  const { edges, totals } = figures.workforceGaps;
  const klaster = figures.workforceKlaster.klaster;
  return (
    <section aria-labelledby="staff-title">
      <h2 id="staff-title">{p.staff}</h2>
      <div className="two">
        {edges.length === 0 ? <p>{p.staffNone}</p> : (
          <div className="scroll" tabIndex={0} role="group" aria-label={p.staff}>
            <table className="staff-table">
              <thead>
                <tr>
                  <th scope="col">{p.profession}</th>
                  <th scope="col" className="number">{p.required}</th>
                  <th scope="col" className="number">{p.available}</th>
                  <th scope="col" className="number">{p.availableAsn}</th>
                  <th scope="col" className="number">{p.gap}</th>
                </tr>
              </thead>
              <tbody>
                {edges.map(({ node: s }, i) => (
                  <tr key={i}>
                    <th scope="row">{profession(s.profession)}</th>
                    <td className="number">{f.decimal(s.required)}</td>
                    <td className="number">{f.decimal(s.availableAll)}</td>
                    <td className="number">{f.decimal(s.availableAsn)}</td>
                    <td className="number" data-gap={s.gapAll ?? ""}>{f.decimal(s.gapAll)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{p.total}</th>
                  <td className="number">{f.decimal(totals.required)}</td>
                  <td className="number">{f.decimal(totals.availableAll)}</td>
                  <td className="number">{f.decimal(totals.availableAsn)}</td>
                  <td className="number">{f.decimal(totals.gapAll)}</td>
                </tr>
              </tfoot>
            </table>
          </div>
        )}
        <table className="pj">
          <caption>{p.pj}</caption>
          <thead>
            <tr>
              <th scope="col">{t.klaster}</th>
              <th scope="col" className="number">{p.klasterStaff}</th>
              <th scope="col">PJ</th>
            </tr>
          </thead>
          <tbody>
            {klaster.map((k) => (
              <tr key={k.klaster} data-klaster={k.klaster}>
                <th scope="row">{t.klasters[k.klaster]}</th>
                <td className="number">{f.decimal(k.facilitiesPlacementUnknown > 0 ? null : k.availableAll)}</td>
                <td>{k.facilitiesWithPj > 0 ? p.pjHas : k.pjMissingCount > 0 ? p.pjMissing : p.pjUnknown}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {totals.atUnnamedPustu > 0 && <p className="note">{p.unnamedPustu(f.decimal(totals.atUnnamedPustu))}</p>}
    </section>
  );
}
