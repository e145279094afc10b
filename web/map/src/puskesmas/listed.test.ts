import { expect, it } from "vitest";
import { listedChanges } from "./listed";

const state = (from: string, status: "OPEN" | "CLOSED" | "UNKNOWN", condition: "BAIK" | null = null, name = "Daftar pustu") => ({ from, status, condition, source: { name } });
const period = { since: "2026-09-30", asOf: "2026-10-31" };

it("tells what lists changed within the month, and what is new", () => {
  expect(listedChanges([
    { name: "A", history: [state("2020-01-01", "UNKNOWN"), state("2026-10-05", "OPEN", "BAIK"), state("2026-11-01", "CLOSED", "BAIK")] },
    { name: "B", history: [state("2026-10-01", "OPEN")] },
    { name: "C", history: [state("2020-01-01", "OPEN"), state("2026-09-30", "CLOSED")] },
  ], period)).toEqual([
    { name: "B", from: "2026-10-01", source: "Daftar pustu", changes: [] },
    { name: "A", from: "2026-10-05", source: "Daftar pustu", changes: [{ field: "STATUS", before: "UNKNOWN", after: "OPEN" }, { field: "CONDITION", before: null, after: "BAIK" }] },
  ]);
});

it("leaves to the log what people mended, and says nothing of a state that only went on", () => {
  expect(listedChanges([
    { name: "A", history: [state("2020-01-01", "OPEN"), state("2026-10-05", "CLOSED", null, "Perbaikan di peta")] },
    { name: "B", history: [state("2020-01-01", "OPEN"), state("2026-10-05", "OPEN")] },
  ], period)).toEqual([]);
});
