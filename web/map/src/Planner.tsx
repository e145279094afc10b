import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { FacilityAnswer } from "./data/answers.facility";
import { ofDesa, ofFacilities, ofFacility, ofIsochrone, ofMatches, ofPlace, ofProfile, ofStaff, ofStart, ofTravel, ofWhatIf } from "./data/questions";
import { useLoaded } from "./data/use";
import { boundsOf } from "./draw/geometry";
import { mapIn } from "./draw/here";
import { loadedMap, loadMap } from "./draw/load";
import { type Pin, pinColours } from "./draw/pins";
import { shapesOf } from "./draw/shapes";
import type { Shapes } from "./draw/style";
import { cellText, filterRows, firstSort, sortRows, totals } from "./figures/rows";
import { useSpeech } from "./lang";
import { toggled } from "./mend/draft";
import { candidatesOf, mendDesa, mendPins } from "./mend/onMap";
import { newer, useMend } from "./mend/useMend";
import AreaPath from "./panels/AreaPath";
import Controls from "./panels/Controls";
import DesaTable from "./panels/DesaTable";
import ExportBar from "./panels/ExportBar";
import FacilityPanel from "./panels/FacilityPanel";
import FacilityProfile from "./panels/FacilityProfile";
import IsochronePanel from "./panels/IsochronePanel";
import Legend from "./panels/Legend";
import PlanPanel from "./panels/PlanPanel";
import Profile from "./panels/Profile";
import SearchBox from "./panels/SearchBox";
import TopBar from "./panels/TopBar";
import { type Picture, pictureOf } from "./picture";
import { usePrinting } from "./view/print";
import { useSame } from "./view/same";
import { type Change, useLeave } from "./view/use";
import { planText } from "./view/plan";
import { kinds, type LonLat, type View } from "./view/view";

// The map library and the charts are most of what is loaded; figures do not wait for them.
const LaterMap = lazy(loadMap);
const Charts = lazy(() => import("./panels/Charts"));
const MendPanel = lazy(() => import("./mend/MendPanel"));
const MatchPanel = lazy(() => import("./mend/MatchPanel"));
const UnplacedPanel = lazy(() => import("./mend/UnplacedPanel"));

/** The planner's map, with all that stands beside it. */
export default function Planner({ view, change }: { view: View; change: Change }) {
  const { t, f } = useSpeech();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [filter, setFilter] = useState("");
  const [sort, setSort] = useState(firstSort[view.layer]);
  const [picking, setPicking] = useState<"" | "iso" | "plan">(""); // what a click on the map is for
  const [drawn, setDrawn] = useState(false); // charts and matches wait until the first map is there
  const [saved, setSaved] = useState(0); // counts what was mended here: each time all is asked for anew
  const [placing, setPlacing] = useState(""); // the facility to be placed as soon as it is loaded
  const [mended, setMended] = useState<FacilityAnswer | null>(null); // as it was saved last
  const map = useRef<HTMLDivElement>(null);
  const { printing, picture: printed } = usePrinting(map);
  const [MapView] = useState(() => loadedMap() ?? LaterMap);

  const start = useLoaded(ofStart(view));
  useEffect(() => {
    // Whoever has loaded one kabupaten means that one.
    if (view.w === "" && start.data?.only && !start.busy && location.search.indexOf("w=") < 0) change({ w: start.data.only }, "replace");
  }, [start.data]);

  const { w, kind } = view;
  const place = useLoaded(ofPlace(view));
  const desa = useLoaded(ofDesa(view, saved));
  const travel = useLoaded(ofTravel(view, saved));
  const staff = useLoaded(ofStaff(view, saved));
  const facilities = useLoaded(ofFacilities(view, saved));
  const opened = useLoaded(ofProfile(view, saved));
  const facility = useLoaded(ofFacility(view, saved));
  const matches = useLoaded(drawn ? ofMatches(view, saved) : null);
  const isochrone = useLoaded(ofIsochrone(view));
  const whatIf = useLoaded(ofWhatIf(view, saved));
  const shownFacility = newer(facility.data?.id === view.facility ? facility.data : null, mended);
  const mend = useMend(view.facility, shownFacility);
  const mayDiscard = () => !mend.unsaved || confirm(t.facility.leave);
  useLeave(mend.unsaved ? (next) => (next.facility === view.facility && next.puskesmas === "") || mayDiscard() : null);
  const mayChange = start.data?.mayChange ?? false;

  // While the next is on its way the picture before stays whole, with its own legend.
  const busy = desa.busy || travel.busy || staff.busy;
  const kept = useRef<Picture | null>(null);
  const ready = useMemo(
    () => (busy ? null : pictureOf(view, desa.data, travel.data, staff.data)),
    [busy, desa.data, travel.data, staff.data, view.layer, view.rule, view.units, view.by],
  );
  if (ready) kept.current = ready;
  if (w === "") kept.current = null;
  const picture = ready ?? kept.current;

  useEffect(() => {
    setSort(firstSort[view.layer]);
    setHidden(new Set());
  }, [view.layer]);

  const names = useMemo(() => new Map([...(place.data?.kecamatan ?? []), ...(place.data?.below ?? []).map((b): [string, string] => [b.code, b.name ?? b.code])]), [place.data]);
  const order = useMemo(() => picture?.classes.map((c) => c.id) ?? [], [picture]);
  const left = useMemo(() => filterRows(picture?.rows ?? [], filter, hidden), [picture, filter, hidden]);
  const sorted = useMemo(() => sortRows(left, sort, names, order, f.collator), [left, sort, names, order, f]);
  const sums = useMemo(() => totals(picture?.rows ?? []), [picture]);
  const shapes: Shapes = useMemo(
    () => shapesOf(desa.data, facilities.data, view.show, view.facility, view.desa ? opened.data : null, view.iso ? isochrone.data : null, view.iso),
    [desa.data, facilities.data, view.show, view.facility, view.desa, opened.data, isochrone.data, view.iso],
  );
  const bounds = useMemo(() => desa.data?.tiles?.bounds ?? boundsOf(desa.data?.shapes.values() ?? []), [desa.data]);
  const nameOf = useCallback(
    (code: string) => {
      const row = picture?.rows.find((r) => r.code === code);
      const cls = picture?.classes.find((c) => c.id === row?.cls);
      return row ? `${cellText(row, "name", names, () => "", f)}: ${cls?.label(t, f) ?? ""}` : null;
    },
    [picture, names, t, f],
  );

  const goTo = (code: string) => {
    setFilter("");
    change({ w: code, desa: "", facility: "", at: null, ...(code.length === 13 && { w: code.slice(0, 8), desa: code }) });
  };
  const openDesa = (code: string) => change({ desa: code, facility: "" });
  const openFacility = (id: string) => change({ facility: id, desa: "" });
  const pick = (at: LonLat | null) => {
    setPicking("");
    if (mend.pick) mend.setPick("");
    if (!at) return;
    if (mend.pick === "point") mend.set({ point: at });
    else if (picking === "iso") change({ iso: at });
    // What is placed is a pustu, so pustu must count as a destination.
    else change({ plan: [...view.plan, { do: "add", at }], kind: kinds.filter((k) => k === "PUSTU" || kind.includes(k)) });
  };
  useEffect(() => {
    if (placing === "" || shownFacility?.id !== placing) return;
    mend.setPick("point");
    setPlacing("");
  }, [placing, shownFacility]);
  // A click on a desa opens it, or is what the mending of a facility waits for.
  const chooseDesa = (code: string) => {
    const name = desa.data?.desa.find((d) => d.code === code)?.name ?? null;
    if (mend.pick === "desa") mend.set({ declaredDesa: { code, name } });
    else if (mend.pick === "area") mend.set({ serviceArea: toggled(mend.draft.serviceArea ?? (mend.base ?? shownFacility)?.serviceArea ?? [], { code, name }) });
    else openDesa(code);
  };
  useEffect(() => {
    if (mend.pick) map.current?.scrollIntoView({ block: "nearest" });
  }, [mend.pick]);
  const candidates = useMemo(
    () => candidatesOf(matches.data?.cases.find((m) => m.id === view.match), facilities.data ?? [], f.count),
    [matches.data, view.match, facilities.data, f],
  );
  const changedDesa = useSame(
    [...(view.plan.length > 0 ? (whatIf.data?.changed ?? []).map((c) => c.desa.code) : []), ...candidates.desa, ...mendDesa(mend, shownFacility)],
  );
  const pins = useMemo(
    (): Pin[] => [
      ...view.plan.flatMap((c, i): Pin[] => (c.do === "close" ? [] : [{
        key: `plan-${i}`, at: c.at, label: c.do === "add" ? t.planAdded(f.count(i + 1)) : t.planMoved(c.id), colour: pinColours.plan,
        onDrop: (at) => change({ plan: view.plan.map((p, k) => (k === i && p.do !== "close" ? { ...p, at } : p)) }),
      }])),
      ...candidates.pins,
      ...mendPins(mend, shownFacility, t.facility.pin),
    ],
    [planText(view.plan), candidates, mend.open, mend.draft, shownFacility, t, f],
  );
  const refresh = () => setSaved((n) => n + 1);
  const onCentre = () => pick(map.current && centreOf(map.current));
  const error = start.error ?? place.error ?? desa.error ?? travel.error ?? staff.error ?? facilities.error ?? opened.error ?? facility.error;
  const retry = () => [start, place, desa, travel, staff, facilities, opened, facility].forEach((l) => l.error && l.retry());

  return (
    <>
      <TopBar view={view} change={change} demo={start.data?.demo ?? false} area={place.data?.name ?? (w || t.country)} />
      <main className={view.desa || view.facility ? "with-profile" : undefined}>
        <div className="side">
          <SearchBox facilities={facilities.data ?? []} onChoose={goTo} onFacility={openFacility} />
          {place.data && <AreaPath place={place.data} onChoose={goTo} />}
          {start.data?.empty && <p className="notice">{t.empty}</p>}
          {place.data === null && !place.busy && !place.error && <p className="notice" role="alert">{t.unknownArea(w)}</p>}
          {error && (
            <p className="notice" role="alert">
              {t.failed}: {error.message} <button type="button" onClick={retry}>{t.again}</button>
            </p>
          )}
          <Controls view={view} change={change} />
          {picture && (
            <Legend
              view={picture.view} classes={picture.classes} totals={sums} hidden={hidden} provenance={picture.provenance}
              undrawn={picture.rows.filter((r) => !r.drawn).length}
              onHide={(cls, hide) => setHidden((before) => new Set(hide ? [...before, cls] : [...before].filter((c) => c !== cls)))}
            />
          )}
          {w !== "" && <FacilityPanel view={view} facilities={facilities.data ?? []} change={change} />}
          {w !== "" && (
            <IsochronePanel
              view={view} change={change} isochrone={isochrone} picking={picking === "iso"} onPick={(on) => setPicking(on ? "iso" : "")}
              onCentre={onCentre}
            />
          )}
          {w !== "" && (
            <PlanPanel
              view={view} change={change} facilities={facilities.data ?? []} answer={whatIf} picking={picking === "plan"}
              onPick={(on) => setPicking(on ? "plan" : "")} onCentre={onCentre}
            />
          )}
          <Suspense fallback={null}>
            {drawn && w !== "" && mayChange && (
              <UnplacedPanel
                facilities={facilities.data ?? []}
                onPlace={(id) => {
                  if (openFacility(id)) setPlacing(id);
                }}
              />
            )}
            {drawn && w !== "" && <MatchPanel matches={matches} open={view.match} mayChange={mayChange} onOpen={(id) => change({ match: id }, "replace")} onDecided={refresh} />}
          </Suspense>
        </div>
        <div className="stage" ref={map}>
          <Suspense fallback={<p className="notice" role="status">{t.loading}</p>}>
            <MapView
              rows={left} classes={picture?.classes ?? []} shapes={shapes} bounds={bounds} at={view.at} chosen={view.desa} facility={view.facility} changed={changedDesa} pins={pins} roads={view.roads}
              nameOf={nameOf} busy={busy || opened.busy || isochrone.busy || whatIf.busy} waiting={busy || facilities.busy} picking={picking !== "" || mend.pick === "point"}
              onChoose={chooseDesa} onFacility={mend.pick ? null : openFacility} onPick={pick}
              onMove={(at) => change({ at }, "replace")}
              onDrawn={() => setDrawn(true)}
            />
          </Suspense>
          {printed && <img className="printed" src={printed} alt={t.map} />}
          {view.at && <button type="button" className="fit" onClick={() => change({ at: null }, "replace")}>{t.fit}</button>}
        </div>
        {view.desa && opened.data && <Profile answer={opened.data} onClose={() => change({ desa: "" })} onFacility={openFacility} />}
        {view.facility && facility.data === null && !facility.busy && !facility.error && <p className="notice profile" role="alert">{t.facility.none}</p>}
        {shownFacility && (
          <FacilityProfile
            facility={shownFacility} keep={mend.open} onClose={() => change({ facility: "" })} onFacility={openFacility} onDesa={openDesa}
            onMeeting={(id) => change({ puskesmas: id })}
          >
            {mayChange && <p><button type="button" aria-expanded={mend.open} onClick={() => mayDiscard() && mend.setOpen(!mend.open)}>{mend.open ? t.facility.mendStop : t.facility.mend}</button></p>}
            {mayChange && mend.open && (
              <Suspense fallback={<p role="status">{t.loading}</p>}>
                <MendPanel
                  mend={mend} facility={shownFacility} facilities={facilities.data ?? []} desa={desa.data?.desa ?? []}
                  onCentre={onCentre} onLookAgain={facility.retry}
                  onSaved={(is) => {
                    setMended(is);
                    refresh();
                  }}
                />
              </Suspense>
            )}
          </FacilityProfile>
        )}
        {picture && (
          <div className="below">
            <DesaTable
              tools={<ExportBar view={picture.view} rows={sorted} classes={picture.classes} names={names} hidden={hidden} filter={filter} />}
              view={{ ...picture.view, desa: view.desa }} rows={sorted} all={picture.rows.length} classes={picture.classes} names={names} sort={sort}
              filter={filter} whole={printing} onSort={setSort} onFilter={setFilter} onChoose={openDesa}
            />
            <section aria-label={t.charts} className="chart-box">
              <h2>{t.charts}</h2>
              <Suspense fallback={<p role="status">{t.loading}</p>}>
                {drawn && <Charts rows={left} classes={picture.classes} names={names} groupLength={w.length <= 2 ? 5 : 8} />}
              </Suspense>
            </section>
          </div>
        )}
      </main>
    </>
  );
}

/** The middle of the map that stands in a box. */
function centreOf(box: HTMLElement): LonLat | null {
  const centre = mapIn(box)?.getCenter();
  return centre ? { lon: centre.lng, lat: centre.lat } : null;
}
