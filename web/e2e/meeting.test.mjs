// The page of one puskesmas for its monthly meeting, held against what GraphQL answers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, drawn, graphql, launch, open, seriousOf, tooWide } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const until = (page, condition, argument) => page.waitForFunction(condition, argument);
const ready = (page) => page.locator('main.meeting[aria-busy="false"] .meeting-head').waitFor();

/** The puskesmas with the most pustu. */
async function puskesmas() {
  const { facilities } = await graphql(`{ facilities(within: "35.10", kind: [PUSTU], first: 500) { edges { node { induk { id name } } } } }`);
  const pustu = {};
  for (const { node: { induk } } of facilities.edges) if (induk) (pustu[induk.id] ??= { ...induk, n: 0 }).n++;
  return Object.values(pustu).reduce((a, b) => (b.n > a.n ? b : a));
}

const asked = `query($id: ID!, $rule: PustuRule!) {
  desaWithoutPustu(within: "35.10", puskesmas: $id, rule: $rule, status: [HAS, LACKS, UNKNOWN], first: 300) { edges { node { desa { code } people status } } }
  facilities(within: "35.10", puskesmas: $id, kind: [PUSTU, PONKESDES, POSKESDES, POLINDES, PKD], first: 300) { edges { node { id name } } }
  workforceGaps(within: "35.10", puskesmas: $id) { totals { gapAll } edges { node { gapAll } } }
}`;

/** The desa of the table with their status, as the page shows them. */
const shown = (page) => page.$$eval(".area-table tbody tr", (rows) => Object.fromEntries(rows.map((r) => [r.dataset.code, r.dataset.class])));
const statuses = (answer) => Object.fromEntries(answer.desaWithoutPustu.edges.map(({ node }) => [node.desa.code, node.status]));

test("a puskesmas is found by its name, and its page says what GraphQL says under either rule", async () => {
  const { id, name } = await puskesmas();
  const { page, close } = await open(browser, "/?w=35.10&lang=id");
  await drawn(page);
  const field = page.getByRole("combobox", { name: "Cari wilayah" });
  await field.fill(name);
  await page.getByRole("option").filter({ hasText: name }).first().click();
  await page.locator("#facility-title").filter({ hasText: name }).waitFor();
  await page.getByRole("button", { name: "Halaman lokakarya mini" }).click();
  await ready(page);
  assert.equal(new URL(page.url()).searchParams.get("puskesmas"), id);
  assert.match(await page.title(), new RegExp(name));
  assert.match(await page.textContent(".demo"), /DATA PERAGAAN/);
  const lacking = {};
  for (const rule of ["BUILDING", "FUNCTIONAL"]) {
    await choose(page, "Aturan", rule);
    await until(page, (r) => (new URLSearchParams(location.search).get("rule") ?? "BUILDING") === r, rule);
    const want = await graphql(asked, { id, rule });
    await until(page, (w) => JSON.stringify(Object.fromEntries([...document.querySelectorAll(".area-table tbody tr")].map((r) => [r.dataset.code, r.dataset.class]).sort())) === w,
      JSON.stringify(Object.fromEntries(Object.entries(statuses(want)).sort())));
    // The drawing has the same desa in the same class.
    const drawnDesa = await page.$$eval(".area-map g[data-code]", (g) => Object.fromEntries(g.map((x) => [x.dataset.code, x.dataset.class])));
    assert.deepEqual(drawnDesa, await shown(page));
    lacking[rule] = Object.values(statuses(want)).filter((s) => s !== "HAS").length;
    const people = want.desaWithoutPustu.edges.reduce((n, { node }) => n + node.people, 0);
    assert.ok((await page.textContent(".area-table tfoot")).includes(people.toLocaleString("id-ID")), `the table does not sum to ${people}`);
    const network = await page.$$eval("[data-facility]", (rows) => rows.map((r) => r.dataset.facility));
    for (const { node } of want.facilities.edges) assert.ok(network.includes(node.id), `${node.name} is not listed`);
    const gaps = await page.$$eval("[data-gap]", (cells) => cells.map((c) => c.dataset.gap));
    assert.deepEqual(gaps, want.workforceGaps.edges.map(({ node }) => String(node.gapAll ?? "")));
    assert.match(await page.textContent(".staff-table tfoot"), new RegExp(`${want.workforceGaps.totals.gapAll}$`));
  }
  assert.notEqual(lacking.BUILDING, lacking.FUNCTIONAL);
  await page.getByRole("button", { name: "Kembali ke peta" }).click();
  await page.locator("#facility-title").filter({ hasText: name }).waitFor();
  await close();
});

test("an earlier month is of its last day, and a link to it shows the same", async () => {
  const { id } = await puskesmas();
  const { page, close } = await open(browser, `/?puskesmas=${id}&lang=en`);
  await ready(page);
  const months = await page.getByLabel("Month").locator("option").evaluateAll((o) => o.map((x) => x.value));
  assert.ok(months.length >= 24 && months[0] > months[1]);
  await choose(page, "Month", months[1]);
  const [year, month] = months[1].split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  await page.locator(".meeting-head", { hasText: `As of ${last}` }).waitFor();
  const text = await page.textContent("main.meeting");
  assert.equal(new URL(page.url()).searchParams.get("month"), months[1]);
  const again = await open(browser, new URL(page.url()).pathname + new URL(page.url()).search);
  await ready(again.page);
  assert.equal(await again.page.textContent("main.meeting"), text);
  await again.close();
  await close();
});

test("it is printed on A4 with its drawing and tables, without its controls", async () => {
  const { id, name } = await puskesmas();
  const { page, close } = await open(browser, `/?puskesmas=${id}&lang=id`);
  await ready(page);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  for (const [selector, there] of [[".meeting-head", true], [".area-map svg", true], [".staff-table", true], [".demo", true], [".meeting-controls", false], [".bar nav", false]]) {
    assert.equal(await page.locator(selector).first().isVisible(), there, selector);
  }
  assert.ok((await page.textContent(".meeting-head")).includes(name));
  // A sum stands once, at the end of its table: a group of footers is repeated below each page of it.
  const sums = await page.$$eval(".meeting tfoot", (all) => all.map((e) => getComputedStyle(e).display));
  assert.ok(sums.length > 0 && sums.every((d) => d === "table-row-group"), String(sums));
  // Nothing is cut off at the edge of the paper: 186 mm are 703 pixels.
  await page.setViewportSize({ width: 703, height: 1000 });
  assert.deepEqual(await tooWide(page, 704), []);
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const [, width, height] = pdf.match(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/);
  assert.deepEqual([width, height].map((n) => Math.round(Number(n))), [595, 842]);
  assert.ok(pdf.length > 30_000);
  await close();
});

test("what is no puskesmas is said to be none", async () => {
  const { facilities } = await graphql(`{ facilities(within: "35.10", kind: [PUSTU], first: 1) { edges { node { id } } } }`);
  for (const id of ["999999999", facilities.edges[0].node.id]) {
    const { page, close } = await open(browser, `/?puskesmas=${id}&lang=en`);
    await page.getByRole("alert").filter({ hasText: "no puskesmas of that number" }).waitFor();
    await close();
  }
});

test("axe finds nothing serious on the page, and a phone shows it without scrolling sideways", async () => {
  const { id } = await puskesmas();
  for (const size of [{}, { width: 390, height: 844 }]) {
    const { page, close } = await open(browser, `/?puskesmas=${id}&lang=id`, size);
    await ready(page);
    assert.deepEqual(await seriousOf(page), []);
    if (size.width) assert.deepEqual(await tooWide(page, size.width), []);
    await close();
  }
});
