import type { ReactNode } from "react";
import { useEffect, useId, useState } from "react";
import { useSpeech } from "../lang";
import { type Kind, kinds, klasters, layers, metrics, profiles, rules, unitChoices, type View } from "../view/view";

type Change = (change: Partial<View>) => void;

/** What the desa are coloured by, and how that is counted. */
export default function Controls({ view, change }: { view: View; change: Change }) {
  const { t } = useSpeech();
  const travels = view.layer === "travel" || view.layer === "beyond";
  return (
    <section className="controls" aria-label={t.controls}>
      <Choice label={t.layer} value={view.layer} options={layers} words={t.layers} onChange={(layer) => change({ layer })} />
      {view.layer === "pustu" && (
        <>
          <Choice label={t.rule} value={view.rule} options={rules} words={t.rules} onChange={(rule) => change({ rule })} />
          <p className="help">{t.ruleHelp[view.rule]}</p>
        </>
      )}
      {travels && <Destination view={view} change={change} />}
      {view.layer === "staff" && (
        <>
          <Choice
            label={t.klaster} value={view.klaster} options={["", ...klasters] as const} words={{ "": t.allKlaster, ...t.klasters }}
            onChange={(klaster) => change({ klaster })}
          />
          <Tick label={t.asn} value={view.asn} onChange={(asn) => change({ asn })} />
        </>
      )}
      <Choice label={t.units} value={view.units} options={unitChoices} words={t.unitChoices} onChange={(units) => change({ units })} />
    </section>
  );
}

const both: Kind[] = ["PUSKESMAS", "PUSTU"];

function Destination({ view, change }: { view: View; change: Change }) {
  const { t } = useSpeech();
  const word = (list: readonly Kind[]) => list.map((k) => t.kinds[k]).join(t.orKinds);
  // A vehicle is no place to go to.
  const choices: (readonly Kind[])[] = [both, ...kinds.filter((k) => k !== "PUSLING").map((k) => [k])];
  const key = (list: readonly Kind[]) => list.join(",");
  if (!choices.some((c) => key(c) === key(view.kind))) choices.push(view.kind);
  const words = Object.fromEntries(choices.map((c) => [key(c), word(c)]));
  return (
    <>
      <Choice
        label={t.to} value={key(view.kind)} options={choices.map(key)} words={words} onChange={(k) => change({ kind: k.split(",") as Kind[] })}
      />
      <Choice label={t.profile} value={view.profile} options={profiles} words={t.profiles} onChange={(profile) => change({ profile })} />
      <Choice label={t.by} value={view.by} options={metrics} words={t.metrics} onChange={(by) => change({ by })} />
      {view.layer === "beyond" && <Threshold view={view} change={change} />}
    </>
  );
}

/** The limit, taken when it is whole: not after each digit. */
export function Threshold({ view, change }: { view: View; change: Change }) {
  const { t } = useSpeech();
  const name = useId();
  const time = view.by === "TIME";
  const value = time ? view.minutes : view.km;
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  const take = () => {
    const n = time ? Math.round(Number(typed)) : Number(typed);
    if (n > 0 && n <= (time ? 1440 : 1000)) change(time ? { minutes: n } : { km: n });
    else setTyped(String(value));
  };
  return (
    <div className="field">
      <label htmlFor={name}>{t.threshold} ({time ? t.minutes : t.km})</label>
      <input
        id={name} type="number" inputMode="decimal" min={time ? 1 : 0.1} max={time ? 1440 : 1000} step={time ? 1 : "any"} value={typed}
        onChange={(e) => setTyped(e.target.value)} onBlur={take} onKeyDown={(e) => e.key === "Enter" && take()}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly T[];
  words: Record<string, string>;
  onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, words, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <select id={name} value={value} onChange={(e) => onChange(e.target.value as T)}>
        {options.map((o) => <option key={o} value={o}>{words[o]}</option>)}
      </select>
    </div>
  );
}

export function Tick({ label, value, onChange }: { label: ReactNode; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="tick">
      <input type="checkbox" checked={value} onChange={(e) => onChange(e.target.checked)} /> {label}
    </label>
  );
}
