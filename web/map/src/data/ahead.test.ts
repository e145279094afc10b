import { expect, it, vi } from "vitest";
import { askAhead, takeAhead, takeThere } from "./ahead";

const later = <T>() => {
  let done!: (data: T) => void;
  const promise = new Promise<T>((resolve) => (done = resolve));
  return { promise, done };
};

it("an answer asked for ahead is taken once, by its key", async () => {
  const load = vi.fn(async () => 7);
  askAhead([{ key: "a", load }, null]);
  expect(takeAhead("b")).toBeUndefined();
  expect(await takeAhead("a")).toBe(7);
  expect(takeAhead("a")).toBeUndefined();
  expect(load).toHaveBeenCalledTimes(1);
});

it("one that has come is there at once, one on its way is not", async () => {
  const { promise, done } = later<number | null>();
  askAhead([{ key: "c", load: () => promise }]);
  expect(takeThere("c")).toBeUndefined();
  done(null); // nothing is an answer too
  await promise;
  expect(takeThere("c")).toEqual({ data: null });
  expect(takeThere("c")).toBeUndefined();
  expect(takeAhead("c")).toBeUndefined();
});

it("an error waits for whoever takes it", async () => {
  askAhead([{ key: "d", load: () => Promise.reject(new Error("wrong")) }]);
  await Promise.resolve();
  expect(takeThere("d")).toBeUndefined();
  await expect(takeAhead("d")).rejects.toThrow("wrong");
});
