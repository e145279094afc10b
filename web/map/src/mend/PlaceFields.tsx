import { useEffect, useId, useState } from "react";
import { useSpeech } from "../lang";
import type { LonLat } from "../view/view";
import { degrees } from "./draft";

/** Latitude and longitude as numbers; a place is taken when both are whole. */
export default function PlaceFields({ point, onChange }: { point: LonLat | null; onChange: (point: LonLat) => void }) {
  const { t } = useSpeech();
  const w = t.facility;
  const id = useId();
  const [typed, setTyped] = useState({ lat: "", lon: "" });
  const shown = point && `${point.lat.toFixed(6)} ${point.lon.toFixed(6)}`;
  useEffect(() => setTyped(point ? { lat: point.lat.toFixed(6), lon: point.lon.toFixed(6) } : { lat: "", lon: "" }), [shown]);
  const [lat, lon] = [degrees(typed.lat, 90), degrees(typed.lon, 180)];
  const wrong = (typed.lat.trim() !== "" && lat === null) || (typed.lon.trim() !== "" && lon === null);
  const take = () => {
    if (lat !== null && lon !== null && `${lat.toFixed(6)} ${lon.toFixed(6)}` !== shown) onChange({ lat, lon });
  };
  const field = (name: "lat" | "lon", label: string) => (
    <div className="field">
      <label htmlFor={`${id}-${name}`}>{label}</label>
      <input
        id={`${id}-${name}`} inputMode="decimal" autoComplete="off" value={typed[name]} aria-invalid={wrong || undefined} aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(e) => setTyped({ ...typed, [name]: e.target.value })} onBlur={take} onKeyDown={(e) => e.key === "Enter" && take()}
      />
    </div>
  );
  return (
    <>
      <div className="pair-of-fields">
        {field("lat", w.lat)}
        {field("lon", w.lon)}
      </div>
      {wrong && <p id={`${id}-wrong`} role="alert" className="wrong">{w.badDegrees}</p>}
    </>
  );
}
