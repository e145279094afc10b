import type { Provenance } from "../data/answers";
import { type Class, legendTitle } from "../figures/classes";
import type { ClassTotal } from "../figures/rows";
import { useSpeech } from "../lang";
import type { View } from "../view/view";
import { Swatch } from "./Swatch";

interface Props {
  view: View;
  classes: readonly Class[];
  totals: ReadonlyMap<string, ClassTotal>;
  hidden: ReadonlySet<string>;
  provenance: Provenance;
  undrawn: number;
  onHide: (cls: string, hide: boolean) => void;
}

/** What colours mean, of what day, and where the figures come from. */
export default function Legend({ view, classes, totals, hidden, provenance, undrawn, onHide }: Props) {
  const { t, f } = useSpeech();
  return (
    <section className="legend" aria-labelledby="legend-title">
      <h2 id="legend-title">{legendTitle(view, t, f)}</h2>
      <p className="sub">{t.unitChoices[view.units]} · {t.asOf(f.day(provenance.asOf))}</p>
      <ul aria-label={t.legendHelp}>
        {classes.map((c) => {
          const n = totals.get(c.id)?.desa ?? 0;
          return (
            <li key={c.id} data-class={c.id} className={n === 0 ? "none" : undefined}>
              <label>
                <input type="checkbox" checked={!hidden.has(c.id)} onChange={(e) => onHide(c.id, !e.target.checked)} />
                <Swatch cls={c} />
                <span>{c.label(t, f)}</span>
                <output>{f.count(n)}</output>
              </label>
            </li>
          );
        })}
      </ul>
      {view.layer === "staff" && (totals.get("noStandard")?.desa ?? 0) > 0 && <p className="note">{t.noStandardNote}</p>}
      {undrawn > 0 && <p className="note">{t.undrawn(f.count(undrawn))}</p>}
      <Sources provenance={provenance} />
    </section>
  );
}

/** Sources, roads and caveats of an answer. */
export function Sources({ provenance }: { provenance: Provenance }) {
  const { t, f, lang } = useSpeech();
  const named = (s: { name: string; vintage: string | null }) => t.sourceDay(s.name, s.vintage ? f.day(s.vintage) : t.dayUnknown);
  return (
    <details className="sources">
      <summary>{t.sources}: {provenance.sources.map((s) => s.name).join("; ")}</summary>
      <ul>
        {provenance.sources.map((s) => <li key={s.name}>{named(s)}</li>)}
        {provenance.network && <li>{t.network(f.count(provenance.network.lengthKm), named(provenance.network.source))}</li>}
      </ul>
      {provenance.caveats.length > 0 && (
        <>
          <h3>{t.caveats}</h3>
          <ul className="caveats">
            {provenance.caveats.map((c) => <li key={c.code + c.textId}>{lang === "id" ? c.textId : c.textEn}</li>)}
          </ul>
        </>
      )}
    </details>
  );
}
