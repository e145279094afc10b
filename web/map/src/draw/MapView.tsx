import { Map as Maplibre, type MapMouseEvent, NavigationControl, Popup, prewarm, ScaleControl, setWorkerUrl } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Class } from "../figures/classes";
import type { Row } from "../figures/rows";
import { useSpeech } from "../lang";
import { kinds, type LonLat, type View } from "../view/view";
import { addBasemap } from "./basemap";
import type { Bounds } from "./geometry";
import { leaveMap } from "./here";
import { markImage, patternImage } from "./marks";
import { drawPins, type Pin } from "./pins";
import { replace } from "./sources";
import { codeOf, fillColour, fillPattern, idOf, type Shapes, sources, styleOf } from "./style";
import { addTiles } from "./tiles";

setWorkerUrl(workerUrl); // the worker is a file of its own: the policy allows no other
prewarm(); // it starts while the page is still being put together

export interface MapProps {
  rows: readonly Row[];
  classes: readonly Class[];
  shapes: Shapes;
  /** Where to look when at is null. */
  bounds: Bounds | null;
  at: View["at"];
  chosen: string;
  /** The facility that is open, by its id. */
  facility: string;
  /** Desa whose trips a plan changes. */
  changed: readonly string[];
  pins: readonly Pin[];
  roads: boolean;
  /** What a desa is called when the pointer is over it. */
  nameOf: (code: string) => string | null;
  busy: boolean;
  /** What is to be drawn first is still on its way. */
  waiting: boolean;
  picking: boolean;
  onChoose: (code: string) => void;
  /** Null while a desa is wanted: a click on a facility is then one on its desa. */
  onFacility: ((id: string) => void) | null;
  onPick: (at: LonLat | null) => void;
  onMove: (at: NonNullable<View["at"]>) => void;
  /** All that was handed in is on the screen, or never will be. */
  onDrawn: () => void;
}

/** The map. What it draws is handed in; it tells where was clicked and where it was moved to. */
export default function MapView(props: MapProps) {
  const { t, lang } = useSpeech();
  const box = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<Maplibre | null>(null);
  const [map, setMap] = useState<Maplibre | null>(null); // once it has its style
  const [failed, setFailed] = useState(false);
  const bounds = props.bounds?.join(",");
  // Names what there is to draw: another object as soon as any of it is another, so
  // that the map is never called drawn for something that it has only been handed.
  const wanted = useMemo(() => ({}), [map, props.busy, props.rows, props.shapes, props.chosen, props.facility, props.changed, bounds]);
  const [drawn, setDrawn] = useState<object | null>(null);
  const laid = useRef<Shapes>({}); // what the map's sources have
  const latest = useRef(props);
  latest.current = props;

  // Made anew with the language, which its buttons speak.
  useEffect(() => {
    let made: Maplibre;
    try {
      const at = latest.current.at;
      made = new Maplibre({
        container: box.current!, attributionControl: false, fadeDuration: 0, dragRotate: false, pitchWithRotate: false, maxZoom: 18,
        ...(at ? { center: [at.lon, at.lat], zoom: at.zoom } : { center: [118, -2.5], zoom: 3.6 }),
        locale: lang === "id"
          ? { "NavigationControl.ZoomIn": "Perbesar", "NavigationControl.ZoomOut": "Perkecil", "Map.Title": t.mapHelp }
          : { "Map.Title": t.mapHelp },
      });
    } catch {
      setFailed(true);
      latest.current.onDrawn();
      return;
    }
    made.touchZoomRotate.disableRotation();
    made.addControl(new NavigationControl({ showCompass: false }), "top-right");
    made.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    leaveMap(box.current!, made);
    made.on("moveend", (e) => {
      if (!("originalEvent" in e) || !e.originalEvent) return; // not by a person
      const { lng, lat } = made.getCenter();
      latest.current.onMove({ lon: lng, lat, zoom: made.getZoom() });
    });
    listen(made, latest);
    made.once("style.load", () => {
      const ratio = 2;
      for (const p of ["hatch", "dots", "cross"] as const) made.addImage(p, patternImage(p, ratio), { pixelRatio: ratio });
      for (const k of kinds) made.addImage(`mark-${k}`, markImage(k, ratio), { pixelRatio: ratio });
      setMap(made);
    });
    // What has to be fetched for the map alone comes after the answer.
    made.once("idle", () => {
      void addBasemap(made);
      void addTiles(made, () => latest.current.roads);
    });
    setMade(made);
    return () => {
      setMade(null);
      setMap(null);
      made.remove();
    };
  }, [lang]);

  // The first answer is drawn in one go, where it lies: frames of half of it would only
  // keep it waiting.
  useEffect(() => {
    if (!made || props.waiting || made.style) return;
    const { shapes, rows, classes, at, bounds } = latest.current;
    if (bounds && !at) made.fitBounds(bounds, { padding: 24, animate: false });
    for (const name of sources) laid.current[name] = shapes[name];
    made.setStyle(styleOf(shapes, rows, classes), { validate: false });
  }, [made, props.waiting]);

  for (const name of sources) {
    const data = props.shapes[name];
    // The list of sources never changes, so neither does the order of these hooks.
    useEffect(() => {
      if (!map || data === laid.current[name]) return;
      replace(map, name, laid.current[name], data);
      laid.current[name] = data;
    }, [map, data]);
  }

  useEffect(() => {
    if (!map) return;
    map.setPaintProperty("desa-fill", "fill-color", fillColour(props.rows, props.classes));
    const { filter, pattern } = fillPattern(props.rows, props.classes);
    map.setFilter("desa-pattern", filter);
    map.setPaintProperty("desa-pattern", "fill-pattern", pattern);
  }, [map, props.rows, props.classes, props.shapes.desa]);

  useEffect(() => {
    map?.setFilter("desa-chosen", ["==", ["id"], idOf(props.chosen)]);
  }, [map, props.chosen, props.shapes.desa]);

  useEffect(() => {
    if (map?.getLayer("facility-chosen")) map.setFilter("facility-chosen", ["==", ["get", "id"], props.facility]);
  }, [map, props.facility, props.shapes.facilities]);

  useEffect(() => {
    map?.setFilter("desa-changed", ["in", ["id"], ["literal", props.changed.map(idOf)]]);
  }, [map, props.changed, props.shapes.desa]);

  useEffect(() => (map ? drawPins(map, props.pins) : undefined), [map, props.pins]);

  useEffect(() => {
    if (map?.getLayer("roads")) map.setLayoutProperty("roads", "visibility", props.roads ? "visible" : "none");
  }, [map, props.roads]);

  useEffect(() => {
    if (!map || latest.current.at || !latest.current.bounds) return;
    map.fitBounds(latest.current.bounds, { padding: 24, animate: false });
  }, [map, bounds, props.at === null]);

  // A place that was chosen elsewhere, as by going back in the browser's history.
  useEffect(() => {
    const at = props.at;
    if (!map || !at) return;
    const now = map.getCenter();
    if (Math.abs(now.lng - at.lon) + Math.abs(now.lat - at.lat) > 1e-4 || Math.abs(map.getZoom() - at.zoom) > 0.02) {
      map.jumpTo({ center: [at.lon, at.lat], zoom: at.zoom });
    }
  }, [map, props.at]);

  useEffect(() => {
    if (!map || props.busy) return;
    const done = () => {
      setDrawn(wanted);
      latest.current.onDrawn();
    };
    map.once("idle", done);
    map.triggerRepaint();
    return () => void map.off("idle", done);
  }, [map, wanted, props.busy]);

  useEffect(() => {
    if (!map) return;
    map.getCanvas().style.cursor = props.picking ? "crosshair" : "";
    if (props.picking) map.getCanvas().focus();
  }, [map, props.picking]);

  return (
    <div
      className="map" id="map" ref={box} role="region" aria-label={t.map} aria-busy={drawn !== wanted && !failed}
      onKeyDown={(e) => {
        if (!props.picking) return;
        if (e.key === "Escape") props.onPick(null);
        if (e.key === "Enter" && map) props.onPick({ lon: map.getCenter().lng, lat: map.getCenter().lat });
      }}
    >
      {failed && <p className="notice">{t.noWebgl}</p>}
    </div>
  );
}

/** What the pointer does. */
function listen(map: Maplibre, latest: { current: MapProps }): void {
  const popup = new Popup({ closeButton: false, closeOnClick: false, className: "hint", offset: 10 });
  const under = (e: MapMouseEvent, layer: string) => (map.getLayer(layer) ? map.queryRenderedFeatures(e.point, { layers: [layer] })[0] : undefined);
  map.on("click", (e) => {
    if (latest.current.picking) {
      latest.current.onPick({ lon: e.lngLat.lng, lat: e.lngLat.lat });
      return;
    }
    const facility: unknown = under(e, "facilities")?.properties.id;
    if (typeof facility === "string" && latest.current.onFacility) return latest.current.onFacility(facility);
    const code = codeOf(under(e, "desa-fill")?.id);
    if (code) latest.current.onChoose(code);
  });
  map.on("mousemove", (e) => {
    // Nobody reads while the map moves, and looking up what is below costs frames.
    if (latest.current.picking || map.isMoving()) return void popup.remove();
    const facility = under(e, "facilities");
    const code = codeOf(under(e, "desa-fill")?.id);
    const text = facility ? String(facility.properties.label) : code ? latest.current.nameOf(code) : null;
    map.getCanvas().style.cursor = text ? "pointer" : "";
    if (text) popup.setLngLat(e.lngLat).setText(text).addTo(map);
    else popup.remove();
  });
  map.on("mouseout", () => void popup.remove());
}
