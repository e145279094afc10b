import { createContext, useContext } from "react";
import type { Lang } from "../view/view";
import { en } from "./en";
import { formats, type Formats } from "./format";
import { id, type Dictionary } from "./id";

export const words: Record<Lang, Dictionary> = { id, en };

/** What components speak with: words, and figures as the language writes them. */
export interface Speech {
  lang: Lang;
  t: Dictionary;
  f: Formats;
}

export const speechOf = (lang: Lang): Speech => ({ lang, t: words[lang], f: formats(lang) });

const SpeechContext = createContext<Speech>(speechOf("id"));
export const Speaking = SpeechContext.Provider;
export const useSpeech = () => useContext(SpeechContext);
