import { useEffect, useState } from "react";
import type { FacilityAnswer } from "../data/answers.facility";
import { changed, type Draft } from "./draft";

/** What a click on the map is for while a facility is mended. */
export type MendPick = "" | "point" | "desa" | "area";

export interface Mend {
  /** The facility as whoever mends it saw it: what is saved says which version that was. */
  base: FacilityAnswer | null;
  draft: Draft;
  /** Whether something is wished that is not saved. */
  unsaved: boolean;
  set: (part: Draft) => void;
  clear: () => void;
  /** What was wished of a facility is saved; of another one it stays. */
  done: (id: string) => void;
  /** Goes on from the facility as it is now, with the same wishes. */
  rebase: (facility: FacilityAnswer) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
  pick: MendPick;
  setPick: (pick: MendPick) => void;
}

const nothing = { base: null, draft: {}, open: false, pick: "" as MendPick };

/** The mending of the facility that is open, by its id; of another one it begins anew. */
export function useMend(id: string, facility: FacilityAnswer | null): Mend {
  const [state, setState] = useState<{ base: FacilityAnswer | null; draft: Draft; open: boolean; pick: MendPick }>(nothing);
  // By the id that is asked for: the facility itself may fail to load anew.
  useEffect(() => setState((s) => (s.base && s.base.id !== id ? nothing : s)), [id]);
  const part = (p: Partial<typeof state>) => setState((s) => ({ ...s, ...p }));
  const none = { base: null, draft: {}, pick: "" as MendPick };
  return {
    ...state,
    unsaved: state.base !== null && changed(state.base, state.draft).length > 0,
    set: (p) => setState((s) => ({ ...s, base: s.base ?? facility, draft: { ...s.draft, ...p } })),
    clear: () => part(none),
    done: (of) => setState((s) => (s.base?.id === of ? { ...s, ...none } : s)),
    rebase: (base) => part({ base }),
    setOpen: (open) => part(open ? { open } : nothing),
    setPick: (pick) => part({ pick, open: true }),
  };
}

/** The newer one of two answers about the same facility: a save's may be there before the next load's. */
export function newer(loaded: FacilityAnswer | null, saved: FacilityAnswer | null): FacilityAnswer | null {
  return loaded && saved && saved.id === loaded.id && saved.version > loaded.version ? saved : loaded;
}
