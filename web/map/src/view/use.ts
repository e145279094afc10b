import { useCallback, useEffect, useState } from "react";
import { rememberedLang } from "../lang";
import { firstView, parseView, type View, viewAddress } from "./view";

export type Change = (change: Partial<View>, how?: "push" | "replace") => void;

const read = () => parseView(location.search, { ...firstView, lang: rememberedLang() });

/** The view, kept in the address: each choice is a step that the browser goes back by. */
export function useView(): [View, Change] {
  const [view, setView] = useState(read);
  useEffect(() => {
    const back = () => setView(read());
    window.addEventListener("popstate", back);
    return () => window.removeEventListener("popstate", back);
  }, []);
  const change: Change = useCallback((part, how = "push") => {
    const next = { ...read(), ...part };
    const address = viewAddress(next);
    if (address !== location.search) history[how === "push" ? "pushState" : "replaceState"](null, "", address);
    setView(next);
  }, []);
  return [view, change];
}
