// What the tests in the browser share: a page on the server under test, with what
// it asked for and said on the way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

export const base = process.env.JANGKAU_E2E_URL;
if (!base) throw new Error("JANGKAU_E2E_URL names no server: run this over go test . -run Map");

const flags = [
  "--headless", "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
];

/** Everything waits for a condition, this long at most: the machine may be busy. */
export const patience = 60_000;

export const launch = () => chromium.launch({ executablePath: process.env.JANGKAU_E2E_CHROMIUM ?? "/usr/bin/chromium", args: flags });

/** A page in a profile of its own; clean() fails when it asked another host or went wrong. */
export async function open(browser, path, { width = 1280, height = 900, also = "", headers = {}, before } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, extraHTTPHeaders: headers });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const elsewhere = [];
  const wrong = [];
  page.on("request", (r) => {
    const url = r.url();
    if (also && url.startsWith(also + "/")) return;
    if (!url.startsWith(base + "/") && !url.startsWith("data:") && !url.startsWith("blob:" + base)) elsewhere.push(url);
  });
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("console", (m) => m.type() === "error" && /Content Security Policy|Uncaught|Warning:/.test(m.text()) && wrong.push(m.text()));
  if (before) await page.addInitScript(before);
  await page.goto(base + path);
  return {
    page,
    async close() {
      assert.deepEqual(elsewhere, [], "asked of other hosts");
      assert.deepEqual(wrong, [], "errors in the page");
      await context.close();
    },
  };
}

/** Waits until the map shows all that it was handed. */
export const drawn = (page) => page.waitForSelector('#map[aria-busy="false"]');

export async function graphql(query, variables = {}) {
  const response = await fetch(base + "/graphql", {
    method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": "en" }, body: JSON.stringify({ query, variables }),
  });
  const answer = await response.json();
  assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
  return answer.data;
}

/** Desa of each class, as the legend counts them. */
export const legend = (page) =>
  page.$$eval(".legend li[data-class]", (items) => Object.fromEntries(items.map((li) => [li.dataset.class, Number(li.querySelector("output").value.replace(/\D/g, ""))])));

/** Desa of each class, as the rows of the table stand: all pages of it. */
export async function tableClasses(page) {
  const codes = {};
  for (;;) {
    for (const [code, cls] of await page.$$eval("tbody tr[data-code]", (rows) => rows.map((r) => [r.dataset.code, r.dataset.class]))) codes[code] = cls;
    const next = page.getByRole("button", { name: /^(Berikutnya|Next)$/ });
    if ((await next.count()) === 0 || (await next.isDisabled())) break;
    await next.click();
  }
  const previous = page.getByRole("button", { name: /^(Sebelumnya|Previous)$/ });
  while ((await previous.count()) > 0 && !(await previous.isDisabled())) await previous.click();
  return codes;
}

/** Colour of each desa as the map has it on the screen. */
export const mapColours = (page) =>
  page.$eval("#map", (box) => {
    const out = {};
    for (const f of box.map.queryRenderedFeatures({ layers: ["desa-fill"] })) out[String(f.id).replace(/^(..)(..)(..)(....)$/, "$1.$2.$3.$4")] = String(f.layer.paint["fill-color"]);
    return out;
  });

export const count = (values) => {
  const out = {};
  for (const v of values) out[v] = (out[v] ?? 0) + 1;
  return out;
};

export const choose = (page, label, value) => page.getByLabel(label, { exact: true }).first().selectOption(value);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds serious on a page, as it is now. */
export async function seriousOf(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  return violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

/** What reaches beyond the right edge of a screen so wide, but for what scrolls by itself. */
export const tooWide = (page, width) =>
  page.evaluate((w) => [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest(".scroll, .said, .skip, .maplibregl-map") && getComputedStyle(e).display !== "none")
    .map((e) => e.outerHTML.slice(0, 80)), width);
