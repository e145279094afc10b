import { defineConfig } from "vitest/config";

// The map is built into dist/map, which the Go program embeds and serves below
// /assets/map/. While developing, `npx vite web` passes questions on to a server
// that runs beside it.
declare const process: { env: Record<string, string | undefined> };
const server = process.env.JANGKAU_PROXY ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: "map",
  base: "/assets/map/",
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
