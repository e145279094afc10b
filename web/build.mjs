// Copies what the browser needs out of node_modules into dist/, which the Go
// program embeds: the pages then work without any other server. Beside each file
// goes a compressed twin, since offices reach the server over slow lines.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const files = {
  "graphiql/react.js": "react/umd/react.production.min.js",
  "graphiql/react-dom.js": "react-dom/umd/react-dom.production.min.js",
  "graphiql/graphiql.js": "graphiql/graphiql.min.js",
  "graphiql/graphiql.css": "graphiql/graphiql.min.css",
  "graphiql/LICENSE.txt": "graphiql/LICENSE",
  "graphiql/LICENSE-react.txt": "react/LICENSE",
};

// Made beside its place and renamed into it: a build that is interrupted leaves
// no half of it for the program to embed.
const made = join(here, "dist", "graphiql");
const making = join(here, "dist", "graphiql.making");
rmSync(making, { recursive: true, force: true });
mkdirSync(making, { recursive: true });
for (const [to, from] of Object.entries(files)) {
  let body = readFileSync(join(here, "node_modules", from));
  if (to.endsWith(".js")) {
    // The map files are not shipped; naming them has the browser ask in vain.
    body = Buffer.from(body.toString().replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
  const target = join(making, to.slice("graphiql/".length));
  writeFileSync(target, body);
  if (!to.endsWith(".txt")) writeFileSync(target + ".gz", gzipSync(body, { level: 9 }));
}
rmSync(made, { recursive: true, force: true });
renameSync(making, made);
console.log(`web: ${Object.keys(files).length} files in dist/graphiql`);
