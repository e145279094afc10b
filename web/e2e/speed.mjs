// How long until the map is there, and how it moves: figures for the benchmarks, a line
// of JSON. Addresses to open are the arguments.
import { launch, open } from "./browser.mjs";

const rounds = Number(process.env.JANGKAU_E2E_ROUNDS ?? 3);

/** In the page: notes when the map first has all that it was handed, counted from navigation. */
function watch() {
  const look = () => {
    if (document.querySelector('#map[aria-busy="false"]')) window.mapThere ??= performance.now();
    else if (window.mapThere === undefined) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Drags the map to and fro: how long each frame took, and the page's own work for a frame, in milliseconds. */
async function pan(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const worked = async () => (await devtools.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  const box = await page.locator("#map canvas").first().boundingBox();
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.evaluate(() => {
    window.frames_ = [];
    const note = (t) => {
      window.frames_.push(t);
      window.noting = requestAnimationFrame(note);
    };
    window.noting = requestAnimationFrame(note);
  });
  const before = await worked();
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= 60; i++) await page.mouse.move(x + 150 * Math.sin(i / 10), y + 100 * Math.sin(i / 15));
  await page.mouse.up();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.noting);
    return window.frames_.slice(1).map((t, i) => t - window.frames_[i]);
  });
  return { frames, work: ((await worked()) - before) / frames.length };
}

const at = (values, share) => values.sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];

const browser = await launch();
const figures = {};
for (const path of process.argv.slice(2)) {
  const first = [];
  const frames = [];
  const work = [];
  for (let i = 0; i < rounds; i++) {
    // A context of its own each: nothing is in the browser's cache.
    const { page, close } = await open(browser, path, { before: watch });
    first.push(await (await page.waitForFunction(() => window.mapThere)).jsonValue());
    const moved = await pan(page);
    frames.push(...moved.frames);
    work.push(moved.work);
    await close();
  }
  figures[path] = { first: at(first, 0.5), slowest: Math.max(...first), frame: at(frames, 0.5), p95: at(frames, 0.95), work: at(work, 0.5) };
}
await browser.close();
console.log(JSON.stringify(figures));
