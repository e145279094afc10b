// A basemap that whoever runs the server has set lies below the desa, and names its
// makers. The server under test has one that is red all over.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drawn, launch, open } from "./browser.mjs";

const skip = process.env.JANGKAU_E2E_BASEMAP ? false : "the server under test has no basemap";

let browser;
before(async () => skip || (browser = await launch()));
after(() => browser?.close());

test("the basemap lies below the desa and names its makers", { skip }, async () => {
  const { page, close } = await open(browser, "/?w=35.10&lang=en", { also: process.env.JANGKAU_E2E_BASEMAP });
  await drawn(page);
  await page.waitForFunction(() => {
    const map = document.querySelector("#map").map;
    if (!map.loaded() || !map.getLayer("basemap")) return false;
    map.redraw(); // its pixels can be read until the browser has shown them
    // A corner of the map, where no desa is.
    const copy = document.createElement("canvas");
    copy.width = copy.height = 1;
    const c = copy.getContext("2d");
    c.drawImage(map.getCanvas(), 200, 200, 1, 1, 0, 0, 1, 1);
    const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
    return r > 200 && g < 60 && b < 60;
  });
  assert.match(await page.textContent(".maplibregl-ctrl-attrib"), /red country/);
  await close();
});
