import { rememberedLang } from "../lang/remembered";
import { firstView, parseView, type View } from "./view";

/** The view that the browser's address asks for, in the language of this device where it names none. */
export const readAddress = (): View => parseView(location.search, { ...firstView, lang: rememberedLang() });
