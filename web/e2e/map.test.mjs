// Does on the map what a planner does, in a real browser, and holds what is seen
// against what GraphQL answers.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, count, drawn, graphql, launch, legend, mapColours, open, patience, seriousOf, tableClasses, tooWide } from "./browser.mjs";

const kabupaten = "/?w=35.10&lang=id";
let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** Waits until the page's address, its table or its map is as wanted. */
const until = (page, condition, argument) => page.waitForFunction(condition, argument);

test("who opens the page sees the one kabupaten that is loaded, and that it is made up", async () => {
  const { page, close } = await open(browser, "/");
  await drawn(page);
  assert.equal(new URL(page.url()).searchParams.get("w"), "35.10");
  assert.match(await page.textContent(".demo"), /DATA PERAGAAN/);
  assert.match(await page.title(), /Banyuwangi/);
  assert.equal(await page.getAttribute("html", "lang"), "id");
  const { desaWithoutPustu } = await graphql(`{ desaWithoutPustu(within: "35.10") { provenance { sources { name } } } }`);
  const said = await page.textContent(".legend");
  for (const source of desaWithoutPustu.provenance.sources) assert.ok(said.includes(source.name), `the legend does not name ${source.name}`);
  await close();
});

test("all that the first map waits for is asked at once, before the map library is there, and once", { timeout: patience }, async () => {
  const { page, close } = await open(browser, "/data");
  const first = ["Area", "Desa", "Facilities", "Kecamatan", "Start"];
  const asked = [];
  let library = 0;
  let all, free;
  const allAsked = new Promise((resolve) => (all = resolve));
  const freed = new Promise((resolve) => (free = resolve));
  const look = () => first.every((name) => asked.includes(name)) && library > 0 && all();
  await page.route(/\/maplibre-[^/]*\.js$/, async (route) => {
    library++;
    look();
    await freed;
    await route.continue();
  });
  await page.route("**/graphql", async (route) => {
    asked.push(/query (\w+)/.exec(route.request().postDataJSON().query)?.[1]); // the page before asks too, without a name
    look();
    await freed;
    await route.continue();
  });
  await page.goto(new URL(kabupaten, page.url()).href, { waitUntil: "commit" });
  await allAsked; // nothing is answered yet: what waits for an answer or for the library is never asked
  free();
  await drawn(page);
  assert.deepEqual(asked.filter((name) => first.includes(name)).sort(), first, "something was asked twice");
  await close();
});

test("a kecamatan is found by typing, and gone up from again", async () => {
  const { page, close } = await open(browser, kabupaten);
  const { wilayahSearch } = await graphql(`{ wilayahSearch(text: "Kalibaru", level: KECAMATAN) { code } }`);
  const { code } = wilayahSearch[0];
  const { desaWithoutPustu } = await graphql(
    `query($c: WilayahCode!) { desaWithoutPustu(within: $c, status: [HAS, LACKS, UNKNOWN]) { totalCount } }`, { c: code });
  const field = page.getByRole("combobox", { name: "Cari wilayah" });
  await field.fill("kec. kalibaru");
  await page.getByRole("option").filter({ hasText: code }).first().waitFor();
  await field.press("ArrowDown");
  await field.press("Enter");
  await until(page, (c) => new URLSearchParams(location.search).get("w") === c, code);
  await page.getByRole("row").nth(desaWithoutPustu.totalCount).waitFor();
  await until(page, (n) => document.querySelectorAll("tbody tr").length === n, desaWithoutPustu.totalCount);
  await drawn(page);
  assert.equal(Object.keys(await mapColours(page)).length, desaWithoutPustu.totalCount);
  await page.getByRole("button", { name: "Banyuwangi" }).click();
  await until(page, () => new URLSearchParams(location.search).get("w") === "35.10");
  await page.goBack();
  await until(page, (c) => new URLSearchParams(location.search).get("w") === c, code);
  await close();
});

test("the count changes with the rule and the denominator; table, legend, map and GraphQL agree", async () => {
  const { page, close } = await open(browser, kabupaten);
  await drawn(page);
  const { desaWithoutPustu } = await graphql(`{ desaWithoutPustu(within: "35.10") { counts { rule units has lacks unknown } } }`);
  const lacking = new Set();
  for (const { rule, units, has, lacks, unknown } of desaWithoutPustu.counts) {
    await choose(page, "Penyebut", units);
    await choose(page, "Aturan", rule);
    await until(page, ([r, u]) => {
      const asked = new URLSearchParams(location.search);
      return (asked.get("rule") ?? "BUILDING") === r && (asked.get("units") ?? "DESA_AND_KELURAHAN") === u;
    }, [rule, units]);
    await drawn(page);
    const want = { HAS: has, LACKS: lacks, UNKNOWN: unknown };
    assert.deepEqual(await legend(page), want, `legend, ${rule} ${units}`);
    const table = await tableClasses(page);
    assert.deepEqual({ HAS: 0, LACKS: 0, UNKNOWN: 0, ...count(Object.values(table)) }, want, `table, ${rule} ${units}`);
    // Every desa of the table is on the map, in the colour that its class has there alone.
    const colours = await mapColours(page);
    const pairs = new Set(Object.entries(table).map(([code, cls]) => `${cls} ${colours[code]}`));
    assert.equal(pairs.size, new Set(Object.values(table)).size, `map, ${rule} ${units}: ${[...pairs]}`);
    assert.ok(!Object.keys(table).some((code) => colours[code] === undefined), "a desa is not drawn");
    lacking.add(lacks);
  }
  assert.ok(lacking.size >= 6, `only ${lacking.size} different counts`);
  await close();
});

test("the desa of a provinsi come as tiles: no shape is asked for, and colours, names and clicks are the table's", async () => {
  const { page, close } = await open(browser, "/data");
  const asked = [];
  const tiles = [];
  page.on("request", (r) => {
    if (r.url().endsWith("/graphql")) asked.push(r.postDataJSON());
    if (/tiles\/outlines\/\d/.test(r.url())) tiles.push(r.url());
  });
  await page.goto(new URL("/?w=35&lang=id&rule=FUNCTIONAL", page.url()).href);
  await drawn(page);
  const desa = () => asked.filter((q) => q.query.startsWith("query Desa("));
  assert.deepEqual(desa().map((q) => q.variables.shapes), [false]);
  assert.ok(tiles.length > 0, "no tile was asked for");
  const { desaWithoutPustu } = await graphql(`{ desaWithoutPustu(within: "35", rule: FUNCTIONAL) { counts { rule units has lacks unknown } } }`);
  const { has, lacks, unknown } = desaWithoutPustu.counts.find((c) => c.rule === "FUNCTIONAL" && c.units === "DESA_AND_KELURAHAN");
  assert.deepEqual(await legend(page), { HAS: has, LACKS: lacks, UNKNOWN: unknown });
  const table = await tableClasses(page);
  const colours = await mapColours(page);
  assert.deepEqual(Object.keys(table).filter((code) => colours[code] === undefined), [], "these are not drawn");
  const pairs = new Set(Object.entries(table).map(([code, cls]) => `${cls} ${colours[code]}`));
  assert.equal(pairs.size, 3, [...pairs].join("; "));
  // Far out a tile has no codes: the click finds the desa all the same.
  const { at, code } = await page.$eval("#map", (box) => {
    const { width, height } = box.getBoundingClientRect();
    for (let x = 0; x < width; x += 5) {
      for (let y = 0; y < height; y += 5) {
        const hit = box.map.queryRenderedFeatures([x, y], { layers: ["desa-fill"] })[0];
        if (hit && box.map.queryRenderedFeatures([x, y], { layers: ["facilities"] }).length === 0) {
          return { at: { x, y }, code: String(hit.id).replace(/^(..)(..)(..)(....)$/, "$1.$2.$3.$4") };
        }
      }
    }
  });
  await page.locator("#map canvas").first().click({ position: at });
  await until(page, (c) => new URLSearchParams(location.search).get("desa") === c, code);
  await page.locator("#profile-title").waitFor();
  await drawn(page);
  const lined = await page.$eval("#map", (box) => box.map.queryRenderedFeatures({ layers: ["desa-chosen"] }).map((f) => String(f.id)));
  assert.deepEqual([...new Set(lined)], [code.replaceAll(".", "")]);
  // Down to the kabupaten, whose shapes come with its answer, and back up.
  for (const [area, shapes] of [["35.10", true], ["35", false]]) {
    const before = desa().length;
    if (shapes) await page.goto(new URL("/?w=35&lang=id", page.url()).href);
    await drawn(page);
    await (shapes ? page.getByLabel("Turun ke").selectOption(area) : page.goBack());
    await until(page, (w) => new URLSearchParams(location.search).get("w") === w, area);
    await until(page, (n) => document.querySelectorAll("tbody tr").length === n, 100);
    await drawn(page);
    assert.equal(desa().slice(before).at(-1).variables.shapes, shapes);
    const kind = await page.$eval("#map", (box) => box.map.getSource("desa").type);
    assert.equal(kind, shapes ? "geojson" : "vector");
    const now = await mapColours(page);
    assert.equal(Object.keys(now).length, 217, area);
    assert.equal(new Set(Object.values(now)).size, 2, area); // LACKS and HAS: the map is coloured again
  }
  await close();
});

test("travel, people beyond a limit, and missing staff are GraphQL's figures", async () => {
  const { page, close } = await open(browser, kabupaten + "&layer=beyond&kind=PUSKESMAS&minutes=10");
  await drawn(page);
  const number = (s) => Number(s.replace(/\./g, "").replace(",", "."));
  const cells = async (column) => {
    const out = {};
    for (const [code, text] of await page.$$eval("tbody tr", (rows, n) => rows.map((r) => [r.dataset.code, r.children[n].textContent]), column)) out[code] = text;
    return out;
  };
  const { travelSummary } = await graphql(
    `{ travelSummary(within: "35.10", kind: [PUSKESMAS], bandsMinutes: [10], groupBy: DESA_KELURAHAN) { groups { wilayah { code } medianS bands { upTo people } } } }`);
  const beyond = Object.fromEntries(travelSummary.groups.map((g) => [g.wilayah.code, g.bands.find((b) => b.upTo === null).people]));
  const shown = await cells(3);
  assert.equal(Object.keys(shown).length, 100);
  for (const [code, text] of Object.entries(shown)) assert.equal(number(text), beyond[code], code);
  // Worst first.
  assert.equal(Object.values(shown).map(number)[0], Math.max(...Object.values(beyond)));

  await page.getByLabel("Batas (menit)").first().fill("20");
  await page.getByLabel("Batas (menit)").first().press("Enter");
  await until(page, () => location.search.includes("minutes=20") && /20 menit/.test(document.querySelector("#legend-title").textContent));
  await choose(page, "Warna desa", "travel");
  await until(page, () => /Waktu tempuh/.test(document.querySelector("#legend-title").textContent));
  await drawn(page);
  const medians = Object.fromEntries(travelSummary.groups.map((g) => [g.wilayah.code, g.medianS]));
  for (const [code, text] of Object.entries(await cells(3))) {
    assert.ok(Math.abs(number(text) - medians[code] / 60) <= 0.5, `${code}: ${text} for ${medians[code]} s`);
  }
  await choose(page, "Warna desa", "staff");
  await until(page, () => /Kekurangan/.test(document.querySelector("#legend-title").textContent));
  const { workforceGaps } = await graphql(`{ workforceGaps(within: "35.10") { totals { gapAll } } }`);
  let sum = 0;
  for (const [, text] of Object.entries(await cells(4))) sum += /^[\d.,]+$/.test(text) ? number(text) : 0;
  assert.equal(sum, workforceGaps.totals.gapAll); // sorted worst first: whoever lacks somebody is on the first page
  await close();
});

test("a filter and a hidden class leave the same desa in the table and on the map", async () => {
  const { page, close } = await open(browser, kabupaten);
  await drawn(page);
  await page.getByLabel("Saring menurut nama atau kode").fill("sumber");
  await page.getByRole("checkbox", { name: /^Punya/ }).uncheck();
  await until(page, () => [...document.querySelectorAll("tbody tr")].every((r) => r.dataset.class === "LACKS" && /sumber/i.test(r.textContent)));
  await drawn(page);
  const table = await tableClasses(page);
  assert.ok(Object.keys(table).length > 2, "too few desa for a test");
  const colours = count(Object.values(await mapColours(page)));
  const clear = Object.keys(colours).find((c) => c.includes("0.35"));
  const coloured = Object.entries(colours).filter(([c]) => c !== clear);
  assert.deepEqual(coloured.map(([, n]) => n), [Object.keys(table).length]);
  await close();
});

test("a desa is sorted to, chosen in the table or on the map, and its profile says what GraphQL says", async () => {
  const { page, close } = await open(browser, kabupaten);
  await drawn(page);
  await page.getByRole("button", { name: "Desa/kelurahan" }).click();
  await until(page, () => document.querySelector("thead th").getAttribute("aria-sort") === "ascending");
  const names = await page.$$eval("tbody tr th button", (b) => b.map((x) => x.textContent));
  assert.deepEqual(names, [...names].sort(new Intl.Collator("id-ID", { numeric: true, sensitivity: "base" }).compare));
  await page.locator("tbody tr").first().getByRole("button").click();
  await page.locator("#profile-title").waitFor();
  const code = new URL(page.url()).searchParams.get("desa");
  const { trip, wilayah } = await graphql(`query($c: WilayahCode!) { wilayah(code: $c) { name people } trip(from: { desa: $c }, kind: [PUSKESMAS]) { to { facility { name } } line } }`, { c: code });
  const said = await page.textContent(".profile");
  for (const want of [wilayah.name, trip.to.facility.name, wilayah.people.toLocaleString("id-ID")]) assert.ok(said.includes(want), `the profile does not say ${want}`);
  await drawn(page);
  assert.ok((await page.$eval("#map", (box) => box.map.queryRenderedFeatures({ layers: ["trips"] }).length)) > 0, "no trip is drawn");
  // Another one, by a click where the map has drawn it.
  const target = await page.$eval("#map", (box, open) => {
    for (const f of box.map.queryRenderedFeatures({ layers: ["desa-fill"] })) {
      if (f.properties.code === open || f.geometry.type !== "Polygon") continue;
      const ring = f.geometry.coordinates[0];
      const at = box.map.project([ring.reduce((s, p) => s + p[0], 0) / ring.length, ring.reduce((s, p) => s + p[1], 0) / ring.length]);
      if (box.map.queryRenderedFeatures(at, { layers: ["facilities"] }).length > 0) continue; // a click there opens the facility
      const hit = box.map.queryRenderedFeatures(at, { layers: ["desa-fill"] })[0]?.properties.code;
      const rect = box.getBoundingClientRect();
      if (hit && hit !== open) return { code: hit, x: rect.x + at.x, y: rect.y + at.y };
    }
  }, code);
  await page.mouse.click(target.x, target.y);
  await until(page, (c) => new URLSearchParams(location.search).get("desa") === c, target.code);
  await page.locator(".profile .sub", { hasText: target.code }).waitFor();
  await page.keyboard.press("Escape");
  await until(page, () => !document.querySelector(".profile"));
  await close();
});

test("an isochrone is drawn from a point, by keyboard alone, with the people GraphQL counts", async () => {
  const { page, close } = await open(browser, kabupaten + "&at=-8.37,114.15,10.5");
  await drawn(page);
  const start = page.getByRole("button", { name: "Gambar dari titik di peta" });
  await page.getByText("Daerah jangkauan").first().press("Enter");
  await start.press("Enter");
  await until(page, () => document.activeElement.tagName === "CANVAS");
  await page.keyboard.press("Enter");
  await page.locator(".bands tbody tr").nth(2).waitFor();
  await drawn(page);
  const [lat, lon] = new URL(page.url()).searchParams.get("iso").split(",").map(Number);
  const { isochrone } = await graphql(`query($to: PointInput!) { isochrone(to: $to, bandsMinutes: [10, 20, 30]) { bands { people desa } } }`, { to: { lat, lon } });
  const shown = await page.$$eval(".bands tbody tr", (rows) => rows.map((r) => [1, 2].map((i) => Number(r.children[i].textContent.replace(/\D/g, "")))));
  assert.deepEqual(shown, isochrone.bands.map((b) => [b.people, b.desa]));
  assert.ok(shown[2][0] > shown[0][0]);
  assert.ok((await page.$eval("#map", (box) => box.map.queryRenderedFeatures({ layers: ["iso-fill"] }).length)) > 0, "nothing is drawn");
  await close();
});

test("a pustu is placed, dragged, and one closed: people covered before and after are GraphQL's", async () => {
  // Where people travel farthest now.
  const { travelSummary } = await graphql(
    `{ travelSummary(within: "35.10", kind: [PUSKESMAS, PUSTU], groupBy: DESA_KELURAHAN) { groups { wilayah { code } people medianS } } }`);
  const worst = travelSummary.groups.reduce((a, b) => (b.medianS > a.medianS ? b : a));
  const { trip } = await graphql(`query($c: WilayahCode!) { trip(from: { desa: $c }, kind: [PUSKESMAS]) { from { point { lon lat } } } }`, { c: worst.wilayah.code });
  const { lon, lat } = trip.from.point;
  const { page, close } = await open(browser, `${kabupaten}&kind=PUSKESMAS&at=${lat.toFixed(5)},${lon.toFixed(5)},11`);
  await drawn(page);
  await page.getByText("Seandainya").press("Enter");
  await page.getByRole("button", { name: "Tempatkan pustu di peta" }).press("Enter");
  await until(page, () => document.activeElement.tagName === "CANVAS");
  await page.keyboard.press("Enter");
  const asked = async () => {
    const p = new URL(page.url()).searchParams;
    const changes = p.get("plan").split(";").map((c) => {
      const [what, ...rest] = c.split(":");
      const at = (text) => ({ lat: Number(text.split(",")[0]), lon: Number(text.split(",")[1]) });
      return what === "add" ? { add: at(rest[0]) } : { [what]: rest[0] };
    });
    const { whatIf } = await graphql(
      `query($kind: [FacilityKind!]!, $changes: [WhatIfChange!]!) { whatIf(within: "35.10", kind: $kind, bandsMinutes: [10, 20, 30], changes: $changes) {
        before { bands { people desa } } after { bands { people desa } } changed { people } } }`, { kind: p.get("kind").split(","), changes });
    const sums = (side) => side.bands.slice(0, 3).map((_, i) => ["people", "desa"].map((what) => side.bands.slice(0, i + 1).reduce((n, b) => n + b[what], 0)));
    const [before, after] = [sums(whatIf.before), sums(whatIf.after)];
    return before.flatMap((b, i) => [[b[0], after[i][0]], [b[1], after[i][1]]]);
  };
  /** Waits until the table says what GraphQL answers to the plan in the address. */
  const agrees = async () => {
    const want = await asked();
    await until(page, (w) => JSON.stringify([...document.querySelectorAll(".whatif tbody tr")].map((r) => [1, 2].map((i) => Number(r.children[i].textContent.replace(/\D/g, ""))))) === w, JSON.stringify(want));
    return want;
  };
  await until(page, () => location.search.includes("plan=add:"));
  assert.match(page.url(), /kind=PUSKESMAS,PUSTU/);
  const placed = await agrees();
  assert.ok(placed[0][1] >= placed[0][0] + worst.people / 2, `people within 10 minutes: ${placed[0]}`);
  await drawn(page);
  assert.ok((await page.$eval("#map", (box) => box.map.queryRenderedFeatures({ layers: ["desa-changed"] }).length)) > 0, "no changed desa is drawn");

  const pin = await page.locator(".maplibregl-marker").boundingBox();
  const from = [pin.x + pin.width / 2, pin.y + pin.height - 6];
  const before = page.url();
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 60, from[1] - 40, { steps: 4 });
  await page.mouse.move(from[0] + 240, from[1] - 120, { steps: 6 });
  await page.mouse.up();
  await until(page, (was) => location.href !== was, before);
  assert.notDeepEqual(await agrees(), placed);

  await page.getByLabel("Fasilitas yang ada").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Tutup fasilitas ini" }).click();
  await until(page, () => location.search.includes("close:"));
  await agrees();

  // Taken back, nothing is left of it.
  for (let n = 2; n > 0; n--) await page.getByRole("button", { name: /^Urungkan/ }).first().click();
  await until(page, () => !location.search.includes("plan=") && !document.querySelector(".whatif") && !document.querySelector(".maplibregl-marker"));
  await close();
});

test("the language is switched, and remembered", async () => {
  const { page, close } = await open(browser, "/?w=35.10");
  await drawn(page);
  assert.equal(await page.getAttribute("html", "lang"), "id");
  await page.getByRole("button", { name: /Inggris/ }).click();
  await until(page, () => document.documentElement.lang === "en");
  await drawn(page);
  assert.match(await page.textContent(".demo"), /DEMONSTRATION DATA/);
  assert.match(await page.textContent("#legend-title"), /under the rule/);
  const next = await page.context().newPage();
  await next.goto(new URL("/?w=35.10", page.url()).href);
  await next.waitForSelector(".demo");
  assert.equal(await next.getAttribute("html", "lang"), "en");
  await close();
});

test("a link shows the same to whoever opens it", async () => {
  const link = "/?w=35.10&layer=beyond&units=DESA&kind=PUSTU,PUSKESMAS&by=DISTANCE&km=3&show=PUSTU&roads=0&desa=35.10.01.2001&iso=-8.37000,114.15000&lang=en&at=-8.41000,114.17000,10.25";
  const seen = [];
  for (let i = 0; i < 2; i++) {
    const { page, close } = await open(browser, seen[0]?.address ?? link);
    await page.locator(".bands tbody tr").first().waitFor();
    await page.locator("#profile-title").waitFor();
    await drawn(page);
    const url = new URL(page.url());
    seen.push({
      address: url.pathname + url.search,
      title: await page.textContent("#legend-title"), table: await tableClasses(page), bands: await page.textContent(".bands"),
      profile: await page.textContent("#profile-title"), colours: await mapColours(page),
      at: await page.$eval("#map", (box) => [box.map.getCenter().lng.toFixed(4), box.map.getCenter().lat.toFixed(4), box.map.getZoom().toFixed(2)]),
    });
    await close();
  }
  const asked = new URLSearchParams(link.slice(1));
  const kept = new URL(seen[0].address, "http://x").searchParams;
  for (const [name, value] of asked) assert.equal(kept.get(name)?.split(",").sort().join(), value.split(",").sort().join(), name);
  assert.deepEqual(seen[1], seen[0]);
  assert.deepEqual(seen[0].at, ["114.1700", "-8.4100", "10.25"]);
});

test("what goes wrong is said, and can be tried again", async () => {
  const { page, close } = await open(browser, "/?w=35.99&lang=en");
  await page.getByRole("alert").filter({ hasText: "35.99" }).first().waitFor();
  let down = true;
  await page.route("**/graphql", (route) => (down ? route.abort() : route.continue()));
  await page.goto(new URL("/?w=35.10&lang=en", page.url()).href);
  await page.getByRole("alert").filter({ hasText: "cannot be reached" }).waitFor();
  down = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("tbody tr").first().waitFor();
  await until(page, () => !document.querySelector('[role="alert"]'));
  await close();
});

test("paper gets the whole table, the legend and the map", async () => {
  const { page, close } = await open(browser, kabupaten);
  await drawn(page);
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("tbody tr").count(), 217);
  assert.ok(await page.locator(".printed").isVisible());
  // The picture has the map: classes that planners see cover much of it.
  const shares = await page.$eval(".printed", async (img) => {
    await img.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: img.naturalWidth, height: img.naturalHeight });
    const c = canvas.getContext("2d");
    c.drawImage(img, 0, 0);
    const { data } = c.getImageData(0, 0, canvas.width, canvas.height);
    const seen = {};
    for (let i = 0; i < data.length; i += 4) {
      const colour = data.slice(i, i + 4).join();
      seen[colour] = (seen[colour] ?? 0) + 400 / data.length;
    }
    return Object.values(seen).filter((share) => share > 2).length;
  });
  assert.ok(shares >= 3, `only ${shares} colours cover 2% of the picture or more`); // sea and two classes
  assert.ok(await page.locator(".legend").isVisible());
  assert.ok(!(await page.locator(".search").isVisible()));
  assert.ok((await page.pdf()).length > 50_000);
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  await until(page, () => document.querySelectorAll("tbody tr").length === 100);
  await close();
});

test("a phone of 360 pixels shows map and table without scrolling sideways", async () => {
  const { page, close } = await open(browser, kabupaten + "&desa=35.10.01.2001", { width: 360, height: 740 });
  await page.locator("#profile-title").waitFor();
  await drawn(page);
  assert.deepEqual(await tooWide(page, 360), []);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollWidth)) <= 360);
  const box = await page.locator("#map canvas").boundingBox();
  assert.ok(box.width > 300 && box.height > 200, JSON.stringify(box));
  await close();
});

test("axe finds nothing serious", async () => {
  for (const [path, size] of [
    [kabupaten, {}],
    [kabupaten + "&layer=travel&desa=35.10.01.2001&iso=-8.37,114.15&plan=add:-8.4,114.2", {}],
    ["/?w=35&lang=en&layer=staff&w=35.10", { width: 360, height: 740 }],
    ["/data", {}],
  ]) {
    const { page, close } = await open(browser, path, size);
    if (path !== "/data") {
      await drawn(page);
      await page.locator(".charts figure").first().waitFor();
      if (path.includes("desa=")) await page.locator("#profile-title").waitFor();
      if (path.includes("plan=")) await page.locator(".whatif").waitFor();
    } else await page.locator("#loaded table").first().waitFor();
    assert.deepEqual(await seriousOf(page), [], path);
    await close();
  }
});
