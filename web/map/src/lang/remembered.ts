import { langs, type Lang } from "../view/view";

const key = "jangkau.lang";

/** The language chosen last on this device; Indonesian at first. */
export function rememberedLang(): Lang {
  try {
    return langs.find((l) => l === localStorage.getItem(key)) ?? "id";
  } catch {
    return "id"; // storage may be forbidden
  }
}

export function rememberLang(lang: Lang): void {
  try {
    localStorage.setItem(key, lang);
  } catch {
    // Not remembered, then; the address has it.
  }
}
