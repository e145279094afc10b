import type { PuskesmasFigures } from "../data/answers.puskesmas";
import { useSpeech } from "../lang";
import { useProfession } from "./StaffSection";

/** Posyandu with their kader and services, and the specialists who mentor the puskesmas. */
export default function PosyanduSection({ figures }: { figures: PuskesmasFigures }) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const named = useProfession();
  const { counts } = figures.posyanduGaps;
  const mentoring = figures.mentoring.edges[0]?.node;
  return (
    <section aria-labelledby="posyandu-title">
      <h2 id="posyandu-title">{p.posyandu}</h2>
      <ul>
        <li>{p.posyanduCount(f.count(counts.posyandu), f.count(counts.has), f.count(counts.desa))}</li>
        {counts.lacks > 0 && <li>{p.posyanduLacks(f.count(counts.lacks))}</li>}
        {counts.fewKader > 0 && <li>{p.kaderShort(f.count(counts.fewKader), f.count(counts.kaderShort))}</li>}
      </ul>
      <table className="services">
        <thead>
          <tr>
            <th scope="col">{p.service}</th>
            <th scope="col" className="number">{t.classes.HAS}</th>
            <th scope="col" className="number">{t.classes.LACKS}</th>
            <th scope="col" className="number">{t.classes.UNKNOWN}</th>
          </tr>
        </thead>
        <tbody>
          {counts.services.map((s) => (
            <tr key={s.service}>
              <th scope="row">{p.services[s.service]}</th>
              <td className="number">{f.count(s.has)}</td>
              <td className="number">{f.count(s.lacks)}</td>
              <td className="number">{f.count(s.unknown)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{p.mentoring}</h3>
      {mentoring && mentoring.status !== "HAS" && <p>{p.mentoringNone[mentoring.status]}</p>}
      <ul>
        {mentoring?.assignments.map((a, i) => (
          <li key={i}>
            {p.mentoringRow(named(a.specialty), a.hospital.name, f.day(a.validFrom))}
            {a.trip.status === "REACHED" && ` (${t.trip(f.km(a.trip.distanceM), f.minutes(a.trip.durationS))})`}
          </li>
        ))}
      </ul>
    </section>
  );
}
