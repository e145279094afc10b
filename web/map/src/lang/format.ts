import type { Lang } from "../view/view";

export interface Formats {
  count(n: number | null | undefined): string;
  /** With at most so many decimals. */
  decimal(n: number | null | undefined, digits?: number): string;
  minutes(seconds: number | null | undefined): string;
  km(metres: number | null | undefined): string;
  share(part: number, whole: number): string;
  day(iso: string): string;
  /** The day and time of a moment, where whoever reads it is. */
  moment(iso: string): string;
  /** The month that a day is in, with its year. */
  month(iso: string): string;
  collator: Intl.Collator;
}

/** What stands where there is no figure. */
export const nothing = "–";

/** Figures as a language writes them: 1.234,5 in Indonesian, 1,234.5 in English. */
export function formats(lang: Lang): Formats {
  const locale = lang === "id" ? "id-ID" : "en-GB";
  const number = (digits: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
  const plain = [number(0), number(1), number(2)];
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const days = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const dated = (format: Intl.DateTimeFormat) => (iso: string) => {
    const date = new Date(iso.slice(0, 10) + "T00:00:00Z");
    return Number.isNaN(date.getTime()) ? iso : format.format(date);
  };
  const decimal = (n: number | null | undefined, digits = 1) => (n === null || n === undefined ? nothing : (plain[digits] ?? number(digits)).format(n));
  return {
    count: (n) => decimal(n, 0),
    decimal,
    minutes: (s) => (s === null || s === undefined ? nothing : decimal(s / 60, s < 600 ? 1 : 0)),
    km: (m) => (m === null || m === undefined ? nothing : decimal(m / 1000, m < 10_000 ? 1 : 0)),
    share: (part, whole) => (whole > 0 ? percent.format(part / whole) : nothing),
    day: dated(days),
    month: dated(months),
    moment: (iso) => (Number.isNaN(Date.parse(iso)) ? iso : moments.format(new Date(iso))),
    collator: new Intl.Collator(locale, { numeric: true, sensitivity: "base" }),
  };
}
