// Fills dist/, which the Go program embeds: GraphiQL out of node_modules, and the
// map, built by Vite. The pages then work without any other server. Beside each file
// goes a compressed twin, since offices reach the server over slow lines.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const dist = (name) => join(here, "dist", name);

const graphiql = {
  "react.js": "react/umd/react.production.min.js",
  "react-dom.js": "react-dom/umd/react-dom.production.min.js",
  "graphiql.js": "graphiql/graphiql.min.js",
  "graphiql.css": "graphiql/graphiql.min.css",
  "LICENSE.txt": "graphiql/LICENSE",
  "LICENSE-react.txt": "react/LICENSE",
};

function copy(files, to) {
  for (const [name, from] of Object.entries(files)) {
    let body = readFileSync(join(here, "node_modules", from));
    if (name.endsWith(".js")) {
      // The map files are not shipped; naming them has the browser ask in vain.
      body = Buffer.from(body.toString().replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
    }
    writeFileSync(join(to, name), body);
  }
}

function compress(dir) {
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !/\.(txt|md|gz)$/.test(file)) writeFileSync(file + ".gz", gzipSync(readFileSync(file), { level: 9 }));
  }
}

// Each is made beside its place and renamed into it: a build that is interrupted
// leaves no half of it for the program to embed.
async function make(name, fill) {
  const making = dist(name + ".making");
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  await fill(making);
  compress(making);
  rmSync(dist(name), { recursive: true, force: true });
  renameSync(making, dist(name));
  console.log(`web: dist/${name}`);
}

await make("graphiql", (dir) => copy(graphiql, dir));
await make("map", () =>
  build({ root: join(here, "map"), configFile: join(here, "vite.config.ts"), logLevel: "warn" }));
// Last, so that it is newer than all that it stands for.
writeFileSync(dist("built"), "");
