import type { PuskesmasFigures, PuskesmasHead, WaitingMatch } from "../data/answers.puskesmas";
import { useSpeech } from "../lang";
import { openQuestions } from "./questions";

/** What waits for somebody to decide it, or to find it out. */
export default function OpenSection({ head, figures, waiting, onMatch }: {
  head: PuskesmasHead;
  figures: PuskesmasFigures;
  waiting: readonly WaitingMatch[];
  onMatch: (id: string) => void;
}) {
  const { t, f } = useSpeech();
  const p = t.meeting;
  const open = openQuestions(head, figures);
  const { edges, totalCount } = figures.matchCases;
  return (
    <section aria-labelledby="open-title" className="open">
      <h2 id="open-title">{p.openTitle}</h2>
      {open.length === 0 && <p>{p.openNone}</p>}
      <ul>
        {open.map((q) => (
          <li key={q.about} data-question={q.about}>{p.questions[q.about]}{q.of.length > 0 && `: ${q.of.join(", ")}.`}</li>
        ))}
      </ul>
      <h3>{p.matches}</h3>
      {waiting.length === 0 && <p>{p.matchesNone}</p>}
      <ul>
        {waiting.map((m) => (
          <li key={m.id} data-match={m.id}>
            {p.matchRow(p.subjects[m.subject], m.given, m.candidates.map((c) => c.label).join("; ") || p.noCandidate)}
            <small> {m.source.name}</small>{" "}
            <button type="button" className="link" aria-label={`${p.matchOnMap}: ${m.given}`} onClick={() => onMatch(m.id)}>{p.matchOnMap}</button>
          </li>
        ))}
      </ul>
      {totalCount > edges.length && <p className="note">{p.matchesMore(f.count(edges.length), f.count(totalCount))}</p>}
    </section>
  );
}
