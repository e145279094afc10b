import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { mapIn } from "../draw/here";

/** While the page is printed: the whole table, and the map as a picture, since paper takes no canvas. */
export function usePrinting(stage: RefObject<HTMLElement>): { printing: boolean; picture: string | null } {
  const [state, setState] = useState<{ printing: boolean; picture: string | null }>({ printing: false, picture: null });
  useEffect(() => {
    const before = () => {
      const map = mapIn(stage.current);
      map?.redraw(); // its pixels can be read until the browser has shown them
      flushSync(() => setState({ printing: true, picture: map?.getCanvas().toDataURL("image/png") ?? null }));
    };
    const after = () => setState({ printing: false, picture: null });
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, [stage]);
  return state;
}
