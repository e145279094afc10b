import type { PuskesmasHead } from "../data/answers.puskesmas";
import { useSpeech } from "../lang";

/** Which puskesmas, which month, and of what day all of it is. */
export default function Head({ head, month, asOf, since }: { head: PuskesmasHead; month: string; asOf: string; since: string }) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const where = [head.desa?.name, head.desa?.parent?.name, head.desa?.parent?.parent?.name].filter(Boolean).join(", ");
  const facts: [string, string][] = [
    [p.where, where || p.unknown],
    [p.rawatInap, head.rawatInap === null ? p.unknown : head.rawatInap ? p.yes : p.no],
    [p.areaCategory, head.areaCategory ? p.areaCategories[head.areaCategory] : p.unknown],
    [p.statusLabel, t.status[head.status]],
    [p.conditionLabel, head.condition ? t.condition[head.condition] : p.unknown],
  ];
  if (head.address) facts.push([p.address, head.address]);
  facts.push([p.lists, head.sources.map(({ source: s }) => t.sourceDay(s.name, s.vintage ? f.day(s.vintage) : t.dayUnknown)).join("; ")]);
  return (
    <section aria-labelledby="puskesmas-title" className="meeting-head">
      <h2 id="puskesmas-title">{head.name}</h2>
      <p><strong>{p.monthly}, {month}</strong></p>
      <p>{p.period(f.day(asOf), f.day(since))} {p.present}</p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
