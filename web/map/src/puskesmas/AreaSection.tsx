import type { AreaDesa, PuskesmasFigures } from "../data/answers.puskesmas";
import { classesOf } from "../figures/classes";
import { nothing } from "../lang/format";
import { useSpeech } from "../lang";
import { Swatch } from "../panels/Swatch";
import { firstView, type View } from "../view/view";
import AreaMap from "./AreaMap";

/** The desa that the puskesmas answers for, on a map and in a table. */
export default function AreaSection({ view, figures }: { view: View; figures: PuskesmasFigures }) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const rows = figures.desaWithoutPustu.edges.map((e) => e.node);
  const classes = classesOf({ ...firstView, layer: "pustu" });
  const count = figures.desaWithoutPustu.counts.find((c) => c.rule === view.rule && c.units === "DESA_AND_KELURAHAN");
  const register = rows.find((d) => d.registerAsOf)?.registerAsOf;
  return (
    <section aria-labelledby="area-title">
      <h2 id="area-title">{p.area}</h2>
      {rows.length === 0 ? <p className="notice">{p.areaNone}</p> : (
        <div className="area">
          <AreaMap rows={rows} facilities={figures.facilities.edges.map((e) => e.node)} classes={classes} />
          <div className="scroll" id="table" tabIndex={0} role="group" aria-label={p.area}>
            <table className="area-table">
              <caption>
                {t.legendOf.pustu(t.rules[view.rule])}: {count && p.summary(f.count(count.has), f.count(count.denominator), f.count(count.lacks), f.count(count.unknown))}.{" "}
                {register ? t.register(f.day(register)) : t.noRegister}
              </caption>
              <thead>
                <tr>
                  <th scope="col" className="number">{p.number}</th>
                  <th scope="col">{t.columns.name}</th>
                  <th scope="col" className="number">{t.columns.people}</th>
                  <th scope="col">{p.pustu}</th>
                  <th scope="col">{p.servedBy}</th>
                  <th scope="col">{p.nearest}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((d, i) => (
                  <tr key={d.desa.code} data-code={d.desa.code} data-class={d.status}>
                    <td className="number">{f.count(i + 1)}</td>
                    <th scope="row">{d.desa.name ?? d.desa.code}{d.hostsPuskesmas && <small> ({p.hosts})</small>}</th>
                    <td className="number">{f.count(d.people)}</td>
                    <td><Swatch cls={classes.find((c) => c.id === d.status)!} /> {t.classes[d.status]}</td>
                    <td>{d.servedBy.filter((s) => s.kind !== "PUSKESMAS").map((s) => s.name).join(", ") || nothing}</td>
                    <td><Nearest trip={d.nearest} /></td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <td />
                  <th scope="row">{p.total}</th>
                  <td className="number">{f.count(rows.reduce((sum, d) => sum + (d.people ?? 0), 0))}</td>
                  <td colSpan={3} />
                </tr>
              </tfoot>
            </table>
          </div>
          {figures.desaWithoutPustu.totalCount > rows.length && <p>{t.partly(f.count(rows.length), f.count(figures.desaWithoutPustu.totalCount))}</p>}
        </div>
      )}
    </section>
  );
}

function Nearest({ trip }: { trip: AreaDesa["nearest"] }) {
  const { t, f } = useSpeech();
  if (trip.status === "REACHED") return <>{trip.facility?.name ?? nothing}, {t.trip(f.km(trip.distanceM), f.minutes(trip.durationS))}</>;
  return <>{t.classes[trip.status === "UNREACHABLE" ? "unreachable" : "notComputed"]}{trip.reason && `: ${t.reasons[trip.reason]}`}</>;
}
