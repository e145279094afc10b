import { useCallback, useEffect, useRef, useState } from "react";
import { readAddress } from "./address";
import { type View, viewAddress } from "./view";

/** Takes up part of a view; false where somebody rather stayed. */
export type Change = (change: Partial<View>, how?: "push" | "replace") => boolean;

/** Whether the view may become the next one. */
export type Leave = (next: View) => boolean;

const freely: Leave = () => true;
let leave = freely;

/** The view, kept in the address: each choice is a step that the browser goes back by. */
export function useView(): [View, Change] {
  const [view, setView] = useState(readAddress);
  const shown = useRef(view);
  shown.current = view;
  useEffect(() => {
    const back = () => {
      // The browser went back already: whoever stays gets the address again.
      if (leave(readAddress())) setView(readAddress());
      else history.pushState(null, "", viewAddress(shown.current));
    };
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  const change: Change = useCallback((part, how = "push") => {
    const next = { ...readAddress(), ...part };
    if (!leave(next)) return false;
    const address = viewAddress(next);
    if (address !== location.search) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
    setView(next);
    return true;
  }, []);
  return [view, change];
}

/** Asks before the view is left, whichever way; with null it is left freely. */
export function useLeave(ask: Leave | null): void {
  useEffect(() => {
    if (!ask) return;
    leave = ask;
    const closing = (e: BeforeUnloadEvent) => e.preventDefault(); // the browser asks in words of its own
    window.addEventListener("beforeunload", closing);
    return () => {
      leave = freely;
      window.removeEventListener("beforeunload", closing);
    };
  });
}
