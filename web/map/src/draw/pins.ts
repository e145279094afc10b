import { type Map as Maplibre, Marker } from "maplibre-gl";
import type { LonLat } from "../view/view";

/** A place with a meaning of its own, which may be dragged elsewhere. */
export interface Pin {
  key: string;
  at: LonLat;
  label: string;
  colour: string;
  /** Stands in the pin, where there are several to tell apart. */
  text?: string;
  /** Where it was dropped; without it the pin stays. */
  onDrop?: (at: LonLat) => void;
}

export const pinColours = { plan: "#4a148c", mend: "#b85c00", candidate: "#0037d6" } as const;

/** Puts pins on the map; returns what takes them away again. */
export function drawPins(map: Maplibre, pins: readonly Pin[]): () => void {
  const markers = pins.map((pin) => {
    const marker = new Marker({ draggable: pin.onDrop !== undefined, color: pin.colour, ...(pin.text && { element: numbered(pin.text, pin.colour) }) }).setLngLat([pin.at.lon, pin.at.lat]).addTo(map);
    const element = marker.getElement();
    element.title = pin.label;
    element.dataset.pin = pin.key;
    element.setAttribute("aria-label", pin.label);
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      pin.onDrop?.({ lon: lng, lat });
    });
    return marker;
  });
  return () => markers.forEach((m) => m.remove());
}

function numbered(text: string, colour: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "pin-number";
  element.textContent = text;
  element.style.background = colour;
  return element;
}
