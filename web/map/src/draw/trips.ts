import type { Feature } from "geojson";
import type { ProfileAnswer } from "../data/answers";
import { marks } from "./marks";

/** A trip has the colour of the facility it leads to. */
export const tripColours = { PUSTU: marks.PUSTU.colour, PUSKESMAS: marks.PUSKESMAS.colour, RS: marks.RS.colour } as const;

/** The lines of a desa's trips to its nearest facilities. */
export function tripLines(answer: ProfileAnswer): Feature[] {
  return ([["PUSTU", answer.pustu], ["PUSKESMAS", answer.puskesmas], ["RS", answer.rs]] as const).flatMap(([kind, trip]): Feature[] =>
    trip.line ? [{ type: "Feature", geometry: trip.line, properties: { colour: tripColours[kind] } }] : [],
  );
}
