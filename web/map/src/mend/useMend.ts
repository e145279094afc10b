import { useEffect, useState } from "react";
import type { FacilityAnswer } from "../data/answers.facility";
import type { Draft } from "./draft";

/** What a click on the map is for while a facility is mended. */
export type MendPick = "" | "point" | "desa" | "area";

export interface Mend {
  /** The facility as whoever mends it saw it: what is saved says which version that was. */
  base: FacilityAnswer | null;
  draft: Draft;
  set: (part: Draft) => void;
  clear: () => void;
  /** Goes on from the facility as it is now, with the same wishes. */
  rebase: (facility: FacilityAnswer) => void;
  open: boolean;
  setOpen: (open: boolean) => void;
  pick: MendPick;
  setPick: (pick: MendPick) => void;
}

const nothing = { base: null, draft: {}, open: false, pick: "" as MendPick };

/** The mending of the facility that is open; of another one it begins anew. */
export function useMend(facility: FacilityAnswer | null): Mend {
  const [state, setState] = useState<{ base: FacilityAnswer | null; draft: Draft; open: boolean; pick: MendPick }>(nothing);
  const id = facility?.id;
  useEffect(() => setState((s) => (s.base && s.base.id !== id ? nothing : s)), [id]);
  const part = (p: Partial<typeof state>) => setState((s) => ({ ...s, ...p }));
  return {
    ...state,
    set: (p) => setState((s) => ({ ...s, base: s.base ?? facility, draft: { ...s.draft, ...p } })),
    clear: () => part({ base: null, draft: {}, pick: "" }),
    rebase: (base) => part({ base }),
    setOpen: (open) => part(open ? { open } : nothing),
    setPick: (pick) => part({ pick, open: true }),
  };
}
