import { useState } from "react";
import { ofStart } from "../data/questions";
import { useLoaded } from "../data/use";
import { together } from "../figures/together";
import { useSpeech } from "../lang";
import { Choice } from "../panels/Controls";
import { Sources } from "../panels/Legend";
import TopBar from "../panels/TopBar";
import type { Change } from "../view/use";
import { rules, type View } from "../view/view";
import AreaSection from "./AreaSection";
import ChangesSection from "./ChangesSection";
import Head from "./Head";
import { loadPuskesmas } from "./load";
import { monthsUpTo, periodOf, todayAt } from "./month";
import NetworkSection from "./NetworkSection";
import OpenSection from "./OpenSection";
import "./page.css";
import PosyanduSection from "./PosyanduSection";
import StaffSection from "./StaffSection";

/** As far back as a meeting is likely to look; a link may ask for any month. */
const monthsBack = 24;

/** One puskesmas for its monthly meeting, on paper as on the screen. */
export default function PuskesmasPage({ view, change }: { view: View; change: Change }) {
  const { t, f, lang } = useSpeech();
  const [today] = useState(() => todayAt(Date.now()));
  const { puskesmas, month, rule, profile, by } = view;
  const period = periodOf(month, today);
  const start = useLoaded(ofStart(view));
  const page = useLoaded({
    key: JSON.stringify([puskesmas, period, rule, profile, by, lang]), load: (signal) => loadPuskesmas(puskesmas, period, view, signal),
  });
  const { head, figures, asOf, since, waiting, within = "" } = page.data ?? {};
  const error = page.error ?? start.error;
  const monthName = (m: string) => f.month(m + "-01");
  return (
    <>
      <TopBar view={view} change={change} demo={start.data?.demo ?? false} area={head?.name ?? t.meeting.monthly} />
      <main className="meeting" aria-busy={page.busy}>
        <div className="meeting-controls">
          <button type="button" onClick={() => change({ puskesmas: "", month: "" })}>{t.meeting.back}</button>
          <Choice
            label={t.meeting.month} value={asOf?.slice(0, 7) ?? period.asOf.slice(0, 7)} options={monthsUpTo(today, monthsBack, month)}
            words={Object.fromEntries(monthsUpTo(today, monthsBack, month).map((m) => [m, monthName(m)]))}
            onChange={(m) => change({ month: m === today.slice(0, 7) ? "" : m })}
          />
          <Choice label={t.rule} value={rule} options={rules} words={t.rules} onChange={(r) => change({ rule: r })} />
        </div>
        {page.busy && <p role="status">{t.loading}</p>}
        {error && (
          <p className="notice" role="alert">
            {t.failed}: {error.message} <button type="button" onClick={() => [page, start].forEach((l) => l.error && l.retry())}>{t.again}</button>
          </p>
        )}
        {page.data === null && !page.busy && !page.error && <p className="notice" role="alert">{t.meeting.none}</p>}
        {head && asOf && since && (
          <>
            <Head head={head} month={monthName(asOf.slice(0, 7))} asOf={asOf} since={since} />
            {!figures && <p className="notice">{t.meeting.noPlace}</p>}
            {figures && waiting && (
              <>
                <AreaSection view={view} figures={figures} />
                <NetworkSection id={head.id} figures={figures} onOpen={(facility) => change({ puskesmas: "", month: "", facility, desa: "", w: view.w || head.desa?.code.slice(0, 5) || "" })} />
                <StaffSection figures={figures} />
                <PosyanduSection figures={figures} />
                <ChangesSection figures={figures} asOf={asOf} since={since} />
                <OpenSection
                  head={head} figures={figures} waiting={waiting}
                  onMatch={(match) => change({ puskesmas: "", month: "", match, facility: "", desa: "", w: within, at: null })}
                />
                <section aria-labelledby="notes-title" className="notes">
                  <h2 id="notes-title">{t.meeting.notes}</h2>
                </section>
                <section aria-labelledby="sources-title">
                  <h2 id="sources-title">{t.meeting.sourcesTitle}</h2>
                  <Sources provenance={together([figures.desaWithoutPustu, figures.workforceGaps, figures.posyanduGaps, figures.mentoring].map((a) => a.provenance))} />
                </section>
              </>
            )}
          </>
        )}
      </main>
    </>
  );
}
