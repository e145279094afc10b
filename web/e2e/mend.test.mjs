// Mending data on the map: what is saved, logged, and what two editors at once see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, drawn, graphql, launch, legend, open, seriousOf, tooWide } from "./browser.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

const until = (page, condition, argument) => page.waitForFunction(condition, argument);
const office = "Seksi Yankes (uji)";

const facilityOf = async (id) =>
  (await graphql(
    `query($id: ID!) { facility(id: $id) { id version name status condition point { lon lat } induk { id } declaredDesa { code } desa { code } serviceArea { code }
      functioning { status reasons } mended edits(first: 20) { totalCount edges { node { by reason changes { field before after } } } } } }`, { id })).facility;

/** Open pustu that have a point, each the only one of its desa, and of a puskesmas; by id. */
async function pustu() {
  const { facilities } = await graphql(
    `{ facilities(within: "35.10", kind: [PUSTU], orderBy: [{ key: ID }], first: 500) {
      edges { node { id name status locationQuality point { lon lat } desa { code name } induk { id name } } } } }`);
  const all = facilities.edges.map((e) => e.node);
  return all.filter((s) => s.status === "OPEN" && s.locationQuality === "POINT" && s.induk && all.filter((o) => o.desa?.code === s.desa?.code).length === 1);
}

/** A facility's panel with its form open, by an editor who has said who they are. */
async function mending(s, { lang = "id", w = "35.10", ...size } = {}) {
  const at = s.point ? `&at=${s.point.lat.toFixed(5)},${s.point.lon.toFixed(5)},12` : "";
  const opened = await open(browser, `/?w=${w}&lang=${lang}&facility=${s.id}${at}`, size);
  const { page } = opened;
  await drawn(page);
  await page.getByRole("button", { name: lang === "id" ? "Perbaiki data" : "Mend the data" }).press("Enter");
  await page.locator(".mend").waitFor();
  await page.getByLabel(lang === "id" ? "Diubah oleh (jabatan atau unit)" : "Changed by (office or role)").fill(office);
  return opened;
}

const save = (page) => page.locator(".mend .save").click();
const saved = (page) => page.locator(".mend .saved").waitFor();
/** Where the map has a facility. */
const placeOnMap = (page, id) =>
  page.$eval("#map", (box, i) => box.map.querySourceFeatures("facilities").find((f) => f.properties.id === i)?.geometry.coordinates ?? null, id);

test("a pustu is moved by dragging its pin: the map has it there at once, and the move is logged", async () => {
  const s = (await pustu())[0];
  const was = await facilityOf(s.id);
  const { page, close } = await mending(s);
  const pin = await page.locator('[data-pin="mend"]').boundingBox();
  const from = [pin.x + pin.width / 2, pin.y + pin.height - 6];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 10, from[1] + 8, { steps: 3 });
  await page.mouse.move(from[0] + 24, from[1] + 16, { steps: 3 });
  await page.mouse.up();
  await page.locator('.compare [data-field="POINT"]').waitFor();
  await page.getByLabel("Alasan").fill("kunjungan lapangan");
  assert.equal((await facilityOf(s.id)).version, was.version, "something was written before it was saved");
  await save(page);
  await saved(page);
  const is = await facilityOf(s.id);
  assert.ok(is.version > was.version);
  assert.notDeepEqual(is.point, was.point);
  const [edit] = is.edits.edges.map((e) => e.node);
  assert.deepEqual([edit.by, edit.reason, edit.changes.map((c) => c.field)], [office, "kunjungan lapangan", ["POINT"]]);
  assert.ok(is.mended.includes("POINT"));
  await page.locator(".log").filter({ hasText: "kunjungan lapangan" }).waitFor();
  await until(page, ([i, lon, lat]) => {
    const f = document.querySelector("#map").map.querySourceFeatures("facilities").find((x) => x.properties.id === i);
    return f && Math.abs(f.geometry.coordinates[0] - lon) < 2e-4 && Math.abs(f.geometry.coordinates[1] - lat) < 2e-4;
  }, [s.id, is.point.lon, is.point.lat]);
  assert.ok(await placeOnMap(page, s.id));
  await close();
});

test("a pustu is closed and opened again: legend, table and GraphQL agree each time, and the page of its puskesmas tells it", async () => {
  const s = (await pustu())[1];
  const { page, close } = await mending(s);
  await choose(page, "Penyebut", "DESA_AND_KELURAHAN");
  await drawn(page);
  const before = await legend(page);
  const counted = async () => {
    const { desaWithoutPustu } = await graphql(`{ desaWithoutPustu(within: "35.10") { counts { rule units has lacks unknown } } }`);
    const { has, lacks, unknown } = desaWithoutPustu.counts.find((c) => c.rule === "BUILDING" && c.units === "DESA_AND_KELURAHAN");
    return { HAS: has, LACKS: lacks, UNKNOWN: unknown };
  };
  assert.deepEqual(before, await counted());
  await page.locator(".mend").getByLabel("Status", { exact: true }).selectOption("CLOSED");
  await save(page);
  await saved(page);
  await until(page, (n) => Number(document.querySelector('.legend [data-class="LACKS"] output').value) === n, before.LACKS + 1);
  assert.deepEqual(await legend(page), await counted());
  await page.getByLabel("Saring menurut nama atau kode").fill(s.desa.code);
  await page.locator(`tbody tr[data-code="${s.desa.code}"][data-class="LACKS"]`).waitFor();
  const { functioning } = await facilityOf(s.id);
  assert.equal(functioning.status, "DOES_NOT");
  assert.ok(functioning.reasons.includes("CLOSED"), JSON.stringify(functioning));

  const meeting = await open(browser, `/?puskesmas=${s.induk.id}&lang=id`);
  await meeting.page.locator(".changes [data-edit]").filter({ hasText: s.name }).filter({ hasText: office }).waitFor();
  assert.equal(await meeting.page.getAttribute(`[data-facility="${s.id}"] [data-functioning]`, "data-functioning"), "DOES_NOT");
  await meeting.close();

  await page.locator(".mend").getByLabel("Status", { exact: true }).selectOption("OPEN");
  await save(page);
  await saved(page);
  await page.locator(`tbody tr[data-code="${s.desa.code}"][data-class="HAS"]`).waitFor();
  await until(page, (n) => Number(document.querySelector('.legend [data-class="LACKS"] output').value) === n, before.LACKS);
  assert.deepEqual(await legend(page), await counted());
  await close();
});

test("a wrong day of closing is corrected by one edit; a day that would undo a state is refused in words", async () => {
  const s = (await pustu())[5];
  const { version } = await facilityOf(s.id);
  await graphql(`mutation($i: FacilityEditInput!) { editFacility(input: $i) { id } }`, { i: { facility: s.id, version, by: office, status: "CLOSED" } });
  const history = async () => (await graphql(`query($id: ID!) { facility(id: $id) { closed statusSince history { from status } } }`, { id: s.id })).facility;
  const { statusSince } = await history();
  const dayBefore = new Date(Date.parse(statusSince) - 86_400_000).toISOString().slice(0, 10);
  const { page, close } = await mending(s);
  await page.locator(".correct-day summary").press("Enter");
  await page.getByLabel("Status berlaku sejak").fill(dayBefore);
  await page.locator('.compare [data-field="STATUS_SINCE"]').waitFor();
  await save(page);
  await saved(page);
  assert.deepEqual([(await history()).closed, (await history()).statusSince], [dayBefore, dayBefore]);
  await page.locator(".log li").first().filter({ hasText: "Status berlaku sejak" }).waitFor();
  await page.locator(".mend").getByLabel("Status", { exact: true }).selectOption("NOT_OPERATING");
  await page.getByLabel("Status dan kondisi berlaku sejak").fill(new Date(Date.parse(dayBefore) - 86_400_000).toISOString().slice(0, 10));
  await save(page);
  await page.locator('.mend [role="alert"]').filter({ hasText: `CLOSED (${dayBefore})` }).waitFor();
  assert.equal((await history()).closed, dayBefore);
  await close();
});

test("of two editors the second sees what the first changed, and overwrites nothing before having seen it", async () => {
  const s = (await pustu())[2];
  const { page, close } = await mending(s, { lang: "en" });
  await page.locator(".mend").getByLabel("Condition", { exact: true }).selectOption("RUSAK_SEDANG");
  const { version } = await facilityOf(s.id);
  await graphql(`mutation($i: FacilityEditInput!) { editFacility(input: $i) { id } }`, { i: { facility: s.id, version, by: "Puskesmas (uji)", status: "NOT_OPERATING" } });
  const first = await facilityOf(s.id);
  await save(page);
  await page.locator('.mend [role="alert"]').filter({ hasText: "Puskesmas (uji)" }).waitFor(); // the server's words name who
  assert.ok(await page.locator(".mend .save").isDisabled());
  assert.deepEqual(await facilityOf(s.id), first, "the second editor wrote over the first");
  await page.getByRole("button", { name: "See how it is now" }).click();
  await page.locator('.meanwhile [data-field="STATUS"]').waitFor();
  assert.match(await page.textContent('.meanwhile [data-field="STATUS"]'), /open.*not/i);
  assert.ok(await page.locator(".mend .save").isDisabled());
  await page.getByRole("button", { name: /^I have seen it/ }).click();
  await page.locator('.compare [data-field="CONDITION"]').waitFor();
  await save(page);
  await saved(page);
  const both = await facilityOf(s.id);
  assert.deepEqual([both.status, both.condition], ["NOT_OPERATING", "RUSAK_SEDANG"]);
  assert.deepEqual(both.edits.edges.slice(0, 2).map((e) => e.node.by), [office, "Puskesmas (uji)"]);
  await close();
});

test("one without coordinates is placed, by keyboard alone", async () => {
  const { facilities } = await graphql(`{ facilities(within: "35.10", filter: { locationQuality: [DESA] }, first: 100) { edges { node { id name desa { code } } } } }`);
  const s = facilities.edges.map((e) => e.node).find((x) => x.desa);
  const { trip } = await graphql(`query($c: WilayahCode!) { trip(from: { desa: $c }, kind: [PUSKESMAS]) { from { point { lon lat } } } }`, { c: s.desa.code });
  const { lon, lat } = trip.from.point;
  const { page, close } = await open(browser, `/?w=35.10&lang=id&at=${lat.toFixed(5)},${lon.toFixed(5)},12`);
  await drawn(page);
  const unplaced = page.locator(".unplaced summary");
  await until(page, () => /[1-9]/.test(document.querySelector(".unplaced summary")?.textContent ?? ""));
  const n = Number((await unplaced.textContent()).replace(/\D/g, ""));
  await unplaced.press("Enter");
  await page.getByLabel("Saring menurut nama", { exact: true }).fill(s.name);
  await page.getByRole("button", { name: `Tempatkan ${s.name}` }).press("Enter");
  await page.locator(".mend").waitFor();
  await until(page, () => document.activeElement.tagName === "CANVAS");
  await page.keyboard.press("Enter");
  await page.locator('.compare [data-field="POINT"]').waitFor();
  await page.getByLabel("Diubah oleh (jabatan atau unit)").fill(office);
  await page.locator(".mend .save").press("Enter");
  await saved(page);
  await until(page, (want) => Number(document.querySelector(".unplaced summary").textContent.replace(/\D/g, "")) === want, n - 1);
  const { point } = await facilityOf(s.id);
  assert.ok(Math.abs(point.lon - lon) < 1e-3 && Math.abs(point.lat - lat) < 1e-3, JSON.stringify(point));
  await close();
});

test("induk is found by its name, wilayah kerja chosen on the map; what is typed wrong is said", async () => {
  const s = (await pustu())[3];
  const was = await facilityOf(s.id);
  const { page, close } = await mending(s);
  const { facilities } = await graphql(`{ facilities(within: "35.10", kind: [PUSKESMAS], first: 100) { edges { node { id name } } } }`);
  const induk = facilities.edges.map((e) => e.node).find((p) => p.id !== s.induk.id && facilities.edges.filter((e) => e.node.name.includes(p.name)).length === 1);
  await page.getByLabel("Cari puskesmas induk").fill(induk.name);
  await page.locator(".found").getByRole("button", { name: induk.name, exact: true }).click();

  await page.getByRole("button", { name: "Pilih di peta" }).last().click();
  // Its own desa, where it has a name of its own on the map: in or out, whichever it was not.
  const target = await page.$eval("#map", (box, code) => {
    for (const f of box.map.queryRenderedFeatures({ layers: ["desa-fill"] })) {
      const ring = f.geometry.type === "Polygon" ? f.geometry.coordinates[0] : f.geometry.coordinates[0][0];
      const at = box.map.project([ring.reduce((n, p) => n + p[0], 0) / ring.length, ring.reduce((n, p) => n + p[1], 0) / ring.length]);
      const hit = box.map.queryRenderedFeatures(at, { layers: ["desa-fill"] })[0]?.properties.code;
      const rect = box.getBoundingClientRect();
      if (hit && hit !== code && at.x > 20 && at.y > 20 && at.x < rect.width - 60 && at.y < rect.height - 40) return { code: hit, x: rect.x + at.x, y: rect.y + at.y };
    }
  }, s.desa.code);
  await page.mouse.click(target.x, target.y);
  await page.locator('.compare [data-field="SERVICE_AREA"]').waitFor();
  await page.getByRole("button", { name: "Selesai memilih" }).click();

  await page.getByLabel("Lintang (−8,4)").fill("95");
  await page.locator(".mend .wrong").waitFor();
  await page.getByLabel("Lintang (−8,4)").fill("-8,5");
  await page.getByLabel("Bujur (114,1)").fill("14");
  await page.getByLabel("Bujur (114,1)").press("Enter");
  await save(page);
  const refused = page.locator('.mend [role="alert"]');
  await refused.filter({ hasText: /[Ii]ndonesia|wilayah/ }).waitFor(); // in Africa, says the server
  assert.deepEqual(await facilityOf(s.id), was, "a place in Africa was taken");
  await page.getByLabel("Lintang (−8,4)").fill(s.point.lat.toFixed(6));
  await page.getByLabel("Bujur (114,1)").fill(s.point.lon.toFixed(6));
  await page.getByLabel("Bujur (114,1)").press("Enter");
  await page.getByLabel("Diubah oleh (jabatan atau unit)").fill("3510012345678901");
  await save(page);
  await refused.waitFor();
  assert.deepEqual(await facilityOf(s.id), was, "a NIK was taken for an office");
  await page.getByLabel("Diubah oleh (jabatan atau unit)").fill(office);
  await save(page);
  await saved(page);
  const is = await facilityOf(s.id);
  assert.equal(is.induk.id, induk.id);
  const codes = (f) => f.serviceArea.map((d) => d.code).sort();
  const want = codes(was).includes(target.code) ? codes(was).filter((c) => c !== target.code) : [...codes(was), target.code].sort();
  assert.deepEqual(codes(is), want);
  await close();
});

const waiting = async () => (await graphql(`{ matchCases(within: "35.10", status: PENDING) { edges { node { id subject given candidates { value } } } } }`)).matchCases.edges.map((e) => e.node);

test("the page of a puskesmas leads to a match on the map, where it is decided; one that waits no more is said to", async () => {
  let m, induk;
  for (const one of (await waiting()).filter((x) => x.subject === "FACILITY" && x.candidates.length > 0)) {
    induk ??= (await facilityOf(one.candidates[0].value)).induk;
    if (induk) m ??= one;
  }
  const { page, close } = await open(browser, `/?puskesmas=${induk.id}&lang=id`);
  await page.getByRole("button", { name: `Lihat di peta: ${m.given}` }).click();
  await drawn(page);
  await page.locator(`.matches [data-match="${m.id}"] .decision`).getByRole("radio").first().waitFor();
  await page.locator(`[data-pin="candidate-${m.candidates[0].value}"]`).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("match"), m.id);
  await close();
  const gone = await open(browser, "/?w=35.10&lang=en&match=999999999");
  await gone.page.locator(".matches .notice").filter({ hasText: "waits no more" }).waitFor();
  await gone.close();
});

test("an uncertain match is decided with its candidates on the map, and by one person alone", async () => {
  const cases = await waiting();
  const [ours, theirs] = cases.filter((m) => m.subject === "FACILITY" && m.candidates.length > 0);
  assert.ok(ours && theirs, `too few matches wait: ${JSON.stringify(cases)}`);
  const { page, close } = await open(browser, "/?w=35.10&lang=id");
  await drawn(page);
  await until(page, (n) => Number(document.querySelector(".matches summary")?.textContent.replace(/\D/g, "")) === n, cases.length);
  await page.locator(".matches summary").press("Enter");
  const decide = async (m) => {
    const item = page.locator(`[data-match="${m.id}"]`);
    await item.getByRole("button", { name: /^Putuskan/ }).click();
    await item.getByRole("radio").first().check();
    await item.getByLabel("Diubah oleh (jabatan atau unit)").fill(office);
    await page.locator(`[data-pin="candidate-${m.candidates[0].value}"]`).waitFor();
    return item;
  };
  const item = await decide(ours);
  await item.getByRole("button", { name: "Terima" }).click();
  await page.locator(".matches .saved").waitFor();
  await until(page, (n) => Number(document.querySelector(".matches summary").textContent.replace(/\D/g, "")) === n, cases.length - 1);
  assert.ok(!(await waiting()).some((m) => m.id === ours.id));
  await until(page, () => !document.querySelector("[data-pin]"));

  const other = await decide(theirs);
  await graphql(`mutation($id: ID!) { decideMatch(id: $id, accept: false, by: "Puskesmas (uji)") { id } }`, { id: theirs.id });
  await other.getByRole("button", { name: "Terima" }).click();
  await other.getByRole("alert").waitFor();
  await other.getByRole("button", { name: "Lihat keadaan terbaru" }).click();
  await until(page, (id) => !document.querySelector(`[data-match="${id}"]`), theirs.id);
  const { matchCases } = await graphql(`{ matchCases(within: "35.10", status: REJECTED) { edges { node { id } } } }`);
  assert.ok(matchCases.edges.some((e) => e.node.id === theirs.id), "the first decision does not stand");
  await close();
});

test("what is not saved is asked about before it is left, whichever way, and kept by whoever stays", async () => {
  const [s, other] = (await pustu()).slice(5);
  const was = await facilityOf(s.id);
  const { page, close } = await open(browser, `/?w=35.10&lang=id&facility=${other.id}`);
  const asked = [];
  let answer = false;
  page.on("dialog", (d) => {
    asked.push(d.type() === "beforeunload" ? "closing" : d.message());
    return answer ? d.accept() : d.dismiss();
  });
  const search = async (label, { name, id }) => {
    await page.getByRole("combobox", { name: label }).fill(name);
    await page.getByRole("option").filter({ hasText: name }).first().click();
    return id;
  };
  const shown = (id) => until(page, (i) => new URLSearchParams(location.search).get("facility") === i, id);
  const kept = async (n) => {
    while (asked.length < n) await page.waitForEvent("dialog");
    await shown(s.id);
    await page.locator('.compare [data-field="STATUS"]').waitFor();
    assert.equal(asked.length, n);
  };
  await drawn(page);
  await shown(await search("Cari wilayah", s));
  await page.locator("#facility-title").filter({ hasText: s.name }).waitFor();
  await page.getByRole("button", { name: "Perbaiki data" }).press("Enter");
  await page.locator(".mend").getByLabel("Status", { exact: true }).selectOption("NOT_OPERATING");
  await choose(page, "Penyebut", "DESA"); // the same facility stays: nothing to ask
  await kept(0);
  await search("Cari wilayah", other);
  await kept(1);
  await page.evaluate(() => history.go(-2)); // to the other facility
  await kept(2);
  await page.close({ runBeforeUnload: true });
  await kept(3);
  await page.getByRole("button", { name: "Selesai memperbaiki" }).click();
  await kept(4);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Done mending" }).waitFor();
  await kept(4);
  answer = true;
  await shown(await search("Search a wilayah", other));
  const loss = "Perubahan yang belum disimpan akan hilang. Buang perubahan?";
  assert.deepEqual(asked, [loss, loss, "closing", loss, "Changes that are not saved will be lost. Discard them?"]);
  assert.deepEqual(await facilityOf(s.id), was);
  await close();
});

test("who may only read is offered no change, and sees what was changed", async () => {
  const s = (await pustu())[1];
  const { page, close } = await open(browser, `/?w=35.10&lang=id&facility=${s.id}`, { headers: { "X-Forwarded-For": "203.0.113.7" } });
  await page.locator(".profile .log").filter({ hasText: office }).waitFor();
  await page.locator(".matches").waitFor();
  assert.equal(await page.getByRole("button", { name: "Perbaiki data" }).count(), 0);
  assert.equal(await page.locator(".unplaced").count(), 0);
  await close();
});

test("axe finds nothing serious while a facility is mended and a match decided, and a phone has room for it", async () => {
  const s = (await pustu())[4];
  for (const size of [{}, { width: 390, height: 844 }]) {
    const { page, close } = await mending(s, size);
    await page.locator(".mend").getByLabel("Status", { exact: true }).selectOption("CLOSED");
    await page.locator(".matches summary").press("Enter");
    await page.locator(".matches").getByRole("button", { name: /^Putuskan/ }).first().click();
    await page.locator(".decision fieldset").waitFor();
    await drawn(page);
    assert.deepEqual(await seriousOf(page), []);
    if (size.width) assert.deepEqual(await tooWide(page, size.width), []);
    await close();
  }
});
