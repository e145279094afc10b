import { type Map as Maplibre, Marker } from "maplibre-gl";
import type { LonLat } from "../view/view";

/** A place that can be dragged elsewhere. */
export interface Pin {
  /** Which change of the plan it stands for. */
  change: number;
  at: LonLat;
  label: string;
}

/** Puts pins on the map; returns what takes them away again. */
export function drawPins(map: Maplibre, pins: readonly Pin[], onDrop: (change: number, at: LonLat) => void): () => void {
  const markers = pins.map((pin) => {
    const marker = new Marker({ draggable: true, color: "#4a148c" }).setLngLat([pin.at.lon, pin.at.lat]).addTo(map);
    marker.getElement().title = pin.label;
    marker.getElement().setAttribute("aria-label", pin.label);
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      onDrop(pin.change, { lon: lng, lat });
    });
    return marker;
  });
  return () => markers.forEach((m) => m.remove());
}
