import { useId, useState } from "react";
import type { Found } from "../data/answers";
import { ask } from "../data/ask";
import { searchQuery } from "../data/queries";
import { useLoaded } from "../data/use";
import { useSpeech } from "../lang";

/** Finds a wilayah by its name or code while it is typed: a combobox, as WAI-ARIA has it. */
export default function SearchBox({ onChoose }: { onChoose: (code: string) => void }) {
  const { t, f, lang } = useSpeech();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useId();
  const typed = text.trim();
  const { data: found, error } = useLoaded(open && typed.length >= 2 ? typed : null, async (signal) => {
    return (await ask<{ wilayahSearch: Found[] }>(searchQuery, { text: typed.slice(0, 100) }, lang, signal)).wilayahSearch;
  });
  const shown = open && typed.length >= 2 ? (found ?? []) : [];
  const current = Math.min(at, shown.length - 1);
  const choose = (w: Found) => {
    setText("");
    setOpen(false);
    onChoose(w.code);
  };
  const where = (w: Found) => [w.parent?.name, w.parent?.parent?.name].filter(Boolean).join(", ");
  return (
    <div className="search">
      <label htmlFor={list + "-text"}>{t.search}</label>
      <input
        id={list + "-text"} type="search" role="combobox" aria-expanded={shown.length > 0} aria-controls={list} aria-autocomplete="list"
        aria-activedescendant={current >= 0 ? `${list}-${current}` : undefined} autoComplete="off" placeholder={t.searchHint} maxLength={100}
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(e) => {
          if (e.key === "ArrowDown" || e.key === "ArrowUp") {
            e.preventDefault();
            setOpen(true);
            setAt((current + (e.key === "ArrowDown" ? 1 : -1) + shown.length + (current < 0 && e.key === "ArrowUp" ? 1 : 0)) % Math.max(shown.length, 1));
          }
          if (e.key === "Enter") {
            const w = shown[Math.max(current, 0)];
            if (w) choose(w);
          }
          if (e.key === "Escape") setOpen(false);
        }}
      />
      <ul id={list} role="listbox" aria-label={t.search} hidden={shown.length === 0}>
        {shown.map((w, i) => (
          <li
            key={w.code} id={`${list}-${i}`} role="option" aria-selected={i === current}
            // Before the field loses the focus, which would close the list.
            onMouseDown={(e) => {
              e.preventDefault();
              choose(w);
            }}
          >
            <strong>{w.name ?? t.unnamed}</strong> <span>{w.code}</span>
            <small>{t.levels[w.level]}{where(w) && `, ${where(w)}`}</small>
          </li>
        ))}
      </ul>
      <p className="said" role="status">
        {error ? error.message : open && typed.length >= 2 && found ? (found.length > 0 ? t.searchFound(f.count(found.length)) : t.searchNone) : ""}
      </p>
    </div>
  );
}
