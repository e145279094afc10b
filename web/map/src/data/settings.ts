/** What whoever runs the server has set for the map. */
export interface Settings {
  basemap: { url: string; attribution: string } | null;
}

let asked: Promise<Settings> | undefined;

/** Reads the settings once; without them the map works with no basemap. */
export function settings(): Promise<Settings> {
  asked ??= fetch("/map-settings.json")
    .then((r) => (r.ok ? (r.json() as Promise<Settings>) : { basemap: null }))
    .catch(() => ({ basemap: null }));
  return asked;
}
