// What is taken away from the map, held against the table that it was taken from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { base, choose, drawn, graphql, launch, open } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const until = (page, condition, argument) => page.waitForFunction(condition, argument);

/** The cells of a file, without the mark that says UTF-8. */
function cells(text, separator) {
  assert.equal(text.charCodeAt(0), 0xfeff, "the file does not begin with the mark of UTF-8");
  const lines = text.slice(1).split("\r\n");
  assert.equal(lines.pop(), "", "the last line does not end");
  const field = new RegExp(`("(?:[^"]|"")*"|[^${separator}]*)(?:${separator}|$)`, "y");
  return lines.map((line) => {
    const out = [];
    for (field.lastIndex = 0; field.lastIndex < line.length; ) out.push(field.exec(line)[1].replace(/^"|"$/g, "").replaceAll('""', '"'));
    return out;
  });
}

/** Every row of the table, through its pages: code, then the words of each cell. */
async function tableRows(page) {
  const rows = [];
  for (;;) {
    rows.push(...(await page.$$eval("tbody tr[data-code]", (all) => all.map((r) => [r.dataset.code, ...[...r.children].map((c) => c.textContent)]))));
    const next = page.getByRole("button", { name: /^(Berikutnya|Next)$/ });
    if ((await next.count()) === 0 || (await next.isDisabled())) return rows;
    await next.click();
  }
}

async function csvOf(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /CSV/ }).click()]);
  return readFileSync(await download.path(), "utf8");
}

const number = (text) => (text === "–" ? "" : text.replace(/\D/g, ""));

test("the file has the very rows of the table: filtered, sorted, without hidden classes", async () => {
  const { page, close } = await open(browser, "/?w=35.10&lang=id&rule=FUNCTIONAL");
  await drawn(page);
  const whole = cells(await csvOf(page), ";");
  assert.deepEqual(whole.slice(1).map((r) => [r[0], r[1], r[2], r[3], r[4]]), (await tableRows(page)).map((r) => [r[0], r[1], r[2], number(r[3]), r[4]]));
  assert.equal(whole.length, 218);

  await page.getByLabel("Saring menurut nama atau kode").fill("sari");
  await page.getByRole("checkbox", { name: /^Punya/ }).uncheck();
  await page.getByRole("button", { name: "Desa/kelurahan" }).click();
  await until(page, () => document.querySelector("thead th").getAttribute("aria-sort") === "ascending" && !document.querySelector('tbody tr[data-class="HAS"]'));
  const rows = await tableRows(page);
  assert.ok(rows.length > 5 && rows.length < 100 && rows.every((r) => /sari/i.test(r[1])), `${rows.length} rows`);
  const part = cells(await csvOf(page), ";");
  assert.deepEqual(part[0], ["Kode", "Desa/kelurahan", "Kecamatan", "Penduduk", "Kelas"]);
  assert.deepEqual(part.slice(1).map((r) => [r[0], r[1], r[2], r[3], r[4]]), rows.map((r) => [r[0], r[1], r[2], number(r[3]), r[4]]));
  await close();
});

test("figures are GraphQL's, unrounded, with a point in English", async () => {
  const { page, close } = await open(browser, "/?w=35.10&lang=en&layer=travel&kind=PUSKESMAS");
  await drawn(page);
  const file = cells(await csvOf(page), ",");
  const { travelSummary } = await graphql(`{ travelSummary(within: "35.10", kind: [PUSKESMAS], groupBy: DESA_KELURAHAN) { groups { wilayah { code } medianS medianM } } }`);
  assert.equal(file.length, travelSummary.groups.length + 1);
  const of = new Map(file.slice(1).map((r) => [r[0], r]));
  for (const g of travelSummary.groups) {
    const [, , , , minutes, km] = of.get(g.wilayah.code);
    assert.ok(Math.abs(Number(minutes) * 60 - g.medianS) < 1e-6 && Math.abs(Number(km) * 1000 - g.medianM) < 1e-6, `${g.wilayah.code}: ${minutes} ${km}`);
  }
  await close();
});

test("the server's sheet is of the same desa as the table", async () => {
  const { page, close } = await open(browser, "/?w=35.10&lang=id");
  await drawn(page);
  await choose(page, "Aturan", "SERVED");
  await choose(page, "Penyebut", "DESA");
  await page.getByRole("checkbox", { name: /^Punya/ }).uncheck();
  await until(page, () => document.querySelector(".export a")?.getAttribute("href").includes("rule=SERVED&units=DESA&status=LACKS,UNKNOWN"));
  await drawn(page);
  const address = await page.getAttribute(".export a", "href");
  assert.match(address, /\.xlsx\?/);
  const answer = await fetch(base + address.replace(".xlsx", ".csv"));
  assert.equal(answer.status, 200);
  const text = Buffer.from(await answer.arrayBuffer()).toString("utf8"); // text() would drop the mark
  const codes = cells(text, ",").slice(1).map((r) => r[0]);
  const rows = (await tableRows(page)).map((r) => r[0]);
  assert.ok(rows.length > 20, `${rows.length} rows`);
  assert.deepEqual(codes.sort(), rows.sort());
  const sheet = Buffer.from(await (await fetch(base + address)).arrayBuffer());
  assert.equal(sheet.subarray(0, 2).toString(), "PK");
  await close();
});
