import { expect, it } from "vitest";
import { within } from "./within";

const band = (unit: "MINUTE" | "KILOMETRE", upTo: number | null, people: number, desa: number) => ({ unit, upTo, people, desa });

it("adds bands up to limits, of the metric asked for", () => {
  const before = { people: 100, bands: [band("MINUTE", 10, 20, 1), band("MINUTE", 20, 30, 2), band("MINUTE", null, 50, 3), band("KILOMETRE", 5, 7, 1), band("KILOMETRE", null, 93, 5)] };
  const after = { people: 100, bands: [band("MINUTE", 10, 60, 3), band("MINUTE", 20, 30, 2), band("MINUTE", null, 10, 1), band("KILOMETRE", 5, 9, 2), band("KILOMETRE", null, 91, 4)] };
  expect(within({ before, after }, "TIME")).toEqual([
    { upTo: 10, before: { people: 20, desa: 1 }, after: { people: 60, desa: 3 } },
    { upTo: 20, before: { people: 50, desa: 3 }, after: { people: 90, desa: 5 } },
  ]);
  expect(within({ before, after }, "DISTANCE")).toEqual([{ upTo: 5, before: { people: 7, desa: 1 }, after: { people: 9, desa: 2 } }]);
});
