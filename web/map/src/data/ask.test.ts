import { afterEach, expect, it, vi } from "vitest";
import { ask, askAll, AskError } from "./ask";

afterEach(() => vi.unstubAllGlobals());

const answer = (body: unknown, status = 200) =>
  vi.stubGlobal("fetch", vi.fn(async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status })));

it("hands on what was answered, and asks in the language", async () => {
  answer({ data: { a: 1 } });
  expect(await ask("{a}", { x: 2 }, "en")).toEqual({ a: 1 });
  const [url, init] = vi.mocked(fetch).mock.calls[0]! as [string, RequestInit];
  expect(url).toBe("/graphql");
  expect(init.headers).toMatchObject({ "Accept-Language": "en" });
  expect(JSON.parse(init.body as string)).toEqual({ query: "{a}", variables: { x: 2 } });
});

it.each([
  [{ errors: [{ message: "salah", extensions: { code: "INVALID" } }], data: null }, 200, "salah", "INVALID"],
  ["<html>", 502, "502 ", ""],
  [{ data: null }, 500, "500 ", ""],
])("says what was wrong: %j", async (body, status, message, code) => {
  answer(body, status);
  await expect(ask("{a}", {}, "id")).rejects.toMatchObject({ message, code });
});

it("says that the server is out of reach", async () => {
  vi.stubGlobal("fetch", vi.fn(async () => Promise.reject(new TypeError("failed"))));
  await expect(ask("{a}", {}, "id")).rejects.toMatchObject({ code: "OFFLINE", message: expect.stringContaining("tidak terjangkau") });
});

const pages = (sizes: number[]) => {
  let n = 0;
  return sizes.map((size, i) => ({
    edges: Array.from({ length: size }, () => ({ node: n++ })),
    pageInfo: { hasNextPage: i < sizes.length - 1, endCursor: String(i + 1) },
  }));
};

it.each([[[0]], [[3]], [[2, 2, 1]]])("reads a list to its end: %j", async (sizes) => {
  const list = pages(sizes);
  const all = await askAll<number, (typeof list)[number]>(async (after) => list[Number(after ?? 0)]!);
  expect(all.nodes).toEqual(Array.from({ length: sizes.reduce((a, b) => a + b) }, (_, i) => i));
});

it("reads a list again that changed meanwhile, once", async () => {
  let conflicts = 1;
  const list = pages([1, 1]);
  const read = () =>
    askAll<number, (typeof list)[number]>(async (after) => {
      if (after && conflicts-- > 0) throw new AskError("berubah", "CONFLICT");
      return list[Number(after ?? 0)]!;
    });
  expect((await read()).nodes).toEqual([0, 1]);
  conflicts = 2;
  await expect(read()).rejects.toMatchObject({ code: "CONFLICT" });
});
