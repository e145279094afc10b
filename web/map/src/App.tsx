import { lazy, Suspense, useMemo } from "react";
import { Speaking, speechOf } from "./lang";
import Planner from "./Planner";
import { useView } from "./view/use";

// Who plans on the map need not wait for the page of a meeting.
const PuskesmasPage = lazy(() => import("./puskesmas/PuskesmasPage"));

/** The map, or the page of one puskesmas: whichever the address asks for. */
export default function App() {
  const [view, change] = useView();
  const speech = useMemo(() => speechOf(view.lang), [view.lang]);
  return (
    <Speaking value={speech}>
      {view.puskesmas ? (
        <Suspense fallback={<p className="notice" role="status">{speech.t.meeting.loadingPage}</p>}>
          <PuskesmasPage view={view} change={change} />
        </Suspense>
      ) : (
        <Planner view={view} change={change} />
      )}
    </Speaking>
  );
}
