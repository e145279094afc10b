import { useEffect, useId, useRef, useState } from "react";
import type { MatchCase } from "../data/answers.facility";
import { AskError } from "../data/ask";
import { type Matches, saveDecision } from "../data/load";
import type { Loaded } from "../data/use";
import { useSpeech } from "../lang";
import { rememberBy, rememberedBy } from "./by";

interface Props {
  matches: Loaded<Matches>;
  /** The one that is looked at, whose candidates are on the map. */
  open: string;
  mayChange: boolean;
  onOpen: (id: string) => void;
  onDecided: () => void;
}

/** What imports could not decide: each with its candidates, for a person. */
export default function MatchPanel({ matches, open, mayChange, onOpen, onDecided }: Props) {
  const { t, f } = useSpeech();
  const w = t.facility;
  const [said, setSaid] = useState("");
  const { cases, total } = matches.data ?? { cases: [], total: 0 };
  // A link opens one: it is brought into sight as soon as it is there.
  const [unfolded, setUnfolded] = useState(open !== "");
  const linked = useRef<HTMLDetailsElement>(null);
  const loaded = matches.data !== null;
  useEffect(() => {
    if (open !== "" && loaded) linked.current?.scrollIntoView({ block: "nearest" });
  }, [loaded]);
  const gone = open !== "" && loaded && !matches.busy && !cases.some((m) => m.id === open);
  return (
    <details className="matches" ref={linked} open={unfolded} onToggle={(e) => setUnfolded(e.currentTarget.open)}>
      <summary>{w.matches(f.count(total))}</summary>
      {matches.error && <p role="alert">{matches.error.message}</p>}
      {gone && <p role="status" className="notice">{w.matchGone}</p>}
      {said && <p role="status" className="saved">{said}</p>}
      {cases.length === 0 && !matches.error && <p>{w.matchesNone}</p>}
      <ul>
        {cases.map((m) => (
          <li key={m.id} data-match={m.id}>
            <strong>{t.meeting.subjects[m.subject]}: “{m.given}”</strong>
            <small> {w.matchSource(m.source.name, f.count(m.line))}</small>{" "}
            {open === m.id
              ? (
                <Decision
                  match={m} mayChange={mayChange} onClose={() => onOpen("")}
                  onDecided={() => {
                    setSaid(w.matchDecided);
                    onOpen("");
                    onDecided();
                  }}
                  onLookAgain={matches.retry}
                />
              )
              : (
                <button
                  type="button" aria-label={`${w.matchOpen}: ${m.given}`}
                  onClick={() => {
                    setSaid("");
                    onOpen(m.id);
                  }}
                >
                  {w.matchOpen}
                </button>
              )}
          </li>
        ))}
      </ul>
      {total > cases.length && <p>{t.partly(f.count(cases.length), f.count(total))}</p>}
    </details>
  );
}

interface DecisionProps {
  match: MatchCase;
  mayChange: boolean;
  onClose: () => void;
  onDecided: () => void;
  onLookAgain: () => void;
}

function Decision({ match: m, mayChange, onClose, onDecided, onLookAgain }: DecisionProps) {
  const { t, f, lang } = useSpeech();
  const w = t.facility;
  const id = useId();
  const [value, setValue] = useState(m.candidates.length === 1 ? m.candidates[0]!.value : "");
  const [other, setOther] = useState("");
  const [by, setBy] = useState(rememberedBy);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const chosen = other.trim() || value;
  const decide = async (answer: string | null) => {
    setBusy(true);
    setError(null);
    try {
      rememberBy(by.trim());
      await saveDecision(m.id, answer, by, reason, lang);
      onDecided();
    } catch (e) {
      setError(e instanceof AskError ? e : new AskError((e as Error).message, ""));
      setBusy(false);
    }
  };
  const signed = by.trim().length >= 2;
  return (
    <div className="decision">
      <fieldset disabled={!mayChange}>
        <legend>{w.candidates}</legend>
        {m.candidates.map((c, i) => (
          <label key={c.value} className="tick">
            <input type="radio" name={id} value={c.value} checked={other.trim() === "" && value === c.value} onChange={() => { setValue(c.value); setOther(""); }} />
            {f.count(i + 1)}. {c.label} <small>{c.value} ({f.decimal(c.score, 2)})</small>
          </label>
        ))}
        {m.candidates.length === 0 && <p>{t.meeting.noCandidate}</p>}
      </fieldset>
      <p className="help">{w.matchOnMap}</p>
      {mayChange && (
        <>
          <div className="field">
            <label htmlFor={id + "-other"}>{w.matchOther}</label>
            <input id={id + "-other"} value={other} maxLength={100} autoComplete="off" aria-describedby={id + "-other-help"} onChange={(e) => setOther(e.target.value)} />
            <small id={id + "-other-help"}>{w.matchOtherHelp[m.subject]}</small>
          </div>
          <div className="field">
            <label htmlFor={id + "-by"}>{w.by}</label>
            <input id={id + "-by"} value={by} maxLength={100} autoComplete="organization-title" aria-describedby={id + "-by-help"} onChange={(e) => setBy(e.target.value)} />
            <small id={id + "-by-help"}>{w.byHelp}</small>
          </div>
          <div className="field">
            <label htmlFor={id + "-reason"}>{w.reason}</label>
            <input id={id + "-reason"} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />
          </div>
          {error && (
            <div role="alert" className="notice">
              <p>{error.message}</p>
              {error.code === "CONFLICT" && <button type="button" onClick={onLookAgain}>{w.lookAgain}</button>}
            </div>
          )}
          <button type="button" disabled={busy || !signed || chosen === ""} onClick={() => void decide(chosen)}>{w.matchAccept}</button>
          <button type="button" disabled={busy || !signed} onClick={() => void decide(null)}>{w.matchReject}</button>
          {!signed && <p className="help">{w.needBy}</p>}
        </>
      )}
      <button type="button" onClick={onClose}>{t.cancel}</button>
    </div>
  );
}
