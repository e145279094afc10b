import type { Feature } from "geojson";
import type { Facility, Isochrone, ProfileAnswer } from "../data/answers";
import type { DesaList } from "../data/load";
import type { Kind, LonLat } from "../view/view";
import { labelPoint } from "./geometry";
import { collection, idOf, type Shapes } from "./style";
import { tripLines } from "./trips";

const point = (at: LonLat, properties: Record<string, unknown>): Feature => ({
  type: "Feature", geometry: { type: "Point", coordinates: [at.lon, at.lat] }, properties,
});

/** All that the map draws beside colours. */
export function shapesOf(
  desa: DesaList | null,
  facilities: readonly Facility[] | null,
  show: readonly Kind[],
  open: string,
  profile: ProfileAnswer | null,
  isochrone: Isochrone | null,
  to: LonLat | null,
): Shapes {
  return {
    ...desaShapes(desa),
    facilities: collection((facilities ?? []).flatMap((s) => (s.point && (show.includes(s.kind) || s.id === open) ? [point(s.point, { id: s.id, name: s.name, kind: s.kind, label: s.name })] : []))),
    trips: collection(profile ? tripLines(profile) : []),
    // The widest first, so that narrower ones lie on top.
    iso: collection([...(isochrone?.bands ?? [])].reverse().map((b) => ({ type: "Feature", geometry: b.area, properties: { limit: b.minutes ?? b.km } }))),
    point: collection(to ? [point(to, {})] : []),
  };
}

let last: { of: DesaList | null; shapes: Pick<Shapes, "desa" | "names"> } = { of: null, shapes: {} };

/** The same collections as long as the desa are the same: the map reads each new one anew. */
function desaShapes(desa: DesaList | null): Pick<Shapes, "desa" | "names"> {
  if (desa === last.of && last.shapes.desa) return last.shapes;
  const before = last.shapes.desa;
  // Tiles of one address are the same, whatever was mended between two answers.
  const same = desa?.tiles && before && "tiles" in before && before.tiles.join() === desa.tiles.tiles.join();
  last = { of: desa, shapes: desa?.tiles ? { desa: same ? before : desa.tiles } : featuresOf(desa) };
  return last.shapes;
}

function featuresOf(desa: DesaList | null): Pick<Shapes, "desa" | "names"> {
  const all = desa?.desa ?? [];
  return {
    desa: collection(all.flatMap((d): Feature[] => {
      const geometry = desa!.shapes.get(d.code);
      return geometry ? [{ type: "Feature", id: idOf(d.code), geometry, properties: { code: d.code } }] : [];
    })),
    names: collection(all.flatMap((d) => {
      const shape = desa!.shapes.get(d.code);
      const at = shape && labelPoint(shape);
      return at && d.name ? [point(at, { name: d.name })] : [];
    })),
  };
}
