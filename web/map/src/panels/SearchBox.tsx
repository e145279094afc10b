import { useId, useState } from "react";
import type { Facility, Found } from "../data/answers";
import { ask } from "../data/ask";
import { searchQuery } from "../data/queries";
import { useLoaded } from "../data/use";
import { fold } from "../figures/rows";
import { useSpeech } from "../lang";
import { KindMark } from "./Swatch";

interface Props {
  /** Those of the wilayah that is looked at. */
  facilities: readonly Facility[];
  onChoose: (code: string) => void;
  onFacility: (id: string) => void;
}

const mostFacilities = 8;

/** Facilities whose name holds the text; puskesmas first. */
export function facilitiesNamed(facilities: readonly Facility[], text: string): Facility[] {
  const name = fold(text);
  if (name === "") return [];
  return facilities.filter((s) => fold(s.name).includes(name))
    .sort((a, b) => Number(b.kind === "PUSKESMAS") - Number(a.kind === "PUSKESMAS") || (a.name < b.name ? -1 : 1)).slice(0, mostFacilities);
}

/** Finds a wilayah by its name or code, or a facility by its name, while it is typed: a combobox, as WAI-ARIA has it. */
export default function SearchBox({ facilities, onChoose, onFacility }: Props) {
  const { t, f, lang } = useSpeech();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const list = useId();
  const typed = text.trim();
  const searching = open && typed.length >= 2;
  const { data: found, error } = useLoaded(searching ? {
    key: typed,
    load: async (signal) => (await ask<{ wilayahSearch: Found[] }>(searchQuery, { text: typed.slice(0, 100) }, lang, signal)).wilayahSearch,
  } : null);
  const shown: (Found | Facility)[] = searching ? [...(found ?? []), ...facilitiesNamed(facilities, typed)] : [];
  const current = Math.min(at, shown.length - 1);
  const choose = (w: Found | Facility) => {
    setText("");
    setOpen(false);
    if ("code" in w) onChoose(w.code);
    else onFacility(w.id);
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
            key={"code" in w ? w.code : w.id} id={`${list}-${i}`} role="option" aria-selected={i === current}
            // Before the field loses the focus, which would close the list.
            onMouseDown={(e) => {
              e.preventDefault();
              choose(w);
            }}
          >
            {"code" in w ? (
              <>
                <strong>{w.name ?? t.unnamed}</strong> <span>{w.code}</span>
                <small>{t.levels[w.level]}{where(w) && `, ${where(w)}`}</small>
              </>
            ) : (
              <>
                <KindMark kind={w.kind} /> <strong>{w.name}</strong>
                <small>{t.kinds[w.kind]}</small>
              </>
            )}
          </li>
        ))}
      </ul>
      <p className="said" role="status">
        {error ? error.message : searching && found ? (shown.length > 0 ? t.searchFound(f.count(shown.length)) : t.searchNone) : ""}
      </p>
    </div>
  );
}
