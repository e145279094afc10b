import { type ReactNode, useEffect, useRef } from "react";
import type { Named } from "../data/answers";
import type { FacilityAnswer } from "../data/answers.facility";
import { useSpeech } from "../lang";
import Log from "../mend/Log";
import { useFunctioning } from "../mend/words";
import { KindMark } from "./Swatch";

interface Props {
  facility: FacilityAnswer;
  /** While it is mended Escape does not close it: wishes would be lost. */
  keep: boolean;
  onClose: () => void;
  onFacility: (id: string) => void;
  onDesa: (code: string) => void;
  onMeeting: (id: string) => void;
  children?: ReactNode;
}

/** All that the lists say of one facility. */
export default function FacilityProfile({ facility: s, keep, onClose, onFacility, onDesa, onMeeting, children }: Props) {
  const { t, f, lang } = useSpeech();
  const w = t.facility;
  const functioning = useFunctioning();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [s.id]);
  const where = [s.desa?.parent?.name, s.desa?.parent?.parent?.name].filter(Boolean).join(", ");
  const desa = (d: Named) => <button type="button" className="link" onClick={() => onDesa(d.code)}>{d.name ?? d.code}</button>;
  const facts: [string, ReactNode][] = [
    [t.meeting.statusLabel, t.status[s.status]],
    [t.meeting.conditionLabel, s.condition ? t.condition[s.condition] : w.unknown],
    ...(s.functioning.status === "NOT_APPLICABLE" ? [] : [[w.functioningLabel, functioning(s.functioning)] as [string, ReactNode]]),
    [w.point, s.point ? `${s.point.lat.toFixed(5)}, ${s.point.lon.toFixed(5)}` : t.meeting.locations[s.locationQuality]],
    [w.desa, s.desa ? desa(s.desa) : w.unknown],
  ];
  if (s.declaredDesa && s.locatedDesa && s.declaredDesa.code !== s.locatedDesa.code) facts.push([w.declared, desa(s.declaredDesa)], [w.located, desa(s.locatedDesa)]);
  if (s.induk) facts.push([w.induk, <button type="button" className="link" onClick={() => onFacility(s.induk!.id)}>{s.induk.name}</button>]);
  if (s.serviceArea.length > 0) facts.push([w.serviceArea, <>{s.serviceArea.map((d, i) => <span key={d.code}>{i > 0 && ", "}{desa(d)}</span>)}</>]);
  if (s.rawatInap !== null) facts.push([w.rawatInap, s.rawatInap ? t.meeting.yes : t.meeting.no]);
  if (s.opened) facts.push([w.opened, f.day(s.opened)]);
  if (s.closed) facts.push([w.closed, f.day(s.closed)]);
  if (s.address) facts.push([t.meeting.address, s.address]);
  // A list's own numbers: which list that is stands below.
  if (s.identifiers.length > 0) facts.push([w.numbers, s.identifiers.map((i) => (i.system.startsWith("kode:") ? i.value : `${i.system} ${i.value}`)).join(", ")]);
  return (
    <section className="profile facility" aria-labelledby="facility-title" onKeyDown={(e) => e.key === "Escape" && !keep && onClose()}>
      <header>
        <h2 id="facility-title" ref={head} tabIndex={-1}><KindMark kind={s.kind} /> {s.name}</h2>
        <button type="button" onClick={onClose}>{t.close}</button>
      </header>
      <p className="sub">{t.kinds[s.kind]}{s.localKind && ` (${s.localKind})`}{where && ` · ${where}`}</p>
      {s.kind === "PUSKESMAS" && <p><button type="button" onClick={() => onMeeting(s.id)}>{t.meeting.open}</button></p>}
      <dl>
        {facts.map(([name, value]) => (
          <div key={name} className="pair">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
      <h3>{w.log}</h3>
      {s.mended.length > 0 && <p className="note">{w.mended(s.mended.map((x) => w.fields[x]).join(", "))}</p>}
      <Log edits={s.edits.edges.map((e) => e.node)} total={s.edits.totalCount} />
      <h3>{w.lists}</h3>
      <ul>
        {s.sources.map((l, i) => (
          <li key={i}>
            {w.listName(l.name, t.sourceDay(l.source.name, l.source.vintage ? f.day(l.source.vintage) : t.dayUnknown))}
            {l.distanceM !== null && l.distanceM >= 1 && `; ${w.listDistance(f.count(l.distanceM))}`}
            {l.missingSince && `; ${w.missingSince(f.day(l.missingSince))}`}
          </li>
        ))}
      </ul>
      {s.issues.length > 0 && (
        <>
          <h3>{w.issues}</h3>
          <ul>{s.issues.map((i) => <li key={i.code + i.reasonId}>{lang === "id" ? i.reasonId : i.reasonEn}</li>)}</ul>
        </>
      )}
    </section>
  );
}
