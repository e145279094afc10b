import type { Isochrone } from "../data/answers";
import type { Loaded } from "../data/use";
import { useSpeech } from "../lang";
import { metrics, profiles, type View } from "../view/view";
import { Choice, Threshold } from "./Controls";
import { Sources } from "./Legend";

interface Props {
  view: View;
  change: (c: Partial<View>) => void;
  isochrone: Loaded<Isochrone>;
  picking: boolean;
  onPick: (picking: boolean) => void;
  onCentre: () => void;
}

/** The country from which a point is reached, and who lives there. */
export default function IsochronePanel({ view, change, isochrone, picking, onPick, onCentre }: Props) {
  const { t, f } = useSpeech();
  const answer = view.iso ? isochrone.data : null;
  return (
    <details className="isochrone" open={view.iso !== null || picking || undefined}>
      <summary>{t.isochrone}</summary>
      {!picking && <button type="button" onClick={() => onPick(true)}>{t.isochroneStart}</button>}
      {picking && (
        <>
          <p role="status">{t.isochroneHint}</p>
          <button type="button" onClick={onCentre}>{t.isochroneCentre}</button>
          <button type="button" onClick={() => onPick(false)}>{t.cancel}</button>
        </>
      )}
      {view.iso && (
        <>
          <button type="button" onClick={() => change({ iso: null })}>{t.isochroneStop}</button>
          <Choice label={t.profile} value={view.profile} options={profiles} words={t.profiles} onChange={(profile) => change({ profile })} />
          <Choice label={t.by} value={view.by} options={metrics} words={t.metrics} onChange={(by) => change({ by })} />
          <Threshold view={view} change={change} />
        </>
      )}
      {isochrone.error && <p role="alert">{isochrone.error.message}</p>}
      {answer && answer.status !== "REACHED" && <p role="status">{t.isochroneNone}{answer.reason && ` (${t.reasons[answer.reason]})`}</p>}
      {answer && answer.bands.length > 0 && (
        <table className="bands">
          <thead>
            <tr>
              <th scope="col">{t.threshold}</th>
              <th scope="col" className="number">{t.peopleColumn}</th>
              <th scope="col" className="number">{t.columns.name}</th>
              <th scope="col" className="number">km²</th>
            </tr>
          </thead>
          <tbody>
            {answer.bands.map((b) => (
              <tr key={b.minutes ?? b.km}>
                <th scope="row">{t.isochroneBand(b.minutes !== null ? `${f.decimal(b.minutes)} ${t.minutes}` : `${f.decimal(b.km)} ${t.km}`)}</th>
                <td className="number">{f.count(b.people)}</td>
                <td className="number">{f.count(b.desa)}</td>
                <td className="number">{f.decimal(b.areaKm2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {answer && <Sources provenance={answer.provenance} />}
    </details>
  );
}
