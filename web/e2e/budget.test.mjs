// What a slow line has to carry.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const assets = join(dirname(fileURLToPath(import.meta.url)), "../dist/map/assets");

test("at most 500 KB of script, compressed, before the map library's own", () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith(".js.gz"));
  const library = scripts.filter((name) => name.startsWith("maplibre"));
  assert.equal(library.length, 2, `the library and its worker: ${library}`);
  const own = scripts.filter((name) => !library.includes(name));
  const bytes = own.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);
  assert.ok(own.length >= 3 && bytes > 50_000, `found only ${own}`);
  assert.ok(bytes <= 500 * 1024, `${bytes} bytes in ${own}`);
});
