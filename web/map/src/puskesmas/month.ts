/** What a month's page is of: its last day, or today while it lasts, set against the last day of the month before. */
export interface Period {
  asOf: string;
  since: string;
}

/** Today where the ministry's day ends: in Jakarta, UTC+7. */
export const todayAt = (now: number): string => new Date(now + 7 * 3_600_000).toISOString().slice(0, 10);

/** The day before the first of a month, whichever month; months count from 0 and may be -1 or 12. */
const lastDayBefore = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** A month that has not begun is taken as the present one: nothing is known of it. */
export function periodOf(month: string, today: string): Period {
  const taken = month === "" || month > today.slice(0, 7) ? today.slice(0, 7) : month;
  const [year, number] = taken.split("-").map(Number) as [number, number];
  const end = lastDayBefore(year, number);
  return { asOf: end < today ? end : today, since: lastDayBefore(year, number - 1) };
}

/** Whether a moment is after the one day and not after the other, as days are in Jakarta. */
export const within = ({ asOf, since }: Period, moment: string): boolean => {
  const day = todayAt(Date.parse(moment));
  return since < day && day <= asOf;
};

/** The present month and those before it, the newest first; also one that a link asks for. */
export function monthsUpTo(today: string, count: number, also = ""): string[] {
  const [year, month] = today.split("-").map(Number) as [number, number];
  const months = Array.from({ length: count }, (_, i) => lastDayBefore(year, month - i).slice(0, 7));
  return also === "" || also > months[0]! || months.includes(also) ? months : [...months, also].sort().reverse();
}
