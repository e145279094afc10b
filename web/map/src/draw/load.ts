import type MapView from "./MapView";

type Loaded = { default: typeof MapView };

let there: Loaded | null = null;

/** Loads the map library and what draws with it. */
export const loadMap = (): Promise<Loaded> => import("./MapView").then((loaded) => (there = loaded));

/** What draws the map, where that has been loaded already: the page then need not be put together twice. */
export const loadedMap = () => there?.default ?? null;
