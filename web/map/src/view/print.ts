import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** While the page is printed: the whole table, and the map as a picture, since paper takes no canvas. */
export function usePrinting(stage: RefObject<HTMLElement>): { printing: boolean; picture: string | null } {
  const [state, setState] = useState<{ printing: boolean; picture: string | null }>({ printing: false, picture: null });
  useEffect(() => {
    const before = () => {
      const canvas = stage.current?.querySelector("canvas");
      flushSync(() => setState({ printing: true, picture: canvas?.toDataURL("image/png") ?? null }));
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
