/** Where a layer's tiles are, and where on earth. */
export interface Tiles {
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds?: [west: number, south: number, east: number, north: number];
}

/** Asks for the TileJSON of a layer; null where the server has none to give. */
export async function loadTiles(layer: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<Tiles | null> {
  try {
    const asked = new URLSearchParams(query).toString();
    const response = await fetch(`/tiles/${layer}.json${asked && "?" + asked}`, { signal });
    if (!response.ok) return null;
    const { tiles, minzoom, maxzoom, bounds } = (await response.json()) as Tiles;
    // By this page's own address, whatever name the server knows itself by. URL would
    // turn the braces of {z} into escapes.
    return { tiles: tiles.map((t) => location.origin + t.replace(/^[a-z]+:\/\/[^/]+/, "")), minzoom, maxzoom, ...(bounds && { bounds }) };
  } catch {
    return null;
  }
}
