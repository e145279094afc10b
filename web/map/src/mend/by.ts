const key = "jangkau.by";

/** The office that mended last on this device. */
export function rememberedBy(): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage may be forbidden
  }
}

export function rememberBy(by: string): void {
  try {
    localStorage.setItem(key, by);
  } catch {
    // It will be asked for again.
  }
}
