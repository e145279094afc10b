import { useId, useState } from "react";
import { fold } from "../figures/rows";
import { useSpeech } from "../lang";

interface Choice {
  id: string;
  name: string;
}

const most = 6;

/** Chooses one of many by a part of its name or code. */
export default function Find({ label, choices, onChoose }: { label: string; choices: readonly Choice[]; onChoose: (id: string) => void }) {
  const { t } = useSpeech();
  const id = useId();
  const [text, setText] = useState("");
  const wanted = fold(text);
  const found = wanted === "" ? [] : choices.filter((c) => fold(c.name).includes(wanted) || fold(c.id).startsWith(wanted)).slice(0, most);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="search" autoComplete="off" value={text} maxLength={100} onChange={(e) => setText(e.target.value)} />
      {wanted !== "" && (
        <ul aria-label={label} className="found">
          {found.map((c) => (
            <li key={c.id}>
              <button
                type="button" className="link"
                onClick={() => {
                  setText("");
                  onChoose(c.id);
                }}
              >
                {c.name}
              </button>
              <small> {c.id}</small>
            </li>
          ))}
          {found.length === 0 && <li role="status">{t.searchNone}</li>}
        </ul>
      )}
    </div>
  );
}
