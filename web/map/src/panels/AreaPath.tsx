import type { Named } from "../data/answers";
import type { Place } from "../data/load";
import { useSpeech } from "../lang";

/** Where one is, with the way up, and what to go down to. */
export default function AreaPath({ place, onChoose }: { place: Place; onChoose: (code: string) => void }) {
  const { t, f } = useSpeech();
  const name = (w: Named) => w.name ?? `${t.unnamed} ${w.code}`;
  const below = [...place.below].sort((a, b) => f.collator.compare(name(a), name(b)));
  const up = [{ code: "", name: t.country }, ...place.above];
  return (
    <div className="path">
      <nav aria-label={t.path}>
        <ol>
          {place.code !== "" && up.map((w) => (
            <li key={w.code}>
              <button type="button" className="link" onClick={() => onChoose(w.code)}>{name(w)}</button>
            </li>
          ))}
          <li aria-current="page">
            <strong>{place.code === "" ? t.country : name(place)}</strong>
            {place.code !== "" && <small> {place.code}</small>}
          </li>
        </ol>
      </nav>
      {below.length > 0 && place.level !== "KECAMATAN" && (
        <label>
          {t.within}{" "}
          <select value="" onChange={(e) => e.target.value && onChoose(e.target.value)}>
            <option value="">{t.chooseArea}</option>
            {below.map((w) => <option key={w.code} value={w.code}>{name(w)}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}
