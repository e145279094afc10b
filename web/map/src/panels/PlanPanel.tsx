import { useState } from "react";
import type { Facility, WhatIf } from "../data/answers";
import type { Loaded } from "../data/use";
import { within } from "../figures/within";
import { useSpeech } from "../lang";
import type { PlanChange } from "../view/plan";
import type { View } from "../view/view";
import { Sources } from "./Legend";

interface Props {
  view: View;
  change: (c: Partial<View>) => void;
  facilities: readonly Facility[];
  answer: Loaded<WhatIf>;
  picking: boolean;
  onPick: (picking: boolean) => void;
  onCentre: () => void;
}

/** What if: a facility placed, moved or closed, and whom that reaches. */
export default function PlanPanel({ view, change, facilities, answer, picking, onPick, onCentre }: Props) {
  const { t, f } = useSpeech();
  const [chosen, setChosen] = useState("");
  const { plan } = view;
  const destinations = facilities.filter((s) => view.kind.includes(s.kind)).sort((a, b) => f.collator.compare(a.name, b.name));
  const facility = destinations.find((s) => s.id === chosen);
  const changed = plan.some((c) => c.do !== "add" && c.id === chosen);
  const name = (c: PlanChange) => (c.do === "add" ? "" : (facilities.find((s) => s.id === c.id)?.name ?? c.id));
  const said = (c: PlanChange, i: number) =>
    c.do === "add" ? t.planAdded(f.count(i + 1)) : c.do === "move" ? t.planMoved(name(c)) : t.planClosed(name(c));
  const add = (c: PlanChange) => change({ plan: [...plan, c] });
  return (
    <details className="plan" open={plan.length > 0 || picking || undefined}>
      <summary>{t.plan}</summary>
      <p className="help">{t.planHelp(view.kind.map((k) => t.kinds[k]).join(t.orKinds))}</p>
      {!picking && <button type="button" onClick={() => onPick(true)}>{t.planAdd}</button>}
      {picking && (
        <>
          <p role="status">{t.isochroneHint}</p>
          <button type="button" onClick={onCentre}>{t.isochroneCentre}</button>
          <button type="button" onClick={() => onPick(false)}>{t.cancel}</button>
        </>
      )}
      <label>
        {t.planFacility}
        <select value={facility ? chosen : ""} onChange={(e) => setChosen(e.target.value)}>
          <option value="">{t.planChoose}</option>
          {destinations.map((s) => <option key={s.id} value={s.id}>{s.name}</option>)}
        </select>
      </label>
      <div>
        <button type="button" disabled={!facility?.point || changed} onClick={() => add({ do: "move", id: chosen, at: facility!.point! })}>{t.planMove}</button>
        <button type="button" disabled={!facility || changed} onClick={() => add({ do: "close", id: chosen })}>{t.planClose}</button>
      </div>
      {plan.length > 0 && (
        <ul aria-label={t.plan}>
          {plan.map((c, i) => (
            <li key={i}>
              {said(c, i)}{" "}
              <button type="button" className="link" aria-label={`${t.planRemove}: ${said(c, i)}`} onClick={() => change({ plan: plan.filter((_, k) => k !== i) })}>
                {t.planRemove}
              </button>
            </li>
          ))}
        </ul>
      )}
      {answer.error && <p role="alert">{answer.error.message}</p>}
      {plan.length > 0 && answer.data && <Result answer={answer.data} by={view.by} />}
    </details>
  );
}

function Result({ answer, by }: { answer: WhatIf; by: View["by"] }) {
  const { t, f } = useSpeech();
  const rows = within(answer, by);
  const more = (n: number) => `${n > 0 ? "+" : ""}${f.count(n)}`;
  return (
    <div role="status">
      <table className="bands whatif">
        <thead>
          <tr>
            <th scope="col">{t.planWithin}</th>
            <th scope="col" className="number">{t.planBefore}</th>
            <th scope="col" className="number">{t.planAfter}</th>
            <th scope="col" className="number">±</th>
          </tr>
        </thead>
        <tbody>
          {rows.flatMap((r) => [
            ["people", r.before.people, r.after.people] as const,
            ["desa", r.before.desa, r.after.desa] as const,
          ].map(([what, a, b]) => (
            <tr key={r.upTo + what} data-within={r.upTo} data-what={what}>
              <th scope="row">{f.decimal(r.upTo)} {by === "TIME" ? t.minutes : t.km}: {what === "people" ? t.people : t.desa.toLowerCase()}</th>
              <td className="number">{f.count(a)}</td>
              <td className="number">{f.count(b)}</td>
              <td className="number">{more(b - a)}</td>
            </tr>
          )))}
        </tbody>
      </table>
      <p>{t.planChanged(f.count(answer.changed.length), f.count(answer.changed.reduce((n, c) => n + c.people, 0)))}</p>
      <Sources provenance={answer.provenance} />
    </div>
  );
}
