import { useEffect, useId, useRef, useState } from "react";
import type { Facility } from "../data/answers";
import type { Condition, FacilityAnswer, Status } from "../data/answers.facility";
import { AskError } from "../data/ask";
import { saveEdit } from "../data/load";
import { useSpeech } from "../lang";
import { Choice } from "../panels/Controls";
import { rememberBy, rememberedBy } from "./by";
import { changed, differing, drafted, editInput, fieldNames, toggled } from "./draft";
import Find from "./Find";
import PlaceFields from "./PlaceFields";
import type { Mend } from "./useMend";
import { useFieldText } from "./words";

export interface MendPanelProps {
  mend: Mend;
  /** As loaded last. */
  facility: FacilityAnswer;
  /** Those of the wilayah that is looked at, and its desa. */
  facilities: readonly Facility[];
  desa: readonly { code: string; name: string | null }[];
  onCentre: () => void;
  onSaved: (facility: FacilityAnswer) => void;
  /** Loads the facility anew. */
  onLookAgain: () => void;
}

const statuses: Status[] = ["OPEN", "CLOSED", "NOT_OPERATING", "UNKNOWN"];
const conditions: (Condition | "")[] = ["", "BAIK", "RUSAK_RINGAN", "RUSAK_SEDANG", "RUSAK_BERAT"];

/** Mends one facility: wishes are gathered, shown before and after, and saved together. */
export default function MendPanel({ mend, facility, facilities, desa, onCentre, onSaved, onLookAgain }: MendPanelProps) {
  const { t, lang } = useSpeech();
  const w = t.facility;
  const id = useId();
  const [by, setBy] = useState(rememberedBy);
  const [reason, setReason] = useState("");
  const [on, setOn] = useState("");
  const [state, setState] = useState<"" | "saving" | "saved" | "conflict">("");
  const [error, setError] = useState("");
  const base = mend.base ?? facility;
  const want = drafted(base, mend.draft);
  const all = changed(base, mend.draft);
  const stale = base.version !== facility.version; // somebody else was there: see Meanwhile
  const set = (part: Parameters<Mend["set"]>[0]) => {
    setState("");
    setError("");
    mend.set(part);
  };
  const named = (code: string) => ({ code, name: desa.find((d) => d.code === code)?.name ?? null });
  const desaChoices = desa.map((d) => ({ id: d.code, name: d.name ?? d.code }));
  const puskesmas = facilities.filter((s) => s.kind === "PUSKESMAS" && s.id !== facility.id);
  // From the map back to where the wish is read.
  const move = useRef<HTMLButtonElement>(null);
  const picked = useRef(false);
  useEffect(() => {
    if (picked.current && mend.pick === "") move.current?.focus();
    picked.current = mend.pick === "point";
  }, [mend.pick]);
  const save = async () => {
    setState("saving");
    setError("");
    try {
      rememberBy(by.trim());
      const is = await saveEdit(editInput(base, mend.draft, { by, reason, on }), lang);
      mend.done(base.id);
      setReason("");
      setOn("");
      setState("saved");
      onSaved(is);
    } catch (e) {
      setState(e instanceof AskError && e.code === "CONFLICT" ? "conflict" : "");
      setError((e as Error).message);
    }
  };
  return (
    <div className="mend" role="group" aria-label={w.mend}>
      <p className="help">{w.mendHelp}</p>
      <h4>{w.place}</h4>
      <PlaceFields point={want.point} onChange={(point) => set({ point })} />
      {mend.pick === "point" ? (
        <>
          <p role="status">{w.moveHint}</p>
          <button type="button" onClick={onCentre}>{w.centre}</button>
          <button type="button" onClick={() => mend.setPick("")}>{t.cancel}</button>
        </>
      ) : <button type="button" ref={move} onClick={() => mend.setPick("point")}>{w.move}</button>}
      {want.point && <button type="button" onClick={() => set({ point: null })}>{w.clear}</button>}

      <div className="pair-of-fields">
        <Choice label={t.meeting.statusLabel} value={want.status} options={statuses} words={t.status} onChange={(status) => set({ status })} />
        <Choice
          label={t.meeting.conditionLabel} value={want.condition ?? ""} options={conditions} words={{ "": w.unknown, ...t.condition }}
          onChange={(c) => set({ condition: c === "" ? null : c })}
        />
      </div>
      {all.some((x) => x === "status" || x === "condition") && (
        <div className="field">
          <label htmlFor={id + "-on"}>{w.since}</label>
          <input id={id + "-on"} type="date" value={on} aria-describedby={id + "-on-help"} onChange={(e) => setOn(e.target.value)} />
          <small id={id + "-on-help"}>{w.sinceHelp}</small>
        </div>
      )}

      <details className="correct-day">
        <summary>{w.correctDay}</summary>
        {(["status", "condition"] as const).filter((x) => !all.includes(x) && base[`${x}Since`] !== null).map((x) => (
          <div className="field" key={x}>
            <label htmlFor={`${id}-${x}`}>{w.fields[fieldNames[`${x}Since`]]}</label>
            <input id={`${id}-${x}`} type="date" value={want[`${x}Since`] ?? ""} onChange={(e) => set({ [`${x}Since`]: e.target.value || base[`${x}Since`] })} />
          </div>
        ))}
      </details>

      {facility.kind !== "PUSKESMAS" && (
        <>
          <h4>{w.induk}: {want.induk?.name ?? w.unknown}</h4>
          <Find label={w.find(w.choosePuskesmas)} choices={puskesmas} onChoose={(p) => set({ induk: puskesmas.find((s) => s.id === p) ?? null })} />
          {want.induk && <button type="button" onClick={() => set({ induk: null })}>{w.clear}</button>}
        </>
      )}

      <h4>{w.desa}: {want.declaredDesa ? (want.declaredDesa.name ?? want.declaredDesa.code) : w.unknown}</h4>
      <Find label={w.find(w.chooseDesa)} choices={desaChoices} onChoose={(code) => set({ declaredDesa: named(code) })} />
      <PickOnMap mend={mend} what="desa" hint={w.desaHint} />

      <h4>{w.serviceArea}</h4>
      <ul className="area-list">
        {want.serviceArea.map((d) => (
          <li key={d.code}>
            {d.name ?? d.code}{" "}
            <button type="button" className="link" aria-label={w.remove(d.name ?? d.code)} onClick={() => set({ serviceArea: toggled(want.serviceArea, d) })}>✕</button>
          </li>
        ))}
      </ul>
      <Find
        label={w.find(w.addDesa)} choices={desaChoices.filter((c) => !want.serviceArea.some((d) => d.code === c.id))}
        onChoose={(code) => set({ serviceArea: toggled(want.serviceArea, named(code)) })}
      />
      <PickOnMap mend={mend} what="area" hint={w.areaHint} />

      <h4>{w.pending}</h4>
      {all.length === 0 ? <p>{w.pendingNone}</p> : <Compare before={base} after={want} fields={all} />}
      <div className="field">
        <label htmlFor={id + "-by"}>{w.by}</label>
        <input id={id + "-by"} value={by} maxLength={100} autoComplete="organization-title" aria-describedby={id + "-by-help"} onChange={(e) => setBy(e.target.value)} />
        <small id={id + "-by-help"}>{w.byHelp}</small>
      </div>
      <div className="field">
        <label htmlFor={id + "-reason"}>{w.reason}</label>
        <input id={id + "-reason"} value={reason} maxLength={500} placeholder={w.reasonHelp} onChange={(e) => setReason(e.target.value)} />
      </div>
      {error && (
        <div role="alert" className="notice">
          {state === "conflict" && <p><strong>{w.conflict}</strong></p>}
          <p>{error}</p>
          {state === "conflict" && <button type="button" onClick={onLookAgain}>{w.lookAgain}</button>}
        </div>
      )}
      <Meanwhile
        mend={mend} facility={facility}
        onSeen={() => {
          setState("");
          setError("");
        }}
      />
      {state === "saved" && <p role="status" className="saved">{w.saved}</p>}
      <button type="button" className="save" disabled={all.length === 0 || by.trim().length < 2 || state === "saving" || state === "conflict" || stale} onClick={() => void save()}>
        {state === "saving" ? w.saving : w.save}
      </button>
      {all.length > 0 && <button type="button" onClick={mend.clear}>{w.discard}</button>}
      {all.length > 0 && by.trim().length < 2 && <p className="help">{w.needBy}</p>}
    </div>
  );
}

function PickOnMap({ mend, what, hint }: { mend: Mend; what: "desa" | "area"; hint: string }) {
  const { t } = useSpeech();
  if (mend.pick !== what) return <button type="button" onClick={() => mend.setPick(what)}>{t.facility.onMap}</button>;
  return (
    <>
      <p role="status">{hint}</p>
      <button type="button" onClick={() => mend.setPick("")}>{t.facility.stopPicking}</button>
    </>
  );
}

function Compare({ before, after, fields }: { before: FacilityAnswer; after: Parameters<ReturnType<typeof useFieldText>>[0]; fields: readonly (keyof typeof fieldNames)[] }) {
  const { t } = useSpeech();
  const w = t.facility;
  const text = useFieldText();
  return (
    <table className="compare">
      <thead>
        <tr>
          <td />
          <th scope="col">{w.before}</th>
          <th scope="col">{w.after}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((x) => (
          <tr key={x} data-field={fieldNames[x]}>
            <th scope="row">{w.fields[fieldNames[x]]}</th>
            <td>{text(before, x)}</td>
            <td>{text(after, x)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The facility was changed by somebody else while wishes were gathered: what of it, before anything is saved over it. */
function Meanwhile({ mend, facility, onSeen }: { mend: Mend; facility: FacilityAnswer; onSeen: () => void }) {
  const { t } = useSpeech();
  const w = t.facility;
  if (!mend.base || mend.base.version === facility.version) return null;
  const fields = differing(mend.base, facility);
  return (
    <div className="notice meanwhile" role="status">
      <h4>{w.meanwhile}</h4>
      {fields.length === 0 ? <p>{w.meanwhileNone}</p> : <Compare before={mend.base} after={facility} fields={fields} />}
      <p>{w.meanwhileHelp}</p>
      <button
        type="button"
        onClick={() => {
          mend.rebase(facility);
          onSeen();
        }}
      >
        {w.seen}
      </button>
    </div>
  );
}
