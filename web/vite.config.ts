import type { HtmlTagDescriptor, Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The map is built into dist/map, which the Go program embeds and serves below
// /assets/map/. While developing, `npx vite web` passes questions on to a server
// that runs beside it.
declare const process: { env: Record<string, string | undefined> };
const server = process.env.JANGKAU_PROXY ?? "http://127.0.0.1:8080";

const base = "/assets/map/";

// The first script asks its questions and then takes what the first map needs; the page
// names all of that, so that a slow line carries it at once and not one after another.
const first = ["/src/page.tsx", "/src/draw/MapView.tsx"];
const firstMap: Plugin = {
  name: "first-map",
  transformIndexHtml: {
    order: "post",
    handler(_, { bundle = {} }) {
      const entries = Object.values(bundle).filter((c) => c.type === "chunk" && c.isEntry);
      const named = new Set(entries.flatMap((c) => (c.type === "chunk" ? [c.fileName, ...c.imports] : []))); // by Vite itself
      const files = new Set<string>();
      const styles = new Set<string>();
      const take = (name: string) => {
        const chunk = bundle[name];
        if (files.has(name) || named.has(name) || chunk?.type !== "chunk") return;
        files.add(name);
        chunk.viteMetadata?.importedCss.forEach((css) => styles.add(css));
        chunk.imports.forEach(take);
      };
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type === "chunk" && first.some((f) => chunk.facadeModuleId?.endsWith(f))) take(name);
      }
      if (files.size < first.length) throw new Error(`not all of ${first} are chunks of their own`);
      const link = (rel: string) => (name: string): HtmlTagDescriptor => ({ tag: "link", attrs: { rel, crossorigin: true, href: base + name }, injectTo: "head" });
      return [...[...files].map(link("modulepreload")), ...[...styles].map(link("stylesheet"))];
    },
  },
};

export default defineConfig({
  root: "map",
  base,
  plugins: [{ ...firstMap, apply: "build" }],
  build: {
    outDir: "../dist/map.making", // build.mjs renames it once it is whole
    emptyOutDir: true,
    target: "es2022",
    license: { fileName: "LICENSES.md" }, // what is taken from others goes with its licences
    chunkSizeWarningLimit: 1200, // the map library itself
    // Kept apart: the map library changes seldom, and is most of what is loaded.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "maplibre", test: /node_modules[\\/](maplibre-gl|@maplibre)[\\/]/ }] } },
    },
  },
  worker: { format: "es" },
  server: { proxy: { "/graphql": server, "/tiles": server, "/map-settings.json": server } },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
