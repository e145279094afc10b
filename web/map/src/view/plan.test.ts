import { expect, it } from "vitest";
import { mostChanges, parsePlan, planInput, type PlanChange, planText } from "./plan";

const plan: PlanChange[] = [
  { do: "add", at: { lat: -8.4, lon: 114.12345 } }, { do: "move", id: "12", at: { lat: 0, lon: 95 } }, { do: "close", id: "7" },
];

it("a plan reads as it was written", () => {
  expect(planText(plan)).toBe("add:-8.40000,114.12345;move:12:0.00000,95.00000;close:7");
  expect(parsePlan(planText(plan))).toEqual(plan);
  expect(planText([])).toBe("");
});

it.each([null, "", "add", "add:1", "add:1,2,3", "add:99,1", "add:x,y", "move:1", "move:a:1,2", "close:", "close:1x", "drop:1", ";;"])("what is no plan is none: %s", (text) => {
  expect(parsePlan(text)).toEqual([]);
});

it("a facility is changed once, and no more is taken than the server takes", () => {
  expect(parsePlan("close:1;move:1:1,2;close:2")).toEqual([{ do: "close", id: "1" }, { do: "close", id: "2" }]);
  expect(parsePlan(Array.from({ length: 80 }, (_, i) => `close:${i}`).join(";"))).toHaveLength(mostChanges);
});

it("is asked in the contract's words", () => {
  expect(planInput(plan)).toEqual([{ add: { lat: -8.4, lon: 114.12345 } }, { move: { facility: "12", to: { lat: 0, lon: 95 } } }, { close: "7" }]);
});
