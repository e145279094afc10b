import { expect, it } from "vitest";
import { monthsUpTo, periodOf, todayAt, within } from "./month";

it.each([
  ["", "2026-11-27", "2026-11-27", "2026-10-31"],
  ["2026-11", "2026-11-27", "2026-11-27", "2026-10-31"],
  ["2026-10", "2026-11-27", "2026-10-31", "2026-09-30"],
  ["2024-02", "2026-11-27", "2024-02-29", "2024-01-31"],
  ["2026-01", "2026-01-01", "2026-01-01", "2025-12-31"],
  ["2026-11", "2026-11-30", "2026-11-30", "2026-10-31"],
  ["2031-05", "2026-11-27", "2026-11-27", "2026-10-31"],
])("the month %s, asked on %s, is of %s against %s", (month, today, asOf, since) => {
  expect(periodOf(month, today)).toEqual({ asOf, since });
});

it("months go back from the present one, and hold the one asked for", () => {
  expect(monthsUpTo("2026-02-10", 4)).toEqual(["2026-02", "2026-01", "2025-12", "2025-11"]);
  expect(monthsUpTo("2026-02-10", 2, "2020-05")).toEqual(["2026-02", "2026-01", "2020-05"]);
  expect(monthsUpTo("2026-02-10", 2, "2026-01")).toEqual(["2026-02", "2026-01"]);
  expect(monthsUpTo("2026-02-10", 2, "2027-01")).toEqual(["2026-02", "2026-01"]);
});

it("the day is Jakarta's", () => {
  expect(todayAt(Date.UTC(2026, 10, 30, 16, 59))).toBe("2026-11-30");
  expect(todayAt(Date.UTC(2026, 10, 30, 17, 0))).toBe("2026-12-01");
});

it("a moment is of the month in which it is in Jakarta", () => {
  const october = { asOf: "2026-10-31", since: "2026-09-30" };
  expect(["2026-09-30T16:59:59Z", "2026-09-30T17:00:00Z", "2026-10-31T16:59:59Z", "2026-10-31T17:00:00Z"].map((m) => within(october, m))).toEqual([false, true, true, false]);
});
