import type { Dictionary } from "../lang/id";
import type { Formats } from "../lang/format";
import type { Metric, View } from "../view/view";
import type { Row } from "./rows";

export type Pattern = "plain" | "hatch" | "dots" | "cross";

/** One entry of a legend: how its desa are drawn and called. */
export interface Class {
  id: string;
  colour: string;
  pattern: Pattern;
  label: (t: Dictionary, f: Formats) => string;
}

// Five steps of viridis, light to dark: apart in lightness too, so that they are
// told apart in grey and by people who see no red or no green.
const steps = ["#fde725", "#5ec962", "#21918c", "#3b528b", "#440154"] as const;

const timeBounds = [5, 15, 30, 60];
const distanceBounds = [1, 3, 5, 10];
const peopleBounds = [500, 2000, 5000];
const gapBounds = [1, 2, 5];

/** Classes (a, b] with an open one above the last bound. */
function ranged(bounds: readonly number[], unit: (t: Dictionary) => string, colours: readonly string[]): Class[] {
  return [...bounds, Infinity].map((upper, i) => ({
    id: `r${i}`,
    colour: colours[i]!,
    pattern: "plain" as const,
    label: (t: Dictionary, f: Formats) => {
      const lower = i === 0 ? 0 : bounds[i - 1]!;
      if (upper === Infinity) return t.above(f.decimal(lower), unit(t));
      return i === 0 ? t.upTo(f.decimal(upper), unit(t)) : t.between(f.decimal(lower), f.decimal(upper), unit(t));
    },
  }));
}

const rangeOf = (bounds: readonly number[], value: number): string => {
  const i = bounds.findIndex((b) => value <= b);
  return `r${i < 0 ? bounds.length : i}`;
};

type Named = keyof Dictionary["classes"];
const named = (id: Named, colour: string, pattern: Pattern): Class => ({ id, colour, pattern, label: (t) => t.classes[id] });

// Beside its hue each status has a lightness and a pattern of its own.
const pustuClasses = [named("LACKS", "#d95f02", "hatch"), named("HAS", "#a6dbd0", "plain"), named("UNKNOWN", "#bdbdbd", "dots")];
const unreachable = named("unreachable", "#d95f02", "hatch");
const notComputed = named("notComputed", "#d9d9d9", "dots");
const noPeople = named("noPeople", "#bdbdbd", "dots");
const none = named("none", "#f0f0f0", "plain");
const travelBounds = (by: Metric) => (by === "TIME" ? timeBounds : distanceBounds);

/** The classes of a layer, in the order of its legend. */
export function classesOf(view: View): Class[] {
  switch (view.layer) {
    case "pustu":
      return pustuClasses;
    case "travel":
      return [...ranged(travelBounds(view.by), (t) => (view.by === "TIME" ? t.minutes : t.km), steps), unreachable, notComputed, noPeople];
    case "beyond":
      return [none, ...ranged(peopleBounds, (t) => t.people, steps.slice(1)), notComputed, noPeople];
    case "staff":
      return [
        none, ...ranged(gapBounds, (t) => t.people, steps.slice(1)),
        named("noStandard", "#bdbdbd", "dots"), named("noStaffData", "#d9d9d9", "cross"), named("noFacility", "#ffffff", "plain"),
      ];
  }
}

/** The class of a desa in the layer shown. */
export function classOf(view: View, row: Omit<Row, "cls">): string {
  switch (view.layer) {
    case "pustu":
      return row.rules[view.rule];
    case "travel":
      return travelClass(view, row);
    case "beyond": {
      const travel = row.travel;
      if (!travel || (travel.peopleKnown && travel.people > 0 && travel.notComputed === travel.people)) return "notComputed";
      if (!travel.peopleKnown) return "noPeople";
      return travel.beyond === 0 ? "none" : rangeOf(peopleBounds, travel.beyond);
    }
    case "staff": {
      const staff = row.staff;
      if (!staff || staff.facilities === 0) return "noFacility";
      if (staff.required === null) return staff.withoutData === staff.facilities ? "noStaffData" : "noStandard";
      if (staff.gap === null) return "noStaffData";
      return staff.gap === 0 ? "none" : rangeOf(gapBounds, staff.gap);
    }
  }
}

function travelClass(view: View, row: Omit<Row, "cls">): string {
  const travel = row.travel;
  if (!travel) return "notComputed";
  const figure = view.by === "TIME" ? travel.medianS : travel.medianM;
  if (figure !== null) return rangeOf(travelBounds(view.by), view.by === "TIME" ? figure / 60 : figure / 1000);
  if (!travel.peopleKnown) return "noPeople";
  return travel.unreached >= travel.notComputed ? "unreachable" : "notComputed";
}

/** What the legend is headed by: the figure, its unit and its conditions. */
export function legendTitle(view: View, t: Dictionary, f: Formats): string {
  const kind = view.kind.map((k) => t.kinds[k]).join(t.orKinds);
  const profile = t.profiles[view.profile].toLowerCase();
  switch (view.layer) {
    case "pustu": return t.legendOf.pustu(t.rules[view.rule]);
    case "travel": {
      const what = view.by === "TIME" ? `${t.travelTime} (${t.minutes})` : `${t.travelDistance} (${t.km})`;
      return t.legendOf.travel(what, kind, profile);
    }
    case "beyond":
      return t.legendOf.beyond(limitText(view, t, f), kind, profile);
    case "staff":
      return t.legendOf.staff(view.klaster ? t.klasters[view.klaster] : t.allKlaster, view.asn ? t.staffAsn : t.staffAll);
  }
}

export const limitText = (view: View, t: Dictionary, f: Formats): string =>
  view.by === "TIME" ? `${f.decimal(view.minutes)} ${t.minutes}` : `${f.decimal(view.km)} ${t.km}`;
