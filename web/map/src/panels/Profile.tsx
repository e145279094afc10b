import { useEffect, useRef } from "react";
import type { ProfileAnswer, TripPath } from "../data/answers";
import { nothing } from "../lang/format";
import { useSpeech } from "../lang";
import { rules } from "../view/view";
import { tripColours } from "../draw/trips";
import { Sources } from "./Legend";
import { KindMark } from "./Swatch";

/** All that is known of one desa, and how sure it is. */
export default function Profile({ answer, onClose, onFacility }: { answer: ProfileAnswer; onClose: () => void; onFacility: (id: string) => void }) {
  const { t, f, lang } = useSpeech();
  const head = useRef<HTMLHeadingElement>(null);
  const w = answer.wilayah;
  const code = w?.code;
  useEffect(() => head.current?.focus(), [code]);
  if (!w) return null;
  const gap = answer.desaWithoutPustu.edges[0]?.node;
  const where = [w.parent?.name, w.parent?.parent?.name].filter(Boolean).join(", ");
  return (
    <section className="profile" aria-labelledby="profile-title" onKeyDown={(e) => e.key === "Escape" && onClose()}>
      <header>
        <h2 id="profile-title" ref={head} tabIndex={-1}>
          {w.isKelurahan ? t.kelurahan : t.desa} {w.name ?? t.unnamed}
        </h2>
        <button type="button" onClick={onClose}>{t.close}</button>
      </header>
      <p className="sub">{w.code}{where && ` · ${where}`}</p>
      <p><a href={`/pdf/desa/${w.code}?lang=${lang}`}>{t.paperDesa}</a></p>
      <dl>
        <dt>{t.peopleColumn}</dt>
        <dd>{f.count(w.people)}</dd>
        {gap?.rules.map((r) => (
          <div key={r.rule} className="pair">
            <dt>{t.rules[r.rule]}</dt>
            <dd data-rule={r.rule} data-status={r.status}>{t.classes[r.status]}</dd>
          </div>
        )).sort((a, b) => rules.indexOf(a.key as never) - rules.indexOf(b.key as never))}
      </dl>
      <h3>{t.nearest}</h3>
      <ul className="trips">
        <Trip trip={answer.pustu} kind="PUSTU" />
        <Trip trip={answer.puskesmas} kind="PUSKESMAS" />
        <Trip trip={answer.rs} kind="RS" />
      </ul>
      {gap && gap.servedBy.length > 0 && (
        <p>
          {t.servedBy}: {gap.servedBy.map((s, i) => <span key={s.id}>{i > 0 && ", "}<button type="button" className="link" onClick={() => onFacility(s.id)}>{s.name}</button></span>)}
        </p>
      )}
      <h3>{t.facilitiesHere}</h3>
      {answer.facilities.totalCount === 0 && <p>{t.noFacilityHere}</p>}
      <ul>
        {answer.facilities.edges.map(({ node: s }) => (
          <li key={s.id}>
            <KindMark kind={s.kind} /> <button type="button" className="link" onClick={() => onFacility(s.id)}>{s.name}</button>
            <small> {t.kinds[s.kind]}, {t.status[s.status]}{s.condition && `, ${t.condition[s.condition]}`}</small>
          </li>
        ))}
      </ul>
      {answer.facilities.totalCount > answer.facilities.edges.length && (
        <p>{t.partly(f.count(answer.facilities.edges.length), f.count(answer.facilities.totalCount))}</p>
      )}
      <h3>{t.staffHere}</h3>
      {answer.workforceGaps.edges.length === 0 && <p>{t.noStaffHere}</p>}
      <ul>
        {answer.workforceGaps.edges.map(({ node: s }, i) => (
          <li key={i}>
            {s.profession ? (lang === "id" ? s.profession.name : s.profession.nameEn) : nothing}:{" "}
            {t.staffRow(f.decimal(s.availableAll), f.decimal(s.required), f.decimal(s.gapAll))}
          </li>
        ))}
      </ul>
      <h3>{t.certainty}</h3>
      <ul>
        <li>{gap?.registerAsOf ? t.register(f.day(gap.registerAsOf)) : t.noRegister}</li>
        <li>{t.boundary[w.boundaryQuality]}</li>
        {w.missing.length === 0 ? <li>{t.nothingMissing}</li> : w.missing.map((m) => <li key={m}>{t.missing[m]}</li>)}
      </ul>
      <Sources provenance={answer.desaWithoutPustu.provenance} />
      <Sources provenance={answer.rs.provenance} />
      <Sources provenance={answer.workforceGaps.provenance} />
    </section>
  );
}

function Trip({ trip, kind }: { trip: TripPath; kind: keyof typeof tripColours }) {
  const { t, f } = useSpeech();
  return (
    <li>
      <span className="stripe" style={{ background: tripColours[kind] }} aria-hidden="true" />
      <KindMark kind={kind} /> {t.kinds[kind]}:{" "}
      {trip.status === "REACHED"
        ? `${trip.to?.facility?.name ?? nothing}, ${t.trip(f.km(trip.distanceM), f.minutes(trip.durationS))}`
        : `${t.classes[trip.status === "UNREACHABLE" ? "unreachable" : "notComputed"]}${trip.reason ? `: ${t.reasons[trip.reason]}` : ""}`}
    </li>
  );
}
