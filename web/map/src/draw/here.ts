import type { Map as Maplibre } from "maplibre-gl";

type Box = HTMLElement & { map?: Maplibre };

/** Leaves a map with its box: for the page around it, the console and the tests, which look at what is really drawn. */
export const leaveMap = (box: HTMLElement, map: Maplibre): void => void ((box as Box).map = map);

/** The map that stands in a part of the page. */
export const mapIn = (part: HTMLElement | null): Maplibre | undefined => part?.querySelector<Box>("#map")?.map;
